"""Question sets over the years: carry answers over to a new version, compare two rounds."""

from dataclasses import dataclass
from typing import Any, Literal

from fahrwasser.core.inventory.questions import Answers, Question, QuestionSet, visible


@dataclass(frozen=True, slots=True)
class Change:
    """One question in two rounds.

    `kind`: better and worse only where the options or numbers carry a score.
    """

    question: Question
    before: Any
    after: Any
    kind: Literal["same", "better", "worse", "changed", "new", "gone"]


def carried_over(old: QuestionSet, answers: Answers, new: QuestionSet) -> dict[str, Any]:
    """The answers that still hold in the new version: same id, meaning declared unchanged, value still
    possible."""
    kept: dict[str, Any] = {}
    before = {question.id: question for question in visible(old, answers)}
    for question in new.questions:
        asked = before.get(question.id)
        if asked is None or question.id not in answers or not _means_the_same(old, new, asked, question):
            continue
        if _is_possible(question, answers[question.id]):
            kept[question.id] = answers[question.id]
    return kept


def compared(old: QuestionSet, before: Answers, new: QuestionSet, after: Answers) -> tuple[Change, ...]:
    """Two rounds beside each other, in order of the newer set; what cannot be compared is `new` or `gone`."""
    earlier = {question.id: question for question in visible(old, before) if question.id in before}
    changes: list[Change] = []
    comparable: set[str] = set()
    for question in visible(new, after):
        if question.id not in after:
            continue
        asked = earlier.get(question.id)
        if asked is None or not _means_the_same(old, new, asked, question):
            changes.append(Change(question, None, after[question.id], "new"))
            continue
        comparable.add(question.id)
        one, other = before[question.id], after[question.id]
        changes.append(Change(question, one, other, _direction(asked, question, one, other)))
    gone = [q for q in earlier.values() if q.id not in comparable]
    return tuple(changes) + tuple(Change(q, before[q.id], None, "gone") for q in gone)


def _means_the_same(old: QuestionSet, new: QuestionSet, asked: Question, question: Question) -> bool:
    if asked.type != question.type or old.id != new.id:
        return False
    return old.version == new.version or old.version in question.same_meaning_as


def _is_possible(question: Question, answer: Any) -> bool:
    if answer is None:
        return True
    if question.type == "number":
        return bool(question.minimum <= answer <= question.maximum)
    if question.type in ("single", "multi"):
        chosen = answer if isinstance(answer, list) else [answer]
        return all(question.option(value) is not None for value in chosen)
    return True


def _direction(
    asked: Question, question: Question, before: Any, after: Any
) -> Literal["same", "better", "worse", "changed"]:
    if before == after:
        return "same"
    one, other = _score(asked, before), _score(question, after)
    if one is None or other is None or one == other:
        return "changed"
    return "better" if other > one else "worse"


def _score(question: Question, answer: Any) -> float | None:
    if answer is None or question.type not in ("single", "multi"):
        return None
    scores = [o.score for o in question.options if o.value in (answer if isinstance(answer, list) else [answer])]
    if not scores:
        return 0.0 if question.type == "multi" and any(o.score for o in question.options) else None
    return None if any(score is None for score in scores) else sum(score or 0.0 for score in scores)
