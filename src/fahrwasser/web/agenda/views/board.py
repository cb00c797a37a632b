"""The board and the timeline: move a card, set a begin."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fahrwasser.core.refused import Refused
from fahrwasser.web.accounts.access import needs
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.agenda import actions
from fahrwasser.web.agenda.board import COLUMNS, board_lead, columns_of
from fahrwasser.web.agenda.changes import Change, HoldChange
from fahrwasser.web.agenda.gantt import drawing, is_movable, lines_of
from fahrwasser.web.agenda.models import Hold, Progress, Study
from fahrwasser.web.agenda.names import is_known, name_of
from fahrwasser.web.agenda.replanning import notice_of
from fahrwasser.web.agenda.review import state_word
from fahrwasser.web.agenda.studies import studies_of
from fahrwasser.web.agenda.views.common import by
from fahrwasser.web.agenda.views.plan import current_plan, rights
from fahrwasser.web.ui.languages import in_words


@needs(Right.SEE_PLAN)
def board(request: HttpRequest) -> HttpResponse:
    """Every project as a card in the column of its state. ≤ 12 queries."""
    member = by(request)
    plan = current_plan(member)
    progress = {row.project: row for row in Progress.objects.of(member.municipality)}
    columns = columns_of(plan, progress, request.GET.get("karte", ""))
    study = studies_of(member.municipality, plan.version).get(Study.Kind.REPLAN)
    page = {
        "columns": columns,
        "lead": board_lead(columns),
        "replan": notice_of(study, plan),
        **rights(member),
    }
    return render(request, "agenda/board.html", page)


@require_POST
@needs(Right.PLAN)
def move(request: HttpRequest, project: str) -> HttpResponse:
    """The card is put into another column, by a button or by dragging."""
    member = by(request)
    plan = current_plan(member)
    state, seen = request.POST.get("state", ""), request.POST.get("seen", "")
    if state not in COLUMNS or not seen.isdecimal() or not is_known(project):
        raise Http404
    title = name_of(plan, project)
    try:
        actions.move(member, project, state, today=timezone.localdate(), seen=int(seen[:9]))
    except actions.ChangedMeanwhile:
        words = _(
            "Somebody else has changed »%(project)s« in the meantime. Please look where it is now and move it again."
        )
        messages.error(request, words % {"project": title})
    else:
        values = {"project": title, "state": state_word(state)}
        messages.success(request, _("»%(project)s« is now: %(state)s.") % values)
    return redirect("agenda_board")


@needs(Right.SEE_PLAN)
def timeline(request: HttpRequest) -> HttpResponse:
    """Planned and actual over the quarters, with the begin of each project to be set. ≤ 12 queries."""
    member = by(request)
    plan = current_plan(member)
    progress = {row.project: row for row in Progress.objects.of(member.municipality)}
    page = {
        "plan_exists": bool(plan.schedule),
        "drawing": drawing(plan, progress, timezone.localdate()) if plan.schedule else None,
        "lines": lines_of(plan, progress),
        "quarters": [(int(quarter), name) for quarter, name in plan.calendar.open_quarters(timezone.localdate())],
        **rights(member),
    }
    return render(request, "agenda/gantt.html", page)


@require_POST
@needs(Right.PLAN, Right.DECIDE)
def begin(request: HttpRequest, project: str) -> HttpResponse:
    """Another begin: first the price of it, as with every change by hand."""
    member = by(request)
    plan = current_plan(member)
    quarter = request.POST.get("quarter", "")
    if project not in plan.schedule:
        raise Http404
    row = Progress.objects.of(member.municipality).filter(project=project).first()
    if not is_movable(row):
        messages.error(request, _("This project has begun already; it keeps its place."))
        return redirect("agenda_timeline")
    if quarter not in dict(plan.calendar.open_quarters(timezone.localdate())):
        messages.error(request, _("Please choose the quarter in which it begins."))
        return redirect("agenda_timeline")
    if int(quarter) == plan.schedule[project]:
        messages.success(request, _("It begins in this quarter already."))
        return redirect("agenda_timeline")
    try:
        trial = actions.draft_change(member, Change(hold=HoldChange(project, Hold.Kind.START, int(quarter))))
    except Refused as refused:
        messages.error(request, in_words(refused))
        return redirect("agenda_timeline")
    return redirect("plan_trial", trial.pk)
