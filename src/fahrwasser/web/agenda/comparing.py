"""A stored comparison as values of the core, and the rows that a new one begins with. Reads only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from fahrwasser.core.agenda.catalogue import town as core
from fahrwasser.core.agenda.catalogue.projects import catalogue
from fahrwasser.core.costing.comparison.defaults import Known, Prefilled, prefilled, prefilled_outage
from fahrwasser.core.costing.comparison.outage import Outage
from fahrwasser.core.costing.comparison.positions import WAYS, Position, Question
from fahrwasser.core.costing.ranges import Range
from fahrwasser.web.agenda.models import Comparison, CostPosition, Frame
from fahrwasser.web.agenda.planning import frame_value
from fahrwasser.web.agenda.quarters import next_quarter
from fahrwasser.web.inventory.reads import town_value
from fahrwasser.web.tenants.models import Municipality

FIGURES = ("chance", "direct", "cases_per_day", "minutes", "days", "fines_lost")
"""Figures of an outage, in the order of the form."""


@dataclass(frozen=True, slots=True)
class Read:
    """One comparison: its row, its positions in their order, and what the core makes of them."""

    comparison: Comparison
    rows: tuple[CostPosition, ...]
    question: Question

    def name(self, key: str, way: str) -> str:
        """Name of a position in the language of the page; "" for an outage."""
        return next((name_of(row) for row in self.rows if (row.key, row.way) == (key, way)), "")


def read(comparison: Comparison) -> Read:
    """The comparison with its positions; 1 query."""
    return read_all([comparison])[0]


def read_all(comparisons: Sequence[Comparison]) -> list[Read]:
    """Comparisons of one town with their positions; 1 query."""
    rows: dict[Any, list[CostPosition]] = {comparison.pk: [] for comparison in comparisons}
    towns = {comparison.municipality_id for comparison in comparisons}
    found = CostPosition.objects.filter(municipality_id__in=towns, comparison__in=comparisons)
    for row in found.order_by("number", "id"):
        rows[row.comparison_id].append(row)
    return [_read(comparison, tuple(rows[comparison.pk])) for comparison in comparisons]


def _read(comparison: Comparison, rows: tuple[CostPosition, ...]) -> Read:
    question = Question(
        positions=tuple(position_of(row) for row in rows),
        rate=float(comparison.interest) / 100,
        years=comparison.years,
        outages=tuple(outages_of(comparison)),
    )
    return Read(comparison, rows, question)


def name_of(row: CostPosition) -> str:
    """In the language of the page, as far as there is one."""
    return row.name_en if row.name_en and get_language() == "en" else row.name


def position_of(row: CostPosition) -> Position:
    """The row as the core reckons with it."""
    return Position(
        key=row.key,
        way=row.way,
        group=row.group,
        first_year=row.first_year,
        last_year=row.last_year,
        amount=amount_of(row),
        is_benefit=row.is_benefit,
        is_cash=row.is_cash,
        driver=row.driver,
    )


def amount_of(row: CostPosition) -> Range | None:
    """EUR a year; None when nobody knows it."""
    if row.low is None or row.likely is None or row.high is None:
        return None
    return Range(float(row.low), float(row.likely), float(row.high))


def planned_in(row: CostPosition, year: int) -> int | None:
    """EUR planned for this year: 0 where none is due, None where nobody knew it."""
    return row.likely if row.first_year <= year <= row.last_year or row.likely is None else 0


def outages_of(comparison: Comparison) -> Iterable[Outage]:
    """What a long outage means on each way that is compared."""
    for way in comparison.ways:
        figures = comparison.outages.get(way)
        if figures is not None:
            yield outage_value(way, figures, float(comparison.hour_rate))


def outage_value(way: str, figures: Mapping[str, Any], hour_rate: float) -> Outage:
    """As kept in `Comparison.outages`; what is missing is unknown."""
    ranges = {name: Range(*figures[name]) if figures.get(name) else None for name in FIGURES}
    return Outage(way=way, hour_rate=hour_rate, **ranges)


def outage_json(outage: Outage) -> dict[str, Any]:
    """The inverse of `outage_value`."""
    found = {name: getattr(outage, name) for name in FIGURES}
    return {name: [value.low, value.likely, value.high] if value else None for name, value in found.items()}


def first_outages(town: Municipality, ways: Iterable[str], hour_rate: float) -> dict[str, Any]:
    """The shipped estimates for a town of this size."""
    return {way: outage_json(prefilled_outage(way, town.population, hour_rate)) for way in ways}


def first_positions(
    town: Municipality, project: str, ways: Iterable[str], years: int, hour_rate: float
) -> tuple[Prefilled, ...]:
    """The shipped cost tree; what the catalogue knows of the project's variants is filled in. 1 query."""
    known = _known(town, project) if project else {}
    return prefilled(town.population, years, hour_rate, tuple(ways), known)


def ways_of(project: str) -> tuple[str, ...]:
    """Own, shared, central as far as the catalogue has variants of them; all three where it does not help."""
    kinds = {variant.kind for variant in catalogue().projects[project].variants} if project else set()
    found = tuple(way for way in WAYS if way in kinds)
    return found if len(found) > 1 else WAYS


def _known(town: Municipality, project: str) -> dict[str, Known]:
    frame = Frame.objects.of(town).first()
    value = frame_value(frame) if frame else core.Frame(first_quarter=next_quarter(timezone.localdate()))
    found: dict[str, Known] = {}
    for variant in catalogue().projects[project].variants:
        if variant.kind in WAYS and variant.kind not in found:
            scaled = core.in_town(catalogue(), variant, town_value(town), value)
            found[variant.kind] = Known(scaled.days, scaled.cost_once, scaled.cost_per_year, scaled.hours)
    return found
