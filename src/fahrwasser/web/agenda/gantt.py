"""The timeline with what really happened: planned bars, actual bars beneath, today, and what needs what.

All coordinates are strings: Django would write 1040 as »1.040« in a German page. The table beneath says the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from fahrwasser.web.agenda.models import Progress
from fahrwasser.web.agenda.quarters import Calendar
from fahrwasser.web.agenda.reading import Plan
from fahrwasser.web.agenda.review import actual_words, state_word
from fahrwasser.web.agenda.timeline import GAP, LEFT, WIDTH, Band, bands, label, px

TOP, ROW, BAR, ACTUAL = 44, 40, 18, 6
DAYS_A_QUARTER = 91.3125


@dataclass(frozen=True, slots=True)
class GanttBar:
    """One project: the planned bar, and the actual one beneath it (widths "" where there is none)."""

    project: str
    lines: tuple[tuple[str, str], ...]
    x: str
    y: str
    width: str
    kind: str
    start: int
    is_movable: bool
    actual_x: str = ""
    actual_y: str = ""
    actual_width: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything the template writes down; `step` = width of one quarter in the units of the drawing."""

    view_box: str
    height: str
    step: str
    quarters: int
    bands: Sequence[Band]
    bars: Sequence[GanttBar]
    arrows: Sequence[str]
    today_x: str
    today_label_x: str


@dataclass(frozen=True, slots=True)
class Line:
    """The same project as a line of the table."""

    project: str
    title: str
    planned: str
    actual: str
    state: str
    needs: str
    start: int
    is_movable: bool


def drawing(plan: Plan, progress: Mapping[str, Progress], today: date) -> Drawing:
    """The projects of the plan from top to bottom, as they begin."""
    order = plan.in_order()
    step = (WIDTH - LEFT - GAP) / plan.calendar.quarters
    height = TOP + ROW * len(order) + 6
    now = LEFT + _quarters_since(plan.calendar, today) * step
    is_inside = LEFT <= now <= WIDTH - GAP
    return Drawing(
        view_box=f"0 0 {WIDTH} {height}",
        height=str(height),
        step=px(step),
        quarters=plan.calendar.quarters,
        bands=bands(plan.calendar, step),
        bars=[_bar(plan, project, progress.get(project), (row, step), today) for row, project in enumerate(order)],
        arrows=_arrows(plan, order, step),
        today_x=px(now) if is_inside else "",
        today_label_x=px(min(now + 5, WIDTH - 60)),
    )


def _bar(plan: Plan, project: str, row: Progress | None, place: tuple[int, float], today: date) -> GanttBar:
    number, step = place
    top, start = TOP + ROW * number, plan.schedule[project]
    x = LEFT + (start - 1) * step + 1
    begun, finished = (row.started_on, row.finished_on) if row else (None, None)
    actual_x = actual_width = ""
    if begun is not None:
        left = _within(plan.calendar, begun, step)
        right = _within(plan.calendar, finished or max(today, begun), step)
        actual_x, actual_width = px(left), px(max(right - left, 4))
    return GanttBar(
        project=project,
        lines=label(plan.title(project), top + BAR / 2 + 5),
        x=px(x),
        y=px(top),
        width=px((plan.end(project) - start + 1) * step - 3),
        kind=plan.kind(project),
        start=start,
        is_movable=is_movable(row),
        actual_x=actual_x,
        actual_y=px(top + BAR + 2),
        actual_width=actual_width,
    )


def is_movable(row: Progress | None) -> bool:
    """What runs or has ended keeps its begin."""
    return row is None or row.state in Progress.NOT_BEGUN


def _within(calendar: Calendar, day: date, step: float) -> float:
    return min(max(LEFT + _quarters_since(calendar, day) * step, LEFT), WIDTH - GAP)


def _quarters_since(calendar: Calendar, day: date) -> float:
    return (day - calendar.first).days / DAYS_A_QUARTER


def _arrows(plan: Plan, order: Sequence[str], step: float) -> list[str]:
    """From the end of what is needed to the begin of what needs it, as paths of right angles."""
    rows = {project: number for number, project in enumerate(order)}
    paths = []
    for project in order:
        for need in needs_of(plan, project):
            x1, y1 = LEFT + plan.end(need) * step - 2, TOP + ROW * rows[need] + BAR / 2
            x2, y2 = LEFT + (plan.schedule[project] - 1) * step + 1, TOP + ROW * rows[project] + BAR / 2
            paths.append(f"M{px(x1)} {px(y1)}H{px(x1 + 6)}V{px(y2)}H{px(x2)}")
    return paths


def needs_of(plan: Plan, project: str) -> list[str]:
    """Chosen projects that have to be finished before."""
    groups = plan.instance.by_id[project].prerequisites
    return [need for group in groups for need in group if need in plan.schedule]


def lines_of(plan: Plan, progress: Mapping[str, Progress]) -> list[Line]:
    """The drawing as a table."""
    found = []
    for project in plan.in_order():
        row = progress.get(project)
        needs = ", ".join(plan.title(need) for need in needs_of(plan, project))
        found.append(
            Line(
                project=project,
                title=plan.title(project),
                planned=plan.period(project),
                actual=actual_words(row),
                state=state_word(row.state if row else Progress.State.PLANNED),
                needs=needs or _("nothing"),
                start=plan.schedule[project],
                is_movable=is_movable(row),
            )
        )
    return found
