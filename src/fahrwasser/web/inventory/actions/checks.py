"""The quick check: start a round, answer one question after the other, finish with the first picture."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Max
from django.utils import timezone

from fahrwasser.core.inventory import questions as core
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.inventory.models import Answer, Check, Errand, QuestionSet
from fahrwasser.web.inventory.questions import Round, round_of
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.tenants.turns import wait_turn
from fahrwasser.web.ui.languages import page_language

from .findings import apply_findings
from .record import start_record


class NoQuestionSet(Exception):
    """No question set has been installed on this machine."""


def start_check(by: Member) -> Check:
    """The open round, a new one if there is none; the record is started with it. Raises NoQuestionSet."""
    by.require(Right.RECORD)
    town = by.municipality
    start_record(by)
    check = Check.objects.open_round(town)
    if check is not None:
        return check
    questions = QuestionSet.objects.filter(is_current=True).first()
    if questions is None:
        raise NoQuestionSet
    now = timezone.now()
    Errand.objects.waiting(town, now).update(revoked_at=now)  # links of last year's round must not answer this one
    check = Check.objects.create(municipality=town, question_set=questions, started_by_id=by.user_id)
    record_act(by, "check.start", f"check:{check.pk}", version=questions.version)
    return check


def answer_question(by: Member, current: Round, question: core.Question, raw: Sequence[str]) -> Round:
    """The answer is kept (a later one counts more); after the last one the round is finished. Returns the new state.

    Raises core Refused when the raw form values are no answer.
    """
    by.require(Right.RECORD)
    value = core.parse_answer(question, raw, page_language())
    if question.id not in current.answers or current.answers[question.id] != value:
        keep_answer(current.check, question, value, author=by)
    return _finished_if_complete(by.municipality, current.check, author=by)


def keep_answer(
    check: Check, question: core.Question, value: Any, *, author: Member | None = None, errand: Errand | None = None
) -> None:
    """One more line; answers of a colleague by link carry the errand instead of an author."""
    wait_turn(check.municipality_id, f"answers {check.pk}")
    last = Answer.objects.of(check.municipality_id).filter(check_round=check).aggregate(last=Max("number"))["last"]
    Answer.objects.create(
        municipality_id=check.municipality_id,
        check_round=check,
        question=question.id,
        value=value,
        number=int(last or 0) + 1,
        author=author.user_id if author else None,
        errand=errand,
    )


def finish_check(by: Member, check: Check) -> Round:
    """The round is finished with what is known: the rest counts as unknown until somebody answers it."""
    by.require(Right.RECORD)
    return finish(by.municipality, round_of(check), author=by)


def finish(town: Municipality, current: Round, *, author: Member | None) -> Round:
    """Answers become figures and capabilities; the first picture is made (anew) and kept with the round."""
    check = current.check
    check.picture = apply_findings(town, current, author=author)
    if check.finished_at is None:
        check.finished_at = timezone.now()
        if author:
            record_act(author, "check.finish", f"check:{check.pk}")
    Check.objects.of(town).filter(pk=check.pk).update(picture=check.picture, finished_at=check.finished_at)
    return current


def _finished_if_complete(town: Municipality, check: Check, *, author: Member | None) -> Round:
    current = round_of(check)
    if check.finished_at is not None or current.next_question() is None:
        return finish(town, current, author=author)
    return current
