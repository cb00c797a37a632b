"""The record before anybody has entered anything: defaults from the population (open figures), all marked as such."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fahrwasser.core.costing.costs import hours_per_year
from fahrwasser.core.costing.defaults import volumes
from fahrwasser.core.costing.ranges import Range
from fahrwasser.core.inventory.figures import Figure
from fahrwasser.core.inventory.services import ServiceDefault, starter_services

DATA_DAY = date(2026, 11, 1)  # edition of the shipped defaults
HOURS_PER_WEEK = 4.0  # what the programme asks a town to give its Navigator at least


@dataclass(frozen=True, slots=True)
class StarterService:
    """A service of the starter list as it would stand in this town's record. `volume` None: nobody can know it."""

    default: ServiceDefault
    is_offered: bool
    volume: Figure | None
    minutes: Figure

    @property
    def hours(self) -> Range | None:
        """Staff hours a year; None while the volume is unknown."""
        return None if self.volume is None else hours_per_year(self.volume.spread, self.minutes.spread)


def starter_record(population: int, groups: Mapping[str, bool] | None = None) -> tuple[StarterService, ...]:
    """Every service of the starter list with volume and minutes for a town with this population.

    `groups` says which groups of tasks the town does itself (from the quick check); unsaid groups keep the default.
    Raises ValueError for a negative population.
    """
    if population < 0:
        raise ValueError(f"negative population: {population}")
    return tuple(_starter(service, population, groups or {}) for service in starter_services())


def _starter(service: ServiceDefault, population: int, groups: Mapping[str, bool]) -> StarterService:
    is_offered = groups.get(service.group, service.is_default) if service.group else service.is_default
    return StarterService(service, is_offered, _volume_figure(service, population), minutes_figure(service))


def _volume_figure(service: ServiceDefault, population: int) -> Figure | None:
    if service.volume is None:
        return None
    cases = service.volume.in_town(population)
    return Figure(
        value=round(cases.likely, 1),
        unit="Fälle im Jahr",
        origin="default",
        source=f"{service.volume.source}, umgerechnet auf {population} Einwohner",
        date=DATA_DAY,
        confidence=service.volume.confidence,
        low=round(cases.low, 1),
        high=round(cases.high, 1),
    )


def minutes_figure(service: ServiceDefault) -> Figure:
    """The default minutes of one case on paper."""
    return Figure(service.minutes, "Minuten je Fall", "default", service.minutes_source, DATA_DAY, "C")


def posts(population: int) -> Figure:
    """Office posts estimated from the population: 5 in 1,000 (E), 3.5 to 7."""
    known = volumes()["office_staff"]
    spread = known.in_town(population)
    return Figure(
        round(spread.likely, 1), "Stellen", "default", known.source, DATA_DAY, known.confidence,
        round(spread.low, 1), round(spread.high, 1),
    )  # fmt: skip


def prefilled_answers(population: int) -> dict[str, Any]:
    """Suggestions for questions with `prefill`, by that key; shown as estimates, not yet answers."""
    likely = posts(population).value
    return {"posts": round(likely) if likely >= 1 else 1, "hours_per_week": int(HOURS_PER_WEEK)}


def groups_from(findings: Mapping[str, Any]) -> dict[str, bool]:
    """Which groups of tasks the town does itself, from the findings of the quick check."""
    prefix = "service:group-"
    return {key.removeprefix(prefix): value == "on" for key, value in findings.items() if key.startswith(prefix)}
