"""A draft follows the release that its town uses now; nobody reads any more with which one it was begun."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("portal", "0003_erase_leaves")]
    operations = [migrations.RemoveField(model_name="draft", name="release")]
