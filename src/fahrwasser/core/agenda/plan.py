"""Everything the papers say about a plan, in one value: the question, the answer, and the town behind them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from fahrwasser.core.agenda.catalogue.build import RELIEF_HOURS, is_milestone
from fahrwasser.core.agenda.catalogue.projects import Catalogue, CatalogueProject, LegalDuty
from fahrwasser.core.agenda.catalogue.town import Frame, TownProject, in_town
from fahrwasser.core.agenda.effects import PlanYear, freed_hours, in_order, last_quarter, plan_years, quarter_name
from fahrwasser.core.agenda.model.instance import Instance, Schedule
from fahrwasser.core.agenda.model.reading import parse_instance
from fahrwasser.core.costing.ranges import Range
from fahrwasser.core.inventory.town import Town

SMALL_GAP = 0.0005


@dataclass(frozen=True)
class Plan:
    """A plan in the words of the town. `instance` and `answer` are the JSON of the formats (reference 7).

    Raises InvalidInstance if the instance is unsound.
    """

    catalogue: Catalogue
    town: Town
    frame: Frame
    instance: Mapping[str, Any]
    answer: Mapping[str, Any]

    @cached_property
    def value(self) -> Instance:
        """The instance as the core calculates with it."""
        return parse_instance(dict(self.instance))

    @cached_property
    def schedule(self) -> Schedule:
        """Start quarters, milestones included; empty without a plan."""
        return {str(key): int(start) for key, start in (self.answer.get("schedule") or {}).items()}

    @cached_property
    def order(self) -> list[str]:
        """The projects of the plan in the order in which they are numbered; without milestones."""
        return in_order(self.value, self.schedule)

    @cached_property
    def projects(self) -> dict[str, TownProject]:
        """The projects of the plan in numbers of the town."""
        return {
            planned: in_town(self.catalogue, self.catalogue.variant(planned), self.town, self.frame)
            for planned in self.order
        }

    @cached_property
    def years(self) -> tuple[PlanYear, ...]:
        """The budget years of the plan."""
        return plan_years(self.value, self.schedule, self.frame)

    @cached_property
    def freed(self) -> Range:
        """Hours a year that are free when all of the plan works."""
        return freed_hours(self.schedule, {planned: project.hours for planned, project in self.projects.items()})

    @cached_property
    def reasons(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """Codes of the explanations by (project, kind): "capacity:7", "prerequisite:P10", "value" …"""
        return {
            (entry["project"], entry["kind"]): tuple(entry.get("reasons") or ())
            for entry in self.answer.get("explanations") or ()
            if entry.get("project")
        }

    @property
    def gap(self) -> float | None:
        """Share of net benefit that a better plan could bring at most; None while nothing is proven."""
        gap = self.answer.get("gap")
        return float(gap) if isinstance(gap, (int, float)) else None

    @property
    def is_best(self) -> bool:
        """Proven: what a better plan could bring is too small to be said."""
        return self.gap is not None and self.gap < SMALL_GAP

    def number(self, planned: str) -> int:
        """Number of the Maßnahme, from 1."""
        return self.order.index(planned) + 1

    def name(self, planned: str) -> str:
        """German name of a project, variant or milestone."""
        if is_milestone(planned):
            return self.value.by_id[planned].name
        return self.catalogue.variant(planned).name.de

    def behind(self, planned: str) -> CatalogueProject:
        """The catalogue project of an id of the plan."""
        return self.catalogue.projects[self.catalogue.variant(planned).project]

    def period(self, planned: str) -> str:
        """ "2. Quartal 2027", "1. bis 2. Quartal 2027", "2. Quartal 2027 bis 1. Quartal 2028"."""
        first = quarter_name(self.schedule[planned], self.frame)
        last = quarter_name(last_quarter(self.value, self.schedule, planned), self.frame)
        number, _dot, year = first.partition(".")
        if first != last and last.endswith(year):
            return f"{number}. bis {last}"
        return first if first == last else f"{first} bis {last}"

    def end(self, planned: str) -> str:
        """Quarter in which the project is finished, in words."""
        return quarter_name(last_quarter(self.value, self.schedule, planned), self.frame)

    def duties(self, planned: str) -> tuple[LegalDuty, ...]:
        """The duties that the town confirmed and that this project meets."""
        project = self.behind(planned)
        known = [self.catalogue.duties[ref] for ref in project.duty_refs if ref in self.frame.confirmed_duties]
        return tuple(duty for duty in known if project.is_duty and duty.binds_in(self.town.state))

    def kind(self, planned: str) -> str:
        """ "duty" (confirmed), "relief" (brings hours) or "basis" (others need it)."""
        if self.duties(planned):
            return "duty"
        return "relief" if self.value.by_id[planned].hours_per_year >= RELIEF_HOURS else "basis"

    @property
    def first_year(self) -> int:
        """Calendar year of the first quarter."""
        return self.years[0].year

    @property
    def last_year(self) -> int:
        """Calendar year of the last quarter."""
        return self.years[-1].year

    @property
    def title(self) -> str:
        """ "Digitale Agenda 2027 bis 2031"."""
        return f"Digitale Agenda {self.first_year} bis {self.last_year}"
