"""What towns tell the authors of a package."""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

from fahrwasser.web.tenants.rls import shared_table


class Migration(migrations.Migration):
    dependencies = [("programme", "0002_own_appointments"), ("tenants", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Remark",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("package", models.CharField(max_length=120)),
                ("version", models.CharField(blank=True, default="", max_length=40)),
                ("kind", models.CharField(choices=[("hinders", "Hinders"), ("helps", "Helps")], max_length=10)),
                ("obstacle", models.CharField(blank=True, default="", max_length=20)),
                ("text", models.CharField(max_length=600)),
                ("given_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.municipality"
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["package", "-given_at"], name="remark_by_package")]},
        ),
        *shared_table("programme", "Remark"),
    ]
