"""The one way a figure enters the record: appended, numbered, with origin, source and day."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Max, Q

from fahrwasser.web.accounts.models import UnitMember
from fahrwasser.web.inventory.models import Figure, Service
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.tenants.turns import wait_turn

ORIGINS = ("measured", "counted", "estimated", "default")
UNITS = {"volume": "Fälle im Jahr", "minutes": "Minuten je Fall", "cost_per_year": "EUR/a"}


@dataclass(frozen=True, slots=True)
class Value:
    """One value of one thing: a number, a range (low, value, high), or a text; units as in `unit`."""

    subject: str
    key: str
    origin: str
    source: str
    as_of: date
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    text: str = ""
    unit: str = ""
    confidence: str = "C"


def write_figures(
    town: Municipality, values: Sequence[Value], *, author: uuid.UUID | None, only_changes: bool = False
) -> int:
    """Appends the values and says how many; `only_changes` leaves out what already stands there. 2 to 4 queries."""
    first = next_number(town)
    if only_changes:
        subjects = {value.subject for value in values}
        now = {(f.subject, f.key): f for f in Figure.objects.current(town, Q(subject__in=subjects))}
        values = [value for value in values if not _same(now.get((value.subject, value.key)), value)]
    Figure.objects.bulk_create(
        Figure(
            municipality=town,
            subject=value.subject,
            key=value.key,
            value=value.value,
            low=value.low,
            high=value.high,
            text=value.text,
            unit=value.unit,
            origin=value.origin,
            source=value.source,
            confidence=value.confidence,
            as_of=value.as_of,
            author=author,
            number=number,
        )
        for number, value in enumerate(values, start=first)
    )
    return len(values)


def next_number(town: Municipality) -> int:
    """The next number of entry; two entries at the same moment wait for each other (until their transaction ends)."""
    wait_turn(town, "entries")
    last = Figure.objects.of(town).aggregate(last=Max("number"))["last"]
    return int(last or 0) + 1


def own_units(town: Municipality, user_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """Units the person works in here, by memberships that are not revoked; 1 query."""
    rows = UnitMember.objects.of(town).filter(membership__user_id=user_id, membership__revoked_at=None)
    return frozenset(rows.values_list("unit_id", flat=True))


def service_of(town: Municipality, subject: str) -> Service | None:
    """The service behind "service:<id>"; None for other subjects."""
    kind, _, key = subject.partition(":")
    return Service.objects.of(town).get(pk=key) if kind == "service" else None


def _same(figure: Figure | None, value: Value) -> bool:
    if figure is None:
        return False
    return (figure.value, figure.low, figure.high, figure.text) == (value.value, value.low, value.high, value.text)
