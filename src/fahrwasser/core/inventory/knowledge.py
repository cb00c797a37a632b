"""Knowledge that hangs on one person: what goes with a retirement, and what a hand-over notebook keeps of it.

Years are coarse on purpose: "within three years" says what to do now and tells nobody's age.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Horizon = Literal["soon", "later", "far", "unknown"]
HORIZONS: tuple[Horizon, ...] = ("soon", "later", "far", "unknown")
UPPER: Mapping[Horizon, int | None] = {"soon": 3, "later": 10, "far": 50, "unknown": None}
"""Years from now at most; what is kept of an exact number."""

PARTS = ("dates", "steps", "places", "contacts", "pitfalls")
"""Pieces of a hand-over notebook in the order in which they are asked."""
MINUTES = 10  # for one piece (E)

Risk = Literal["high", "raised", "low"]
RISKS: tuple[Risk, ...] = ("high", "raised", "low")


def horizon(years: int | None) -> Horizon:
    """The coarse band of a number of years from now; None = not known."""
    if years is None:
        return "unknown"
    return next((band for band, upper in UPPER.items() if upper is not None and years <= upper), "far")


def coarse(years: int | None) -> int | None:
    """The upper end of the band: 2 → 3, 5 → 10, 20 → 50."""
    return UPPER[horizon(years)]


def written(texts: Mapping[str, str], nothing: Collection[str]) -> tuple[str, ...]:
    """The pieces that are done: something is written, or somebody said that there is nothing to say."""
    return tuple(part for part in PARTS if texts.get(part, "").strip() or part in nothing)


@dataclass(frozen=True, slots=True)
class LoneTask:
    """A task without a substitute; `pieces` of its notebook are written. `office` is empty where none is known."""

    name: str
    office: str
    horizon: Horizon
    pieces: int = 0
    key: str = ""

    @property
    def is_written(self) -> bool:
        """Its notebook is complete."""
        return self.pieces >= len(PARTS)

    @property
    def risk(self) -> Risk:
        """What would be lost how soon; a complete notebook lowers it by one level (E)."""
        level = {"soon": 0, "later": 1, "unknown": 1, "far": 2}[self.horizon]
        return RISKS[min(level + self.is_written, len(RISKS) - 1)]


def at_risk_first(tasks: Iterable[LoneTask]) -> list[LoneTask]:
    """Highest risk first, then by time, office and name."""
    return sorted(tasks, key=lambda t: (RISKS.index(t.risk), HORIZONS.index(t.horizon), t.office, t.name))


def by_office(tasks: Iterable[LoneTask]) -> dict[str, dict[Horizon, tuple[str, ...]]]:
    """Office → band → names of the tasks that stop; offices in alphabetical order, only those with tasks."""
    found: dict[str, dict[Horizon, tuple[str, ...]]] = {}
    for task in sorted(tasks, key=lambda t: (t.office, t.name)):
        bands = found.setdefault(task.office, dict.fromkeys(HORIZONS, ()))
        bands[task.horizon] += (task.name,)
    return found
