"""What a Digitale Agenda is planned from: projects, capacity, money, duties, wishes.

Quarters are 1-based. Money is EUR, effort is person-days of own staff, hours are staff hours per year.
Foreign data becomes an `Instance` only through `reading.parse_instance`, which refuses what is not sound.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

FORMAT = "fahrwasser-agenda-instance/1"

Schedule = dict[str, int]
"""Project id → quarter in which the project starts; a project that is not chosen has no entry."""


@dataclass(frozen=True, slots=True)
class Project:
    """One step of digitalisation; `duration` in quarters; each prerequisite is "any one of these"."""

    id: str
    name: str
    person_days: float
    duration: int
    prerequisites: tuple[tuple[str, ...], ...] = ()
    cost_once: float = 0.0
    cost_per_year: float = 0.0
    hours_per_year: float = 0.0
    citizen_eur_per_year: float = 0.0
    risk_eur_per_year: float = 0.0

    @property
    def load(self) -> float:
        """Person-days in each quarter in which the project runs (even spread)."""
        return self.person_days / self.duration


@dataclass(frozen=True, slots=True)
class Duty:
    """A project that must be finished at the end of quarter `finish_by`; `kind` is "law" or "milestone"."""

    project: str
    finish_by: int
    kind: str = "law"
    norm: str = ""


@dataclass(frozen=True, slots=True)
class Lock:
    """A wish or fact fixed by hand. `start` and `choose=True` force the project, the limits do not."""

    project: str
    start: int | None = None
    choose: bool | None = None
    earliest: int | None = None
    latest_finish: int | None = None


@dataclass(frozen=True, slots=True)
class Multiplier:
    """`project` raises the hour value of `targets` by `factor` from the quarter when both are complete."""

    project: str
    targets: tuple[str, ...]
    factor: float


@dataclass(frozen=True, slots=True)
class Instance:
    """One planning question. `capacity` (days) and `budget` (EUR) have one number for each quarter."""

    id: str
    quarters: int
    horizon: int
    capacity: tuple[float, ...]
    budget: tuple[float, ...]
    projects: tuple[Project, ...]
    hour_rate: float = 42.20
    hours_per_person_day: float = 8.0
    discount_rate: float = 0.0
    charge_own_staff: bool = True
    running_in_budget: bool = True
    max_intensity: float = 12.0
    max_parallel: int | None = None
    running_cap_per_year: float | None = None
    done: frozenset[str] = frozenset()
    duties: tuple[Duty, ...] = ()
    locks: tuple[Lock, ...] = ()
    alternatives: tuple[tuple[str, ...], ...] = ()
    multipliers: tuple[Multiplier, ...] = ()
    by_id: Mapping[str, Project] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {project.id: project for project in self.projects})

    def open_projects(self) -> tuple[Project, ...]:
        """The projects not in `done`, ordered by id, so that the order of a file changes nothing."""
        return tuple(sorted((p for p in self.projects if p.id not in self.done), key=lambda p: p.id))

    def discount(self, quarter: int) -> float:
        """d(k): the worth of one euro of quarter `quarter` today."""
        return float((1.0 + self.discount_rate) ** (-(quarter - 1) / 4))
