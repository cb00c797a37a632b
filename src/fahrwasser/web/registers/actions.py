"""Writing entries, taking what other registers report, and the one list of people who want nothing done unasked."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from fahrwasser.core.packages.registers import changed
from fahrwasser.core.refused import N_, Refused
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.jobs.actions import enqueue
from fahrwasser.web.tenants.models import Municipality

from .entries import core_of, person_key, restore, stored
from .models import Change, Entry, OptOut, RegisterEvent

HANDLE = "registers.event"
RESTORE = "wiederherstellen"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One change of one entry, as the verb `register` asks for it; both days are included."""

    register: str
    operation: str
    key: str
    since: date
    until: date | None
    data: Mapping[str, Any]


def write_entry(town: Municipality, wanted: Wanted, *, case: uuid.UUID | None, key: str) -> Entry:
    """The entry is changed and the change stands in its history; `key` makes it happen once.

    Raises Refused for a new entry under a key in use and for a change of one that does not exist.
    """
    row = Entry.objects.of(town).select_for_update().filter(register=wanted.register, key=wanted.key).first()
    before = stored(row) if row else None
    change = _restored if wanted.operation == RESTORE else _changed
    row = change(town, wanted, row, case)
    Change.objects.create(
        municipality=town, entry=row, revision=row.revision, key=key, case_id=case, before=before, after=stored(row)
    )
    return row


def _changed(town: Municipality, wanted: Wanted, row: Entry | None, case: uuid.UUID | None) -> Entry:
    value = changed(
        core_of(row) if row else None,
        wanted.operation,
        register=wanted.register,
        key=wanted.key,
        since=wanted.since,
        until=wanted.until,
        data=wanted.data,
    )
    found = row or Entry(municipality=town, register=wanted.register, key=wanted.key, case_id=case, revision=0)
    found.data, found.valid_from, found.valid_until = dict(value.data), value.since, value.until
    found.person = person_key(found.data)
    found.revision += 1
    found.save(force_insert=row is None)
    return found


def _restored(town: Municipality, wanted: Wanted, row: Entry | None, case: uuid.UUID | None) -> Entry:
    """As it was before this case first touched it; what the case itself has opened never was valid."""
    if row is None:
        raise Refused(N_("The register “%(register)s” has no entry %(key)s."), register=wanted.register, key=wanted.key)
    own = Change.objects.of(town).filter(entry=row, case_id=case) if case else Change.objects.none()
    first = own.order_by("revision").first()
    if first is None:
        return row
    if first.before is None:
        row.valid_until = row.valid_from.fromordinal(row.valid_from.toordinal() - 1)
    else:
        restore(row, first.before)
    row.revision += 1
    row.save(force_update=True)
    return row


@dataclass(frozen=True, slots=True)
class Report:
    """What a register reports: (source, person, number) names it for ever."""

    kind: str
    source: str
    person: str
    number: int
    effective_on: date
    data: Mapping[str, Any]


def receive(town: Municipality, report: Report, *, now: datetime) -> tuple[RegisterEvent, bool]:
    """The event is kept and will be handled; delivered again it is the same one. Gives it and whether it is new."""
    same = RegisterEvent.objects.of(town).filter(source=report.source, person=report.person, number=report.number)
    known = same.first()
    if known:
        return known, False
    try:
        with transaction.atomic():
            row = RegisterEvent.objects.create(
                municipality=town,
                kind=report.kind,
                source=report.source,
                person=report.person,
                number=report.number,
                effective_on=report.effective_on,
                data=dict(report.data),
                received_at=now,
            )
    except IntegrityError:  # the same event came twice at the same moment
        return same.get(), False
    enqueue(HANDLE, town, due=now, event=str(row.pk))
    return row, True


def report_by_hand(by: Member, report: Report, *, now: datetime) -> tuple[RegisterEvent, bool]:
    """Somebody of the town hall enters what happened."""
    if not by.may(Right.CASES):
        by.require(Right.ADOPT)
    found = receive(by.municipality, report, now=now)
    record_act(by, "registers.event", f"event:{found[0].pk}", kind=report.kind)
    return found


def opt_out(town: Municipality, person: str, scope: str, *, now: datetime) -> None:
    """Nothing is done for this person unasked (in this service, or "*" in none)."""
    rows = OptOut.objects.of(town).filter(person=person, scope=scope)
    if not rows.update(withdrawn_at=None, at=now):
        OptOut.objects.create(municipality=town, person=person, scope=scope, at=now)


def opted_out(town: Municipality, person: str, scope: str) -> bool:
    """Looked at before any proactive step; 1 query."""
    rows = OptOut.objects.of(town).filter(person=person, scope__in=("*", scope), withdrawn_at=None)
    return bool(person) and rows.exists()
