"""Need against posts in ten years as a drawing; the table beneath says the same. Coordinates are strings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fahrwasser.core.agenda.staff_ranges import StaffRangeYear
from fahrwasser.core.costing.ranges import Range
from fahrwasser.web.ui.templatetags.ui import number

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 320, 44, 16, 16, 28
BAR = 22
MARKS = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """Who leaves in one year, with the year beneath."""

    x: str
    y: str
    height: str
    label: str
    label_x: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One line of the scale."""

    y: str
    text_y: str
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Areas are ranges, lines the likely values; `points` as SVG writes them."""

    view_box: str
    bar_width: str
    left: str
    width: str
    label_y: str
    marks: tuple[Mark, ...]
    bars: tuple[Bar, ...]
    stock: str
    stock_area: str
    need: str
    need_with_plan: str
    need_area: str


def draw(years: Sequence[StaffRangeYear]) -> Chart:
    """All years on one scale that begins at zero."""
    top = max(max(year.need_without_plan, year.stock.high, year.need_with_plan.high) for year in years) * 1.05
    step = (WIDTH - LEFT - RIGHT) / len(years)

    def x(index: int) -> float:
        return LEFT + (index + 0.5) * step

    def y(posts: float) -> float:
        return TOP + (1 - max(0.0, posts) / top) * (HEIGHT - TOP - BOTTOM)

    def line(value: Callable[[StaffRangeYear], float]) -> str:
        return " ".join(f"{x(n):.1f},{y(value(year)):.1f}" for n, year in enumerate(years))

    def area(value: Callable[[StaffRangeYear], Range]) -> str:
        there = [f"{x(n):.1f},{y(value(year).high):.1f}" for n, year in enumerate(years)]
        back = [f"{x(n):.1f},{y(value(year).low):.1f}" for n, year in enumerate(years)]
        return " ".join([*there, *reversed(back)])

    return Chart(
        view_box=f"0 0 {WIDTH} {HEIGHT}",
        bar_width=str(BAR),
        left=str(LEFT),
        width=str(WIDTH - LEFT - RIGHT),
        label_y=str(HEIGHT - 8),
        marks=tuple(_mark(top * n / MARKS, y(top * n / MARKS)) for n in range(MARKS + 1)),
        bars=tuple(_bar(x(n), y(year.leave.likely), y(0), str(year.year)) for n, year in enumerate(years)),
        stock=line(lambda year: year.stock.likely),
        stock_area=area(lambda year: year.stock),
        need=line(lambda year: year.need_without_plan),
        need_with_plan=line(lambda year: year.need_with_plan.likely),
        need_area=area(lambda year: year.need_with_plan),
    )


def _mark(posts: float, y: float) -> Mark:
    return Mark(f"{y:.1f}", f"{y + 5:.1f}", number(posts))


def _bar(middle: float, top: float, ground: float, label: str) -> Bar:
    return Bar(f"{middle - BAR / 2:.1f}", f"{top:.1f}", f"{max(1.0, ground - top):.1f}", label, f"{middle:.1f}")
