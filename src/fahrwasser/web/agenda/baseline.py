"""What a project is held against: the plan as it was when the project began; before that, the plan that counts.

As JSON in `Progress.planned`: {"begin", "end" (days, ISO), "days", "euros"}.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fahrwasser.web.agenda.models import Progress
from fahrwasser.web.agenda.reading import Plan


@dataclass(frozen=True, slots=True)
class Baseline:
    """First and last day, own days, EUR once."""

    begin: date
    end: date
    days: float
    euros: float

    def to_json(self) -> dict[str, Any]:
        """As kept in `Progress.planned`."""
        return {
            "begin": self.begin.isoformat(),
            "end": self.end.isoformat(),
            "days": self.days,
            "euros": self.euros,
        }


def planned_in(plan: Plan, project: str) -> Baseline | None:
    """What this plan says; None when the project is not in it."""
    if project not in plan.schedule:
        return None
    data, calendar = plan.instance.by_id[project], plan.calendar
    begin, end = calendar.starts_on(plan.schedule[project]), calendar.ends_on(plan.end(project))
    return Baseline(begin, end, data.person_days, data.cost_once)


def baseline_of(plan: Plan, project: str, row: Progress | None) -> Baseline | None:
    """What was kept when it began, else what the plan says."""
    if row is not None and row.planned:
        return _from_json(row.planned)
    return planned_in(plan, project)


def _from_json(raw: Mapping[str, Any]) -> Baseline:
    return Baseline(date.fromisoformat(raw["begin"]), date.fromisoformat(raw["end"]), raw["days"], raw["euros"])
