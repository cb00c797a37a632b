"""Draws from the ranges of days and hours: triangular between low and high, with the planned figure as most likely.

Variants of one project rise and fall together: what is unknown is the work, not the way of doing it.
"""

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

DRAWS = 30

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Spread:
    """The ranges of one entry of the plan; `of` = the project of which it is a variant. Person-days, hours a year."""

    of: str
    days: tuple[float, float, float]
    hours: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Draw:
    """One possible town: for each project where in its ranges it lies (0 = low, 1 = high), days and hours."""

    days: Mapping[str, float]
    hours: Mapping[str, float]


def draws(spreads: Mapping[str, Spread], *, seed: int, count: int = DRAWS) -> list[Draw]:
    """`count` draws; the same seed gives the same draws, whatever the order of the projects."""
    rng = random.Random(seed)  # noqa: S311 – chance that can be repeated is what is wanted
    projects = sorted({spread.of for spread in spreads.values()})
    return [
        Draw({name: rng.random() for name in projects}, {name: rng.random() for name in projects}) for _ in range(count)
    ]


def drawn(instance: Json, spreads: Mapping[str, Spread], draw: Draw) -> Json:
    """The planning question (JSON) with the figures of this draw; projects without ranges keep theirs."""
    return instance | {"projects": [_drawn(row, spreads.get(row["id"]), draw) for row in instance["projects"]]}


def _drawn(row: Json, spread: Spread | None, draw: Draw) -> Json:
    if spread is None:
        return row
    days = triangular(*spread.days, draw.days[spread.of])
    hours = triangular(*spread.hours, draw.hours[spread.of])
    return row | {"person_days": round(days, 2), "hours_per_year": round(hours, 1)}


def triangular(low: float, likely: float, high: float, share: float) -> float:
    """The figure below which `share` (0 … 1) of a triangular distribution lies."""
    likely = min(max(likely, low), high)
    if high <= low:
        return likely
    turn = (likely - low) / (high - low)
    if share < turn:
        return low + math.sqrt(share * (high - low) * (likely - low))
    return high - math.sqrt((1.0 - share) * (high - low) * (high - likely))
