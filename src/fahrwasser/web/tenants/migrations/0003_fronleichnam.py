"""Corpus Christi is a holiday in some places of Saxony only: each town says so itself."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tenants", "0002_removal_of_whole_cases")]
    operations = [
        migrations.AddField(
            model_name="letterhead",
            name="is_fronleichnam_holiday",
            field=models.BooleanField(default=False),
        ),
    ]
