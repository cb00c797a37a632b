"""Capital value after WiBe 5.0: KW = Σ (N_t − K_t) / (1 + i)^t for t = 0..n, cash and non-cash apart.

Rule: go if KW > 0 or urgency D ≥ 50 or quality Q ≥ 50 (scores from 0 to 100).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from fahrwasser.core.costing.comparison.positions import Position, Question, weight
from fahrwasser.core.costing.comparison.sums import benefits_of, costs_of
from fahrwasser.core.costing.ranges import Range, total

ENOUGH = 50.0
"""Score of urgency or quality from which on a project goes ahead whatever its capital value."""
Decision = Literal["go", "no", "open"]


@dataclass(frozen=True, slots=True)
class Capital:
    """Capital value in EUR of what is known, and how many costs and benefits are missing in it."""

    cash: Range
    non_cash: Range
    unknown_costs: int
    unknown_benefits: int

    @property
    def value(self) -> Range:
        """Cash and non-cash together."""
        return self.cash.plus(self.non_cash)


def capital_of(question: Question, way: str) -> Capital:
    """Capital value of one way against doing nothing; unknown positions are left out and counted."""
    costs, benefits = costs_of(question, way), benefits_of(question, way)
    return Capital(
        cash=_net(benefits, costs, question, is_cash=True),
        non_cash=_net(benefits, costs, question, is_cash=False),
        unknown_costs=sum(p.amount is None for p in costs),
        unknown_benefits=sum(p.amount is None for p in benefits),
    )


def _net(benefits: Iterable[Position], costs: Iterable[Position], question: Question, *, is_cash: bool) -> Range:
    """Benefit less cost; the low end has low benefits and high costs."""
    gain, loss = (_present((p for p in rows if p.is_cash == is_cash), question) for rows in (benefits, costs))
    return Range(gain.low - loss.high, gain.likely - loss.likely, gain.high - loss.low)


def _present(positions: Iterable[Position], question: Question) -> Range:
    return total(p.amount.times(weight(p, question.rate, question.years)) for p in positions if p.amount is not None)


def decide(capital: Capital, urgency: float | None, quality: float | None) -> Decision:
    """The rule on the likely values; "open" where something nobody knows (amount or score) could turn it."""
    if any(score is not None and score >= ENOUGH for score in (urgency, quality)):
        return "go"
    if capital.value.likely > 0:
        return "open" if capital.unknown_costs else "go"
    return "open" if capital.unknown_benefits or urgency is None or quality is None else "no"
