"""When its retention is over a case is gone with all that belongs to it; a record without names stays.

What belongs to a case lies in many tables, most of them append-only for everybody. So the removal itself is a function
of the database (`dispose_case`), granted to the worker alone, which looks once more whether the time has come.
"""

import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import Q

from fahrwasser.web.ports import deliveries
from fahrwasser.web.records.models import File
from fahrwasser.web.records.reads import DESTROY, Files
from fahrwasser.web.tenants.models import Municipality

from . import history
from .actions import locked
from .facts import local_day
from .models import Case

TOGETHER = 50
TESTS_LAST = timedelta(days=31)
"""A closed test case; nothing of it has to be kept."""
HOLDS: list[Callable[[Files, date], Files]] = []
"""Apps further up add what keeps files longer: the registers know which rights are still in force."""


def due(town: Municipality, today: date) -> Files:
    """Files whose retention is over, which the archive does not have to be asked about any more, and nothing holds.

    A case that says that somebody has to look at it waits for that.
    """
    stuck = Case.objects.of(town).exclude(incident="").values("pk")
    rows = File.objects.of(town).filter(keep_until__lt=today).exclude(cause__in=stuck)
    rows = rows.filter(Q(disposal_kind=DESTROY) | Q(offered_on__isnull=False))
    for hold in HOLDS:
        rows = hold(rows, today)
    return rows.order_by("keep_until", "pk")


def dispose_due(town: Municipality, now: datetime) -> bool:
    """Up to fifty cases whose time has come are gone, and test cases; whether there may be more. As the worker."""
    causes = list(due(town, local_day(now)).values_list("cause", flat=True)[:TOGETHER])
    for case in causes:
        _dispose(town, case, now)
    tests = Case.objects.of(town).filter(is_test=True, closed_at__lt=now - TESTS_LAST)
    trials = list(tests.values_list("pk", flat=True)[:TOGETHER])
    for case in trials:
        _remove(town, case)
    return TOGETHER in (len(causes), len(trials))


def dispose_now(town: Municipality, case: uuid.UUID, now: datetime) -> bool:
    """This case is gone before the night if its time has come; whether it had. As the worker."""
    is_due = due(town, local_day(now)).filter(cause=case).exists()
    if is_due:
        _dispose(town, case, now)
    return is_due


def _dispose(town: Municipality, case: uuid.UUID, now: datetime) -> None:
    """Never with a broken chain: that is a matter for a person, and its traces must stay."""
    found = untampered(town, case)
    if found is not None:
        history.erase(found, now=now)
        _remove(town, case)


def untampered(town: Municipality, case: uuid.UUID) -> Case | None:
    """The case, locked; None when somebody has tampered with its log, which it then says."""
    batch, found = locked(town.pk, case)
    broken = history.verify(found)
    if broken is not None:
        batch.note(case)
        found.incident = broken_words(broken)
        batch.write()
        return None
    return found


def _remove(town: Municipality, case: uuid.UUID) -> None:
    deliveries.forget(town, case)
    with connection.cursor() as cursor:
        cursor.execute("SELECT dispose_case(%s)", [case])


def broken_words(event: int) -> str:
    """What a case says whose log was tampered with."""
    return f"event {event}: the chain of the log is broken"
