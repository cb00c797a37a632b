"""A set of parameters also says what holds from a later day; the sets there are know of no such value."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="parameterset",
            name="later",
            field=models.JSONField(default=dict, db_default=models.Value({}, models.JSONField())),
        )
    ]
