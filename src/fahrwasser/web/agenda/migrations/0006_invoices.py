"""Bills of the projects; the sum is what a project really cost."""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import fahrwasser.web.tenants.models
from fahrwasser.web.tenants.rls import tenant_table


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0005_colleagues"),
        ("tenants", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Invoice",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("project", models.CharField(max_length=40)),
                ("dated_on", models.DateField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=11)),
                ("note", models.CharField(max_length=200)),
                ("noted_by", models.UUIDField(null=True)),
                ("noted_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "corrects",
                    fahrwasser.web.tenants.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="agenda.invoice",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.municipality"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["municipality", "project"], name="invoice_by_project")],
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "corrects"), name="invoice_corrected_once")
                ],
            },
        ),
        *tenant_table("agenda", "Invoice", append_only=True),
    ]
