"""A letter that came later than the law presumes, or not at all: the authority would have to prove the day.

§ 41 (2) sentence 3 VwVfG, § 122 (2) AO. The day on which it really came counts, or it is sent again.
"""

from datetime import date, datetime
from typing import Any, Final

from fahrwasser.core.calendar.periods import LAWS, widerspruch_until
from fahrwasser.core.refused import N_, Refused
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.catalogue.releases import compiled

from .actions import note
from .facts import local_day
from .fetching import wait_longer
from .letters import count_from, place_in
from .models import Letter

PROVEN: Final = "proven"
CAME_LATER, SENT_AGAIN = "zugang_spaeter", "erneut_versandt"
TOO_EARLY = N_("Please give a day after %(day)s, on which it counts as received, and not later than today.")
CHANGED = N_("Somebody else has just changed this. Please look at the letter again.")


def came_later(by: Member, row: Letter, day: date, now: datetime) -> None:
    """The letter counts from the day on which it really came. Raises Refused for a day that makes no difference."""
    if row.notified_on is None or not row.notified_on < day <= local_day(now):
        raise Refused(TOO_EARLY, day=f"{row.notified_on or row.sent_on:%d.%m.%Y}")
    place = place_in(by.municipality)
    until = widerspruch_until(day, law_of(row), place)
    changed = Letter(route=PROVEN, sent_on=row.sent_on, notified_on=day, objection_until=until)
    _counts(by, row, changed, until, CAME_LATER, now)


def sent_again(by: Member, row: Letter, now: datetime) -> None:
    """The letter never came (it came back, say): from today the days of a letter count anew. Raises Refused."""
    place = place_in(by.municipality)
    changed = Letter(route="letter", sent_on=local_day(now))
    _notified, until = count_from(changed, local_day(now), law_of(row), place)
    _counts(by, row, changed, until, SENT_AGAIN, now)


def law_of(row: Letter) -> Any:
    """The law under which the letter counts: what its step in the process says; the key may have cut its name off."""
    graph = compiled(row.case.release_id).processes[row.case.process]
    step = row.key.partition(":")[2].partition(":")[2]
    node = min((node for node in graph.nodes if step and node.startswith(step)), key=len, default=None)
    said = dict(graph.work_of(node).parameters).get("recht") if node else None
    return next((law for law in LAWS if said and said.text.strip() == f'"{law}"'), LAWS[0])


def _counts(by: Member, row: Letter, to: Letter, until: date, activity: str, now: datetime) -> None:
    """Row, timers and log."""
    by.require(Right.CASES)
    town, before = by.municipality, row.objection_until
    rows = Letter.objects.of(town).filter(pk=row.pk, kind="bescheid", notified_on=row.notified_on, sent_on=row.sent_on)
    if before is None or not rows.update(
        route=to.route, sent_on=to.sent_on, notified_on=to.notified_on, objection_until=to.objection_until
    ):
        raise Refused(CHANGED)
    wait_longer(row, before, until)
    values = {"brief": str(row.pk), "bekanntgabe": str(to.notified_on), "vorher": str(row.notified_on)}
    note(row.case, activity, values, actor=str(by.user_id), now=now)
