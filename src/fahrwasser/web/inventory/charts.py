"""Bars drawn on the server: geometry as numbers, so that the template only prints. The table stands beside them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fahrwasser.core.words import rough
from fahrwasser.web.ui.templatetags.ui import span

WIDTH, LABELS, ROW, BAR = 720, 300, 34, 18
MOST = 12  # bars; the table has all
CHARACTERS = 38  # of a label


@dataclass(frozen=True, slots=True)
class Hours:
    """One service with its hours a year and where they come from."""

    name: str
    low: float
    likely: float
    high: float
    origin: str

    @classmethod
    def roughly(cls, name: str, low: float, likely: float, high: float, origin: str) -> "Hours":
        """Estimates with two leading digits, so that they do not look exact; counts stay as they are."""
        if origin in ("measured", "counted"):
            return cls(name, low, likely, high, origin)
        return cls(name, rough(low), likely, rough(high), origin)


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: solid up to the low end, lighter up to the high end; the words stand behind it."""

    label: str
    text: str
    y: int
    baseline: int
    solid: int
    whole: int
    text_x: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars with the size of the drawing."""

    bars: tuple[Bar, ...]
    width: int
    height: int
    start: int
    bar_height: int


def hour_bars(rows: Sequence[Hours]) -> Chart:
    """The services with most hours as bars; widths share one scale. Raises nothing for an empty list."""
    chosen = sorted(rows, key=lambda row: (-row.likely, row.name))[:MOST]
    room = WIDTH - LABELS - 130
    top = max((row.high for row in chosen), default=0.0) or 1.0
    bars = [
        Bar(
            label=_short(row.name),
            text=span(row.low, row.high),
            y=n * ROW,
            baseline=n * ROW + BAR - 4,
            solid=max(1, round(row.low / top * room)),
            whole=max(2, round(row.high / top * room)),
            text_x=LABELS + max(2, round(row.high / top * room)) + 8,
        )
        for n, row in enumerate(chosen)
    ]
    return Chart(tuple(bars), WIDTH, max(1, len(bars)) * ROW, LABELS, BAR)


def hours_page(rows: Sequence[Hours]) -> dict[str, Any]:
    """What the template needs: the bars, the same rows as table, and the many small ones behind a fold."""
    return {"chart": hour_bars(rows), "rows": rows[:MOST], "more": rows[MOST:]}


def _short(name: str) -> str:
    return name if len(name) <= CHARACTERS else name[: CHARACTERS - 1].rstrip() + "…"
