"""One case: answers, rules that fired, papers, history; and the decision of a person."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fahrwasser.core.refused import Refused
from fahrwasser.web.accounts.access import Member, asking, needs
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.cases import actions as cases
from fahrwasser.web.cases.models import Case, Task
from fahrwasser.web.catalogue.releases import compiled
from fahrwasser.web.records.models import Document

from ..preview import previews
from ..reads import answers_of, history_of, node_name, papers_of, rules_of, title_of
from ..screens import ObjectionScreen, TaskScreen
from ..words import CHANNELS, outcome_words

OBJECTION = "widerspruch"


@needs(Right.CASES)
def case(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Everything about it on one page that can be printed."""
    found = case_or_404(asking(request), key)
    page = {
        "case": found,
        "service": title_of(found),
        "channel": CHANNELS.get(found.channel, found.channel),
        "behalf": (found.facts.get("fall") or {}).get("vertreter"),
        "tasks": [(task, node_name(found, task.node)) for task in open_tasks(found)],
        "sections": answers_of(found),
        "rules": rules_of(found),
        "papers": papers_of(found),
        "history": history_of(found),
    }
    return render(request, "desk/case.html", page)


@needs(Right.CASES)
def task(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Decide: first what, then the letter as it would go out, then for good."""
    by = asking(request)
    found = task_or_404(by, key)
    screen = task_screen(request, found)
    if request.method == "POST" and screen.is_valid():
        if "confirm" in request.POST:
            return _decide(request, by, found, screen)
        letters = previews(found, screen.result(), now=timezone.now())
        return _confirm(request, found, screen, [preview.title for preview in letters], letters_fail(letters))
    page = {
        "form": screen,
        "task": found,
        "case": found.case,
        "service": title_of(found.case),
        "name": node_name(found.case, found.node),
        "rules": rules_of(found.case),
        "sections": answers_of(found.case),
        "page_error": bool(screen.errors),
    }
    return render(request, "desk/task.html", page, status=422 if screen.errors else 200)


def letters_fail(letters: list) -> list[str]:  # type: ignore[type-arg]
    """Why a letter cannot be set, in words."""
    return [preview.problem for preview in letters if preview.problem]


def _confirm(
    request: HttpRequest, found: Task, screen: TaskScreen, titles: list[str], problems: list[str]
) -> HttpResponse:
    page = {
        "form": screen,
        "task": found,
        "case": found.case,
        "service": title_of(found.case),
        "outcome": outcome_words(screen.cleaned_data["outcome"]),
        "titles": list(enumerate(titles)),
        "problems": problems,
    }
    return render(request, "desk/confirm.html", page)


def _decide(request: HttpRequest, by: Member, found: Task, screen: TaskScreen) -> HttpResponse:
    try:
        cases.finish_task(by, found.pk, screen.result(), timezone.now())
    except Refused as refused:
        messages.error(request, _(refused.msgid) % refused.values)
        return redirect("case", found.case_id)
    messages.success(request, _("Decided. Letters and postings leave by themselves."))
    return redirect("case", found.case_id)


@needs(Right.CASES)
@require_POST
def task_letter(request: HttpRequest, key: uuid.UUID, number: int) -> HttpResponse:
    """The letter of the preview as PDF."""
    found = task_or_404(asking(request), key)
    screen = task_screen(request, found)
    letters = previews(found, screen.result(), now=timezone.now()) if screen.is_valid() else []
    if number >= len(letters) or letters[number].pdf is None:
        raise Http404
    return HttpResponse(letters[number].pdf, content_type="application/pdf")


@needs(Right.CASES)
@require_POST
def claim(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The task is mine, or nobody's again."""
    by = asking(request)
    found = task_or_404(by, key)
    try:
        if "back" in request.POST:
            cases.give_back(by, found.pk)
        else:
            cases.claim(by, found.pk, timezone.now())
    except Refused as refused:
        messages.error(request, _(refused.msgid) % refused.values)
    return redirect("today")


@needs(Right.CASES)
def objection(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """An objection that has come: an event of the case; its process goes on or it stands in the history."""
    by = asking(request)
    found = case_or_404(by, key)
    screen = ObjectionScreen(request.POST or None, initial={"received_on": timezone.localdate()})
    if request.method == "POST" and screen.is_valid():
        values = {"text": screen.cleaned_data["text"], "eingang": screen.cleaned_data["received_on"].isoformat()}
        cases.send_message(found, OBJECTION, values, actor=str(by.user_id), now=timezone.now())
        messages.success(request, _("The objection stands in the case."))
        return redirect("case", found.pk)
    page = {"form": screen, "case": found, "service": title_of(found), "page_error": bool(screen.errors)}
    return render(request, "desk/objection.html", page, status=422 if screen.errors else 200)


@needs(Right.CASES)
def paper(request: HttpRequest, key: uuid.UUID, document: uuid.UUID) -> HttpResponse:
    """A letter or an upload of this case."""
    by = asking(request)
    found = case_or_404(by, key)
    allowed = {letter.document_id for letter in papers_of(found).letters} | uploads_of(found)
    row = Document.objects.of(by.municipality).filter(pk=document).first() if document in allowed else None
    if row is None:
        raise Http404
    response = HttpResponse(bytes(row.content), content_type=row.media_type)
    response["Content-Disposition"] = "inline" if row.media_type == "application/pdf" else "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def uploads_of(found: Case) -> set[uuid.UUID]:
    """Documents that came with the application or with an answer; 1 query."""
    refs = [f"upload:{ref}" for ref in _refs(found.facts)] + [f"case:{found.pk}"]
    rows = Document.objects.of(found.municipality_id).filter(kind="upload", subject__in=refs)
    return set(rows.values_list("pk", flat=True))


def _refs(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [str(value["ref"])] if "ref" in value and "sha512" in value else []
        return own + [ref for inner in value.values() for ref in _refs(inner)]
    return [ref for inner in value for ref in _refs(inner)] if isinstance(value, list) else []


def case_or_404(by: Member, key: uuid.UUID) -> Case:
    """A case of the clerk's town; 1 query."""
    rows = Case.objects.of(by.municipality).select_related("adoption__release", "municipality")
    found = rows.defer("adoption__release__content").filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def task_or_404(by: Member, key: uuid.UUID) -> Task:
    """An open task with its case; 1 query."""
    rows = Task.objects.of(by.municipality).select_related("case__adoption__release", "case__municipality")
    found = rows.defer("case__adoption__release__content").filter(pk=key, done_at=None).first()
    if found is None:
        raise Http404
    return found


def open_tasks(found: Case) -> list[Task]:
    """What people have to do for it; 1 query."""
    return list(Task.objects.of(found.municipality_id).filter(case=found, done_at=None).order_by("due"))


def task_screen(request: HttpRequest, found: Task) -> TaskScreen:
    """The outcomes that the process of the case offers here."""
    graph = compiled(found.case.release_id).processes[found.case.process]
    return TaskScreen(request.POST or None, outcomes=graph.work_of(found.node).outcomes)
