"""The assumptions, the plan, and changes by hand with their price."""

import uuid
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fahrwasser.core.refused import Refused
from fahrwasser.web.accounts.access import Member, needs
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.agenda import actions
from fahrwasser.web.agenda.duties import duty_choices
from fahrwasser.web.agenda.holds import hold_lines
from fahrwasser.web.agenda.models import Frame, Progress, Study, Version
from fahrwasser.web.agenda.outlook import nothing_lines
from fahrwasser.web.agenda.pages import is_searching, plan_page, stamp
from fahrwasser.web.agenda.quarters import next_quarter
from fahrwasser.web.agenda.reading import Plan, plan_of
from fahrwasser.web.agenda.replanning import notice_of
from fahrwasser.web.agenda.screens import FrameScreen
from fahrwasser.web.agenda.studies import studies_of
from fahrwasser.web.agenda.views.common import by
from fahrwasser.web.inventory.reads import current_figures
from fahrwasser.web.tenants.turns import turn
from fahrwasser.web.ui.languages import in_words

NOTHING_NEW = 204


@needs(Right.SEE_PLAN)
def agenda(request: HttpRequest) -> HttpResponse:
    """The plan; without one, the assumptions (or words, for who may not enter them). ≤ 12 queries."""
    member = by(request)
    version = Version.objects.of(member.municipality).current()
    if version is None:
        return frame(request) if may_plan(member) else render(request, "agenda/frame_missing.html")
    if request.htmx and is_searching(version) and request.GET.get("seen") == stamp(version):  # type: ignore[attr-defined]
        return HttpResponse(status=NOTHING_NEW)
    plan = plan_of(version)
    replan = notice_of(studies_of(member.municipality, version).get(Study.Kind.REPLAN), plan)
    page = plan_page(plan, nothing=nothing_lines(member, plan), holds=hold_lines(member.municipality, plan))
    late = _late(plan) if may_plan(member) else 0
    return render(request, "agenda/plan.html", {"page": page, "replan": replan, "late": late, **rights(member)})


def _late(plan: Plan) -> int:
    """How many projects should have begun of which nobody says that they run; 1 query."""
    begun = Progress.objects.of(plan.version.municipality).exclude(state__in=Progress.NOT_BEGUN)
    return len(plan.overdue(set(begun.values_list("project", flat=True)), timezone.localdate()))


@needs(Right.PLAN, Right.DECIDE)
def frame(request: HttpRequest) -> HttpResponse:
    """The assumptions of the plan, all in one form."""
    turn(request, "plan")
    member = by(request)
    town = member.municipality
    known = Frame.objects.of(town).first()
    choices, initial = duty_choices(town, known), _initial(known) or _first(member)
    sent = request.POST if request.method == "POST" else None
    form = FrameScreen(sent, today=timezone.localdate(), duties=choices, initial=initial)
    if form.is_valid() and _plan_from(member, form):
        messages.success(request, _("The first plan is there. Better ones are being searched for now."))
        return redirect("agenda")
    page = {"form": form, "page_error": form.is_bound}
    return render(request, "agenda/frame.html", page, status=422 if form.is_bound else 200)


def _plan_from(member: Member, form: FrameScreen) -> bool:
    """The assumptions are kept and the plan is made from them, or neither; then the form says why."""
    values = dict(form.cleaned_data)
    duties = frozenset(values.pop("duties", ()))
    try:
        with transaction.atomic():
            actions.make_frame(member, actions.Assumptions(duties=duties, **values))
            actions.make_proposal(member)
    except Refused as refused:
        form.add_error(None, in_words(refused))
    else:
        return True
    return False


def _initial(known: Frame | None) -> dict[str, Any]:
    if known is None:
        return {}
    return {
        "hours_per_week": known.hours_per_week,
        "budget_per_year": known.budget_per_year,
        "running_cap_per_year": known.running_cap_per_year,
        "first_quarter": known.first_quarter,
        "duties": known.confirmed_duties,
    }


def _first(member: Member) -> dict[str, Any]:
    """Suggestions: the hours of the quick check, else four; 5,000 euros a year; the next quarter."""
    figure = current_figures(member.municipality, "town").get(("town", "hours_per_week"))
    hours = figure.value.normalize() if figure and figure.value else 4
    return {"hours_per_week": hours, "budget_per_year": 5000, "first_quarter": next_quarter(timezone.localdate())}


@require_POST
@needs(Right.PLAN, Right.DECIDE)
def recalculate(request: HttpRequest) -> HttpResponse:
    """A fresh proposal from the figures of today."""
    try:
        actions.make_proposal(by(request))
    except actions.NotPossible:
        return redirect("agenda_frame")
    messages.success(request, _("The plan has been made anew."))
    return redirect("agenda")


def may_plan(member: Member) -> bool:
    """Navigator or head."""
    return member.may(Right.PLAN) or member.may(Right.DECIDE)


def rights(member: Member) -> dict[str, bool]:
    """What templates ask before they show a button."""
    return {
        "may_plan": may_plan(member),
        "may_note": member.may(Right.PLAN),
        "may_decide": member.may(Right.DECIDE),
        "may_say": member.may(Right.RECORD_OWN),
    }


def current_plan(member: Member) -> Plan:
    """The town's plan; 404 when there is none yet."""
    version = Version.objects.of(member.municipality).current()
    if version is None:
        raise Http404
    return plan_of(version)


def version_or_404(member: Member, key: uuid.UUID) -> Version:
    """A version of this town; another town's id is simply not found."""
    return get_object_or_404(Version.objects.of(member.municipality), pk=key)
