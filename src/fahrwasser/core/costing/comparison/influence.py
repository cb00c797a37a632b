"""What the answer hangs on: which range moves the gap between two ways most, and where the order would turn."""

from collections.abc import Iterable
from dataclasses import dataclass

from fahrwasser.core.costing.comparison.draws import driver_of
from fahrwasser.core.costing.comparison.positions import EVERY, Position, Question, weight
from fahrwasser.core.costing.comparison.sums import benefits_of, costs_of


@dataclass(frozen=True, slots=True)
class Swing:
    """Gap (EUR of present value by which `cheaper` is cheaper) with this driver at its low and high end, rest likely.

    `keys` are the (way, key) of the positions that move together. `turns_at`: for a single position the EUR in each
    of its years at which both ways cost the same; None if no such amount exists.
    """

    driver: str
    keys: tuple[tuple[str, str], ...]
    at_low: float
    at_high: float
    turns_at: float | None

    @property
    def width(self) -> float:
        """How much it moves the gap."""
        return abs(self.at_high - self.at_low)


def tornado(question: Question, cheaper: str, dearer: str) -> tuple[Swing, ...]:
    """What moves the gap between two ways, the largest first; what is the same for both moves nothing."""
    gap = likely_gap(question, cheaper, dearer)
    groups: dict[str, list[tuple[float, Position]]] = {}
    for factor, position in _signed(question, cheaper, dearer):
        groups.setdefault(driver_of(position), []).append((factor, position))
    swings = [_swing(driver, members, gap) for driver, members in groups.items()]
    return tuple(sorted((s for s in swings if s.width > 0), key=lambda s: (-s.width, s.driver)))


def likely_gap(question: Question, cheaper: str, dearer: str) -> float:
    """EUR of present value by which the first is cheaper when every known position has its likely value."""
    return sum(factor * p.amount.likely for factor, p in _signed(question, cheaper, dearer) if p.amount is not None)


def _signed(question: Question, cheaper: str, dearer: str) -> Iterable[tuple[float, Position]]:
    """Known positions of the two ways with what one euro of them adds to the gap."""
    for way, sign in ((dearer, 1), (cheaper, -1)):
        for rows, direction in ((costs_of(question, way), 1), (benefits_of(question, way), -1)):
            for position in rows:
                if position.way != EVERY and position.amount is not None:
                    yield sign * direction * weight(position, question.rate, question.years), position


def _swing(driver: str, members: list[tuple[float, Position]], gap: float) -> Swing:
    known = [(factor, p.amount) for factor, p in members if p.amount is not None]
    at_low = gap + sum(factor * (amount.low - amount.likely) for factor, amount in known)
    at_high = gap + sum(factor * (amount.high - amount.likely) for factor, amount in known)
    turns_at = None
    if len(known) == 1 and known[0][0]:
        factor, amount = known[0]
        value = amount.likely - gap / factor
        turns_at = value if value >= 0 else None
    return Swing(driver, tuple((p.way, p.key) for _, p in members), at_low, at_high, turns_at)
