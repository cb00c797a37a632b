"""A person's own dates for a calendar program: appointments of the towns where they coach, lead or navigate."""

from django.db import migrations

# Like `coached_sheets`: runs as owner, only for the id that is handed in, only towns whose role stands.
OWN_APPOINTMENTS = """
CREATE FUNCTION own_appointments(person uuid, since timestamptz) RETURNS TABLE (
    id uuid, slug text, town text, kind text, at timestamptz, minutes smallint, title text, note text
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT a.id, t.slug, t.name, a.kind, a.at, a.minutes, a.title, a.note
    FROM programme_appointment a JOIN tenants_municipality t ON t.id = a.municipality_id
    WHERE a.cancelled_at IS NULL AND a.at >= since AND t.joined_at IS NOT NULL AND t.closed_on IS NULL
        AND EXISTS (
            SELECT 1 FROM accounts_membership m
            WHERE m.municipality_id = a.municipality_id AND m.user_id = person AND m.revoked_at IS NULL
                AND m.role IN ('lotse', 'navigator', 'head')
        )
    ORDER BY a.at, a.id
$$;
REVOKE ALL ON FUNCTION own_appointments(uuid, timestamptz) FROM PUBLIC
"""


class Migration(migrations.Migration):
    dependencies = [("programme", "0001_initial")]

    operations = [
        migrations.RunSQL(OWN_APPOINTMENTS, "DROP FUNCTION own_appointments(uuid, timestamptz)"),
    ]
