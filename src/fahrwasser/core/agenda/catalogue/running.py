"""Projects that somebody works on already, in a planning question: what is left of them always has its place.

Running work is a fact. Left to the rules, several running projects would all want their remaining days in quarter 1,
and there would be no plan at all. So they get the quarters that they were given, and more where the time does not
suffice; what the planner itself reckoned from the whole time (steps of the programme, first relief) moves back by as
much as they take. A date of law or of the head moves only for a running project that cannot keep it any more: then the
project is late, which the monitoring says, and the plan goes on.
"""

import math
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from fahrwasser.core.agenda.catalogue.build import COACHING, MILESTONE, RELIEF
from fahrwasser.core.agenda.catalogue.projects import base_of

TOLERANCE_DAYS = 1e-6
RECKONED = frozenset({*COACHING, RELIEF, *(MILESTONE + base for base in COACHING)})


@dataclass(frozen=True, slots=True)
class Running:
    """It runs from `start` on for `quarters` more quarters; 0 = as long as its days need."""

    start: int
    quarters: int = 0

    @property
    def end(self) -> int:
        """Last quarter in which it runs."""
        return self.start + self.quarters - 1


def keep_running(instance: Mapping[str, Any], running: Mapping[str, Running]) -> dict[str, Any]:
    """The question with a place for everything that runs; ids that it does not know are left out."""
    asked: dict[str, Any] = deepcopy(dict(instance))
    rows = {row["id"]: row for row in asked["projects"]}
    days = {planned: float(rows[planned]["person_days"]) for planned in running if planned in rows}
    if not days:
        return asked
    placed = _placed(asked, {planned: running[planned] for planned in days}, days)
    for planned, place in placed.items():
        rows[planned] |= {"duration": place.quarters, "prerequisites": []}  # whatever was missing, it has begun
    _locked(asked, placed)
    _dated(asked, rows, placed, _quarters_taken(asked, sum(days.values())))
    return asked


def _capacity(asked: Mapping[str, Any]) -> list[float]:
    given = asked["capacity"]
    return list(given) if isinstance(given, list) else [float(given)] * int(asked["quarters"])


def _placed(asked: Mapping[str, Any], running: Mapping[str, Running], days: Mapping[str, float]) -> dict[str, Running]:
    """Remaining days over remaining quarters; the heaviest are stretched until every quarter suffices."""
    last, capacity = int(asked["quarters"]), _capacity(asked)
    placed = {}
    for planned, place in running.items():
        start = min(max(1, place.start), last)
        needed = math.ceil(days[planned] / float(asked["max_intensity"]) - TOLERANCE_DAYS)
        placed[planned] = Running(start, min(max(1, place.quarters, needed), last - start + 1))
    while (quarter := _first_overfull(placed, days, capacity)) is not None:
        longer = [p for p, place in placed.items() if place.start <= quarter <= place.end < last]
        if not longer:
            break  # the time of the whole plan does not suffice; the planner says so
        heaviest = max(longer, key=lambda p: (days[p] / placed[p].quarters, p))
        placed[heaviest] = Running(placed[heaviest].start, placed[heaviest].quarters + 1)
    return placed


def _first_overfull(placed: Mapping[str, Running], days: Mapping[str, float], capacity: list[float]) -> int | None:
    for quarter, available in enumerate(capacity, start=1):
        load = sum(days[p] / place.quarters for p, place in placed.items() if place.start <= quarter <= place.end)
        if load > available + TOLERANCE_DAYS:
            return quarter
    return None


def _locked(asked: dict[str, Any], placed: Mapping[str, Running]) -> None:
    """Each begins where it stands; what was forbidden by hand stays forbidden (the planner names the conflict)."""
    locks = {lock["project"]: lock for lock in asked["locks"]}
    for planned, place in placed.items():
        if locks.get(planned, {}).get("choose") is not False:
            locks[planned] = {"project": planned, "start": place.start}
    asked["locks"] = list(locks.values())


def _quarters_taken(asked: Mapping[str, Any], days: float) -> int:
    capacity = _capacity(asked)
    average = sum(capacity) / len(capacity)
    return math.ceil(days / average - TOLERANCE_DAYS) if average > 0 else len(capacity)


def _dated(asked: dict[str, Any], rows: Mapping[str, Any], placed: Mapping[str, Running], taken: int) -> None:
    last = int(asked["quarters"])
    for duty in asked["duties"]:
        planned = duty["project"]
        if planned in RECKONED or base_of(planned) in COACHING:
            duty["finish_by"] = min(last, duty["finish_by"] + taken)
        if planned in placed:
            duty["finish_by"] = max(duty["finish_by"], placed[planned].end)
        elif planned.startswith(MILESTONE) and planned != RELIEF:  # only the running way can meet it
            ends = [placed[way].end for group in rows[planned]["prerequisites"] for way in group if way in placed]
            duty["finish_by"] = min(last, max([duty["finish_by"], *(end + 1 for end in ends)]))
