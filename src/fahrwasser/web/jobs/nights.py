"""Work that every town has each night: registered once, planned for every town, putting itself down for the next."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from fahrwasser.web.tenants.models import Municipality

from .actions import enqueue
from .models import Job
from .registry import handler

NIGHT = timedelta(hours=24)
NIGHTLY: list[str] = []
More = Mapping[str, Any] | None
Nightly = Callable[..., More]


def nightly(kind: str) -> Callable[[Nightly], Nightly]:
    """Registers `run(town, now, **args)`, short, for each night.

    It gives the arguments with which it goes on at once when there was too much for one transaction, None when it is
    done until tomorrow. The next time is put down in the same transaction.
    """

    def register(run: Nightly) -> Nightly:
        def each(municipality: Municipality, **args: Any) -> None:
            now = timezone.now()
            more = run(municipality, now, **args)
            enqueue(kind, municipality, due=now + NIGHT if more is None else now, **(more or {}))

        handler(kind)(each)
        NIGHTLY.append(kind)
        return run

    return register


def plan(town: Municipality, kind: str, now: datetime) -> None:
    """The town has this work every night from now on; said again, nothing changes."""
    if not Job.objects.of(town).filter(kind=kind).exists():
        enqueue(kind, town, due=now)


def plan_town(town: Municipality, now: datetime) -> None:
    """All of it for one town, in a process that has loaded the handlers."""
    for kind in NIGHTLY:
        plan(town, kind, now)


def plan_all(now: datetime) -> None:
    """As owner, when the database is prepared: every town that works with Fahrwasser has every night's work."""
    for kind in NIGHTLY:
        planned = Job.objects.filter(kind=kind).values("municipality_id")
        for town in Municipality.objects.open_towns().exclude(pk__in=planned):
            enqueue(kind, town, due=now)
