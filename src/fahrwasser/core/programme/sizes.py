"""Towns of the same size, compared as quantiles; never fewer than five, so that nobody can be picked out."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles

FEWEST = 5
HOURS_TO = 10
"""Hours of towns are shown in steps of this."""
CLASSES: tuple[tuple[str, int], ...] = (("2000", 2_000), ("5000", 5_000), ("10000", 10_000), ("20000", 20_000))
"""(key, inhabitants below); larger towns are "more". The steps of the official statistics of municipalities."""
LARGEST = "more"
SIZE_KEYS: tuple[str, ...] = (*(key for key, _below in CLASSES), LARGEST)


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle half of a figure over `towns` towns, and its middle."""

    low: float
    middle: float
    high: float
    towns: int


def size_class(population: int) -> str:
    """Key of the class of a town with so many inhabitants."""
    return next((key for key, below in CLASSES if population < below), LARGEST)


def spread(values: Sequence[float], *, to: int = 0) -> Spread | None:
    """First quartile, median, third quartile; None below five values.

    `to` = rounded to multiples of this: with five towns each of the three is one town's figure, and who looks again
    after a sixth has come would see what changed.
    """
    if len(values) < FEWEST:
        return None
    low, middle, high = quantiles(values, n=4, method="inclusive")
    if to:
        low, middle, high = (float(round(value / to) * to) for value in (low, middle, high))
    return Spread(low, middle, high, len(values))
