"""The event log of a case looked at as a whole: is it untouched, and what stays when a person is forgotten."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from fahrwasser.core.refused import N_, Refused
from fahrwasser.web.tenants.models import Municipality

from .actions import locked
from .chain import Link, first_broken
from .models import Case, Event, Notice, Payload
from .rows import at_once, record

ERASED = "erased"
SYSTEM = "system"
Told = tuple[Link, str, tuple[str, Any] | None]


def verify(case: Case) -> int | None:
    """Number of the first event that was changed, left out or cut off; None when the chain is whole. 2 queries.

    Of a case that somebody moves at this moment the answer may be wrong; lock it first.
    """
    return broken_among(case.municipality_id, [case]).get(case.pk)


def broken_among(town: Municipality | UUID, cases: Sequence[Case]) -> dict[UUID, int]:
    """Of these cases the ones with a broken chain, and the first event that does not fit; 2 queries."""
    rows = Payload.objects.of(town).filter(event__case__in=cases).values_list("event_id", "salt", "data")
    payloads = {event: (salt, data) for event, salt, data in rows}
    events = Event.objects.of(town).filter(case__in=cases).order_by("case", "sequence").iterator()
    chains = {key: first_broken(str(key), _told(same, payloads)) for key, same in groupby(events, lambda e: e.case_id)}
    found = {}
    for case in cases:
        broken, last, last_hash = chains.get(case.pk, (None, 0, ""))
        if broken is None and (last, last_hash) != (case.sequence, case.last_hash):
            broken = last + 1
        if broken is not None:
            found[case.pk] = broken
    return found


def erase(case: Case, *, now: datetime, actor: str = SYSTEM) -> Case:
    """Everything about people is gone: payloads with their salt, facts, results, messages; the chain stays whole.

    Only the worker may delete payloads. Papers, records for other systems and all the rest go with the case
    (`disposal`). Raises Refused for a case that is still running.
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


def _told(events: Iterator[Event], payloads: dict[UUID, tuple[str, Any]]) -> Iterator[Told]:
    for event in events:
        link = Link(event.sequence, event.kind, event.activity, event.enabled_at, event.started_at,
                    event.completed_at, event.actor, event.payload_hash, event.passed)  # fmt: skip
        yield link, event.hash, payloads.get(event.pk)
