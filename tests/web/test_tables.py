"""Every table is either a tenant table or stands in the reviewed list with its reason."""

import re

from django.db import connections

from fahrwasser.web.tenants.privileges import NARROW, tenant_models
from paths import PROJECT

LISTED = re.findall(r"^\| `(\w+)` \| (.+?) \|", (PROJECT / "docs/reference/tables.md").read_text(), re.MULTILINE)


def test_every_table_is_walled_in_or_listed_with_a_reason(database) -> None:
    with connections["owner"].cursor() as cursor:
        present = set(connections["owner"].introspection.table_names(cursor))
    walled = {model._meta.db_table for model in tenant_models()}
    listed = {table for table, reason in LISTED if len(reason) > 10}
    assert present - walled - listed == set(), "neither a tenant table nor in docs/reference/tables.md"
    assert listed - present == set(), "listed, but there is no such table"
    assert listed & walled == set()


def test_narrowed_rights_name_tables_that_exist(database) -> None:
    with connections["owner"].cursor() as cursor:
        assert set(NARROW) <= set(connections["owner"].introspection.table_names(cursor))


def test_rights_in_the_database_are_the_ones_of_the_module(database) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT table_name, string_agg(privilege_type, ', ' ORDER BY privilege_type)"
            " FROM information_schema.table_privileges WHERE grantee = 'fahrwasser_web' GROUP BY table_name"
        )
        granted = dict(cursor.fetchall())
    for table, rights in NARROW.items():
        expected = {right.strip() for right in re.sub(r", (SELECT|UPDATE) \([^)]*\)", "", rights["web"]).split(",")}
        assert set(granted[table].split(", ")) == expected, table
