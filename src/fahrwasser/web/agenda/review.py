"""Planned against actual, and what is entered of one project, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fahrwasser.web.agenda.models import Progress
from fahrwasser.web.agenda.reading import Plan
from fahrwasser.web.ui.templatetags.ui import euro, number


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One project: what was planned, what came."""

    project: str
    title: str
    planned: str
    actual: str
    days: str
    spent: str
    state: str
    note: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of a project."""

    label: str
    value: str
    origin: str = ""


def review_rows(plan: Plan, progress: Mapping[str, Progress]) -> list[ReviewRow]:
    """In the order of the plan; a project without an entry is »planned«."""
    return [_row(plan, project, progress.get(project)) for project in plan.in_order()]


def _row(plan: Plan, project: str, row: Progress | None) -> ReviewRow:
    return ReviewRow(
        project=project,
        title=plan.title(project),
        planned=plan.period(project),
        actual=actual_words(row),
        days=number(plan.instance.by_id[project].person_days, 1),
        spent=number(row.days_spent, 1) if row and row.days_spent else "–",
        state=state_word(row.state if row else Progress.State.PLANNED),
        note=row.note if row else "",
    )


def actual_words(row: Progress | None) -> str:
    """When it began and was finished, as entered."""
    begun = date_format(row.started_on, "SHORT_DATE_FORMAT") if row and row.started_on else ""
    finished = date_format(row.finished_on, "SHORT_DATE_FORMAT") if row and row.finished_on else ""
    if begun and finished and begun != finished:
        return _("%(start)s to %(end)s") % {"start": begun, "end": finished}
    if begun and not finished:
        return _("since %(day)s") % {"day": begun}
    return finished or "–"


def state_word(state: str) -> str:
    """As the Navigator says."""
    return {
        Progress.State.PLANNED.value: _("planned"),
        Progress.State.NEXT.value: _("up next"),
        Progress.State.RUNNING.value: _("running"),
        Progress.State.DONE.value: _("done"),
        Progress.State.STOPPED.value: _("stopped"),
    }[str(state)]


def entry_words(row: Progress | None) -> str:
    """What is entered, in one line: »running, since 04.01.2027, 3 days, 250 €«."""
    if row is None:
        return state_word(Progress.State.PLANNED)
    parts = [state_word(row.state), actual_words(row) if row.started_on or row.finished_on else ""]
    if row.days_spent:
        parts.append(_("%(days)s days") % {"days": number(row.days_spent, 1)})
    if row.euros_spent is not None:
        parts.append(euro(row.euros_spent))
    return ", ".join(part for part in [*parts, row.note] if part)
