"""Bars drawn on the server: geometry as numbers, so that the template only prints. The table stands beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

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
    key: str = ""


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


def _short(name: str) -> str:
    return name if len(name) <= CHARACTERS else name[: CHARACTERS - 1].rstrip() + "…"
