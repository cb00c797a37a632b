"""What was measured enters the record of services, marked as measured and with the number of cases behind it."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal

from fahrwasser.core.eventlog.figures import FEW
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.cases.facts import local_day
from fahrwasser.web.inventory.actions.figures import Value, write_figures
from fahrwasser.web.inventory.models import Service
from fahrwasser.web.tenants.models import Municipality

from .periods import USUAL, YEAR, Period, period
from .reads import ServiceLine, first_case_at, service_lines

MEASURE = "insight.measure"
WAY_IN: Mapping[str, str] = {
    "online": "online",
    "api": "online",
    "event": "automatic",
    "counter": "counter",
    "phone": "counter",
    "post": "post",
}
"""Channel of a case → way of arriving in the record; on the phone somebody writes it down as at the counter."""
WAYS = ("counter", "post", "email", "pdf", "online", "automatic")


def measure_now(by: Member, now: datetime) -> int:
    """As every night, but at once: how many figures of the record have changed."""
    by.require(Right.RECORD)
    count = measure(by.municipality, now)
    record_act(by, "insight.measure", "town", figures=count)
    return count


def measure(town: Municipality, now: datetime) -> int:
    """Volume, minutes and ways in of the last twelve months stand in the record where they have changed; how many.

    Only services that are in the record, and only from five cases on.
    """
    span = period(USUAL, now)
    lines = [line for line in service_lines(town, span) if line.is_application and not line.figures.is_small]
    services = {row.leika_key: row for row in Service.objects.of(town).exclude(leika_key="")}
    found = ((line, _service_of(line, services)) for line in lines)
    values = [value for line, service in found if service for value in _values(line, service, span)]
    return write_figures(town, values, author=None, only_changes=True) if values else 0


def _service_of(line: ServiceLine, services: Mapping[str, Service]) -> Service | None:
    """The service of the record that carries the first of the package's LeiKa keys that is there at all."""
    keys = line.adoption.release.manifest["leika"]
    return next((services[key] for key in keys if key in services), None)


def _values(line: ServiceLine, service: Service, span: Period) -> Iterator[Value]:
    day, subject = local_day(span.end), f"service:{service.pk}"
    source = f"Ereignisprotokoll, {local_day(span.start):%d.%m.%Y} bis {day:%d.%m.%Y}, n = {line.figures.cases}"
    begun = first_case_at(line.adoption)
    if begun is not None and begun <= span.end - YEAR:
        yield _measured(subject, "volume", line.figures.cases, "Fälle/Jahr", source, day)
    minutes = line.figures.minutes_per_case
    if minutes.value is not None and minutes.n >= FEW:
        yield _measured(subject, "minutes", minutes.value, "Minuten", source, day)
    for way, percent in _percent(line).items():
        yield _measured(subject, f"share_{way}", percent, "%", source, day)


def _percent(line: ServiceLine) -> dict[str, int]:
    """Whole percent of each way in, together 100: what rounding leaves over goes to the largest."""
    counts = dict.fromkeys(WAYS, 0)
    for channel, share in line.figures.channels.items():
        counts[WAY_IN[channel]] += round((share.value or 0) * share.n)
    percent = {way: round(100 * count / line.figures.cases) for way, count in counts.items()}
    largest = max(percent, key=lambda way: percent[way])
    percent[largest] += 100 - sum(percent.values())
    return percent


def _measured(subject: str, key: str, value: float, unit: str, source: str, day: date) -> Value:
    number = round(Decimal(str(value)), 1)
    return Value(subject, key, "measured", source, day, value=number, unit=unit, confidence="A")
