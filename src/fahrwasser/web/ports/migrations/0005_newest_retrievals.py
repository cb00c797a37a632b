"""The log of retrievals is read newest first, in pages."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ports", "0004_forget_queries")]
    operations = [
        migrations.AddIndex(
            model_name="query",
            index=models.Index(fields=["municipality", "-asked_at", "-id"], name="query_newest"),
        ),
    ]
