"""»How is it going?« for Navigator and head, and the plan that was proposed because something has happened."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fahrwasser.web.accounts.access import needs
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.agenda import actions
from fahrwasser.web.agenda.digital import digital_rows, levels_of
from fahrwasser.web.agenda.going import going_of
from fahrwasser.web.agenda.measured import measured_by_project
from fahrwasser.web.agenda.models import Progress, Study, Version
from fahrwasser.web.agenda.reading import plan_of
from fahrwasser.web.agenda.replanning import notice_of
from fahrwasser.web.agenda.studies import studies_of, working_words
from fahrwasser.web.agenda.views.common import by
from fahrwasser.web.agenda.views.plan import current_plan, rights


@needs(Right.PLAN, Right.DECIDE)
def going(request: HttpRequest) -> HttpResponse:
    """Planned against actual with a light for each project. ≤ 12 queries."""
    member = by(request)
    town, plan = member.municipality, current_plan(member)
    council = Version.objects.of(town).council()
    answered_for = plan if council is None or council.pk == plan.version.pk else plan_of(council)
    progress = {row.project: row for row in Progress.objects.of(town)}
    measured = measured_by_project(town, {*answered_for.schedule, *progress}, progress.values())
    study = studies_of(town, plan.version).get(Study.Kind.REPLAN)
    page = {
        "services": digital_rows(answered_for, measured, levels_of(town, measured)),
        "going": going_of(answered_for, progress, measured, timezone.localdate()),
        "replan": notice_of(study, plan),
        "checking": working_words(study) if study else "",
        **rights(member),
    }
    return render(request, "agenda/going.html", page)


@require_POST
@needs(Right.PLAN, Right.DECIDE)
def check(request: HttpRequest) -> HttpResponse:
    """Does the plan still fit? Found out in the background."""
    try:
        actions.ask_study(by(request), current_plan(by(request)).version, Study.Kind.REPLAN)
    except actions.NotPossible:
        messages.error(request, _("There is no plan yet that could be looked at."))
    else:
        messages.success(request, _("This is being worked out now. You can go on working meanwhile."))
    return redirect("agenda_going")


@require_POST
@needs(Right.PLAN, Right.DECIDE)
def answer(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The proposed plan is taken over, or left."""
    member = by(request)
    study = get_object_or_404(Study.objects.of(member.municipality), pk=key, kind=Study.Kind.REPLAN)
    if request.POST.get("answer") != "accept":
        actions.ignore_replan(member, study)
        messages.success(request, _("The plan stays as it is."))
        return redirect("agenda_going")
    try:
        actions.accept_replan(member, study, timezone.localdate())
    except actions.NotPossible:
        messages.error(request, _("Something has changed since this was proposed. Please have it checked once more."))
        return redirect("agenda_going")
    messages.success(request, _("The new plan counts now. Better ones are being searched for."))
    return redirect("agenda")
