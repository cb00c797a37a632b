"""Planned against actual, and the facts of one project, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fahrwasser.web.agenda.duties import certainties
from fahrwasser.web.agenda.models import Progress
from fahrwasser.web.agenda.pages import kind_word
from fahrwasser.web.agenda.reading import Plan
from fahrwasser.web.ui.templatetags.ui import euro, number, span


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
    if begun and finished:
        return _("%(start)s to %(end)s") % {"start": begun, "end": finished}
    if begun:
        return _("since %(day)s") % {"day": begun}
    return finished or "–"


def state_word(state: str) -> str:
    """As the Navigator says."""
    return {
        Progress.State.PLANNED.value: _("planned"),
        Progress.State.NEXT.value: _("next"),
        Progress.State.RUNNING.value: _("running"),
        Progress.State.DONE.value: _("done"),
        Progress.State.STOPPED.value: _("stopped"),
    }[str(state)]


def project_facts(plan: Plan, project: str) -> list[Fact]:
    """When, how much, for what, how sure."""
    data, facts = plan.instance.by_id.get(project), plan.projects[project]
    found = [Fact(_("When"), plan.period(project) if project in plan.schedule else _("not in the plan"))]
    if project in plan.schedule:
        found.append(Fact(_("Kind"), kind_word(plan.kind(project))))
    found.append(Fact(_("Own days"), span(*facts.days, 1), facts.origin))
    if data is not None:
        found.append(Fact(_("Money once"), euro(data.cost_once), "estimated" if data.cost_once else ""))
        found.append(
            Fact(_("Running costs a year"), euro(data.cost_per_year), "estimated" if data.cost_per_year else "")
        )
    if facts.hours[1] > 0:
        found.append(Fact(_("Hours freed a year"), span(*facts.hours), facts.origin))
    if facts.duty:
        sure = certainties().get(facts.duty_certainty, "")
        found.append(Fact(_("Duty"), f"{facts.duty} ({sure})" if sure else facts.duty))
    found.append(Fact(_("Who carries it"), facts.office))
    found.append(Fact(_("Where the figures come from"), facts.source))
    return found
