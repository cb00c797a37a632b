"""Sums that do not hide what is missing: a range of what is known, and how many positions nobody knows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fahrwasser.core.costing.comparison.positions import EVERY, Position, Question
from fahrwasser.core.costing.ranges import Range, total


@dataclass(frozen=True, slots=True)
class Sum:
    """`known` in EUR without what is unknown; `unknown` counts the positions that are missing in it."""

    known: Range
    unknown: int


def sum_of(positions: Iterable[Position], years: int) -> Sum:
    """Euros over the whole time, not discounted, as a treasurer adds them up."""
    chosen = list(positions)
    known = [p.amount.times(len(p.years_until(years))) for p in chosen if p.amount is not None]
    return Sum(total(known), sum(p.amount is None for p in chosen))


def costs_of(question: Question, way: str) -> tuple[Position, ...]:
    """Costs that this way has to bear, those of every way included; outages as positions of the group risk."""
    outages = [
        Position(o.key, o.way, "risk", 1, max(question.years, 1), o.loss, is_cash=False) for o in question.outages
    ]
    return _of(way, [*question.positions, *outages], is_benefit=False)


def benefits_of(question: Question, way: str) -> tuple[Position, ...]:
    """What this way brings."""
    return _of(way, question.positions, is_benefit=True)


def _of(way: str, positions: Sequence[Position], *, is_benefit: bool) -> tuple[Position, ...]:
    return tuple(p for p in positions if p.way in (way, EVERY) and p.is_benefit == is_benefit)
