"""A figure of the record: its value, how sure it is, where it comes from, and which of two counts.

The history is append-only and kept by the web layer; here is only what two figures mean to each other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from fahrwasser.core.costing.ranges import Range

Origin = Literal["measured", "counted", "estimated", "default"]
Confidence = Literal["A", "B", "C"]

ORIGINS: tuple[Origin, ...] = ("measured", "counted", "estimated", "default")
"""Best first: measured by the event log, counted by hand, estimated by somebody who knows, shipped default."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One value with its spread. `low` ≤ `value` ≤ `high`; a counted or measured value may have no spread.

    `source` says where it comes from in words, `author` who entered it ("" for shipped defaults), `number` the order
    of entry within the town. Confidence A: statistic or count, B: one or two comparable towns, C: estimate.
    """

    value: float
    unit: str
    origin: Origin
    source: str
    date: date
    confidence: Confidence
    low: float | None = None
    high: float | None = None
    author: str = ""
    number: int = 0

    def __post_init__(self) -> None:
        low = self.value if self.low is None else self.low
        high = self.value if self.high is None else self.high
        if not low <= self.value <= high:
            raise ValueError(f"figure out of order: {low}, {self.value}, {high}")

    @property
    def spread(self) -> Range:
        """Low, likely, high; no limits given means no spread."""
        return Range(
            self.value if self.low is None else self.low, self.value, self.value if self.high is None else self.high
        )

    @property
    def is_estimate(self) -> bool:
        """True for everything that nobody counted or measured in this town."""
        return self.origin in ("estimated", "default")


def current(history: Iterable[Figure]) -> Figure | None:
    """The figure that counts: the latest one somebody entered; a shipped default only if there is nothing else.

    A correction by hand always wins over what was there before, whatever its origin: the town is right about itself.
    """
    figures = sorted(history, key=lambda f: (f.origin != "default", f.number))
    return figures[-1] if figures else None


def may_be_replaced_by_machine(figure: Figure, origin: Origin) -> bool:
    """Whether a job may put a new value of this origin over `figure` without asking: never a weaker over a stronger."""
    return ORIGINS.index(origin) <= ORIGINS.index(figure.origin)
