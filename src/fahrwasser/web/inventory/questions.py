"""A stored question set as the value the core works with, read once and kept."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils import timezone

from fahrwasser.core.inventory import questions as core
from fahrwasser.core.inventory.question_file import read_question_set
from fahrwasser.web.tenants.models import Municipality

from .models import Answer, Check, Errand, QuestionSet


class NoOpenRound(Exception):
    """There is no round of the quick check that could be answered."""


@dataclass(frozen=True, slots=True)
class Round:
    """One round with what was answered and what lies with colleagues."""

    check: Check
    questions: core.QuestionSet
    answers: dict[str, Any]
    with_colleagues: frozenset[str]
    by_link: dict[str, str]
    """Question → office that answered it through a link."""

    @property
    def visible(self) -> tuple[core.Question, ...]:
        """What is asked, given the answers."""
        return core.visible(self.questions, self.answers)

    @property
    def progress(self) -> core.Progress:
        """How far it is; counts what lies with colleagues as still open."""
        return core.progress(self.questions, self.answers)

    def next_question(self) -> core.Question | None:
        """The first visible question that is neither answered nor with a colleague."""
        waiting = self.with_colleagues
        return next((q for q in self.visible if q.id not in self.answers and q.id not in waiting), None)


def round_of(check: Check) -> Round:
    """Answers and open errands of a round whose question set came along; 2 queries."""
    town = check.municipality_id
    given = list(Answer.objects.given(check))
    answers = {answer.question: answer.value for answer in given}
    last = {answer.question: answer.errand for answer in given}
    by_link = {question: errand.office for question, errand in last.items() if errand}
    errands = Errand.objects.waiting(town, timezone.now()).filter(check_round=check)
    waiting = {question for errand in errands for question in errand.questions}
    return Round(check, value_of(check.question_set), answers, frozenset(waiting - set(answers)), by_link)


def newest_round(town: Municipality) -> Check:
    """The open round, else the one finished last: its answers may still be changed. Raises NoOpenRound. 1 query."""
    check = Check.objects.of(town).select_related("question_set").order_by("-started_at", "id").first()
    if check is None:
        raise NoOpenRound
    return check


def value_of(stored: QuestionSet) -> core.QuestionSet:
    """The stored version as value; versions never change, so each is read once."""
    return _read(stored.pk, json.dumps(stored.content, ensure_ascii=False))


@lru_cache(maxsize=32)
def _read(_key: int, content: str) -> core.QuestionSet:
    return read_question_set(content.encode())
