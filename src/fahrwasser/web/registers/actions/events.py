"""What another register reports is kept once, however often it comes, and handled by the worker."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from fahrwasser.core.refused import N_, Refused
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.jobs.actions import enqueue
from fahrwasser.web.tenants.models import Municipality

from ..kinds import is_personal
from ..models import RegisterEvent

HANDLE = "registers.event"


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
    """The event is kept and will be handled; delivered again it is the same one. Gives it and whether it is new.

    Raises Refused when its number was used for something else.
    """
    same = RegisterEvent.objects.of(town).filter(source=report.source, person=report.person, number=report.number)
    known = same.first()
    if known is None:
        try:
            with transaction.atomic():
                row = _kept(town, report, now)
        except IntegrityError:  # the same event came twice at the same moment
            known = same.get()
        else:
            enqueue(HANDLE, town, due=now, event=str(row.pk))
            return row, True
    is_forgotten = known.handled_at is not None and not known.data
    carried = dict(report.data) if is_forgotten else known.data
    if (known.kind, known.effective_on, carried) != (report.kind, report.effective_on, dict(report.data)):
        raise Refused(
            N_("Number %(number)s of this source was used for another event. Please give the event its own number."),
            number=report.number,
        )
    return known, False


def _kept(town: Municipality, report: Report, now: datetime) -> RegisterEvent:
    return RegisterEvent.objects.create(
        municipality=town,
        kind=report.kind,
        source=report.source,
        person=report.person,
        number=report.number,
        effective_on=report.effective_on,
        data=dict(report.data),
        received_at=now,
    )


def receive_all(town: Municipality, reports: Iterable[Report], *, now: datetime) -> list[tuple[RegisterEvent, bool]]:
    """All of them or none. Raises Refused with the number of the event in the list (from 1) as its line."""
    found = []
    with transaction.atomic():
        for number, report in enumerate(reports, start=1):
            try:
                found.append(receive(town, report, now=now))
            except Refused as refused:
                refused.line = number
                raise
    return found


def report_by_hand(by: Member, report: Report, *, now: datetime) -> tuple[RegisterEvent, bool]:
    """Somebody of the town hall enters what happened; what is about a person only those who work with cases."""
    if is_personal(report.data) or not by.may(Right.ADOPT):
        by.require(Right.CASES)
    event, is_new = receive(by.municipality, report, now=now)
    if is_new:
        record_act(by, "registers.event", f"event:{event.pk}", kind=report.kind)
    return event, is_new


def report_file(by: Member, reports: list[Report], *, now: datetime) -> int:
    """A file of events, all or none; gives how many are new. Raises Refused as `receive_all`."""
    by.require(Right.CASES)
    new = sum(is_new for _event, is_new in receive_all(by.municipality, reports, now=now))
    record_act(by, "registers.file", "", new=new, lines=len(reports))
    return new
