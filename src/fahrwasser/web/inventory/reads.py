"""What pages and the agenda read about a town, as values of the core. Few queries, whatever the size of the record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Case, Count, Q, QuerySet, Subquery, Sum, Value, When

from fahrwasser.core.costing.costs import hours_per_year
from fahrwasser.core.costing.ranges import Range
from fahrwasser.core.inventory import figures as core
from fahrwasser.core.inventory.services import starter_services
from fahrwasser.core.inventory.town import Town
from fahrwasser.web.tenants.models import Act, Municipality

from .effort import MINUTES
from .models import Capability, Figure, Service, SoloTask, System

Figures = Mapping[tuple[str, str], Figure]


def current_figures(town: Municipality, *subjects: str) -> Figures:
    """(subject, key) → the figure of one of these subjects that counts; 1 query."""
    return _by_key(Figure.objects.current(town, Q(subject__in=subjects)))


def work_figures(town: Municipality) -> Figures:
    """(subject, key) → the figures of the town itself, volume and minutes of every service that count; 1 query."""
    return _by_key(Figure.objects.current(town, Q(subject="town") | Q(key__in=("volume", "minutes"))))


def _by_key(rows: Iterable[Figure]) -> Figures:
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
        return max(known, key=core.ORIGINS.index, default="default")

    @property
    def has_own_figure(self) -> bool:
        """Somebody in this town has entered volume or minutes."""
        return any(figure.origin != "default" for figure in (self.volume, self.minutes) if figure)


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


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the first picture and the agenda need to know about a town, as it stands now."""

    town: Town
    services: tuple[ServiceLine, ...]
    figures: Figures
    capabilities: Mapping[str, str]

    @property
    def groups(self) -> dict[str, bool]:
        """Which groups of tasks the town does itself: those of which it offers at least one service."""
        offered = {line.service.key for line in self.services if line.service.is_offered}
        known = {line.service.key for line in self.services}
        found: dict[str, bool] = {}
        for default in starter_services():
            if default.group and default.id in known:
                found[default.group] = found.get(default.group, False) or default.id in offered
        return found

    def number(self, key: str) -> float | None:
        """A figure of the whole town (posts, hours_per_week, retirements …); None while nobody entered one."""
        row = self.figures.get(("town", key))
        return None if row is None or row.value is None else float(row.value)

    def words(self, key: str) -> str:
        """A text of the whole town (biggest_pain …)."""
        row = self.figures.get(("town", key))
        return row.text if row else ""


def facts_of(municipality: Municipality) -> Facts:
    """The town as it stands; 3 queries. Offices and systems of the services are not read."""
    figures = work_figures(municipality)
    rows = Service.objects.of(municipality).order_by("sort_key", "id")
    return Facts(
        town=town_value(municipality),
        services=tuple(service_line(row, figures) for row in rows),
        figures=figures,
        capabilities=dict(Capability.objects.of(municipality).values_list("key", "state")),
    )


@dataclass(frozen=True, slots=True)
class Tallies:
    """Counts: tasks without a substitute, systems in use, minutes that entries have taken (E)."""

    solo_tasks: int
    systems: int
    minutes: int


def tallies_of(municipality: Municipality) -> Tallies:
    """Three counts; 1 query."""
    cost = Sum(Case(*(When(verb=verb, then=Value(minutes)) for verb, minutes in MINUTES.items()), default=Value(0)))
    acts = Act.objects.of(municipality).filter(verb__in=MINUTES)
    row = (
        Municipality.objects.filter(pk=municipality.pk)
        .values_list("pk")
        .annotate(
            solo=_count(SoloTask.objects.still_open(municipality)),
            systems=_count(System.objects.in_use(municipality)),
            minutes=Subquery(acts.order_by().values("municipality").annotate(sum=cost).values("sum")),
        )
        .get()
    )
    return Tallies(*(int(number or 0) for number in row[1:]))


def _count(rows: QuerySet[Any]) -> Subquery:
    return Subquery(rows.order_by().values("municipality").annotate(n=Count("pk")).values("n"))


def town_value(municipality: Municipality) -> Town:
    """The municipality as the core knows it; no query."""
    return Town(
        name=municipality.name,
        kind=municipality.kind,
        population=municipality.population,
        state=municipality.state,
        state_name=municipality.state_name,
        district=municipality.district,
        ags=municipality.ags,
    )
