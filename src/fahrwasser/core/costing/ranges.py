"""A value with its spread: low, likely, high."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Range:
    """`low` ≤ `likely` ≤ `high`, all in the same unit. Raises ValueError if they are not in order."""

    low: float
    likely: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.likely <= self.high:
            raise ValueError(f"not in order: {self.low}, {self.likely}, {self.high}")

    @classmethod
    def exactly(cls, value: float) -> "Range":
        """A value without spread."""
        return cls(value, value, value)

    def times(self, factor: float) -> "Range":
        """All three values times a factor that is not negative."""
        return Range(self.low * factor, self.likely * factor, self.high * factor)

    def plus(self, other: "Range") -> "Range":
        """Sum, low with low and high with high: both may be off in the same direction."""
        return Range(self.low + other.low, self.likely + other.likely, self.high + other.high)

    @property
    def width(self) -> float:
        """Distance from low to high: how much better knowledge could change."""
        return self.high - self.low


def total(ranges: Iterable[Range]) -> Range:
    """Sum of ranges; nothing gives 0."""
    result = Range.exactly(0.0)
    for one in ranges:
        result = result.plus(one)
    return result
