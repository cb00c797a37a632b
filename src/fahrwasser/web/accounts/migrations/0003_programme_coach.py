"""Coaches of the programme, who call meetings of all towns."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_mandates")]

    operations = [migrations.AddField("user", "is_programme_coach", models.BooleanField(default=False))]
