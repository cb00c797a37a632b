"""`cases_write` itself refuses a case that somebody has moved: its answer travels with the commit, nobody reads it."""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("fahrwasser.web.cases.migrations.0003_write_in_one_call").WRITE.replace(
    "CREATE", "CREATE OR REPLACE"
)
COUNTED = "GET DIAGNOSTICS found_cases = ROW_COUNT;"
REFUSED = """
        IF found_cases <> cardinality(moved) THEN
            RAISE EXCEPTION 'a case was moved by somebody else' USING ERRCODE = 'serialization_failure';
        END IF;"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_write_in_one_call")]
    operations = [migrations.RunSQL(BEFORE.replace(COUNTED, COUNTED + REFUSED), BEFORE)]
