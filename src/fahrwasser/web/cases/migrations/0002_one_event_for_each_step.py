"""What a step runs through at once lies in one event; rows of a case prove their case by policy, not by foreign key.

A foreign key asks once for each row, by a query of its own, and locks the case each time: with eight rows a case that
was a fourth of what PostgreSQL did. The policy asks the same within the statement that writes the row, and it binds
web and worker, who never bypass it; neither may delete a case. Why: docs/decisions/0012-rows-of-a-step.md.
"""

from django.db import migrations, models

from fahrwasser.web.tenants.rls import MINE

OF_A_CASE = ("event", "task", "wait", "decision")  # a key is claimed before its case is there, so "seen" is not here
NOT_POINTED_AT = (*OF_A_CASE, "payload", "seen")  # no foreign key leads to (municipality_id, id) of these


def _proved(table: str, column: str, target: str) -> str:
    return (
        f"ALTER TABLE {table} DROP CONSTRAINT {table}_{column}_town;"
        f"ALTER POLICY tenant ON {table} WITH CHECK ({MINE} AND EXISTS (SELECT FROM {target} AS other "
        f"WHERE other.municipality_id = {table}.municipality_id AND other.id = {table}.{column}));"
    )


PROVED = _proved("cases_payload", "event_id", "cases_event") + "".join(
    _proved(f"cases_{name}", "case_id", "cases_case") for name in OF_A_CASE
)
FEWER_INDEXES = "".join(f"ALTER TABLE cases_{name} DROP CONSTRAINT cases_{name}_town;" for name in NOT_POINTED_AT)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [
        migrations.AddField("event", "passed", models.TextField(db_default="", default="")),
        migrations.RunSQL(PROVED),
        migrations.RunSQL(FEWER_INDEXES),
    ]
