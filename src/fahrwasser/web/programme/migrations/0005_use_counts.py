"""How often each part was opened, where a town releases it; the coach's function gives it, too."""

from importlib import import_module

from django.db import migrations, models

BEFORE = import_module("fahrwasser.web.programme.migrations.0001_initial").COACHED_SHEETS
DROP = "DROP FUNCTION coached_sheets(uuid)"
COACHED_SHEETS = """
CREATE FUNCTION coached_sheets(person uuid) RETURNS TABLE (
    slug text, name text, district text, state text, population integer, is_sample boolean, since timestamptz,
    may_edit jsonb, phase text, phase_since date, last_entry_on date, stuck_reason text, stuck_since date,
    next_appointment timestamptz, milestones jsonb, open_questions integer, agenda_status text, agenda_decided_on date,
    projects_running smallint, projects_done smallint, services_live smallint, packages jsonb, hours_planned integer,
    hours_measured integer, obstacles jsonb, as_of timestamptz, used_parts jsonb
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT t.slug, t.name, t.district, t.state, t.population, t.is_sample, m.granted_at, m.may_edit,
        s.phase, s.phase_since, s.last_entry_on, s.stuck_reason, s.stuck_since, s.next_appointment, s.milestones,
        s.open_questions, s.agenda_status, s.agenda_decided_on, s.projects_running, s.projects_done, s.services_live,
        s.packages, s.hours_planned, s.hours_measured, s.obstacles, s.as_of, s.used_parts
    FROM accounts_membership m JOIN tenants_municipality t ON t.id = m.municipality_id
        LEFT JOIN programme_sheet s ON s.municipality_id = t.id
    WHERE m.user_id = person AND m.role = 'lotse' AND m.revoked_at IS NULL
        AND t.joined_at IS NOT NULL AND t.closed_on IS NULL
    ORDER BY t.sort_key
$$;
REVOKE ALL ON FUNCTION coached_sheets(uuid) FROM PUBLIC
"""


class Migration(migrations.Migration):
    dependencies = [("programme", "0004_hours_below_zero")]

    operations = [
        migrations.AddField("sheet", "used_parts", models.JSONField(null=True)),
        migrations.AddField("sharedsheet", "used_parts", models.JSONField(null=True)),
        migrations.RunSQL(DROP, BEFORE),
        migrations.RunSQL(COACHED_SHEETS, DROP),
    ]
