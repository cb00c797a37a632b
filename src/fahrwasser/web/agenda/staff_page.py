"""What the head's page of the staff outlook says: counts and names of tasks; curves only for larger towns.

No query beyond the three it names, no name of a person, no age; one or two posts are never counted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fahrwasser.core.agenda.papers.shapes import Column, Table
from fahrwasser.core.agenda.staff import StaffAssumptions
from fahrwasser.core.agenda.staff_ranges import (
    HORIZON_YEARS,
    Count,
    StaffRanges,
    StaffRangeYear,
    sayable,
    staff_ranges,
)
from fahrwasser.core.costing.ranges import Range
from fahrwasser.core.inventory.knowledge import HORIZONS, PARTS, LoneTask, at_risk_first, by_office
from fahrwasser.core.inventory.risk import POST_HOURS
from fahrwasser.core.words import rough
from fahrwasser.web.agenda.reading import Plan
from fahrwasser.web.agenda.staff_chart import Chart, draw
from fahrwasser.web.agenda.staffing import posts_of
from fahrwasser.web.agenda.tables import ShownTable, shown
from fahrwasser.web.inventory.notebooks import lone_tasks
from fahrwasser.web.inventory.screens import HORIZON_NAMES, RISK_NAMES
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.ui.templatetags.ui import number, span

YEARS = 10


@dataclass(frozen=True, slots=True)
class StaffPage:
    """Everything the template writes down; `chart` only for larger towns."""

    lead: str
    tasks: Sequence[Mapping[str, Any]]
    offices: Sequence[Mapping[str, Any]]
    leaving: ShownTable | None
    relief: ShownTable | None
    chart: Chart | None
    notes: Sequence[str]


def staff_page(town: Municipality, plan: Plan | None, given: StaffAssumptions, today: date) -> StaffPage:
    """The page under these assumptions; 3 queries."""
    tasks = [lone for _task, lone in lone_tasks(town)]
    first = plan.calendar.year(1) if plan and plan.schedule else today.year + 1
    relief = relief_by_year(plan, first) if plan and plan.schedule else [Range.exactly(0.0)] * YEARS
    found = staff_ranges(posts_of(town), first, relief, given)
    return StaffPage(
        lead=_lead(found, tasks),
        tasks=_tasks(tasks),
        offices=_offices(tasks),
        leaving=shown(_leaving(found, relief)) if found else None,
        relief=shown(_relief(relief, first)) if plan and plan.schedule else None,
        chart=draw(found.years) if found and not found.is_small else None,
        notes=_notes(found, plan),
    )


def relief_by_year(plan: Plan, first: int) -> list[Range]:
    """Hours the plan frees in each of ten calendar years; after its last quarter everything goes on as then."""
    begin = plan.calendar.quarter_of(date(first, 1, 1))
    return [_relief_of(plan, begin + 4 * year) for year in range(YEARS)]


def _relief_of(plan: Plan, quarter: int) -> Range:
    low = likely = high = 0.0
    for project in plan.schedule:
        share = sum(plan.end(project) < q for q in range(quarter, quarter + 4)) / 4
        hours = plan.instance.by_id[project].hours_per_year
        ends = plan.projects[project].hours if project in plan.projects else (hours, hours)
        low, likely, high = (
            low + share * min(ends[0], hours),
            likely + share * hours,
            high + share * max(ends[1], hours),
        )
    return Range(low, likely, high)


def _lead(found: StaffRanges | None, tasks: Sequence[LoneTask]) -> str:
    at_risk = sum(task.risk == "high" for task in tasks)
    words = ngettext("%(n)s task has no substitute", "%(n)s tasks have no substitute", len(tasks)) % {"n": len(tasks)}
    lost = ngettext(
        "the knowledge of %(n)s is at high risk", "the knowledge of %(n)s of them is at high risk", at_risk
    ) % {"n": at_risk}
    sentence = f"{words}; {lost}." if at_risk else f"{words}."
    if found is None:
        return sentence
    leaving = _count(sayable(found.years[-1].leave_so_far))
    posts = _("Of %(posts)s posts %(leaving)s become vacant within ten years (estimated).")
    return f"{posts % {'posts': number(found.posts, 1), 'leaving': leaving}} {sentence}"


def _count(count: Count) -> str:
    if count.high is None:
        return _("fewer than three")
    if count.low is None:
        return _("up to %(n)s") % {"n": count.high}
    return span(count.low, count.high)


def _tasks(tasks: Sequence[LoneTask]) -> list[dict[str, Any]]:
    return [
        {
            "pk": task.key,
            "name": task.name,
            "office": task.office or "–",
            "when": HORIZON_NAMES[task.horizon],
            "notebook": _("%(n)s of %(total)s pieces") % {"n": task.pieces, "total": len(PARTS)},
            "risk": RISK_NAMES[task.risk],
            "is_high": task.risk == "high",
        }
        for task in at_risk_first(tasks)
    ]


def _offices(tasks: Sequence[LoneTask]) -> list[dict[str, Any]]:
    return [
        {
            "name": office or _("no office named"),
            "bands": [{"when": HORIZON_NAMES[band], "tasks": bands[band]} for band in HORIZONS if bands[band]],
        }
        for office, bands in by_office(tasks).items()
    ]


def _leaving(found: StaffRanges, relief: Sequence[Range]) -> Table:
    return _small(found, relief) if found.is_small else _large(found)


def _small(found: StaffRanges, relief: Sequence[Range]) -> Table:
    """Three and ten years; hours follow from the count, so they are hidden with it."""
    columns = (
        Column(_("Until the end of")),
        Column(_("posts that become vacant"), "right"),
        Column(_("hours a year without anybody"), "right"),
        Column(_("hours a year the plan frees"), "right"),
    )
    rows = []
    for years in HORIZON_YEARS:
        year, freed = found.years[years - 1], relief[years - 1]
        count = sayable(year.leave_so_far)
        lost = "–" if count.low is None else _hours(_lost(found, year))
        rows.append((str(year.year), _count(count), lost, _hours(freed)))
    note = _("One or two posts are not counted: everybody would know who is meant.")
    return Table(_("Who leaves, and what the plan wins back"), columns, tuple(rows), note=note)


def _lost(found: StaffRanges, year: StaffRangeYear) -> Range:
    """Hours of the posts that nobody has filled again."""
    return Range(*(max(0.0, found.posts - posts) * POST_HOURS for posts in (year.stock.high, year.stock.likely,
                                                                           year.stock.low)))  # fmt: skip


def _large(found: StaffRanges) -> Table:
    columns = (
        Column(_("Year")),
        Column(_("leaving"), "right"),
        Column(_("posts filled"), "right"),
        Column(_("needed without the plan"), "right"),
        Column(_("needed with the plan"), "right"),
        Column(_("missing without the plan"), "right"),
        Column(_("missing with the plan"), "right"),
    )
    rows = tuple(
        (
            str(year.year),
            _posts(year.leave),
            _posts(year.stock),
            number(year.need_without_plan, 1),
            _posts(year.need_with_plan),
            _posts(year.gap_without_plan),
            _posts(year.gap_with_plan),
        )
        for year in found.years
    )
    note = _("Posts at the end of each year, low to high. All of it is estimated from age bands and your assumptions.")
    return Table(_("Need against posts in ten years"), columns, rows, note=note)


def _relief(relief: Sequence[Range], first: int) -> Table:
    columns = (Column(_("Year")), Column(_("hours freed"), "right"), Column(_("in posts"), "right"))
    rows = tuple(
        (str(first + index), _hours(hours), _posts(hours.times(1 / POST_HOURS))) for index, hours in enumerate(relief)
    )
    note = _("Freed hours are no money: they are time for what would stay undone. All of it is estimated.")
    return Table(_("What the plan wins back"), columns, rows, note=note)


def _hours(hours: Range) -> str:
    return span(rough(hours.low), rough(hours.high))


def _posts(posts: Range) -> str:
    return span(posts.low, posts.high, 1)


def _notes(found: StaffRanges | None, plan: Plan | None) -> list[str]:
    notes = []
    if found is None:
        notes.append(_("Fewer than three posts are recorded: there is nothing that could be said of them here."))
    elif found.is_estimate:
        notes.append(_("No ages are recorded: we assume that three of ten posts become vacant in ten years."))
    if plan is None or not plan.schedule:
        notes.append(_("There is no plan yet: nothing is won back."))
    return notes
