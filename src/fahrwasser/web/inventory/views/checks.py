"""The quick check: start, one question a screen, pause at any moment, send parts away, see the result."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fahrwasser.core.inventory import questions as core
from fahrwasser.core.inventory.question_versions import carried_over
from fahrwasser.core.inventory.risk import asks_for_retirements
from fahrwasser.core.inventory.starter import prefilled_answers
from fahrwasser.core.refused import Refused
from fahrwasser.web.accounts.access import needs
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.inventory import actions
from fahrwasser.web.inventory.asking import answer_in_words, is_hidden, raw_answer, shown_question
from fahrwasser.web.inventory.models import Answer, Check, Errand, QuestionSet
from fahrwasser.web.inventory.questions import NoOpenRound, Round, newest_round, round_of, value_of
from fahrwasser.web.inventory.screens import ErrandScreen
from fahrwasser.web.tenants.turns import turn
from fahrwasser.web.ui.languages import in_words, page_language
from fahrwasser.web.ui.seen import mark_of

from .common import me, sees_retirements, show_form, town_of


@needs(Right.SEE_PLAN)
def check(request: HttpRequest) -> HttpResponse:
    """Where the quick check stands; POST starts a round (or goes on with the open one)."""
    member, town = me(request), town_of(request)
    if request.method == "POST":
        started = round_of(actions.start_check(member))
        return _to_next(started)
    try:
        current = round_of(newest_round(town))
    except NoOpenRound:
        return _not_begun(request)
    language, sees_staff = get_language() or "de", member.may(Right.SEE_STAFF)
    lines = [
        {
            "id": question.id,
            "text": question.text.in_language(language),
            "answer": answer_in_words(question, current.answers[question.id], language, sees_staff=sees_staff)
            if question.id in current.answers
            else "",
            "is_with_colleague": question.id in current.with_colleagues,
            "office": current.by_link.get(question.id, ""),
        }
        for question in current.visible
        if sees_retirements(member) or not asks_for_retirements(question)
    ]
    page = {
        "check": current.check,
        "progress": current.progress,
        "next": current.next_question(),
        "lines": lines,
        "errands": Errand.objects.waiting(town, timezone.now()).filter(check_round=current.check),
        "may_answer": member.may(Right.RECORD),
    }
    return render(request, "inventory/check.html", page)


@needs(Right.RECORD)
def check_question(request: HttpRequest, question: str) -> HttpResponse:
    """One question. Back and forth is safe: every answer is in the database, a later one counts more.

    Whoever answers what somebody else has answered since hears of it first.
    """
    turn(request, "check")
    current = _current(request)
    asked = next((q for q in current.visible if q.id == question), None)
    if asked is None:  # hidden by another answer meanwhile
        return _to_next(current)
    raw: list[str] = []
    error = ""
    if request.method == "POST":
        raw = raw_answer(request.POST)
        is_pause = "later" in request.POST
        if is_pause and not any(value.strip() for value in raw):
            return _pause(request)
        try:
            error = _answered_meanwhile(request, current, asked, raw)
            after = current if error else actions.answer_question(me(request), current, asked, raw)
        except Refused as refused:
            error = in_words(refused)
        if not error:
            return _pause(request) if is_pause else _to_next(after)
    page = _question_page(request, current, asked, raw) | {"error": error, "page_error": bool(error)}
    return render(request, "inventory/check_question.html", page, status=422 if error else 200)


def _answered_meanwhile(request: HttpRequest, current: Round, asked: core.Question, raw: list[str]) -> str:
    """What to say when something else was answered than the page showed and than is sent now. Raises core Refused.

    Whoever may not read the answer is not told either whether it is what they send.
    """
    seen, is_kept = request.POST.get("seen"), _hides(request, asked, current.answers.get(asked.id))
    if seen == _mark(current, asked, is_kept=is_kept) or asked.id not in current.answers:
        return ""
    value = core.parse_answer(asked, raw, page_language())
    if is_kept:
        found = _("This has been answered since you opened the page.")
    elif value == current.answers[asked.id]:
        return ""
    else:
        sees_staff = me(request).may(Right.SEE_STAFF)
        answer = answer_in_words(asked, current.answers[asked.id], get_language() or "de", sees_staff=sees_staff)
        found = _("This has been answered since you opened the page: %(answer)s.") % {"answer": answer}
    rest = _("Your answer still stands below; send it once more if it shall count.")
    return f"{found} {rest}"


def _hides(request: HttpRequest, asked: core.Question, answer: Any) -> bool:
    """Whether this person may not read this answer."""
    member = me(request)
    return is_hidden(asked, answer, sees_staff=member.may(Right.SEE_STAFF), answers_it=sees_retirements(member))


def _mark(current: Round, asked: core.Question, *, is_kept: bool) -> str:
    """Of what the page shows, and of this question only: marks of hidden numbers must not be there to be compared."""
    shown = "kept" if is_kept else repr(current.answers[asked.id]) if asked.id in current.answers else "open"
    return mark_of([str(current.check.pk), asked.id, shown])


@needs(Right.RECORD)
@require_POST
def check_finish(request: HttpRequest) -> HttpResponse:
    """The first picture with what is known so far."""
    current = _current(request)
    actions.finish_check(me(request), current.check)
    return redirect("check_result")


@needs(Right.RECORD)
def check_errand(request: HttpRequest) -> HttpResponse:
    """Choose questions for a colleague; the link is shown once, and sent by mail if an address is given."""
    current = _current(request)
    language = get_language() or "de"
    role = request.GET.get("role", "")
    open_ones = [q for q in current.visible if q.id not in current.with_colleagues]
    rows = [(q.id, q.text.in_language(language)) for q in open_ones]
    initial = {
        "questions": [q.id for q in open_ones if q.role == role and current.answers.get(q.id) is None],
        "office": current.questions.role_name(role).in_language(language) if role else "",
    }
    screen = ErrandScreen(request.POST or None, questions=rows, initial=initial)
    if request.method == "POST" and screen.is_valid():
        _errand, token = actions.send_errand(me(request), current, screen.request())
        link = request.build_absolute_uri(reverse("errand", args=[token]))
        words = _("Send this link to %(office)s. It works for 14 days and is shown only now:")
        text = words % {"office": screen.cleaned_data["office"]}
        messages.success(request, format_html('{} <a href="{}">{}</a>', text, link, link))
        return redirect("check")
    return show_form(request, "inventory/check_errand.html", screen)


@needs(Right.RECORD)
@require_POST
def check_errand_revoke(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The link stops working."""
    found = get_object_or_404(Errand.objects.waiting(town_of(request), timezone.now()), pk=key)
    actions.revoke_errand(me(request), found.pk)
    messages.success(request, _("The link no longer works. The questions are with you again."))
    return redirect("check")


def _not_begun(request: HttpRequest) -> HttpResponse:
    stored = QuestionSet.objects.filter(is_current=True).first()
    questions = value_of(stored).questions if stored else ()
    page = {
        "n": len(questions),
        "minutes": round(sum(question.minutes for question in questions)),
        "may_answer": me(request).may(Right.RECORD),
    }
    return render(request, "inventory/check_start.html", page)


def _current(request: HttpRequest) -> Round:
    try:
        return round_of(newest_round(town_of(request)))
    except NoOpenRound as none:
        raise Http404 from none


def _to_next(current: Round) -> HttpResponse:
    question = current.next_question()
    if question is None or current.check.finished_at is not None:
        return redirect("check_result") if current.check.finished_at else redirect("check")
    return redirect("check_question", question=question.id)


def _pause(request: HttpRequest) -> HttpResponse:
    messages.success(request, _("Everything is saved. You can go on at any time, on any device."))
    return redirect("check")


def _question_page(request: HttpRequest, current: Round, asked: core.Question, raw: list[str]) -> dict[str, Any]:
    language = get_language() or "de"
    suggestion = None if asked.id in current.answers else _suggestion(request, current, asked)
    if _hides(request, asked, suggestion):
        suggestion = None
    kept = _hides(request, asked, current.answers.get(asked.id))
    answers = {key: value for key, value in current.answers.items() if not (kept and key == asked.id)}
    shown = [q.id for q in current.visible]
    position = shown.index(asked.id)
    progress = core.progress(current.questions, current.answers, current=asked.id)
    return {
        "question": shown_question(asked, language, answers=answers, suggestion=suggestion, raw=raw),
        "is_kept": kept,
        "seen": _mark(current, asked, is_kept=kept),
        "progress": progress,
        "minutes": max(1, round(progress.minutes_left)),
        "previous": shown[position - 1] if position else "",
        "role": asked.role,
        "role_name": current.questions.role_name(asked.role).in_language(language) if asked.role else "",
        "is_with_colleague": asked.id in current.with_colleagues,
    }


def _suggestion(request: HttpRequest, current: Round, asked: core.Question) -> Any:
    """Last year's answer where it still means the same, else an estimate from the population; 0 to 2 queries."""
    before = Check.objects.finished(town_of(request)).exclude(pk=current.check.pk).first()
    if before is not None:
        answers = {answer.question: answer.value for answer in Answer.objects.given(before)}
        kept = carried_over(value_of(before.question_set), answers, current.questions)
        if kept.get(asked.id) is not None:
            return kept[asked.id]
    return prefilled_answers(town_of(request).population).get(asked.prefill) if asked.prefill else None
