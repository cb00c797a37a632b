"""Which way is cheaper, in how many of the draws, and when nobody may say so: an unknown that could turn it.

An unknown cost of the cheaper way, or an unknown benefit of the dearer one, could turn the order: then there is no
order, only the value at which it would turn. An unknown cost of the dearer way changes nothing: it gets dearer still.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Literal

from fahrwasser.core.costing.comparison.draws import Spread, present_costs, spread_of
from fahrwasser.core.costing.comparison.positions import EVERY, Position, Question, weight
from fahrwasser.core.costing.comparison.sums import benefits_of, costs_of

LIKELY, RATHER = 0.75, 0.6
"""Shares of the draws from which on we say "probably" and "rather" cheaper (our own rule)."""
Strength = Literal["likely", "rather", "equal"]


@dataclass(frozen=True, slots=True)
class Turn:
    """An unknown position and the EUR in each of its years from which on the order would turn.

    Reckoned as if nothing else unknown cost anything: another unknown of the same way turns it earlier, one of the
    other way later.
    """

    key: str
    amount: float


@dataclass(frozen=True, slots=True)
class Pair:
    """`cheaper` costs less than `dearer` in this `share` of the draws (0.5 to 1), typically by `gap` EUR in all.

    `turns` not empty: an unknown could turn it, so this is no order.
    """

    cheaper: str
    dearer: str
    share: float
    gap: float
    turns: tuple[Turn, ...]
    is_at_least: bool = False
    """An unknown cost of the dearer way makes the share rather larger."""

    @property
    def is_open(self) -> bool:
        """Nobody may say yet which is cheaper."""
        return bool(self.turns)

    @property
    def strength(self) -> Strength:
        """How sure it is, as a word."""
        return "likely" if self.share >= LIKELY else "rather" if self.share >= RATHER else "equal"


@dataclass(frozen=True, slots=True)
class Ranking:
    """The answer: what each way costs in present value, and every two ways against each other.

    `leader` is the way that is cheapest as far as is known; `best` the same, but only if no unknown could turn it.
    """

    spreads: Mapping[str, Spread]
    pairs: tuple[Pair, ...]
    leader: str
    best: str | None

    def against(self, way: str) -> tuple[Pair, ...]:
        """The pairs in which this way stands."""
        return tuple(pair for pair in self.pairs if way in (pair.cheaper, pair.dearer))


@lru_cache(maxsize=32)
def rank(question: Question) -> Ranking | None:
    """The ranking; None with fewer than two ways. About half a second for 60 positions and 10,000 draws."""
    if len(question.ways) < 2:
        return None
    drawn = present_costs(question)
    pairs = tuple(_pair(one, other, drawn, question) for one, other in combinations(question.ways, 2))
    spreads = {way: spread_of(values) for way, values in drawn.items()}
    wins = {way: sum(pair.cheaper == way for pair in pairs) for way in question.ways}
    leader = min(question.ways, key=lambda way: (-wins[way], spreads[way].p50))
    own = [pair for pair in pairs if leader in (pair.cheaper, pair.dearer)]
    is_best = all(pair.cheaper == leader and not pair.is_open for pair in own)
    return Ranking(spreads, pairs, leader, leader if is_best else None)


def _pair(one: str, other: str, drawn: Mapping[str, Sequence[float]], question: Question) -> Pair:
    gaps = [b - a for a, b in zip(drawn[one], drawn[other], strict=True)]  # > 0: `one` is cheaper
    share = (sum(gap > 0 for gap in gaps) + sum(gap == 0 for gap in gaps) / 2) / len(gaps)
    gap = spread_of(gaps).p50
    if share < 0.5 or (share == 0.5 and gap < 0):
        one, other, share, gap = other, one, 1 - share, -gap
    turns = tuple(Turn(p.key, _turning(p, gap, question)) for p in _unknown(one, other, question))
    return Pair(one, other, share, max(gap, 0.0), turns, bool(_unknown(other, one, question)))


def _turning(position: Position, gap: float, question: Question) -> float:
    """EUR in each year that eat up the gap; infinite for a position that lies after the last year counted."""
    factor = weight(position, question.rate, question.years)
    return max(gap, 0.0) / factor if factor else float("inf")


def _unknown(cheaper: str, dearer: str, question: Question) -> tuple[Position, ...]:
    """Own positions without a value that would speak against the cheaper way."""
    candidates = (*costs_of(question, cheaper), *benefits_of(question, dearer))
    return tuple(
        p for p in candidates if p.amount is None and p.way != EVERY and len(p.years_until(question.years)) > 0
    )
