"""The function that removes a whole case after its retention and leaves a record of it (DESIGN 7)."""

from django.db import migrations

from fahrwasser.web.tenants.rls import CURRENT

# As owner (whom row-level security does not bind), but only for the town of the transaction, only for the worker
# (tenants.privileges), and only what is due. It lies here because the portal is the highest app with rows of a case.
DISPOSE_CASE = f"""
CREATE FUNCTION dispose_case(gone uuid) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE
    town uuid := {CURRENT};
    papers uuid[];
    rights uuid[];
BEGIN
    INSERT INTO records_disposal (id, municipality_id, number, file_plan, service, package, version, opened_on,
        closed_on, keep_until, retention_years, disposal_kind, offered_on, papers, events, last_hash)
    SELECT gen_random_uuid(), town, f.number, f.file_plan, coalesce(r.manifest #>> '{{title,de}}', r.package),
        r.package, r.version, f.opened_on, f.closed_on, f.keep_until, f.retention_years, f.disposal_kind, f.offered_on,
        (SELECT count(*) FROM records_enclosure e WHERE e.municipality_id = town AND e.file_id = f.id),
        c.sequence, c.last_hash
    FROM records_file f
    JOIN cases_case c ON c.municipality_id = town AND c.id = gone AND c.closed_at IS NOT NULL AND NOT c.is_test
    JOIN catalogue_release r ON r.id = c.release_id
    WHERE f.municipality_id = town AND f.cause = gone AND f.keep_until < current_date
        AND (f.disposal_kind = 'V' OR f.offered_on IS NOT NULL);
    IF NOT FOUND AND NOT EXISTS (SELECT FROM cases_case WHERE municipality_id = town AND id = gone AND is_test
                                 AND closed_at < now() - interval '30 days') THEN
        RAISE EXCEPTION 'case % has to be kept', gone USING ERRCODE = 'insufficient_privilege';
    END IF;

    rights := ARRAY(SELECT entry_id FROM registers_change WHERE municipality_id = town AND case_id = gone
                    UNION SELECT id FROM registers_entry WHERE municipality_id = town AND case_id = gone);
    IF EXISTS (SELECT FROM registers_entry WHERE municipality_id = town AND id = ANY(rights)
               AND (valid_until IS NULL OR valid_until >= current_date)) THEN
        RAISE EXCEPTION 'an entry of case % is in force', gone USING ERRCODE = 'insufficient_privilege';
    END IF;
    UPDATE registers_consent k SET case_id = NULL WHERE k.municipality_id = town AND k.case_id = gone
        AND k.withdrawn_at IS NULL AND EXISTS (SELECT FROM registers_entry e WHERE e.municipality_id = town
            AND e.person = k.person AND e.register = split_part(k.scope, '/', 1) AND e.id <> ALL(rights));
    SET LOCAL app.disposing = 'yes';
    DELETE FROM registers_consent WHERE municipality_id = town AND case_id = gone;
    DELETE FROM registers_change WHERE municipality_id = town AND entry_id = ANY(rights);
    DELETE FROM registers_entry WHERE municipality_id = town AND id = ANY(rights);

    papers := ARRAY(
        SELECT e.document_id FROM records_enclosure e JOIN records_file f ON f.municipality_id = town
            AND f.id = e.file_id WHERE e.municipality_id = town AND f.cause = gone
        UNION SELECT document_id FROM cases_letter WHERE municipality_id = town AND case_id = gone
        UNION SELECT id FROM records_document WHERE municipality_id = town AND kind = 'upload'
            AND subject = 'case:' || gone
        UNION SELECT d.id FROM cases_case c CROSS JOIN jsonb_path_query(c.facts, '$.**.ref') ref
            JOIN records_document d ON d.municipality_id = town AND d.kind = 'upload'
                AND d.subject = 'upload:' || (ref #>> '{{}}')
            WHERE c.municipality_id = town AND c.id = gone);
    DELETE FROM records_enclosure WHERE municipality_id = town AND document_id = ANY(papers);
    DELETE FROM records_file WHERE municipality_id = town AND cause = gone;
    UPDATE cases_letter SET corrects_id = NULL WHERE municipality_id = town AND corrects_id IN
        (SELECT id FROM cases_letter WHERE municipality_id = town AND case_id = gone);
    DELETE FROM cases_letter WHERE municipality_id = town AND case_id = gone;
    DELETE FROM records_document WHERE municipality_id = town AND id = ANY(papers);

    DELETE FROM jobs_job WHERE municipality_id = town AND ("case" = gone
        OR args ->> 'delivery' IN (SELECT id::text FROM ports_delivery WHERE municipality_id = town AND cause = gone)
        OR args ->> 'payment' IN (SELECT id::text FROM ports_payment WHERE municipality_id = town AND cause = gone));
    DELETE FROM ports_query WHERE municipality_id = town AND cause = gone;
    DELETE FROM ports_delivery WHERE municipality_id = town AND cause = gone;
    DELETE FROM ports_payment WHERE municipality_id = town AND cause = gone;

    DELETE FROM portal_upload WHERE municipality_id = town AND draft_id IN
        (SELECT id FROM portal_draft WHERE municipality_id = town AND case_id = gone);
    DELETE FROM portal_draft WHERE municipality_id = town AND case_id = gone;

    DELETE FROM cases_payload WHERE municipality_id = town AND event_id IN
        (SELECT id FROM cases_event WHERE municipality_id = town AND case_id = gone);
    DELETE FROM cases_decision WHERE municipality_id = town AND case_id = gone;
    DELETE FROM cases_event WHERE municipality_id = town AND case_id = gone;
    DELETE FROM cases_seen WHERE municipality_id = town AND case_id = gone;
    DELETE FROM cases_task WHERE municipality_id = town AND case_id = gone;
    DELETE FROM cases_wait WHERE municipality_id = town AND case_id = gone;
    DELETE FROM cases_notice WHERE municipality_id = town AND case_id = gone;
    DELETE FROM cases_link WHERE municipality_id = town AND case_id = gone;
    DELETE FROM cases_case WHERE municipality_id = town AND id = gone;
    SET LOCAL app.disposing = '';
END $$;
REVOKE ALL ON FUNCTION dispose_case(uuid) FROM PUBLIC
"""  # noqa: S608 our own condition, no values


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0001_initial"),
        ("cases", "0001_initial"),
        ("registers", "0001_initial"),
        ("ports", "0002_key"),
        ("jobs", "0002_job_of_a_case"),
        ("records", "0003_disposal"),
        ("tenants", "0002_removal_of_whole_cases"),
    ]
    operations = [migrations.RunSQL(DISPOSE_CASE, "DROP FUNCTION dispose_case(uuid)")]
