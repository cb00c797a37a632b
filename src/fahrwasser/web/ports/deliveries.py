"""Records for other systems: waiting → sent → acknowledged or rejected; sent again at will, arriving once by key."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F

from fahrwasser.web.catalogue.connections import opened
from fahrwasser.web.catalogue.models import Binding
from fahrwasser.web.jobs.actions import enqueue
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality

from .models import Delivery
from .registry import SINKS, Parcel, Receipt, Sink

SEND, CHECK = "ports.send", "ports.check"
State = Delivery.State
FIRST_CHECK = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=12)
STOP_CHECKING = timedelta(days=14)  # afterwards somebody has to look: it stays "sent"


class NotBound(Exception):
    """The town has not said where records of this port go; they wait."""


@dataclass(frozen=True, slots=True)
class Outbound:
    """A delivery ready to go."""

    sink: Sink
    parcel: Parcel
    state: str
    sent_at: datetime | None


def waiting(
    town: Municipality, adoption: uuid.UUID, *, port: str, cause: uuid.UUID, key: str, record: Mapping[str, Any],
    now: datetime,
) -> Delivery:  # fmt: skip
    """The row for a record that shall be sent; enqueue `SEND` with its id in the same transaction."""
    return Delivery(
        municipality=town, adoption_id=adoption, port=port, cause=cause, key=key, record=dict(record), made_at=now
    )


def send(town: Municipality, delivery: uuid.UUID, now: datetime) -> None:
    """Sent (again, after a crash), outside any transaction. Raises OSError or NotBound: it is tried again later."""
    with working_for(town):
        outbound = _outbound(town, delivery)
    if outbound.state == State.ACKNOWLEDGED:
        return
    receipt = outbound.sink.send(outbound.parcel)
    with working_for(town):
        rows = Delivery.objects.of(town).filter(pk=delivery).exclude(state=State.ACKNOWLEDGED)
        rows.update(state=State.SENT, sent_at=now, attempts=F("attempts") + 1)
        if receipt:
            settle(town, delivery, receipt, now)
        else:
            enqueue(CHECK, town, due=now + FIRST_CHECK, delivery=str(delivery))


def check(town: Municipality, delivery: uuid.UUID, now: datetime) -> None:
    """Looks for the receipt; when there is none yet, again after twice the time."""
    with working_for(town):
        outbound = _outbound(town, delivery)
    if outbound.state != State.SENT:
        return
    receipt = outbound.sink.answer(outbound.parcel)
    with working_for(town):
        if receipt:
            settle(town, delivery, receipt, now)
            return
        age = now - (outbound.sent_at or now)
        if age < STOP_CHECKING:
            enqueue(CHECK, town, due=now + min(max(age, FIRST_CHECK), LONGEST_PAUSE), delivery=str(delivery))


def settle(town: Municipality, delivery: uuid.UUID, receipt: Receipt, now: datetime) -> None:
    """What the other system has said; an acknowledgement is never taken back."""
    state = State.ACKNOWLEDGED if receipt.is_accepted else State.REJECTED
    rows = Delivery.objects.of(town).filter(pk=delivery).exclude(state=State.ACKNOWLEDGED)
    rows.update(state=state, answered_at=now, answer=dict(receipt.answer))


def send_again(town: Municipality, delivery: uuid.UUID, now: datetime) -> bool:
    """Not acknowledged, so sent once more under the same key; False when it has arrived already."""
    rows = Delivery.objects.of(town).filter(pk=delivery).exclude(state=State.ACKNOWLEDGED)
    is_open = rows.update(state=State.WAITING, answer={}, answered_at=None) == 1
    if is_open:
        enqueue(SEND, town, due=now, delivery=str(delivery))
    return is_open


def forget(town: Municipality, cause: uuid.UUID) -> None:
    """What still lies with us of records of this case, whichever way they went, is gone; the rows go with the case."""
    for row in Delivery.objects.of(town).filter(cause=cause):
        for sink in SINKS.values():
            sink.forget(Parcel(town, row.port, row.key, row.record, {}))


def _outbound(town: Municipality, delivery: uuid.UUID) -> Outbound:
    row = Delivery.objects.of(town).get(pk=delivery)
    binding = Binding.objects.of(town).filter(adoption_id=row.adoption_id, port=row.port).first()
    if binding is None or binding.adapter not in SINKS:
        raise NotBound(row.port)
    parcel = Parcel(town, row.port, row.key, row.record, opened(binding.settings))
    return Outbound(SINKS[binding.adapter], parcel, row.state, row.sent_at)
