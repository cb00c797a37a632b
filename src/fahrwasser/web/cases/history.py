"""The event log of a case looked at as a whole: is it untouched, and what stays when a person is forgotten."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from fahrwasser.core.refused import N_, Refused

from .actions import locked
from .chain import Link, first_broken
from .models import Case, Event, Notice, Payload
from .rows import at_once, record

ERASED = "erased"
SYSTEM = "system"


def verify(case: Case) -> int | None:
    """Number of the first event that was changed, left out or cut off; None when the chain is whole. 2 queries."""
    broken, last, last_hash = first_broken(str(case.pk), _chain(case))
    if broken is None and (last, last_hash) != (case.sequence, case.last_hash):
        return last + 1
    return broken


def erase(case: Case, *, now: datetime, actor: str = SYSTEM) -> Case:
    """Everything about people is gone: payloads with their salt, facts, results, messages; the chain stays whole.

    Only the worker may delete payloads, so this runs in its job `cases.erase`. Letters follow the retention of their
    file. Raises Refused for a case that is still running.
    """
    batch, found = locked(case.municipality_id, case.pk)
    if found.closed_at is None:
        raise Refused(N_("The case %(number)s is still running; close it first."), number=found.number)
    Payload.objects.of(found.municipality_id).filter(event__case=found).delete()
    Notice.objects.of(found.municipality_id).filter(case=found).delete()
    found.state = {}
    record(batch.note(found.pk), found, "act", ERASED, at_once(now), actor)
    batch.write()
    Case.objects.of(found.municipality_id).filter(pk=found.pk).update(facts={}, person="")
    return found


def _chain(case: Case) -> Iterator[tuple[Link, str, tuple[str, Any] | None]]:
    town = case.municipality_id
    rows = Payload.objects.of(town).filter(event__case=case).values_list("event_id", "salt", "data")
    payloads = {event: (salt, data) for event, salt, data in rows}
    for event in Event.objects.of(town).filter(case=case).order_by("sequence"):
        link = Link(event.sequence, event.kind, event.activity, event.enabled_at, event.started_at,
                    event.completed_at, event.actor, event.payload_hash)  # fmt: skip
        yield link, event.hash, payloads.get(event.pk)
