"""`cases_write`: everything that a batch of steps has to write, in one round trip and with plans that are kept.

Rows come as arrays of records, an array for each kind, NULL where there are none. The function runs with the rights
of its caller: row-level security applies to each statement as if it had been sent alone.
"""

from django.db import migrations

# Fields in the order in which `cases.literals` writes them.
TYPES = {
    "cases_opened": """id uuid, number text, adoption_id uuid, release_id uuid, parameters_id uuid, process text,
        channel text, person text, state jsonb, facts jsonb, version int, sequence int, last_hash text, unit_id uuid,
        is_test bool, opened_at timestamptz, closed_at timestamptz, outcome text, incident text""",
    "cases_moved": """id uuid, version int, state jsonb, sequence int, last_hash text, closed_at timestamptz,
        outcome text, incident text""",
    "cases_told": """id uuid, case_id uuid, sequence int, kind text, activity text, enabled_at timestamptz,
        started_at timestamptz, completed_at timestamptz, actor text, passed text, payload_hash text, hash text""",
    "cases_carried": "id uuid, salt text, data jsonb",
    "cases_decided": """id uuid, case_id uuid, sequence int, decision text, outcome text, level text, norm text,
        rules jsonb, made_at timestamptz""",
    "cases_asked": """id uuid, case_id uuid, token int, node text, role text, unit_id uuid, opened_at timestamptz,
        due timestamptz, done_at timestamptz, done_by uuid, outcome text""",
    "cases_done": "case_id uuid, token int, done_at timestamptz, done_by uuid, outcome text",
    "cases_awaited": "id uuid, case_id uuid, token int, message text",
    "cases_ordered": "id uuid, kind text, args jsonb, case_id uuid, due timestamptz",
    "cases_stay": "case_id uuid, token int",
}

# One plan for ever: with a plan for each call PostgreSQL would think longer than it writes. And always by the index: for
# the ten rows that it expects of an array it cannot see into, it would read the whole of a table that is still small.
WRITE = """
CREATE FUNCTION cases_write(town uuid, opened cases_opened[], moved cases_moved[], events cases_told[],
    payloads cases_carried[], decisions cases_decided[], tasks cases_asked[], tasks_done cases_done[],
    tasks_withdrawn cases_stay[], waits cases_awaited[], waits_over cases_stay[], jobs cases_ordered[],
    jobs_over cases_stay[]) RETURNS integer LANGUAGE plpgsql
    SET plan_cache_mode = force_generic_plan SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    found_cases integer := 0;
BEGIN
    IF opened IS NOT NULL THEN
        INSERT INTO cases_case (municipality_id, id, number, adoption_id, release_id, parameters_id, process, channel,
            person, state, facts, version, sequence, last_hash, unit_id, is_test, opened_at, closed_at, outcome,
            incident)
        SELECT town, r.* FROM unnest(opened) AS r;
    END IF;
    IF moved IS NOT NULL THEN
        UPDATE cases_case c SET version = r.version, state = r.state, sequence = r.sequence, last_hash = r.last_hash,
            closed_at = r.closed_at, outcome = r.outcome, incident = r.incident
        FROM unnest(moved) AS r WHERE c.municipality_id = town AND c.id = r.id AND c.version = r.version - 1;
        GET DIAGNOSTICS found_cases = ROW_COUNT;
    END IF;
    IF events IS NOT NULL THEN
        INSERT INTO cases_event (municipality_id, id, case_id, sequence, kind, activity, enabled_at, started_at,
            completed_at, actor, passed, payload_hash, hash)
        SELECT town, r.* FROM unnest(events) AS r;
    END IF;
    IF payloads IS NOT NULL THEN
        INSERT INTO cases_payload (municipality_id, id, event_id, salt, data)
        SELECT town, r.id, r.id, r.salt, r.data FROM unnest(payloads) AS r;
    END IF;
    IF decisions IS NOT NULL THEN
        INSERT INTO cases_decision (municipality_id, id, case_id, sequence, decision, outcome, level, norm, rules,
            made_at)
        SELECT town, r.* FROM unnest(decisions) AS r;
    END IF;
    IF tasks IS NOT NULL THEN
        INSERT INTO cases_task (municipality_id, id, case_id, token, node, role, unit_id, opened_at, due, done_at,
            done_by, outcome)
        SELECT town, r.* FROM unnest(tasks) AS r;
    END IF;
    IF tasks_done IS NOT NULL THEN
        UPDATE cases_task t SET done_at = r.done_at, done_by = r.done_by, outcome = r.outcome
        FROM unnest(tasks_done) AS r WHERE t.municipality_id = town AND t.case_id = r.case_id AND t.token = r.token;
    END IF;
    IF tasks_withdrawn IS NOT NULL THEN
        DELETE FROM cases_task t USING unnest(tasks_withdrawn) AS r
        WHERE t.municipality_id = town AND t.case_id = r.case_id AND t.token = r.token AND t.done_at IS NULL;
    END IF;
    IF waits IS NOT NULL THEN
        INSERT INTO cases_wait (municipality_id, id, case_id, token, message)
        SELECT town, r.* FROM unnest(waits) AS r;
    END IF;
    IF waits_over IS NOT NULL THEN
        DELETE FROM cases_wait w USING unnest(waits_over) AS r
        WHERE w.municipality_id = town AND w.case_id = r.case_id AND w.token = r.token;
    END IF;
    IF jobs IS NOT NULL THEN
        INSERT INTO jobs_job (municipality_id, id, kind, args, "case", due, attempts, last_error)
        SELECT town, r.*, 0, '' FROM unnest(jobs) AS r;
    END IF;
    -- A job that a worker holds right now is left to it: it will find its token gone. Waiting for it here, with the
    -- case locked, could wait for ever.
    IF jobs_over IS NOT NULL THEN
        DELETE FROM jobs_job WHERE municipality_id = town AND id IN (
            SELECT j.id FROM jobs_job j JOIN unnest(jobs_over) AS r
                ON j."case" = r.case_id AND (j.args ->> 'token')::int = r.token
            WHERE j.municipality_id = town FOR UPDATE OF j SKIP LOCKED);
    END IF;
    RETURN found_cases;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_one_event_for_each_step"), ("jobs", "0002_job_of_a_case")]
    operations = [
        *(
            migrations.RunSQL(f"CREATE TYPE {name} AS ({fields})", f"DROP TYPE {name}")
            for name, fields in TYPES.items()
        ),
        migrations.RunSQL(WRITE, "DROP FUNCTION cases_write"),
    ]
