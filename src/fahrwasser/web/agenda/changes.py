"""A change that is tried before it is made: by hand, a wish, or a repair of a conflict; kept as `Version.change`."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from fahrwasser.core.agenda.catalogue import town as core
from fahrwasser.core.agenda.catalogue.adjustments import (
    HOURS_PER_DAY,
    WEEKS_PER_QUARTER,
    Adjustment,
    done_costs,
    in_later_plan,
)
from fahrwasser.core.agenda.catalogue.build import project_of
from fahrwasser.core.agenda.catalogue.projects import base_of, catalogue

FREE = "free"
HOURS_A_DAY = HOURS_PER_DAY
WEEKS = WEEKS_PER_QUARTER


@dataclass(frozen=True, slots=True)
class HoldChange:
    """`kind`: wanted, forbidden, start, or free (take back what was set)."""

    project: str
    kind: str
    start: int | None = None


@dataclass(frozen=True, slots=True)
class WishChange:
    """A wish in plain words; `project` empty = only noted."""

    text: str
    project: str = ""
    latest_finish: int | None = None


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Other time and money: hours a week, EUR a year, and everything that changes them in the middle of the plan."""

    hours_per_week: float
    budget_per_year: float
    adjustments: tuple[Adjustment, ...] = ()

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "WhatIf":
        """The inverse of `dataclasses.asdict`."""
        adjustments = tuple(Adjustment(**adjustment) for adjustment in raw["adjustments"])
        return cls(raw["hours_per_week"], raw["budget_per_year"], adjustments)


@dataclass(frozen=True, slots=True)
class Change:
    """What would be different; an empty change asks for the plan as things stand.

    `repair` has keys of the answer format: capacity_add, budget_add, running_cap_per_year, drop_duties, drop_locks.
    """

    hold: HoldChange | None = None
    wish: WishChange | None = None
    repair: Mapping[str, Any] = field(default_factory=dict)
    whatif: WhatIf | None = None

    def to_json(self) -> dict[str, Any]:
        """As kept with a trial."""
        return {
            "hold": None if self.hold is None else {k: getattr(self.hold, k) for k in self.hold.__slots__},
            "wish": None if self.wish is None else {k: getattr(self.wish, k) for k in self.wish.__slots__},
            "repair": dict(self.repair),
            "whatif": None if self.whatif is None else asdict(self.whatif),
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> "Change":
        """The inverse of `to_json`."""
        return cls(
            hold=HoldChange(**raw["hold"]) if raw.get("hold") else None,
            wish=WishChange(**raw["wish"]) if raw.get("wish") else None,
            repair=raw.get("repair") or {},
            whatif=WhatIf.from_json(raw["whatif"]) if raw.get("whatif") else None,
        )

    def in_later_plan(self, shift: int) -> "Change":
        """The same dates in a plan that begins so many quarters later; what would lie in the past is due now."""
        hold, wish, whatif = self.hold, self.wish, self.whatif
        if hold is not None and hold.start is not None:
            hold = replace(hold, start=max(1, hold.start - shift))
        if wish is not None and wish.latest_finish is not None:
            wish = replace(wish, latest_finish=max(1, wish.latest_finish - shift))
        if whatif is not None:
            whatif = replace(whatif, adjustments=in_later_plan(whatif.adjustments, shift))
        return replace(self, hold=hold, wish=wish, whatif=whatif)

    @classmethod
    def as_tried(cls, raw: Mapping[str, Any]) -> "Change":
        """What a trial was made with, in the quarters of its own plan."""
        return cls.from_json(raw).in_later_plan(raw.get("later", 0))

    def on(self, frame: core.Frame) -> core.Frame:
        """The assumptions with this change."""
        if self.hold is not None:
            others = tuple(h for h in frame.holds if base_of(h.project) != base_of(self.hold.project))
            new = () if self.hold.kind == FREE else (core.Hold(self.hold.project, self.hold.kind, self.hold.start),)  # type: ignore[arg-type]
            frame = replace(frame, holds=(*others, *new))
        if self.wish is not None and self.wish.project:
            frame = replace(frame, wishes=(*frame.wishes, core.Wish(self.wish.project, self.wish.latest_finish)))
        if self.whatif is not None:
            frame = replace(
                frame,
                hours_per_week=self.whatif.hours_per_week,
                budget_per_year=self.whatif.budget_per_year,
                adjustments=self.whatif.adjustments,
            )
        return repaired(frame, self.repair) if self.repair else frame


def repaired(frame: core.Frame, repair: Mapping[str, Any]) -> core.Frame:
    """The assumptions with a repair: days and euros a quarter become hours a week and euros a year."""
    dropped = dropped_bases(repair)
    return replace(
        frame,
        hours_per_week=frame.hours_per_week + hours_a_week(repair.get("capacity_add", 0.0)),
        budget_per_year=frame.budget_per_year + euros_a_year(repair.get("budget_add", 0.0)),
        running_cap_per_year=repair.get("running_cap_per_year", frame.running_cap_per_year),
        confirmed_duties=frame.confirmed_duties - duties_behind(repair.get("drop_duties", ())),
        wishes=tuple(wish for wish in frame.wishes if wish.project not in dropped),
        holds=tuple(hold for hold in frame.holds if base_of(hold.project) not in dropped),
    )


def for_the_town(change: Mapping[str, Any], adjustments: Iterable[Adjustment]) -> Mapping[str, Any]:
    """A change as the planner names it, in the town's own figures: its limit of running costs covers what is finished,
    too."""
    if "running_cap_per_year" not in change:
        return change
    return {**change, "running_cap_per_year": change["running_cap_per_year"] + done_costs(adjustments)}


def dropped_bases(repair: Mapping[str, Any]) -> frozenset[str]:
    """Catalogue projects whose dates, wishes and holds a repair drops."""
    return frozenset(project_of(planned) for key in ("drop_duties", "drop_locks") for planned in repair.get(key, ()))


def hours_a_week(days_a_quarter: float) -> float:
    """Days a quarter in hours a week, rounded up to quarters of an hour."""
    hours = days_a_quarter * HOURS_A_DAY / WEEKS
    return -(-hours * 4 // 1) / 4


def euros_a_year(euros_a_quarter: float) -> float:
    """The year's money comes with its first quarter, so four quarters' worth is there at least as early."""
    return 4 * euros_a_quarter


def duties_behind(planned: tuple[str, ...] | list[str]) -> frozenset[str]:
    """Duties of the catalogue that give these entries of a plan their date."""
    known = catalogue()
    projects = [known.projects[base] for base in map(project_of, planned) if base in known.projects]
    return frozenset(duty for project in projects if project.is_duty for duty in project.duty_refs)
