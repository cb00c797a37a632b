"""Bars of a comparison as geometry, so that the template only prints; the table beneath says the same."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from fahrwasser.core.costing.comparison.draws import Spread
from fahrwasser.core.words import rough
from fahrwasser.web.ui.templatetags.ui import euro, span

WIDTH, LABELS, NUMBERS, ROW, BAR, TOP = 900, 160, 240, 40, 20, 6


@dataclass(frozen=True, slots=True)
class WayBar:
    """One way to draw: its name, its spread, and how many costs and benefits are missing in it."""

    name: str
    spread: Spread
    unknown_costs: int
    unknown_benefits: int


@dataclass(frozen=True, slots=True)
class Bar:
    """From the tenth to the ninetieth of a hundred; the mark is the middle one. Strings, or Django adds dots."""

    label: str
    text: str
    y: str
    baseline: str
    x: str
    width: str
    middle: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars with the size of the drawing; `zero` is where nothing is paid."""

    view_box: str
    height: str
    zero: str
    text_x: str
    bars: tuple[Bar, ...]
    words: str


def draw(ways: Sequence[WayBar]) -> Chart:
    """All ways on one scale that holds zero."""
    low = min(0.0, *(way.spread.p10 for way in ways))
    high = max(1.0, *(way.spread.p90 for way in ways))
    room = WIDTH - LABELS - NUMBERS

    def at(euros: float) -> float:
        return LABELS + (euros - low) / (high - low) * room

    height = TOP + ROW * len(ways)
    bars = tuple(_bar(way, TOP + ROW * n, at(way.spread.p10), at(way.spread.p90), at(way.spread.p50))
                 for n, way in enumerate(ways))  # fmt: skip
    words = "; ".join(f"{bar.label}: {bar.text}" for bar in bars)
    return Chart(f"0 0 {WIDTH} {height}", str(height), _px(at(0.0)), _px(LABELS + room + 12), bars, words)


def _bar(way: WayBar, top: int, left: float, right: float, middle: float) -> Bar:
    return Bar(
        label=way.name,
        text=spread_words(way),
        y=str(top),
        baseline=str(top + BAR - 5),
        x=_px(left),
        width=_px(max(2.0, right - left)),
        middle=_px(middle - 1.5),
    )


def spread_words(way: WayBar) -> str:
    """»12.000 to 19.000 €«; with an unknown cost »at least …«; an unknown benefit leaves it open."""
    unknown = way.unknown_costs + way.unknown_benefits
    values = {"euros": euro(rough(way.spread.p10)), "count": unknown}
    if way.unknown_benefits:
        return _("open (%(count)s unknown)") % values
    if unknown:
        return _("at least %(euros)s (%(count)s unknown)") % values
    return f"{span(rough(way.spread.p10), rough(way.spread.p90))}\N{NO-BREAK SPACE}€"


def _px(value: float) -> str:
    return f"{value:.1f}"
