"""Plans say from when on hours are missing, and no longer that a colleague leaves: kept versions, too."""

from django.db import migrations

COLUMNS = (("agenda_frame", "adjustments"), ("agenda_version", "facts"), ("agenda_version", "change"))
SAID, SAYS = '"kind": "leaving"', '"kind": "fewer"'
STATEMENTS = (
    "ALTER TABLE agenda_version DISABLE TRIGGER frozen",
    *(
        f"UPDATE {table} SET {column} = replace({column}::text, '{SAID}', '{SAYS}')::jsonb "  # noqa: S608 names from above
        f"WHERE {column}::text LIKE '%{SAID}%'"
        for table, column in COLUMNS
    ),
    "ALTER TABLE agenda_version ENABLE TRIGGER frozen",
)


class Migration(migrations.Migration):
    dependencies = [("agenda", "0007_passed_on_voices")]

    operations = [migrations.RunSQL(STATEMENTS, migrations.RunSQL.noop)]
