"""What a town adds to a Lotse's mandate, and people who watch over many towns."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField("user", "is_observer", models.BooleanField(default=False)),
        migrations.AddField("membership", "may_edit", models.JSONField(default=list)),
    ]
