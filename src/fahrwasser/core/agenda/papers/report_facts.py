"""What the progress report compares: each project of the adopted plan with what was entered for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from fahrwasser.core.agenda.catalogue.projects import base_of
from fahrwasser.core.agenda.effects import last_quarter, quarter_name
from fahrwasser.core.agenda.monitor import Actual, Light, Planned, State, light
from fahrwasser.core.agenda.plan import Plan


@dataclass(frozen=True, slots=True)
class ProjectStand:
    """As entered for one project: days are own days, `euros` spent once (None = nobody has said).

    `planned_days` and `planned_euros`: what the plan said when it began; None = as in the adopted plan.
    """

    state: State = "planned"
    begun: date | None = None
    finished: date | None = None
    days: float = 0.0
    euros: float | None = None
    minutes_per_case: float | None = None
    note: str = ""
    planned_days: float | None = None
    planned_euros: float | None = None


@dataclass(frozen=True, slots=True)
class MeasuredService:
    """Minutes a case of one service before and now, cases a year; None = not known. `source` of the measurement."""

    service: str
    before: float | None
    now: float | None
    cases: float | None = None
    source: str = ""

    @property
    def hours_freed(self) -> float | None:
        """Hours a year; negative when it takes longer than before. None while something is not known."""
        if self.before is None or self.now is None or self.cases is None:
            return None
        return (self.before - self.now) * self.cases / 60


@dataclass(frozen=True, slots=True)
class Compared:
    """One project of the plan beside what came."""

    project: str
    number: int
    name: str
    period: str
    planned: Planned
    actual: Actual
    stand: ProjectStand
    light: Light


@dataclass(frozen=True)
class Stands:
    """All projects of the plan compared on one day."""

    plan: Plan
    stands: Mapping[str, ProjectStand]
    made_on: date

    @property
    def quarter(self) -> int:
        """Quarter of the plan on this day; 0 or less before the plan begins."""
        return quarter_of(self.made_on, self.plan)

    @property
    def quarter_words(self) -> str:
        """ "3. Quartal 2027"."""
        return quarter_name(self.quarter, self.plan.frame)

    @cached_property
    def lines(self) -> Sequence[Compared]:
        """In the order of the plan. A variant that was changed since counts as the same project."""
        by_base = {base_of(planned): stand for planned, stand in self.stands.items()}
        return [self._line(p, self.stands.get(p) or by_base.get(base_of(p)) or ProjectStand()) for p in self.plan.order]

    def _line(self, planned: str, stand: ProjectStand) -> Compared:
        value, schedule = self.plan.value, self.plan.schedule
        project = value.by_id[planned]
        expected = Planned(
            start=schedule[planned],
            end=last_quarter(value, schedule, planned),
            days=project.person_days if stand.planned_days is None else stand.planned_days,
            euros=project.cost_once if stand.planned_euros is None else stand.planned_euros,
        )
        actual = Actual(
            state=stand.state,
            begun=quarter_of(stand.begun, self.plan) if stand.begun else None,
            finished=quarter_of(stand.finished, self.plan) if stand.finished else None,
            days=stand.days,
            euros=stand.euros,
        )
        found = light(expected, actual, self.quarter)
        plan = self.plan
        return Compared(
            planned, plan.number(planned), plan.name(planned), plan.period(planned), expected, actual, stand, found
        )


def quarter_of(when: date, plan: Plan) -> int:
    """1 for a day in the first quarter of the plan; 0 and less before it."""
    first = plan.frame.first_quarter
    return (when.year - first.year) * 4 + (when.month - 1) // 3 - (first.month - 1) // 3 + 1
