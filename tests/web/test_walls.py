"""Another municipality's rows can be neither read, written nor linked to — tried for every tenant table."""

from datetime import UTC, datetime

import pytest
from django.db import connection, connections
from django.db.utils import DatabaseError, IntegrityError, ProgrammingError

from fahrwasser.web.jobs.actions import enqueue
from fahrwasser.web.jobs.models import Job
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import TenantModel
from fahrwasser.web.tenants.privileges import NARROW, tenant_models
from rows import make_row, tenant_links, values_for
from towns import make_town

TENANT_MODELS = sorted(tenant_models(), key=lambda model: model._meta.label)
every_tenant_table = pytest.mark.parametrize("model", TENANT_MODELS, ids=lambda model: model._meta.label)


@every_tenant_table
def test_nobody_reads_or_writes_a_row_of_another_town(database, model: type[TenantModel]) -> None:
    ours, theirs = make_town("ours"), make_town("theirs")
    with working_for(theirs):
        row = make_row(model, theirs)
        assert model.objects.filter(pk=row.pk).exists()
    with working_for(ours):
        assert not model.objects.filter(pk=row.pk).exists()
        assert model.objects.count() == 0
        for attempt in (_update, _delete):
            assert attempt(model, row) == 0
    assert model.objects.count() == 0, "without a municipality there must be no rows at all"
    with connections["owner"].cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{model._meta.db_table}"')
        assert cursor.fetchone()[0] == 1, "the other town's row was touched"


def _update(model: type[TenantModel], row: TenantModel) -> int:
    return _try(f'UPDATE "{model._meta.db_table}" SET municipality_id = municipality_id WHERE id = %s', row)


def _delete(model: type[TenantModel], row: TenantModel) -> int:
    return _try(f'DELETE FROM "{model._meta.db_table}" WHERE id = %s', row)


def _try(statement: str, row: TenantModel) -> int:
    """Rows touched; a refusal by missing rights counts as none and only that one is undone."""
    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT attempt")
        try:
            cursor.execute(statement, [row.pk])
            return cursor.rowcount
        except ProgrammingError as refused:
            assert "permission denied" in str(refused)
            cursor.execute("ROLLBACK TO attempt")
            return 0


@every_tenant_table
def test_nobody_inserts_a_row_into_another_town(database, model: type[TenantModel]) -> None:
    ours, theirs = make_town("ours"), make_town("theirs")
    with working_for(theirs):
        row = make_row(model, theirs)
    columns = {f.attname: getattr(row, f.attname) for f in model._meta.local_concrete_fields if f.name != "id"}
    with pytest.raises(ProgrammingError, match="row-level security"), working_for(ours):
        model.objects.bulk_create([model(**columns)])


@pytest.mark.parametrize(
    ("model", "link"),
    [(model, link.name) for model in TENANT_MODELS for link in tenant_links(model)],
    ids=lambda part: part if isinstance(part, str) else part._meta.label,
)
def test_no_row_points_into_another_town(database, model: type[TenantModel], link: str) -> None:
    ours, theirs = make_town("ours"), make_town("theirs")
    target = model._meta.get_field(link).related_model
    with working_for(theirs):
        foreign = make_row(target, theirs)
    with pytest.raises((IntegrityError, ProgrammingError), match=r"foreign key|row-level"), working_for(ours):
        model.objects.create(municipality=ours, **{**values_for(model, ours), link: foreign})


@every_tenant_table
def test_the_database_has_policy_and_leading_index(database, model: type[TenantModel]) -> None:
    table = model._meta.db_table
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT relrowsecurity FROM pg_class WHERE oid = %s::regclass", [table])
        assert cursor.fetchone()[0], f"{table} has no row-level security: use tenant_table in its migration"
        cursor.execute("SELECT qual, with_check FROM pg_policies WHERE tablename = %s AND policyname='tenant'", [table])
        qual, check = cursor.fetchone()
        assert "app.municipality" in qual
        assert "app.municipality" in check
        cursor.execute(
            "SELECT 1 FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]"
            " WHERE i.indrelid = %s::regclass AND a.attname = 'municipality_id'",
            [table],
        )
        assert cursor.fetchone(), f"{table} has no index that begins with municipality_id"


@every_tenant_table
def test_append_only_tables_refuse_changes_even_of_their_own_town(database, model: type[TenantModel]) -> None:
    if set(NARROW.get(model._meta.db_table, {}).values()) != {"SELECT, INSERT"}:
        return  # an ordinary table
    town = make_town()
    with working_for(town):
        row = make_row(model, town)
    for statement in ("UPDATE {} SET id = id", "DELETE FROM {}"):
        with pytest.raises(DatabaseError, match="permission denied"), working_for(town), connection.cursor() as web:
            web.execute(statement.format(f'"{model._meta.db_table}"'))
        with pytest.raises(DatabaseError, match="append-only"), connections["owner"].cursor() as owner:
            owner.execute(statement.format(f'"{model._meta.db_table}"'))
    assert row.pk


@pytest.mark.parametrize(
    "attack",
    [
        "ALTER TABLE inventory_service DISABLE ROW LEVEL SECURITY",
        "DROP POLICY tenant ON inventory_service",
        "SET ROLE fahrwasser_owner",
        "SET SESSION AUTHORIZATION fahrwasser_owner",
        "SET row_security = off; SELECT * FROM inventory_service",
        "TRUNCATE inventory_service",
        "CREATE TABLE mine (id int)",
        "ALTER ROLE fahrwasser_web BYPASSRLS",
        "GRANT fahrwasser_owner TO fahrwasser_web",
        "SELECT * FROM jobs_mail",
        "UPDATE tenants_municipality SET name = 'x'",
        "DELETE FROM tenants_municipality",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "SELECT pg_read_file('/etc/passwd')",
        "ALTER FUNCTION own_towns(uuid) SECURITY INVOKER",
        "DROP TRIGGER append_only ON tenants_act",
    ],
)
def test_the_web_role_cannot_get_out(database, attack: str) -> None:
    town = make_town()
    with pytest.raises(DatabaseError), working_for(town), connection.cursor() as cursor:
        for statement in attack.split("; "):
            cursor.execute(statement)


def test_web_and_worker_own_nothing_and_cannot_bypass(database) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,"
            " EXISTS (SELECT 1 FROM pg_class WHERE relowner = r.oid) FROM pg_roles r"
            " WHERE rolname = ANY(%s) ORDER BY 1",
            [["fahrwasser_web", "fahrwasser_worker"]],
        )
        roles = cursor.fetchall()
    assert [name for name, *_flags in roles] == ["fahrwasser_web", "fahrwasser_worker"]
    assert all(not any(flags) for _name, *flags in roles)


def test_the_worker_sees_only_due_jobs_of_other_towns(database) -> None:
    town = make_town()
    with working_for(town):
        enqueue("now", town)
        enqueue("later", town, due=datetime(2100, 1, 1, tzinfo=UTC))
    assert list(Job.objects.using("worker").values_list("kind", flat=True)) == ["now"]
    assert Job.objects.count() == 0
