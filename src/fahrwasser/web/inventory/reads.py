"""What pages and the agenda read about a town, as values of the core. Few queries, whatever the size of the record."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from fahrwasser.core.costing.costs import hours_per_year
from fahrwasser.core.costing.ranges import Range
from fahrwasser.core.inventory import figures as core
from fahrwasser.web.tenants.models import Municipality

from .models import Figure, Service

Figures = Mapping[tuple[str, str], Figure]


def current_figures(town: Municipality, *subjects: str) -> Figures:
    """(subject, key) → the figure that counts; all of the town, or of these subjects. 1 query."""
    rows = Figure.objects.current(town)
    if subjects:
        rows = rows.filter(subject__in=subjects)
    return {(row.subject, row.key): row for row in rows}


def core_figure(row: Figure) -> core.Figure | None:
    """A stored figure as value of the core; None for texts."""
    if row.value is None:
        return None
    return core.Figure(
        value=float(row.value),
        unit=row.unit,
        origin=cast("core.Origin", row.origin),
        source=row.source,
        date=row.as_of,
        confidence=cast("core.Confidence", row.confidence),
        low=None if row.low is None else float(row.low),
        high=None if row.high is None else float(row.high),
        author="" if row.author is None else str(row.author),
        number=row.number,
    )


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """One service with what is known about its work; `hours` None while volume or minutes are unknown."""

    service: Service
    volume: Figure | None
    minutes: Figure | None
    hours: Range | None

    @property
    def origin(self) -> str:
        """The weaker of the two origins: a product is as sure as its less sure factor."""
        known = [figure.origin for figure in (self.volume, self.minutes) if figure]
        return max(known, key=core.ORIGINS.index, default="default")  # type: ignore[arg-type]


def service_line(service: Service, figures: Figures) -> ServiceLine:
    """The line of one service; no query."""
    subject = f"service:{service.pk}"
    volume, minutes = figures.get((subject, "volume")), figures.get((subject, "minutes"))
    return ServiceLine(service, volume, minutes, _hours(volume, minutes))


def _hours(volume: Figure | None, minutes: Figure | None) -> Range | None:
    if volume is None or minutes is None:
        return None
    cases, time = core_figure(volume), core_figure(minutes)
    return hours_per_year(cases.spread, time.spread) if cases and time else None
