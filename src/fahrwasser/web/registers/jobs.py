"""What the worker does for registers: the verb `register`, and register events become cases."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from fahrwasser.core.feel.values import Value, to_json
from fahrwasser.core.packages.release import Trigger
from fahrwasser.core.packages.run import is_hit
from fahrwasser.core.refused import Refused
from fahrwasser.web.cases import links
from fahrwasser.web.cases.actions import Opening, open_cases
from fahrwasser.web.cases.models import Link
from fahrwasser.web.cases.people import fall_facts, listed_name
from fahrwasser.web.cases.verbs import Call, verb
from fahrwasser.web.catalogue.models import Adoption
from fahrwasser.web.catalogue.releases import compiled
from fahrwasser.web.jobs.models import Job
from fahrwasser.web.jobs.nights import nightly
from fahrwasser.web.jobs.registry import handler
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality

from . import sources
from .actions import HANDLE, Seen, Wanted, keep_consents, opted_out, wants_nothing, write_entry
from .blocks import blocked_keys
from .entries import flat_json
from .flags import BLOCKED_FLAG, OBJECTED_FLAG, REFUSED_FLAG, objecting
from .hits import entries_of, happened, hit_rows
from .kinds import is_state, listeners
from .models import Entry, RegisterEvent
from .people import is_blocked, person_keys, person_of
from .retention import forget

__all__ = ["sources"]

GROUP = 100
OUTDATED, STUCK, LEFT = "outdated", "stuck", "left:"
ABOUT = "about"  # which version of which entry a case was begun about


@verb("register")
def register(call: Call) -> Mapping[str, Value]:
    """The entry is changed, once; its history knows the case."""
    given = call.parameters
    since: Any = given.get("ab")
    until: Any = given.get("bis")
    wanted = Wanted(
        register=str(given["register"]),
        operation=str(given["vorgang"]),
        key=str(given["schluessel"]),
        since=since or timezone.localdate(call.now),
        until=until,
        data={name: to_json(value) for name, value in dict(given.get("daten") or {}).items()},
    )
    if call.case.is_test:  # a test case leaves nothing behind: no right, no tax, no notice next year
        return {"schluessel": wanted.key, "ab": wanted.since, "bis": wanted.until}
    about = call.case.facts.get(ABOUT)
    seen = Seen(**about) if about else None
    row, change = write_entry(call.town, wanted, case=call.case.pk, key=call.key, seen=seen)
    keep_consents(row, call.case, change, now=call.now)
    return {"schluessel": row.key, "ab": row.valid_from, "bis": row.valid_until}


@nightly("registers.forget")
def run_forget(town: Municipality, now: datetime) -> None:
    """Events that were worked off long ago."""
    forget(town, now)


@dataclass(frozen=True, slots=True)
class Group:
    """Up to a hundred entries of one subscription; `keys` is [None] for a subscription about no register.

    `own`: the cases that this event opens for any entry of the register.
    """

    adoption: Adoption
    trigger: Trigger
    keys: list[uuid.UUID | None]
    own: frozenset[uuid.UUID]


@dataclass(frozen=True, slots=True)
class Known:
    """Keys of people who refuse, whom a block hides, who have objected."""

    refusing: Collection[str]
    hidden: Collection[str]
    objecting: Collection[str]


@dataclass(frozen=True, slots=True)
class Opened:
    """Cases that were opened, and entries whose process could not begin."""

    cases: int
    left: int


def gave_up(town: Municipality, job: Job, error: Exception) -> None:
    """The list says that somebody has to look; tried again by the operator it goes on."""
    RegisterEvent.objects.of(town).filter(pk=job.args["event"]).update(note=STUCK)


@handler(HANDLE, pace="long", gave_up=gave_up)
def handle(municipality: Municipality, event: str) -> None:
    """Every entry that a subscription hits gets its case, a hundred in one transaction. Repeated, none opens twice."""
    with working_for(municipality):
        it = RegisterEvent.objects.of(municipality).get(pk=event)
        is_outdated = _is_outdated(it)
        groups = [] if is_outdated else _groups(municipality, it)
    opened = []
    for group in groups:
        with working_for(municipality):
            opened.append(_open_or_leave(municipality, it, group, timezone.now()))
    with working_for(municipality):
        _handled(it, opened, timezone.now(), is_outdated=is_outdated)


def take_up(town: Municipality, it: RegisterEvent, *, now: datetime) -> int:
    """As the worker does it, in the transaction and at the time of the caller; how many cases have begun."""
    is_outdated = _is_outdated(it)
    groups = [] if is_outdated else _groups(town, it)
    return _handled(it, [_open_or_leave(town, it, group, now) for group in groups], now, is_outdated=is_outdated)


def _handled(it: RegisterEvent, opened: list[Opened], now: datetime, *, is_outdated: bool) -> int:
    left = sum(group.left for group in opened)
    note = OUTDATED if is_outdated else f"{LEFT}{left}" if left else ""
    cases = sum(group.cases for group in opened)
    rows = RegisterEvent.objects.of(it.municipality_id).filter(pk=it.pk, handled_at=None)
    rows.update(handled_at=now, cases=cases, note=note)
    return cases


def _is_outdated(it: RegisterEvent) -> bool:
    """A later one about the same person has told how things stand now; other kinds of events all count."""
    later = RegisterEvent.objects.of(it.municipality_id).filter(
        source=it.source, person=it.person, kind=it.kind, number__gt=it.number
    )
    return is_state(it.kind) and later.filter(handled_at__isnull=False).exists()


def _groups(town: Municipality, it: RegisterEvent) -> list[Group]:
    """Whom the event may concern; nobody when it is handled already."""
    if it.handled_at is not None:
        return []
    found: list[Group] = []
    for adoption, trigger in listeners(town, it.kind):
        keys: list[uuid.UUID | None] = [None] if trigger.subscription.per is None else [*entries_of(town, trigger)]
        own = frozenset(_case_id(it, trigger, key) for key in keys)
        found += [Group(adoption, trigger, keys[start : start + GROUP], own) for start in range(0, len(keys), GROUP)]
    return found


def _open_or_leave(town: Municipality, it: RegisterEvent, group: Group, now: datetime) -> Opened:
    """An entry whose process cannot begin is left to a person and does not hold up the others."""
    try:
        with transaction.atomic():
            return Opened(_open_group(town, it, group, now), 0)
    except Refused:
        if len(group.keys) == 1:
            return Opened(0, 1)
    alone = [_open_or_leave(town, it, replace(group, keys=[key]), now) for key in group.keys]
    return Opened(sum(one.cases for one in alone), sum(one.left for one in alone))


def _open_group(town: Municipality, it: RegisterEvent, group: Group, now: datetime) -> int:
    rows = _rows(town, it, group, now)
    people = [row.data for row in rows if row]
    refusing = opted_out(town, people, group.adoption.package)
    known = Known(refusing, blocked_keys(town), objecting(town, group.adoption, now))
    openings = [_opening(town, group, it, row, known) for row in rows]
    cases = open_cases(group.adoption, group.adoption.release, openings, now=now)
    there = set(Link.objects.of(town).filter(case__in=cases).values_list("case_id", flat=True))
    Link.objects.bulk_create(links.undo_row(case) for case in cases if case.pk not in there)
    return len(cases)


def _rows(town: Municipality, it: RegisterEvent, group: Group, now: datetime) -> list[Entry | None]:
    """The entries that are hit; not those which this event itself has brought about before the worker was killed."""
    if None in group.keys:
        return [None] if is_hit(group.trigger, happened(it.data), None, now) else []
    rows = hit_rows(town, group.trigger, it.data, [key for key in group.keys if key], now)
    return [row for row in rows if row.case_id not in group.own]


def _case_id(it: RegisterEvent, trigger: Trigger, key: uuid.UUID | None) -> uuid.UUID:
    return uuid.uuid5(it.pk, f"{trigger.subscription.process}:{key or ''}")


def _opening(town: Municipality, group: Group, it: RegisterEvent, row: Entry | None, known: Known) -> Opening:
    case = _case_id(it, group.trigger, row.pk if row else None)
    person = person_of(row.data) if row else {}
    about = row.data if row else it.data
    blocked = is_blocked(it.data) or is_blocked(about) or any(key in known.hidden for key in person_keys(about))
    opted = bool(row and wants_nothing(row.data, known.refusing))
    objected = bool(row) and any(key in known.objecting for key in person_keys(about))
    flags = ((BLOCKED_FLAG, blocked), (REFUSED_FLAG, opted), (OBJECTED_FLAG, objected))
    facts: dict[str, Any] = {
        "ereignis": it.data,
        "fall": {
            **fall_facts(person),
            "rueckgaengig_link": links.undo_address(town),
            "widersprochen": opted,
        },
        "flags": [flag for flag, is_set in flags if is_set],
    }
    if row:
        facts["register"] = flat_json(row)
        facts[ABOUT] = {"entry": str(row.pk), "revision": row.revision}
    process = group.trigger.subscription.process
    return Opening(
        channel="event",
        facts=facts,
        person="" if blocked else listed_name(person),
        message=_message(group.adoption, process, it.kind),
        process=process,
        actor="register",
        key=f"event:{case}",
        id=case,
    )


def _message(adoption: Adoption, process: str, kind: str) -> str | None:
    """The message with which the process starts, if it starts by this event's message."""
    graph = compiled(adoption.release_id).processes[process]
    messages = {graph.work[start].message for start in graph.starts[0]}
    return kind if kind in messages else None
