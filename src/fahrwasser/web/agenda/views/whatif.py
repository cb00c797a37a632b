"""What if time and money were different, and how sure the plan is: pages that ask for further plans."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fahrwasser.core.agenda.catalogue.adjustments import still_held
from fahrwasser.core.refused import Refused
from fahrwasser.web.accounts.access import needs
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.agenda import actions
from fahrwasser.web.agenda.changes import Change
from fahrwasser.web.agenda.grants import OfferedGrant, offered_grant
from fahrwasser.web.agenda.models import Frame, Study, Version
from fahrwasser.web.agenda.planning import frame_value
from fahrwasser.web.agenda.project_money import programmes_for
from fahrwasser.web.agenda.quarters import Calendar
from fahrwasser.web.agenda.studies import draws_lead, groups_of, studies_of, working_words
from fahrwasser.web.agenda.views.common import by
from fahrwasser.web.agenda.views.plan import current_plan, rights
from fahrwasser.web.agenda.whatif_screen import WhatIfScreen, entered
from fahrwasser.web.ui.languages import in_words

NOTHING_NEW = 204


@needs(Right.PLAN, Right.DECIDE)
def what_if(request: HttpRequest) -> HttpResponse:
    """Hours, money, a grant, a shared post, fewer hands: the answer is another plan beside today's."""
    member = by(request)
    frame = Frame.objects.of(member.municipality).first()
    if frame is None:
        return redirect("agenda_frame")
    known = frame_value(frame)
    calendar = Calendar(frame.first_quarter, frame.quarters)
    holding = still_held(known.adjustments, calendar.first_open(timezone.localdate()))
    values = entered(known.hours_per_week, known.budget_per_year, holding)
    if request.method != "POST":
        grant = _grant(request, calendar, values.get("grant_eur"))
        values |= {"grant_eur": grant.amount, "grant_quarter": grant.quarter} if grant else {}
        page = {"form": WhatIfScreen(initial=values, calendar=calendar), "grant": grant}
        return render(request, "agenda/whatif.html", page)
    form = WhatIfScreen(request.POST, initial=values, calendar=calendar)
    if form.is_valid():
        try:
            trial = actions.draft_change(member, Change(whatif=form.value()))
        except Refused as refused:
            form.add_error(None, in_words(refused))
        else:
            return redirect("plan_trial", trial.pk)
    return render(request, "agenda/whatif.html", {"form": form, "page_error": True}, status=422)


def _grant(request: HttpRequest, calendar: Calendar, before: int | None) -> OfferedGrant | None:
    """What a link from the page of a project asks for; None for anything that is not (any more) on offer."""
    key, project = request.GET.get("foerderung", ""), request.GET.get("projekt", "")
    if not key or not project:
        return None
    member, today = by(request), timezone.localdate()
    offers = programmes_for(member.municipality, today)
    return offered_grant(current_plan(member), offers, (key, project), (calendar, before, today))


@needs(Right.SEE_PLAN)
def how_sure(request: HttpRequest) -> HttpResponse:
    """Robust core, depends on, rather not; POST has the thirty draws made. ≤ 12 queries."""
    member = by(request)
    plan = current_plan(member)
    if request.method == "POST":
        return _ask(request, plan.version, Study.Kind.ROBUST, "agenda_sure")
    study = studies_of(member.municipality, plan.version).get(Study.Kind.ROBUST)
    seen = f"{study.state}.{study.done}" if study else ""
    if request.htmx and study and study.is_working and request.GET.get("seen") == seen:  # type: ignore[attr-defined]
        return HttpResponse(status=NOTHING_NEW)
    page: dict[str, Any] = {
        "study": study,
        "seen": seen,
        "has_plan": bool(plan.schedule),
        "is_working": study is not None and study.is_working,
        "state": working_words(study) if study else "",
        **rights(member),
    }
    if study is not None and study.result:
        page |= {"groups": groups_of(plan, study), "lead": draws_lead(study)}
    return render(request, "agenda/sure.html", page)


@require_POST
@needs(Right.PLAN, Right.DECIDE)
def work_out(request: HttpRequest, project: str) -> HttpResponse:
    """The reasons of the whole plan are worked out; the page of the project shows them."""
    plan = current_plan(by(request))
    if project not in plan.projects:
        raise Http404
    return _ask(request, plan.version, Study.Kind.REASONS, "project", project)


def _ask(request: HttpRequest, version: Version, kind: str, *back: str) -> HttpResponse:
    try:
        actions.ask_study(by(request), version, kind)
    except actions.NotPossible:
        messages.error(request, _("There is no plan yet that could be looked at."))
    else:
        messages.success(request, _("This is being worked out now. You can go on working meanwhile."))
    return redirect(*back)
