"""Measured relief can be below zero: a service that takes longer than on paper stays visible."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programme", "0003_remarks")]

    operations = [
        migrations.AlterField(model_name=model, name=name, field=models.IntegerField(null=True))
        for model in ("sheet", "sharedsheet")
        for name in ("hours_planned", "hours_measured")
    ]
