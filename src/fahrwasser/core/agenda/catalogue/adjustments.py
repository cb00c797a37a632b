"""What changes time and money in the middle of a plan: a grant, a post shared with a neighbour, fewer hours, what
already runs.

The steady hours a week and euros a year of the frame stay as they are; these come on top from their quarter on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Literal

WEEKS_PER_QUARTER = 13
HOURS_PER_DAY = 8
SCARCER = 1.25
"""E: when somebody is missing, an hour of the others counts so much more, in what is freed and in what is spent."""


@dataclass(frozen=True, slots=True)
class Adjustment:
    """From `quarter` on. "grant": EUR once. "post": hours a week more, EUR a year for them. "fewer": hours a week
    less for the programme; why (somebody leaves, is ill, has another task) is neither asked nor kept: in a small town
    that would be said of one person. "done": EUR a year that finished projects cost; reckoned, never entered."""

    kind: Literal["grant", "post", "fewer", "done"]
    quarter: int
    hours_per_week: float = 0.0
    eur: float = 0.0


def days_by_quarter(days: float, quarters: int, adjustments: Iterable[Adjustment]) -> float | list[float]:
    """Person-days of every quarter, never below zero; the one number where nothing is adjusted."""
    turns = [a for a in adjustments if a.kind in ("post", "fewer") and a.hours_per_week]
    if not turns:
        return days
    found = []
    for quarter in range(1, quarters + 1):
        hours = sum(a.hours_per_week * (-1 if a.kind == "fewer" else 1) for a in turns if a.quarter <= quarter)
        found.append(round(max(0.0, days + hours * WEEKS_PER_QUARTER / HOURS_PER_DAY), 3))
    return found


def money_by_quarter(money: Sequence[float], adjustments: Iterable[Adjustment]) -> tuple[float, ...]:
    """EUR that come in each quarter. What posts and finished projects cost is kept back before it is due."""
    total = list(accumulate(money))
    for adjustment in adjustments:
        for k in range(max(1, adjustment.quarter), len(total) + 1):
            if adjustment.kind == "grant":
                total[k - 1] += adjustment.eur
            elif adjustment.kind in ("post", "done"):
                total[k - 1] -= adjustment.eur / 4 * (k - adjustment.quarter + 1)
    free = list(accumulate(reversed(total), min))[::-1]
    kept = [max(0.0, amount) for amount in free]
    return tuple(round(after - before, 2) for before, after in zip([0.0, *kept], kept, strict=False))


def in_later_plan(adjustments: Iterable[Adjustment], shift: int) -> tuple[Adjustment, ...]:
    """The same dates in a plan that begins so many quarters later."""
    return tuple(replace(a, quarter=a.quarter - shift) for a in still_held(adjustments, shift + 1))


def still_held(adjustments: Iterable[Adjustment], first: int) -> tuple[Adjustment, ...]:
    """What a plan from the quarter `first` on reckons with: a grant of the past is spent, the rest is there already."""
    held = (a for a in adjustments if a.quarter >= first or a.kind != "grant")
    return tuple(replace(a, quarter=max(first, a.quarter)) for a in held)


def done_costs(adjustments: Iterable[Adjustment]) -> float:
    """EUR a year that finished projects cost."""
    return sum(a.eur for a in adjustments if a.kind == "done")


def cap_left(cap: float | None, adjustments: Iterable[Adjustment]) -> float | None:
    """What a limit of running costs leaves for new projects: the planner takes finished ones as costing nothing."""
    return None if cap is None else max(0.0, cap - done_costs(adjustments))


def hour_worth(adjustments: Iterable[Adjustment]) -> float:
    """By what an hour counts more."""
    return SCARCER if any(a.kind == "fewer" for a in adjustments) else 1.0
