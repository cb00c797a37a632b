"""The special inbox: cases that not every clerk may see, and words that would give a block in the register away.

A process that finds a block (§§ 51, 52 BMG), namesakes or somebody who has died hands the case to the role `leitung`.
From then on only people see it who are both: who lead (Right.DECIDE) and who work with cases (Right.CASES); a head who
has also taken the role of a clerk. For everybody else the case is neither in a list nor can it be opened or printed,
and the sources' answer "gesperrt" is shown as "schweigt", as § 34a (5) BMG has the source itself answer.
"""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from fahrwasser.core.packages.levels import FLAGS
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.cases.models import Case, Task
from fahrwasser.web.ports.lookups import lookups_of
from fahrwasser.web.ports.models import Query
from fahrwasser.web.records.reads import Files
from fahrwasser.web.registers.blocks import sees_blocked

ROLE = "leitung"
BLOCKED, SILENT = "gesperrt", "schweigt"
BLOCK_FLAG = "auskunftssperre"
GIVES_AWAY = frozenset({"sperre", BLOCK_FLAG})
"""Names of values that are not shown at all."""


def sees_special(by: Member) -> bool:
    """Leads and works with cases."""
    return sees_blocked(by)


def visible_cases(by: Member) -> QuerySet[Case]:
    """Cases of the town that this person may see."""
    rows = Case.objects.of(by.municipality)
    return rows if sees_special(by) else rows.exclude(_is_special("pk"))


def visible_tasks(by: Member, *, also_done: bool = False) -> QuerySet[Task]:
    """Open tasks of the town whose cases this person may see; `also_done`: those that are done, too."""
    rows = Task.objects.of(by.municipality)
    rows = rows if also_done else rows.filter(done_at=None)
    return rows if sees_special(by) else rows.exclude(_is_special("case_id"))


def visible_files(by: Member, rows: Files) -> Files:
    """Of these files those whose cases this person may see."""
    return rows if sees_special(by) else rows.exclude(_is_special("cause"))


def visible_lookups(by: Member) -> QuerySet[Query]:
    """Retrievals of the town for cases that this person may see, also of cases that are gone."""
    rows = lookups_of(by.municipality)
    return rows if sees_special(by) else rows.exclude(_is_special("cause"))


def waiting_in_special(by: Member) -> int:
    """Open tasks of the special inbox that this person does not see; 0 for whoever sees them. 1 query."""
    if sees_special(by):
        return 0
    return Task.objects.of(by.municipality).filter(done_at=None, role=ROLE).count()


def with_special(rows: QuerySet[Case]) -> QuerySet[Case]:
    """`is_special` of each: somebody who leads has or had a task in it."""
    return rows.annotate(is_special=_is_special("pk"))


def neutral(value: Any) -> Any:
    """The value without what would give a block away."""
    if isinstance(value, dict):
        return {name: neutral(inner) for name, inner in value.items() if name not in GIVES_AWAY}
    if isinstance(value, list):
        return [neutral(inner) for inner in value]
    return SILENT if value == BLOCKED else value


def gives_away(msgid: str) -> bool:
    """A reason that says why the case is special."""
    return msgid == FLAGS[BLOCK_FLAG]


def _is_special(case: str) -> Exists:
    special = Task.objects.filter(case=OuterRef(case), municipality_id=OuterRef("municipality_id"), role=ROLE)
    return Exists(special)
