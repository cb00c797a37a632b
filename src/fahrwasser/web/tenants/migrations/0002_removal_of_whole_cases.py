"""Append-only tables refuse every change but one: rows that go with their whole case after its retention."""

from django.db import migrations

# `app.disposing` is set by the function `dispose_case` alone, for as long as it runs. Whoever sets it by hand still
# lacks the right to delete: web and worker have none on these tables.
REFUSE_CHANGE = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('app.disposing', true) = 'yes' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("tenants", "0001_initial")]
    operations = [migrations.RunSQL(REFUSE_CHANGE, migrations.RunSQL.noop)]
