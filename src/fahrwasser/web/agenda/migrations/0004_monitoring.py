from django.db import migrations, models

STATES = [
    ("planned", "Planned"),
    ("next", "Next"),
    ("running", "Running"),
    ("done", "Done"),
    ("stopped", "Stopped"),
]


class Migration(migrations.Migration):
    """What a project really costs and takes, and whether the plan still fits."""

    dependencies = [("agenda", "0003_studies")]

    operations = [
        migrations.AddField("progress", "euros_spent", models.PositiveIntegerField(blank=True, null=True)),
        migrations.AddField(
            "progress",
            "minutes_per_case",
            models.DecimalField(blank=True, decimal_places=1, max_digits=7, null=True),
        ),
        migrations.AddField("progress", "planned", models.JSONField(default=dict)),
        migrations.AddField("progress", "revision", models.PositiveIntegerField(default=0)),
        migrations.AlterField("progress", "state", models.CharField(choices=STATES, default="planned", max_length=10)),
        migrations.AlterField(
            "study",
            "kind",
            models.CharField(
                choices=[("reasons", "Reasons"), ("robust", "Robust"), ("replan", "Replan")], max_length=10
            ),
        ),
    ]
