"""The log of retrievals is cleared by its own law, before its cases are gone."""

from django.db import migrations

from fahrwasser.web.tenants.rls import CURRENT

# As owner (the table is append-only for everybody), but only for the town of the transaction, only for the worker
# (tenants.privileges), and never what is younger than the shortest of these laws demands (§ 36 (6) StVG).
FORGET_QUERIES = f"""
CREATE FUNCTION forget_queries(source text, months integer) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    gone bigint;
BEGIN
    IF months < 6 THEN
        RAISE EXCEPTION 'the log of retrievals is kept for six months at least'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    SET LOCAL app.disposing = 'yes';
    DELETE FROM ports_query WHERE municipality_id = {CURRENT} AND port = source
        AND asked_at < now() - make_interval(months => months);
    GET DIAGNOSTICS gone = ROW_COUNT;
    SET LOCAL app.disposing = '';
    RETURN gone;
END $$;
REVOKE ALL ON FUNCTION forget_queries(text, integer) FROM PUBLIC
"""  # noqa: S608 our own condition, no values


class Migration(migrations.Migration):
    dependencies = [("ports", "0003_paid_otherwise"), ("tenants", "0002_removal_of_whole_cases")]
    operations = [migrations.RunSQL(FORGET_QUERIES, "DROP FUNCTION forget_queries(text, integer)")]
