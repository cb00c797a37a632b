"""The function that erases single answers of a case everywhere: on request, before its retention is over."""

from django.db import migrations

from fahrwasser.web.tenants.rls import CURRENT

# `gone`: {name of a field: [values]}. An answer is copied into events, process state and register entries under its
# name; what has this name and one of these values goes. As owner, for the town of the transaction, for the worker only.
WITHOUT_LEAVES = """
CREATE FUNCTION without_leaves(doc jsonb, gone jsonb) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE
SET search_path = public, pg_temp AS $$
BEGIN
    IF jsonb_typeof(doc) = 'object' THEN
        RETURN (SELECT coalesce(jsonb_object_agg(e.key, without_leaves(e.value, gone)), '{}') FROM jsonb_each(doc) e
                WHERE jsonb_typeof(e.value) IN ('object', 'array')
                   OR NOT coalesce(gone -> e.key @> jsonb_build_array(e.value), false));
    ELSIF jsonb_typeof(doc) = 'array' THEN
        RETURN (SELECT coalesce(jsonb_agg(without_leaves(e.value, gone) ORDER BY e.place), '[]')
                FROM jsonb_array_elements(doc) WITH ORDINALITY e(value, place));
    END IF;
    RETURN doc;
END $$;
REVOKE ALL ON FUNCTION without_leaves(jsonb, jsonb) FROM PUBLIC
"""
ERASE_LEAVES = f"""
CREATE FUNCTION erase_leaves(about uuid, gone jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    town uuid := {CURRENT};
    rights uuid[];
BEGIN
    UPDATE cases_case SET facts = without_leaves(facts, gone), state = without_leaves(state, gone)
        WHERE municipality_id = town AND id = about;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'no case %', about USING ERRCODE = 'no_data_found';
    END IF;
    DELETE FROM cases_payload p USING cases_event e WHERE p.municipality_id = town AND e.municipality_id = town
        AND e.case_id = about AND p.event_id = e.id AND without_leaves(p.data, gone) <> p.data;
    rights := ARRAY(SELECT entry_id FROM registers_change WHERE municipality_id = town AND case_id = about
                    UNION SELECT id FROM registers_entry WHERE municipality_id = town AND case_id = about);
    UPDATE registers_entry SET data = without_leaves(data, gone) WHERE municipality_id = town AND id = ANY(rights);
    SET LOCAL app.disposing = 'leaves';
    UPDATE registers_change SET before = without_leaves(before, gone), after = without_leaves(after, gone)
        WHERE municipality_id = town AND entry_id = ANY(rights);
    SET LOCAL app.disposing = '';
END $$;
REVOKE ALL ON FUNCTION erase_leaves(uuid, jsonb) FROM PUBLIC
"""  # noqa: S608 our own condition, no values
# As before, and: a change of the function above is no forgery. Web and worker have no right to update these tables.
REFUSE_CHANGE = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('app.disposing', true) = 'yes' THEN
        RETURN OLD;
    ELSIF TG_OP = 'UPDATE' AND current_setting('app.disposing', true) = 'leaves' THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("portal", "0002_dispose_case"), ("tenants", "0002_removal_of_whole_cases")]
    operations = [
        migrations.RunSQL(WITHOUT_LEAVES, "DROP FUNCTION without_leaves(jsonb, jsonb)"),
        migrations.RunSQL(ERASE_LEAVES, "DROP FUNCTION erase_leaves(uuid, jsonb)"),
        migrations.RunSQL(REFUSE_CHANGE, migrations.RunSQL.noop),
    ]
