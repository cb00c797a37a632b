"""By which effect the office has taken a payment back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ports", "0005_newest_retrievals")]

    operations = [
        migrations.AddField(
            model_name="payment",
            name="withdrawn",
            field=models.CharField(default="", max_length=80),
        ),
    ]
