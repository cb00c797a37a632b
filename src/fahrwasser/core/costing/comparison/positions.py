"""What an option costs and brings: positions of the cost tree, in euros and years. Unknown is not zero.

Years count from the decision: year 0 is the year in which it is made, effects are counted up to year n.
"""

from dataclasses import dataclass
from typing import Literal

from fahrwasser.core.costing.comparison.outage import Outage
from fahrwasser.core.costing.ranges import Range

Knowledge = Literal["known", "estimate", "unknown"]
GROUPS = ("introduction", "operation", "duties", "change", "risk", "exit")
"""The tree of hidden costs, in the order in which they come."""
WAYS = ("own", "shared", "central")
EVERY = "every"
"""Way of a position that is the same whichever option is chosen: it counts for all and decides nothing."""
DRAWS = 10_000


@dataclass(frozen=True, slots=True)
class Position:
    """One cost (or benefit) of one way, in EUR for each of its years; `amount` None = nobody knows it yet.

    Positions with the same `driver` rise and fall together: they are drawn once. `is_cash`: money that is really
    paid; own working time is not. Raises ValueError for negative amounts and years that run backwards.
    """

    key: str
    way: str
    group: str
    first_year: int
    last_year: int
    amount: Range | None
    is_benefit: bool = False
    is_cash: bool = True
    driver: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.first_year <= self.last_year:
            raise ValueError(f"years run backwards: {self.first_year}, {self.last_year}")
        if self.amount is not None and self.amount.low < 0:
            raise ValueError(f"negative: {self.amount.low}")

    def years_until(self, horizon: int) -> range:
        """The years in which it is counted."""
        return range(self.first_year, min(self.last_year, horizon) + 1)


@dataclass(frozen=True, slots=True)
class Question:
    """What is compared: positions and outages of all ways; `rate` is the interest i, `years` is n, both dated values.

    `seed` makes the draws repeatable: the same question always gives the same answer.
    """

    positions: tuple[Position, ...]
    rate: float
    years: int
    outages: tuple[Outage, ...] = ()
    seed: int = 1
    draws: int = DRAWS

    @property
    def ways(self) -> tuple[str, ...]:
        """The ways that have something of their own, in the usual order."""
        used = {position.way for position in self.positions} | {outage.way for outage in self.outages}
        return tuple(way for way in WAYS if way in used)


def discount(rate: float, year: int) -> float:
    """What one euro of that year is worth in year 0."""
    return float((1 + rate) ** -year)


def weight(position: Position, rate: float, horizon: int) -> float:
    """Euros of present value for one euro in each of its years; never negative."""
    return sum(discount(rate, year) for year in position.years_until(horizon))
