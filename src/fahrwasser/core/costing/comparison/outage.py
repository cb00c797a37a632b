"""When a service stands still: expected loss of a year, and for how many days nobody is served.

    expected loss = p · (direct + cases/day · minutes · rate · days + fines lost)

p is the chance of a long outage in one year: a stated range and our own estimate, never a fact.
"""

from dataclasses import dataclass, fields

from fahrwasser.core.costing.ranges import Range


@dataclass(frozen=True, slots=True)
class Outage:
    """What one long outage means on this way; None = nobody knows it yet, and then the loss is unknown, too.

    `chance` per year (0 to 1), `direct` in EUR (repair, consultants), `minutes` of extra work a case that waits,
    `days` without service, `fines_lost` in EUR (fees and fines that could not be collected), `hour_rate` in EUR.
    """

    way: str
    chance: Range | None
    direct: Range | None
    cases_per_day: Range | None
    minutes: Range | None
    days: Range | None
    fines_lost: Range | None
    hour_rate: float

    @property
    def is_unknown(self) -> bool:
        """Whether one of the figures is missing, so that no loss can be stated."""
        return any(getattr(self, name.name) is None for name in fields(self))

    @property
    def key(self) -> str:
        """Its name among the positions."""
        return f"outage:{self.way}"

    @property
    def loss(self) -> Range | None:
        """Expected loss a year in EUR: all figures at their low, likely, high end; None if one is missing."""
        ranges = self.ranges
        if ranges is None:
            return None
        ends = ([getattr(figure, end) for figure in ranges] for end in ("low", "likely", "high"))
        return Range(*(expected_loss(*figures, hour_rate=self.hour_rate) for figures in ends))

    @property
    def ranges(self) -> tuple[Range, Range, Range, Range, Range, Range] | None:
        """Chance, direct, cases a day, minutes, days, fines; None if one is missing."""
        if (
            self.chance is None
            or self.direct is None
            or self.cases_per_day is None
            or self.minutes is None
            or self.days is None
            or self.fines_lost is None
        ):
            return None
        return self.chance, self.direct, self.cases_per_day, self.minutes, self.days, self.fines_lost


def expected_loss(
    chance: float,
    direct: float,
    cases_per_day: float,
    minutes: float,
    days: float,
    fines_lost: float,
    *,
    hour_rate: float,
) -> float:
    """EUR a year. `hour_rate` is per hour, therefore minutes / 60."""
    return chance * (direct + cases_per_day * minutes / 60 * hour_rate * days + fines_lost)
