"""No index and no check on jobs that nobody needs: nothing points at them, and a policy proves their town."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("jobs", "0002_job_of_a_case"),
        ("tenants", "0002_removal_of_whole_cases"),
    ]

    operations = [
        migrations.RunSQL("ALTER TABLE jobs_job DROP CONSTRAINT jobs_job_town", migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="job",
            name="attempts",
            field=models.SmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="job",
            name="municipality",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tenants.municipality",
            ),
        ),
    ]
