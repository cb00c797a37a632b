"""The page behind a colleague's link: those questions, one a screen, then thanks. Everything else is a neutral page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from fahrwasser.core.inventory import questions as core
from fahrwasser.core.refused import Refused
from fahrwasser.web.accounts.access import open_to_all
from fahrwasser.web.accounts.views.own import in_other_language
from fahrwasser.web.inventory import actions
from fahrwasser.web.inventory.asking import raw_answer, shown_question
from fahrwasser.web.tenants.turns import turn
from fahrwasser.web.ui.errors import typed_by_link
from fahrwasser.web.ui.languages import in_words, page_language
from fahrwasser.web.ui.seen import mark_of


@never_cache
@open_to_all
def errand(request: HttpRequest, token: str, number: int = 0) -> HttpResponse:
    """Question `number` (from 1) of the task behind the link; without number the first open one. The link is the key.

    An unknown, used, revoked or expired link gets the same page, so that nobody learns which it is.
    """
    town = getattr(request, "municipality", None)
    try:
        if town is None:
            raise actions.LinkNotValid
        turn(request, "check")
        task = actions.task_of(actions.find_errand(town, token))
    except actions.LinkNotValid:
        return link_over(request)
    if not 1 <= number <= len(task.questions):
        return _to_open(token, task)
    return _question(request, token, task, number)


def link_over(request: HttpRequest) -> HttpResponse:
    """The same page for every link that opens nothing; what somebody was just typing stands on it."""
    return render(request, "inventory/errand_over.html", {"entered": typed_by_link(request)}, status=404)


@open_to_all
def errand_thanks(request: HttpRequest) -> HttpResponse:
    """Done."""
    return render(request, "inventory/errand_thanks.html")


def _question(request: HttpRequest, token: str, task: actions.Task, number: int) -> HttpResponse:
    asked = task.questions[number - 1]
    if request.method != "POST":
        return _shown(request, token, task, number, [])
    raw, error = raw_answer(request.POST), ""
    if "language" in request.POST:
        seen = request.POST.get("seen", "")
        return in_other_language(request, lambda: _shown(request, token, task, number, raw, seen=seen))
    try:
        error = _answered_meanwhile(request, task, asked, raw)
        if not error:
            return _to_open(token, actions.answer_errand(task.errand, asked, raw))
    except Refused as refused:
        error = in_words(refused)
    return _shown(request, token, task, number, raw, error)


def _shown(
    request: HttpRequest, token: str, task: actions.Task, number: int, raw: list[str], error: str = "", seen: str = ""
) -> HttpResponse:
    """The question; `seen`: the mark of what the reader saw, if the page has not told anything since."""
    asked = task.questions[number - 1]
    left = sum(q.minutes for q in task.questions if q.id not in task.answers)
    page = {
        "question": shown_question(asked, get_language() or "de", answers=task.answers, raw=raw),
        "seen": seen or _mark(task, asked),
        "position": number,
        "total": len(task.questions),
        "done": number - 1,
        "minutes": max(1, round(left)),
        "task": task.errand,
        "back": number - 1,
        "token": token,
        "typed_form": "antwort",
        "error": error,
        "page_error": bool(error),
    }
    return render(request, "inventory/errand.html", page, status=422 if error else 200)


def _answered_meanwhile(request: HttpRequest, task: actions.Task, asked: core.Question, raw: list[str]) -> str:
    """What to say when somebody has answered since this page was opened; never what. Raises core Refused.

    The same through the same link is no quarrel: a button pressed twice, or two tabs.
    """
    value, last = core.parse_answer(asked, raw, page_language()), task.latest.get(asked.id)
    if last is None or request.POST.get("seen") == _mark(task, asked):
        return ""
    if last.errand_id == task.errand.pk and last.value == value:
        return ""
    found = _("This has been answered since you opened the page.")
    rest = _("Your answer still stands below; send it once more if it shall count.")
    return f"{found} {rest}"


def _mark(task: actions.Task, asked: core.Question) -> str:
    """Of the answer that counts, not of what it says."""
    last = task.latest.get(asked.id)
    return mark_of([str(task.errand.pk), asked.id, str(last.number) if last else "open"])


def _to_open(token: str, task: actions.Task) -> HttpResponse:
    question = task.next_question()
    if question is None:
        return redirect("errand_thanks")
    return redirect("errand_question", token=token, number=task.questions.index(question) + 1)
