"""From a town to the question for the solver: an instance `fahrwasser-agenda-instance/1`.

What was decided here stands in docs/decisions/0004-town-to-instance.md:

* Capacity is the time the town gives (4 hours a week = 6.5 days a quarter); one project takes at most three quarters
  of it, so that something else can move beside it.
* The flat placeholders for citizens and risk (1,500 and 3,000 EUR, E) are left out of the objective: they decide
  nothing. Duties get their place from the town's confirmation, enablers from being needed.
* Where a project has variants, "the duty is met" is a milestone without work that any variant fulfils (`M-P04`); it
  takes the quarter after the work, so its date is one quarter later than the date for the work.
* Shared variants are offered only when the town wants to work with neighbours (project P41 done, wished or held).
* Confirmed duties without a date are due when they need not take more than 60 % of the time until then.
* The coaching steps (mandate, record, resolution) are milestones, else a plan would leave them out.
* At least one relief is done within two quarters, if any fits (`M-relief`); `first_relief` says why if none does.
* Money comes once a year with the budget, not in equal quarters, and what is left stays.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from fahrwasser.core.agenda.catalogue.adjustments import cap_left, days_by_quarter, hour_worth, money_by_quarter
from fahrwasser.core.agenda.catalogue.projects import Catalogue, LegalDuty, base_of
from fahrwasser.core.agenda.catalogue.town import Frame, TownProject, applies, holds_on, on_offer, town_projects
from fahrwasser.core.agenda.model.instance import FORMAT
from fahrwasser.core.costing.defaults import hour_rate
from fahrwasser.core.inventory.town import Town
from fahrwasser.core.refused import N_, Refused

HORIZON_AFTER_PLAN = 12  # quarters of effect counted after the last quarter of the plan
DISCOUNT = 0.02
SHARE_FOR_ONE_PROJECT = 0.75
MAX_INTENSITY = 12.0
SHARE_FOR_DUTIES = 0.6
EARLIEST_DUTIES = 12
RELIEF_WITHIN = 2
RELIEF_HOURS = 8.0  # hours a year that people notice; a project that only a statute asks for is no relief
COACHING = ("P01", "P02", "P03")
MILESTONE = "M-"
RELIEF = MILESTONE + "relief"


@dataclass(frozen=True, slots=True)
class FirstRelief:
    """What can relieve within two quarters; with none, `reason` says why: time, money or forbidden."""

    candidates: tuple[str, ...]
    reason: str = ""


def is_milestone(planned: str) -> bool:
    """True for the nodes without work that stand for "done by any variant"; screens leave them out."""
    return planned.startswith(MILESTONE)


def build_instance(catalogue: Catalogue, town: Town, frame: Frame, *, instance_id: str = "agenda") -> dict[str, Any]:
    """The planning question of this town as a plain dict. Raises Refused if there is no time to plan with."""
    if not frame.hours_per_week > 0:
        raise Refused(N_("Without any hours a week there is no plan. Please enter the hours that are there."))
    projects = on_offer(town_projects(catalogue, town, frame), frame)
    required = _Required(catalogue, projects, frame)
    _require_all(required, projects, catalogue, town, frame)
    planned = [_planned(project, required.variants_of) for project in projects]
    cap = cap_left(frame.running_cap_per_year, frame.adjustments)
    return {
        "format": FORMAT,
        "id": instance_id,
        "quarters": frame.quarters,
        "horizon_quarters": frame.quarters + HORIZON_AFTER_PLAN,
        "hour_rate": round(hour_rate() * hour_worth(frame.adjustments), 2),
        "hours_per_person_day": 8,
        "discount_rate": DISCOUNT,
        "charge_own_staff": True,
        "running_in_budget": True,
        "max_intensity": min(MAX_INTENSITY, SHARE_FOR_ONE_PROJECT * frame.days_per_quarter),
        "capacity": days_by_quarter(frame.days_per_quarter, frame.quarters, frame.adjustments),
        "budget": list(budget_by_quarter(frame)),
        "done": sorted(done_in(catalogue, frame)),
        "projects": planned
        + [_finished(catalogue, base) for base in sorted(done_in(catalogue, frame))]
        + required.nodes,
        "duties": required.duties,
        "locks": list(_locks(projects, frame)),
        "alternatives": [list(ids) for ids in required.variants_of.values() if len(ids) > 1],
    } | ({} if cap is None else {"running_cap_per_year": cap})


def budget_by_quarter(frame: Frame) -> tuple[float, ...]:
    """EUR that come in each quarter: the year's money with its first quarter, a begun year in proportion."""
    first = (frame.first_quarter.month - 1) // 3
    money = []
    for quarter in range(frame.quarters):
        of_year = (first + quarter) % 4
        if quarter == 0:
            money.append(frame.budget_per_year * (4 - first) / 4)
        else:
            money.append(frame.budget_per_year if of_year == 0 else 0.0)
    return money_by_quarter(money, frame.adjustments) if frame.adjustments else tuple(money)


def duty_quarters(catalogue: Catalogue, town: Town, frame: Frame) -> int:
    """Quarter by which confirmed duties without a date are met: duties take at most 60 % of the time, the rest
    relieves.

    Never before the end of the third year (E), never after the plan. A town may set its own (`Frame.duty_within`).
    """
    if frame.duty_within is not None:
        return min(frame.duty_within, frame.quarters)
    asked = {base for base, _ in _confirmed(catalogue, town, frame)} | set(COACHING)
    lightest: dict[str, float] = {}
    for project in town_projects(catalogue, town, frame):
        if project.project in asked and not _is_forbidden(frame, project.id):
            days = project.days.likely
            lightest[project.project] = min(days, lightest.get(project.project, days))
    needed = math.ceil(sum(lightest.values()) / (SHARE_FOR_DUTIES * frame.days_per_quarter))
    return min(max(EARLIEST_DUTIES, needed), frame.quarters)


def quarter_of(day: date, frame: Frame) -> int:
    """Number of the plan quarter in which a day lies; 0 or less lies before the plan."""
    first = frame.first_quarter.year * 4 + (frame.first_quarter.month - 1) // 3
    return day.year * 4 + (day.month - 1) // 3 - first + 1


def done_in(catalogue: Catalogue, frame: Frame) -> frozenset[str]:
    """Known projects that are done."""
    return frozenset(base for base in frame.done if base in catalogue.projects)


def first_relief(catalogue: Catalogue, projects: Iterable[TownProject], frame: Frame) -> FirstRelief:
    """The variants that can be finished within two quarters with the time and money of those quarters."""
    coaching = 0 if "P01" in frame.done else 1  # the mandate takes a quarter of its own
    possible, too_long, too_dear = [], False, False
    for project in projects:
        is_law = catalogue.projects[project.project].duty == "law"
        if is_law or project.hours.likely < RELIEF_HOURS or _is_forbidden(frame, project.id):
            continue
        needs = {base for base in project.variant.prerequisites if base not in frame.done}
        quarters = duration(project.days.likely, frame)
        if needs - {"P01"} or quarters + (coaching if needs else 0) > RELIEF_WITHIN:
            too_long = True
        elif project.cost_once > frame_money(frame, RELIEF_WITHIN) or project.cost_per_year > frame.budget_per_year:
            too_dear = True
        else:
            possible.append(project)
    if possible:
        return FirstRelief(tuple(project.id for project in sorted(possible, key=_lightest_first)))
    return FirstRelief((), "time" if too_long else "money" if too_dear else "forbidden")


def frame_money(frame: Frame, quarters: int) -> float:
    """EUR that have come by the end of this quarter."""
    return sum(budget_by_quarter(frame)[:quarters])


def duration(days: float, frame: Frame) -> int:
    """Quarters a project runs when it may take three quarters of the time."""
    return max(1, math.ceil(days / min(MAX_INTENSITY, SHARE_FOR_ONE_PROJECT * frame.days_per_quarter) - 1e-9))


class _Required:
    """Collects what must be done by when, and the nodes that stand for "by any variant"."""

    def __init__(self, catalogue: Catalogue, projects: tuple[TownProject, ...], frame: Frame):
        self.frame = frame
        self.variants_of: dict[str, list[str]] = {}
        for project in sorted(projects, key=_lightest_first):
            self.variants_of.setdefault(project.project, []).append(project.id)
        for base in done_in(catalogue, frame):
            self.variants_of[base] = [base]
        self.nodes: list[dict[str, Any]] = []
        self.duties: list[dict[str, Any]] = []

    def project(self, base: str, name: str, finish_by: int, kind: str, norm: str) -> None:
        """The project is finished by this quarter, in whatever variant."""
        ids = [planned for planned in self.variants_of.get(base, ()) if not _is_forbidden(self.frame, planned)]
        if base in self.frame.done or not ids:
            return
        if len(ids) == 1:
            self._duty(ids[0], finish_by, kind, norm)
        else:
            self.any_of(MILESTONE + base, name, ids, finish_by, kind, norm)

    def any_of(self, node: str, name: str, ids: list[str], finish_by: int, kind: str, norm: str) -> None:
        """One of these is finished by this quarter."""
        if all(known["id"] != node for known in self.nodes):
            self.nodes.append({"id": node, "name": name, "person_days": 0, "prerequisites": [ids]})
        self._duty(node, finish_by + 1, kind, norm)

    def _duty(self, planned: str, finish_by: int, kind: str, norm: str) -> None:
        entry = {"project": planned, "finish_by": min(finish_by, self.frame.quarters), "kind": kind, "norm": norm}
        self.duties.append(entry)


def _require_all(
    required: _Required, projects: tuple[TownProject, ...], catalogue: Catalogue, town: Town, frame: Frame
) -> None:
    for base, finish_by in _coaching_dates(catalogue, frame):
        name = catalogue.projects[base].name.de
        required.project(base, name, finish_by, "milestone", "Schritt des Programms")
    usual = duty_quarters(catalogue, town, frame)
    for base, duty in _confirmed(catalogue, town, frame):
        due = _duty_quarter(duty.date, frame, usual)
        if due is not None:
            required.project(base, catalogue.projects[base].name.de, due, "law", duty.norm)
    for wish in frame.wishes:
        if wish.project in catalogue.projects:
            name = catalogue.projects[wish.project].name.de
            required.project(
                wish.project, name, wish.latest_finish or frame.quarters, "milestone", "Wunsch der Leitung"
            )
    for hold in frame.holds:
        if hold.kind == "wanted" and hold.project in catalogue.projects and "-" not in hold.project:
            name = catalogue.projects[hold.project].name.de
            required.project(hold.project, name, frame.quarters, "milestone", "von Hand gesetzt")
    relief = first_relief(catalogue, projects, frame)
    if relief.candidates:
        name = "Erste sichtbare Entlastung"
        required.any_of(RELIEF, name, list(relief.candidates), RELIEF_WITHIN, "milestone", name)


def _coaching_dates(catalogue: Catalogue, frame: Frame) -> Iterable[tuple[str, int]]:
    """Mandate, record, resolution in this order, with one quarter of slack; later where there is little time."""
    days, chain = 0.0, 0
    for base in COACHING:
        if base in frame.done:
            continue
        variants = [v for v in catalogue.projects[base].variants if not _is_forbidden(frame, v.id)]
        if not variants:
            continue
        least = min(variants, key=lambda v: v.days.likely)
        days += least.days.likely
        chain = duration(least.days.likely, frame) + (chain if least.prerequisites else 0)
        yield base, max(chain, math.ceil(days / frame.days_per_quarter)) + 1


def _confirmed(catalogue: Catalogue, town: Town, frame: Frame) -> Iterable[tuple[str, LegalDuty]]:
    """Projects that a confirmed duty asks for, with that duty."""
    for duty in catalogue.duties_in(town.state):
        if duty.id in frame.confirmed_duties:
            for project in catalogue.projects.values():
                if project.is_duty and duty.id in project.duty_refs and applies(project, frame):
                    yield project.id, duty


def _duty_quarter(day: date | None, frame: Frame, usual: int) -> int | None:
    """The quarter of the date; `usual` for no date or one before the plan; None if it lies after the plan."""
    quarter = 0 if day is None else quarter_of(day, frame)
    if quarter < 1:
        return usual
    return None if quarter > frame.quarters else quarter


def _lightest_first(project: TownProject) -> tuple[bool, float, str]:
    """Variants that need no neighbour and little time first: a list method that takes the first finds a plan."""
    return "P41" in project.variant.prerequisites, project.days.likely, project.id


def _planned(project: TownProject, variants_of: dict[str, list[str]]) -> dict[str, Any]:
    return {
        "id": project.id,
        "name": project.variant.name.de,
        "person_days": project.days.likely,
        "prerequisites": [variants_of[base] for base in project.variant.prerequisites if base in variants_of],
        "cost_once": project.cost_once,
        "cost_per_year": project.cost_per_year,
        "hours_per_year": project.hours.likely,
        "citizen_eur_per_year": 0,
        "risk_eur_per_year": 0,
    }


def _finished(catalogue: Catalogue, base: str) -> dict[str, Any]:
    return {"id": base, "name": catalogue.projects[base].name.de, "person_days": 0, "prerequisites": []}


def _locks(projects: tuple[TownProject, ...], frame: Frame) -> Iterable[dict[str, Any]]:
    for project in projects:
        lock: dict[str, Any] = {}
        for hold in holds_on(frame, project.id):
            if hold.kind == "forbidden":
                lock["choose"] = False
            elif hold.kind == "start" and hold.start and hold.project == project.id:
                lock["start"] = hold.start
            elif hold.kind == "wanted" and hold.project == project.id and project.id != project.project:
                lock["choose"] = True
        if lock:
            yield {"project": project.id} | ({"choose": False} if lock.get("choose") is False else lock)


def _is_forbidden(frame: Frame, planned: str) -> bool:
    return any(hold.kind == "forbidden" for hold in holds_on(frame, planned))


def project_of(planned: str) -> str:
    """Project behind an id of the plan, also behind a milestone: "M-P04" → "P04", "P04-own" → "P04"."""
    return planned.removeprefix(MILESTONE) if is_milestone(planned) else base_of(planned)
