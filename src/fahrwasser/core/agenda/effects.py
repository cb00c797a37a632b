"""What a plan asks and brings, year by year: days, money, freed hours. Milestones without work are left out."""

from collections.abc import Mapping
from dataclasses import dataclass

from fahrwasser.core.agenda.catalogue.build import is_milestone
from fahrwasser.core.agenda.catalogue.town import Frame
from fahrwasser.core.agenda.model.instance import Instance, Schedule
from fahrwasser.core.costing.ranges import Range, total


@dataclass(frozen=True, slots=True)
class PlanYear:
    """One budget year of the plan; money in EUR, own days also in EUR at the hour rate (no cash)."""

    year: int
    days: float
    days_there: float
    cost_once: float
    cost_running: float
    own_eur: float
    hours_freed: float

    @property
    def cost(self) -> float:
        """Cash of the year."""
        return self.cost_once + self.cost_running


def year_of(quarter: int, frame: Frame) -> int:
    """Calendar year of a plan quarter."""
    return frame.first_quarter.year + ((frame.first_quarter.month - 1) // 3 + quarter - 1) // 4


def quarter_name(quarter: int, frame: Frame) -> str:
    """ "2. Quartal 2027"."""
    return f"{((frame.first_quarter.month - 1) // 3 + quarter - 1) % 4 + 1}. Quartal {year_of(quarter, frame)}"


def last_quarter(instance: Instance, schedule: Schedule, planned: str) -> int:
    """The quarter in which a project of the plan is finished."""
    return schedule[planned] + instance.by_id[planned].duration - 1


def in_order(instance: Instance, schedule: Schedule) -> list[str]:
    """The projects of a plan without milestones: by start, then by end, then by id."""
    real = [planned for planned in schedule if not is_milestone(planned)]
    return sorted(real, key=lambda p: (schedule[p], last_quarter(instance, schedule, p), p))


def plan_years(instance: Instance, schedule: Schedule, frame: Frame) -> tuple[PlanYear, ...]:
    """The budget years of the plan; running costs and freed hours count from the quarter after completion."""
    years: dict[int, dict[str, float]] = {}
    for quarter in range(1, instance.quarters + 1):
        row = years.setdefault(year_of(quarter, frame), dict.fromkeys(("days", "there", "once", "running", "hours"), 0))
        row["there"] += instance.capacity[quarter - 1]
        for planned in in_order(instance, schedule):
            project, start = instance.by_id[planned], schedule[planned]
            if start == quarter:
                row["once"] += project.cost_once
            if start <= quarter <= last_quarter(instance, schedule, planned):
                row["days"] += project.load
            if quarter > last_quarter(instance, schedule, planned):
                row["running"] += project.cost_per_year / 4
                row["hours"] += project.hours_per_year / 4
    hour = instance.hours_per_person_day * instance.hour_rate
    return tuple(
        PlanYear(year, r["days"], r["there"], r["once"], r["running"], r["days"] * hour, r["hours"])
        for year, r in years.items()
    )


def freed_hours(schedule: Schedule, hours: Mapping[str, Range]) -> Range:
    """Hours a year that are free once everything in the plan works."""
    return total(hours[planned] for planned in schedule if planned in hours)


def needed_for(instance: Instance, schedule: Schedule, wanted: set[str]) -> set[str]:
    """These projects of the plan and everything of it that they need first."""
    found: set[str] = set()
    open_ones = [planned for planned in wanted if planned in schedule]
    while open_ones:
        planned = open_ones.pop()
        if planned in found:
            continue
        found.add(planned)
        for group in instance.by_id[planned].prerequisites:
            open_ones.extend(member for member in group if member in schedule)
    return found
