from django.db import migrations, models


class Migration(migrations.Migration):
    """Whether a voice went on to the authors of the package."""

    dependencies = [("agenda", "0006_invoices")]

    operations = [migrations.AddField("voice", "passed_on_at", models.DateTimeField(null=True))]
