"""A task: what is to be decided, the letter as it would go out, and then for good."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fahrwasser.core.refused import Refused
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.cases import actions as cases
from fahrwasser.web.cases.models import Task
from fahrwasser.web.catalogue.releases import compiled
from fahrwasser.web.ui.languages import in_words

from ..finding import about_task
from ..log import log_of, rules_of
from ..papers import answers_of, uploads_of
from ..preview import Preview, previews
from ..reads import node_name
from ..screens import TaskScreen
from ..special import ROLE
from ..why import reasons_of
from ..words import ASKS, outcome_words
from .case import heading


@about_task
def task(request: HttpRequest, by: Member, found: Task) -> HttpResponse:
    """First what and why, then the letter, then for good. Whoever opens it to decide takes it."""
    screen = task_screen(request, found)
    if request.method == "POST" and "change" not in request.POST and screen.is_valid():
        if "confirm" not in request.POST:
            return _confirm(request, found, screen, previews(found, screen.result(), now=timezone.now()))
        try:
            return _decide(request, by, found, screen)
        except Refused as refused:  # a colleague has it; what was typed stays in the form
            screen.add_error(None, in_words(refused))
    is_wrong = bool(screen.errors) and "change" not in request.POST
    rules = rules_of(by, found.case, log_of(found.case, decisions_only=True))
    page = {
        **heading(found.case),
        "form": screen,
        "task": found,
        "proposal": rules[-1].outcome if rules and rules[-1].outcome in screen.outcomes else "",
        "name": node_name(found.case, found.node),
        "is_taken": found.claimed_by not in (None, by.user_id),
        "is_special": found.role == ROLE,
        "why": reasons_of(by, [found]).get(found.case_id, ()),
        "rules": rules,
        "sections": answers_of(found.case, get_language() or "de"),
        "uploads": uploads_of(found.case),
        "page_error": is_wrong,
    }
    return render(request, "desk/task.html", page, status=422 if is_wrong else 200)


def _confirm(request: HttpRequest, found: Task, screen: TaskScreen, letters: list[Preview]) -> HttpResponse:
    outcome = screen.cleaned_data.get("outcome", "")
    page = {
        **heading(found.case),
        "form": screen,
        "again": screen.again(),
        "task": found,
        "outcome": outcome_words(outcome) if outcome else node_name(found.case, found.node),
        "asks": outcome in ASKS,
        "titles": [(number, preview.title) for number, preview in enumerate(letters) if preview.pdf],
        "problems": [preview.problem for preview in letters if preview.problem],
    }
    return render(request, "desk/confirm.html", page)


def _decide(request: HttpRequest, by: Member, found: Task, screen: TaskScreen) -> HttpResponse:
    case = cases.finish_task(by, found.pk, screen.result(), timezone.now())
    if case.incident:
        messages.error(request, _("The process cannot go on; the case says why."))
    elif Task.objects.of(by.municipality).filter(case=found.case_id, node=found.node, done_at=None).exists():
        messages.warning(request, _("It cannot go on like this. Please look at what you entered, and decide again."))
    else:
        messages.success(request, _("Decided. Letters and postings leave by themselves."))
    return redirect("case", found.case_id)


@require_POST
@about_task
def letter(request: HttpRequest, _by: Member, found: Task, number: int) -> HttpResponse:
    """The letter of the preview as PDF."""
    screen = task_screen(request, found)
    letters = previews(found, screen.result(), now=timezone.now()) if screen.is_valid() else []
    pdf = letters[number].pdf if number < len(letters) else None
    if pdf is None:
        raise Http404
    return HttpResponse(pdf, content_type="application/pdf")


@require_POST
@about_task
def claim(request: HttpRequest, by: Member, found: Task) -> HttpResponse:
    """The task is mine, or nobody's again."""
    try:
        if "back" in request.POST:
            cases.give_back(by, found.pk)
        else:
            cases.claim(by, found.pk, timezone.now())
    except Refused as refused:
        messages.error(request, in_words(refused))
    return redirect("today")


def task_screen(request: HttpRequest, found: Task) -> TaskScreen:
    """The outcomes and texts that the process of the case offers here."""
    work = compiled(found.case.release_id).processes[found.case.process].work_of(found.node)
    return TaskScreen(request.POST or None, work=work)
