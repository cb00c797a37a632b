"""Hand-over notebooks; of the years until a post becomes vacant only the coarse band stays."""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import fahrwasser.web.tenants.models
from fahrwasser.web.tenants.rls import tenant_table


class Migration(migrations.Migration):
    dependencies = [
        ("inventory", "0002_table_import"),
        ("tenants", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            "UPDATE inventory_solotask SET leaves_within_years = CASE WHEN leaves_within_years <= 3 THEN 3 "
            "WHEN leaves_within_years <= 10 THEN 10 ELSE 50 END WHERE leaves_within_years IS NOT NULL",
            migrations.RunSQL.noop,
        ),
        migrations.CreateModel(
            name="HandOver",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("dates", models.TextField(blank=True, default="")),
                ("steps", models.TextField(blank=True, default="")),
                ("places", models.TextField(blank=True, default="")),
                ("contacts", models.TextField(blank=True, default="")),
                ("pitfalls", models.TextField(blank=True, default="")),
                ("nothing", models.JSONField(default=list)),
                ("token_hash", models.CharField(blank=True, default="", max_length=64)),
                ("link_until", models.DateTimeField(null=True)),
                ("begun_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("changed_at", models.DateTimeField(null=True)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.municipality"
                    ),
                ),
                (
                    "task",
                    fahrwasser.web.tenants.models.TenantForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="inventory.solotask",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "task"), name="hand_over_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("token_hash", ""), _negated=True),
                        fields=("municipality", "token_hash"),
                        name="hand_over_token",
                    ),
                ],
            },
        ),
        *tenant_table("inventory", "HandOver"),
    ]
