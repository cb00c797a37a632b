"""An obstacle named in a workshop says which service it keeps from working; until now only the town's own note did."""

import django.db.models.deletion
from django.db import migrations

import fahrwasser.web.tenants.models
from fahrwasser.web.tenants.rls import foreign_key

FROM_NOTES = """
UPDATE programme_obstacle AS o SET service_id = s.id, note = ''
FROM (SELECT municipality_id, name, min(id::text)::uuid AS id FROM inventory_service GROUP BY municipality_id, name) AS s
WHERE s.municipality_id = o.municipality_id AND s.name = o.note
"""


class Migration(migrations.Migration):
    dependencies = [("programme", "0005_use_counts"), ("inventory", "0003_hand_over")]

    operations = [
        migrations.AddField(
            "obstacle",
            "service",
            fahrwasser.web.tenants.models.TenantForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="inventory.service",
            ),
        ),
        migrations.RunSQL(FROM_NOTES, migrations.RunSQL.noop),
        migrations.RunSQL(
            foreign_key("programme_obstacle", "service_id", "inventory_service", "SET NULL"), migrations.RunSQL.noop
        ),
    ]
