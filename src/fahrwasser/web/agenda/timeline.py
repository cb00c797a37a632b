"""The plan as a drawing: one bar a project, labelled in place. Texts for SVG only; the table beneath says the same.

All coordinates are strings: Django would write 1040 as »1.040« in a German page.
"""

from dataclasses import dataclass
from textwrap import wrap

from fahrwasser.web.agenda.quarters import Calendar

WIDTH, LEFT, TOP, ROW, BAR = 1040, 330, 44, 44, 26
LABEL_CHARACTERS = 40
NOTE_WIDTH_PER_CHARACTER = 6.6
GAP = 10


@dataclass(frozen=True, slots=True)
class BarInput:
    """One project to draw. `kind`: relief, duty or base; quarters are 1-based and inclusive."""

    title: str
    start: int
    end: int
    kind: str
    note: str
    is_uncertain: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """The ground of one calendar year."""

    x: str
    width: str
    label: str
    label_x: str
    shade: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One drawn line; `lines` is the title in one or two lines with their heights."""

    lines: tuple[tuple[str, str], ...]
    x: str
    y: str
    width: str
    kind: str
    note: str
    note_x: str
    note_y: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything the template writes down."""

    view_box: str
    height: str
    bands: tuple[Band, ...]
    bars: tuple[Bar, ...]


def draw(calendar: Calendar, bars: tuple[BarInput, ...]) -> Timeline:
    """Lays the bars out from top to bottom in the given order."""
    height = TOP + ROW * len(bars) + 6
    step = (WIDTH - LEFT - GAP) / calendar.quarters
    return Timeline(
        view_box=f"0 0 {WIDTH} {height}",
        height=str(height),
        bands=tuple(bands(calendar, step)),
        bars=tuple(_bar(bar, TOP + ROW * row, step) for row, bar in enumerate(bars)),
    )


def bands(calendar: Calendar, step: float) -> list[Band]:
    """The ground of every year; `step` = width of a quarter."""
    found: list[Band] = []
    start = 1
    while start <= calendar.quarters:
        end = min(start + 4 - calendar.quarter_of_year(start), calendar.quarters)
        x = LEFT + (start - 1) * step
        width = (end - start + 1) * step
        year = str(calendar.year(start)) if width > 50 else ""
        found.append(Band(px(x), px(width), year, px(x + 8), str(len(found) % 2)))
        start = end + 1
    return found


def _bar(bar: BarInput, top: float, step: float) -> Bar:
    x = LEFT + (bar.start - 1) * step + 1
    width = (bar.end - bar.start + 1) * step - 3
    middle = top + BAR / 2 + 5
    note_width = len(bar.note) * NOTE_WIDTH_PER_CHARACTER
    if x + width + GAP + note_width <= WIDTH:
        note, note_x, anchor = bar.note, x + width + GAP, "start"
    elif x - GAP - note_width >= LEFT:
        note, note_x, anchor = bar.note, x - GAP, "end"
    else:
        note, note_x, anchor = "", 0.0, "start"
    return Bar(
        lines=label(bar.title, middle),
        x=px(x),
        y=px(top),
        width=px(width),
        kind=f"{bar.kind} uncertain" if bar.is_uncertain else bar.kind,
        note=note,
        note_x=px(note_x),
        note_y=px(middle),
        anchor=anchor,
    )


def label(title: str, middle: float) -> tuple[tuple[str, str], ...]:
    """The title in one or two lines around a height."""
    lines = wrap(title, LABEL_CHARACTERS, max_lines=2, placeholder=" …")
    if len(lines) == 1:
        return ((lines[0], px(middle)),)
    return tuple((line, px(middle - 8 + 17 * i)) for i, line in enumerate(lines))


def px(value: float) -> str:
    """A length as SVG writes it."""
    return f"{value:.1f}"
