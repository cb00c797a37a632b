"""What each row of a step cost and nobody needed: checks of numbers that only a step writes (PostgreSQL reads and compiles
them anew with each statement), a foreign key onto releases, which nobody may delete, second indexes of the counters.

And room beside each row: a case is changed where it lies, so that no index hears of it.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_write_with_the_commit"),
        ("catalogue", "0001_initial"),
        ("tenants", "0002_removal_of_whole_cases"),
    ]

    operations = [
        migrations.RunSQL("ALTER TABLE cases_counter DROP CONSTRAINT cases_counter_town", migrations.RunSQL.noop),
        migrations.RunSQL("ALTER TABLE cases_case SET (fillfactor = 50)", "ALTER TABLE cases_case RESET (fillfactor)"),
        migrations.AlterField(
            model_name="case",
            name="release",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalogue.release",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="sequence",
            field=models.IntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="case",
            name="version",
            field=models.IntegerField(default=1),
        ),
        migrations.AlterField(
            model_name="counter",
            name="last",
            field=models.IntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="counter",
            name="municipality",
            field=models.ForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tenants.municipality",
            ),
        ),
        migrations.AlterField(
            model_name="decision",
            name="sequence",
            field=models.IntegerField(),
        ),
        migrations.AlterField(
            model_name="event",
            name="sequence",
            field=models.IntegerField(),
        ),
        migrations.AlterField(
            model_name="task",
            name="token",
            field=models.IntegerField(),
        ),
        migrations.AlterField(
            model_name="wait",
            name="token",
            field=models.IntegerField(),
        ),
    ]
