"""What the worker does for registers: the verb `register`, and register events become cases."""

import uuid
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import islice
from typing import Any

from django.utils import timezone

from fahrwasser.core.feel.values import Value, from_json, to_json
from fahrwasser.core.packages.registers import flat
from fahrwasser.core.packages.release import Release, Trigger
from fahrwasser.core.packages.run import is_hit
from fahrwasser.web.cases.actions import Opening, open_cases
from fahrwasser.web.cases.models import Link
from fahrwasser.web.cases.verbs import Call, verb
from fahrwasser.web.catalogue.models import Adoption
from fahrwasser.web.catalogue.releases import compiled
from fahrwasser.web.jobs.actions import absolute
from fahrwasser.web.jobs.registry import handler
from fahrwasser.web.tenants import secrets
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality

from . import sources
from .actions import HANDLE, Wanted, opted_out, write_entry
from .entries import core_of, flat_json, person_key, person_of
from .models import Entry, RegisterEvent

__all__ = ["sources"]

GROUP = 100
UNDO_DAYS = 30


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
    row = write_entry(call.town, wanted, case=call.case.pk, key=call.key)
    return {"schluessel": row.key, "ab": row.valid_from, "bis": row.valid_until}


@handler(HANDLE, long=True)
def handle(municipality: Municipality, event: str) -> None:
    """Every entry that a subscription hits gets its case. Repeated, it opens nothing twice."""
    with working_for(municipality):
        happened = RegisterEvent.objects.of(municipality).get(pk=event)
        if happened.handled_at is not None:
            return
        later = RegisterEvent.objects.of(municipality).filter(
            source=happened.source, person=happened.person, kind=happened.kind, number__gt=happened.number
        )
        is_outdated = later.filter(handled_at__isnull=False).exists()
    groups = () if is_outdated else _groups(municipality, happened)
    opened = sum(_open_group(municipality, happened, group) for group in groups)
    with working_for(municipality):
        RegisterEvent.objects.of(municipality).filter(pk=event).update(
            handled_at=timezone.now(), cases=opened, note="outdated" if is_outdated else ""
        )


def _groups(town: Municipality, happened: RegisterEvent) -> Iterator[tuple[Adoption, Trigger, list[uuid.UUID | None]]]:
    """Adoption, subscription and up to 100 entries each; read in a transaction of its own."""
    with working_for(town):
        adoptions = list(Adoption.objects.of(town).open_to_citizens())
        found = [
            (adoption, trigger, _entries_of(town, trigger))
            for adoption in adoptions
            for trigger in compiled(adoption.release_id).triggers
            if trigger.subscription.event == happened.kind
        ]
    for adoption, trigger, keys in found:
        rest = iter(keys)
        while group := list(islice(rest, GROUP)):
            yield adoption, trigger, group


def _entries_of(town: Municipality, trigger: Trigger) -> list[uuid.UUID | None]:
    per = trigger.subscription.per
    if per is None:
        return [None]
    rows = Entry.objects.of(town).filter(register=per.removeprefix("register:"))
    return list(rows.order_by("key").values_list("pk", flat=True))


def _open_group(
    town: Municipality, happened: RegisterEvent, group: tuple[Adoption, Trigger, list[uuid.UUID | None]]
) -> int:
    adoption, trigger, keys = group
    now = timezone.now()
    with working_for(town):
        rows: list[Entry | None] = list(Entry.objects.of(town).filter(pk__in=[key for key in keys if key]))
        rows = rows or ([None] if None in keys else [])
        data = {name: from_json(value) for name, value in happened.data.items()}
        openings = [
            _opening(town, adoption, trigger, happened, row)
            for row in rows
            if is_hit(trigger, _dated(data), flat(core_of(row)) if row else None, now)
        ]
        cases = open_cases(adoption, adoption.release, openings, now=now)
        known = set(Link.objects.of(town).filter(case__in=cases).values_list("case_id", flat=True))
        Link.objects.bulk_create(
            Link(
                municipality=town,
                case=case,
                purpose=Link.Purpose.UNDO,
                token_hash=secrets.hashed(undo_token(case.pk)),
                expires_at=now + timedelta(days=UNDO_DAYS),
            )
            for case in cases
            if case.pk not in known
        )
    return len(cases)


def undo_token(case: uuid.UUID) -> str:
    """The address under which a person takes back what a case has done; derived, stored only as hash."""
    return secrets.derived_token("undo", str(case))


def _opening(
    town: Municipality, adoption: Adoption, trigger: Trigger, happened: RegisterEvent, row: Entry | None
) -> Opening:
    key = uuid.uuid5(happened.pk, f"{trigger.subscription.process}:{row.pk if row else ''}")
    person = person_of(row.data) if row else {}
    facts: dict[str, Any] = {
        "ereignis": happened.data,
        "fall": {
            "person": person,
            "rueckgaengig_link": absolute(town, f"/rueckgaengig/{undo_token(key)}/"),
            "widersprochen": opted_out(town, person_key(row.data), adoption.package) if row else False,
        },
    }
    if row:
        facts["register"] = flat_json(row)
    names = (person.get("familienname"), person.get("vornamen"))
    return Opening(
        channel="event",
        facts=facts,
        person=", ".join(str(name) for name in names if name)[:160],
        message=_message(compiled(adoption.release_id), trigger),
        process=trigger.subscription.process,
        actor="register",
        key=f"event:{key}",
        id=key,
    )


def _message(release: Release, trigger: Trigger) -> str | None:
    """The message with which the process starts, if it starts by this event's message."""
    graph = release.processes[trigger.subscription.process]
    messages = {graph.work[start].message for start in graph.starts[0]}
    return trigger.subscription.event if trigger.subscription.event in messages else None


def _dated(value: Value) -> Any:
    """Days written as text become dates, as rules expect them."""
    if isinstance(value, dict):
        return {name: _dated(inner) for name, inner in value.items()}
    if isinstance(value, str) and len(value) == len("2026-11-22") and value[4] == value[7] == "-":
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value
