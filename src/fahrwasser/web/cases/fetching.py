"""A Bescheid put up in the portal (§ 41 (2a) VwVfG): opened there in ten days, or sent by post instead."""

from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import QuerySet

from fahrwasser.core.calendar.periods import DAYS_TO_FETCH, bekanntgabe, widerspruch_until
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.jobs.models import Job
from fahrwasser.web.tenants.models import Municipality

from .actions import note
from .effects import TIMER
from .facts import BERLIN, local_day
from .letters import count_from, place_in
from .models import Letter

PORTAL: Final = "other_portal"
LAW: Final = "VwVfG"
POSTED = "per_post"


def waits(row: Letter) -> bool:
    """Put up in the portal, and it counts from no day yet."""
    return row.kind == "bescheid" and row.route == PORTAL and row.notified_on is None


def is_overdue(row: Letter, now: datetime) -> bool:
    """Nobody has opened it in ten days: it does not count as notified, whoever opens it later."""
    return waits(row) and row.sent_on is not None and row.sent_on < _last_day(now)


def fetched(row: Letter, now: datetime, town: Municipality) -> None:
    """The person has opened a Bescheid in the portal within ten days: notified the day after, once."""
    if not waits(row) or is_overdue(row, now):
        return
    place = place_in(town)
    notified = bekanntgabe(local_day(now), PORTAL, LAW, place)
    until = widerspruch_until(notified, LAW, place)
    open_rows = Letter.objects.of(town).filter(pk=row.pk, notified_on=None)
    open_rows.update(notified_on=notified, objection_until=until)
    row.notified_on, row.objection_until = notified, until


def not_fetched(town: Municipality, now: datetime) -> QuerySet[Letter]:
    """Bescheide in the portal that nobody has opened in ten days, oldest first: they have to be sent by post."""
    rows = Letter.objects.of(town).filter(kind="bescheid", route=PORTAL, notified_on=None, sent_on__lt=_last_day(now))
    return rows.order_by("sent_on", "id")


def posted(by: Member, row: Letter, now: datetime) -> bool:
    """Such a Bescheid has been posted instead: from today the days of a letter count. False: it counts already.

    Timers of the case that wait for the end of the period wait for the new one.
    """
    by.require(Right.CASES)
    town = by.municipality
    if row.sent_on is None or not is_overdue(row, now):
        return False
    place = place_in(town)
    _notified, reckoned = count_from(Letter(route=PORTAL), row.sent_on, LAW, place)
    sent = Letter(route="letter", sent_on=local_day(now))
    _notified, until = count_from(sent, local_day(now), LAW, place)
    changed = Letter.objects.of(town).filter(pk=row.pk, notified_on=None).update(
        route=sent.route, sent_on=sent.sent_on, notified_on=sent.notified_on, objection_until=sent.objection_until
    )  # fmt: skip
    if changed:
        wait_longer(row, reckoned, until)
        note(row.case, POSTED, {"brief": str(row.pk)}, actor=str(by.user_id), now=now)
    return changed == 1


def _last_day(now: datetime) -> date:
    return local_day(now) - timedelta(days=DAYS_TO_FETCH)


def wait_longer(row: Letter, before: date, until: date) -> None:
    """Timers of the case that wait for the end of the period before wait for the end of this one."""
    timers = Job.objects.of(row.municipality_id).filter(kind=TIMER, case=row.case_id, failed_at=None)
    timers.filter(due__gte=_after(before), due__lt=_after(until)).update(due=_after(until))


def _after(day: date) -> datetime:
    """The first moment at which a period that ends on this day is over."""
    return datetime.combine(day + timedelta(days=1), time(), BERLIN)
