"""One project: its sheet, what it brought, and how it goes."""

from typing import Any

from django.contrib import messages
from django.db.models import Exists
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from fahrwasser.core.agenda.catalogue.projects import base_of
from fahrwasser.web.accounts.access import Member, needs
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.agenda import actions
from fahrwasser.web.agenda.measure_sheet import sheet_of
from fahrwasser.web.agenda.measured import measured_by_project
from fahrwasser.web.agenda.models import Invoice, Progress, StepDone, Version
from fahrwasser.web.agenda.names import goal_of
from fahrwasser.web.agenda.project_money import project_money
from fahrwasser.web.agenda.reading import Plan, plan_of
from fahrwasser.web.agenda.review import entry_words
from fahrwasser.web.agenda.screens import ProgressScreen
from fahrwasser.web.agenda.steps import SMALL
from fahrwasser.web.agenda.studies import reasons_of, studies_of
from fahrwasser.web.agenda.views.common import by
from fahrwasser.web.agenda.views.plan import current_plan, rights

ENTERED = (
    "state",
    "started_on",
    "finished_on",
    "days_spent",
    "euros_spent",
    "minutes_per_case",
    "note",
)


@needs(Right.SEE_PLAN)
def project(request: HttpRequest, project: str) -> HttpResponse:
    """The project's page; POST enters how it goes. ≤ 12 queries."""
    member = by(request)
    plan, is_in_plan = plan_with(member, project)
    row = _entry(member, project)
    form = None
    if request.method == "POST":
        member.require(Right.PLAN)
        form = ProgressScreen(request.POST, is_billed=_is_billed(row))
        if form.is_valid():
            try:
                actions.progress(member, project, _entered(form), seen=form.cleaned_data["seen"])
            except actions.ChangedMeanwhile:
                row = _entry(member, project)
                form = _shown_again(request, row)
            else:
                messages.success(request, _("Saved. The next plan starts from it."))
                return redirect("agenda_going")
    elif member.may(Right.PLAN):
        form = ProgressScreen(initial=_initial(row), is_billed=_is_billed(row))
    page = _page(member, plan, project, row)
    page |= {"form": form, "can_change": is_in_plan, "page_error": request.method == "POST"}
    return render(request, "agenda/project.html", page, status=422 if request.method == "POST" else 200)


def plan_with(member: Member, project: str) -> tuple[Plan, bool]:
    """The plan of today; for what is done since, the newest version that still knows it. 404 when none does."""
    plan = current_plan(member)
    if project in plan.projects:
        return plan, True
    kept = Version.objects.of(member.municipality).filter(facts__projects__has_key=project)
    version = kept.newest_first().first()
    if version is None:
        raise Http404
    return plan_of(version), False


def _page(member: Member, plan: Plan, project: str, row: Progress | None) -> dict[str, Any]:
    town, today = member.municipality, timezone.localdate()
    measured = measured_by_project(town, [project], [row] if row else []).get(base_of(project), ())
    finished = StepDone.objects.of(town).filter(state="done", step__startswith=SMALL).values_list("step", flat=True)
    done = frozenset(step.removeprefix(SMALL) for step in finished)
    known = plan.instance.by_id.get(project)
    money = project_money(town, project, known.cost_once if known else 0.0, today)
    funding = [programme.name for programme in money["programmes"] if not programme.is_expired]
    return {
        "project": project,
        "heading": plan.title(project),
        "lead": goal_of(plan, project),
        "sheet": sheet_of(plan, project, row, measured, (done, funding, today)),
        "reasons": reasons_of(plan, project, studies_of(town, plan.version)),
        **money,
        **rights(member),
    }


def _entry(member: Member, project: str) -> Progress | None:
    """How it goes, with »is there a bill?«; 1 query."""
    town = member.municipality
    bills = Invoice.objects.of(town).filter(project=project)
    return Progress.objects.of(town).filter(project=project).annotate(is_billed=Exists(bills)).first()


def _is_billed(row: Progress | None) -> bool:
    return bool(row and row.is_billed)  # type: ignore[attr-defined]


def _entered(form: ProgressScreen) -> actions.State:
    values: dict[str, Any] = {key: form.cleaned_data.get(key) for key in ENTERED}
    return actions.State(**{**values, "days_spent": values["days_spent"] or 0})


def _shown_again(request: HttpRequest, row: Progress | None) -> ProgressScreen:
    """Nothing that was typed is lost: it stands in the form, which now knows of the other change."""
    again = request.POST.copy()
    again["seen"] = str(row.revision if row else 0)
    form = ProgressScreen(again, is_billed=_is_billed(row))
    form.is_valid()
    words = _(
        "Somebody else has changed this project in the meantime. It now says: %(now)s. Your entries are still below; "
        "save once more if they shall count."
    )
    form.add_error(None, words % {"now": entry_words(row)})
    return form


def _initial(row: Progress | None) -> dict[str, Any]:
    if row is None:
        return {"state": Progress.State.PLANNED, "seen": 0}
    entered = {key: getattr(row, key) for key in ENTERED}
    return {**entered, "days_spent": row.days_spent or None, "seen": row.revision}  # nobody has entered a zero
