"""What colleagues say about the plan, and which trainings are done."""

import uuid

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import fahrwasser.web.tenants.models
from fahrwasser.web.tenants.rls import tenant_table


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("agenda", "0004_monitoring"),
        ("tenants", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Voice",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("project", models.CharField(blank=True, default="", max_length=40)),
                ("package", models.CharField(blank=True, default="", max_length=80)),
                ("kind", models.CharField(choices=[("hinders", "Hinders"), ("helps", "Helps")], max_length=10)),
                ("text", models.CharField(max_length=600)),
                ("made_by", models.UUIDField(null=True)),
                ("made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "state",
                    models.CharField(
                        choices=[("new", "New"), ("read", "Read"), ("answered", "Answered")],
                        default="new",
                        max_length=10,
                    ),
                ),
                ("answer", models.CharField(blank=True, default="", max_length=600)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.municipality"
                    ),
                ),
                (
                    "unit",
                    fahrwasser.web.tenants.models.TenantForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="accounts.unit",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["municipality", "made_at"], name="voice_by_time")],
            },
        ),
        migrations.CreateModel(
            name="TrainingDone",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("project", models.CharField(max_length=40)),
                ("training", models.CharField(max_length=40)),
                ("marked_by", models.UUIDField(null=True)),
                ("marked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="tenants.municipality"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "project", "training"), name="training_done_once")
                ],
            },
        ),
        *tenant_table("agenda", "Voice"),
        *tenant_table("agenda", "TrainingDone"),
    ]
