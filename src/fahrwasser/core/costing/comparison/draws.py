"""Many draws from the ranges: what each way may cost in present value. Same seed, same draws.

Each driver has a stream of chance of its own, so that adding a position never shifts the draws of another one.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from fahrwasser.core.costing.comparison.outage import Outage, expected_loss
from fahrwasser.core.costing.comparison.positions import EVERY, Position, Question, discount, weight
from fahrwasser.core.costing.ranges import Range


@dataclass(frozen=True, slots=True)
class Spread:
    """Of 10 draws one lies below `p10`, five below `p50`, nine below `p90`; EUR."""

    p10: float
    p50: float
    p90: float


def triangular(chance: float, spread: Range) -> float:
    """Value of the triangular distribution below which this share (0 to 1) lies."""
    width = spread.high - spread.low
    if width <= 0:
        return spread.likely
    if chance * width < spread.likely - spread.low:
        return spread.low + math.sqrt(chance * width * (spread.likely - spread.low))
    return spread.high - math.sqrt((1 - chance) * width * (spread.high - spread.likely))


def present_costs(question: Question) -> dict[str, list[float]]:
    """Way → present value of costs less benefits in each draw, of what is known. EUR.

    A position of every way is drawn once and added to all of them.
    """
    streams = _Streams(question.seed, question.draws)
    totals = {way: [0.0] * question.draws for way in question.ways}
    for position in question.positions:
        if position.amount is not None:
            drawn = _drawn(position, position.amount, streams, question)
            for way in question.ways if position.way == EVERY else (position.way,):
                totals[way] = _added(totals[way], drawn)
    for outage in question.outages:
        totals[outage.way] = _added(totals[outage.way], _losses(outage, streams, question))
    return totals


def spread_of(values: Iterable[float]) -> Spread:
    """The three shares of a list that is not empty."""
    ordered = sorted(values)
    last = len(ordered) - 1
    return Spread(*(ordered[round(share * last)] for share in (0.1, 0.5, 0.9)))


class _Streams:
    """One list of chances for each name, made when it is first needed."""

    def __init__(self, seed: int, count: int):
        self.seed, self.count = seed, count
        self.known: dict[str, list[float]] = {}

    def of(self, name: str) -> list[float]:
        if name not in self.known:
            dice = Random(f"{self.seed}:{name}")  # noqa: S311 - no secret, it has to be repeatable
            self.known[name] = [dice.random() for _ in range(self.count)]
        return self.known[name]

    def values(self, name: str, spread: Range) -> list[float]:
        if spread.width <= 0:
            return [spread.likely] * self.count
        return [triangular(chance, spread) for chance in self.of(name)]


def _drawn(position: Position, amount: Range, streams: _Streams, question: Question) -> list[float]:
    factor = weight(position, question.rate, question.years) * (-1 if position.is_benefit else 1)
    return [value * factor for value in streams.values(driver_of(position), amount)]


def driver_of(position: Position) -> str:
    """Name of what moves it: its driver, or its own."""
    return f"driver:{position.driver}" if position.driver else f"position:{position.way}:{position.key}"


def _losses(outage: Outage, streams: _Streams, question: Question) -> Sequence[float]:
    """Expected loss over all years; cases and minutes are the same town's on every way and are drawn once."""
    ranges = outage.ranges
    if ranges is None:
        return [0.0] * question.draws  # unknown: counted as such by the ranking
    factor = sum(discount(question.rate, year) for year in range(1, question.years + 1))
    own = f"outage:{outage.way}"
    names = (f"{own}:chance", f"{own}:direct", "outage:cases", "outage:minutes", f"{own}:days", f"{own}:fines")
    figures = zip(*(streams.values(name, spread) for name, spread in zip(names, ranges, strict=True)), strict=True)
    return [factor * expected_loss(*six, hour_rate=outage.hour_rate) for six in figures]


def _added(one: Sequence[float], other: Sequence[float]) -> list[float]:
    return [a + b for a, b in zip(one, other, strict=True)]
