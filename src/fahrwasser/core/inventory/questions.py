"""A question set as values, and the way through it: what is asked, what an answer means, how far it is.

Answers are a dict question id → value. `None` is "weiß ich nicht" and counts as answered; a missing id is
not yet answered. Values: single → str, multi → list[str], number → int | float, text → str, evidence →
{"has": bool, "note": str}; all of them JSON. Answers of questions that are no longer visible do not count.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from fahrwasser.core.refused import N_, Refused
from fahrwasser.core.typed_numbers import TwoWays, read_typed

QuestionType = Literal["single", "multi", "number", "text", "evidence"]
Operator = Literal["equals", "in", "at_least"]
Answers = Mapping[str, Any]

UNKNOWN = "unknown"  # raw form value of "weiß ich nicht"; no option may be called so
NONE_OF_THESE = "none"  # raw form value of "nichts davon" of a multi question; no option may be called so
MAX_TEXT = 500
_NOT_TICKED = {"capability": "none", "service": "off"}


@dataclass(frozen=True, slots=True)
class Text:
    """A text in German, and in English where the set has one."""

    de: str
    en: str = ""

    def in_language(self, language: str) -> str:
        """English if asked for and there, else German."""
        return self.en if language.startswith("en") and self.en else self.de


@dataclass(frozen=True, slots=True)
class Option:
    """One choice; `sets` says what it means for the record ("capability:eakte" → "live")."""

    value: str
    text: Text
    score: float | None = None
    sets: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """Shown only if an earlier question was answered like this; there are no expressions.

    `equals`: this choice (one of the ticked ones) or this number · `in`: one of these · `at_least`: number,
    or score of the choice, not below `value`. Unanswered, unknown and hidden questions make it false.
    """

    question: str
    op: Operator
    value: Any


@dataclass(frozen=True, slots=True)
class Question:
    """One screen. `role` is the office a question can be sent to, `minutes` what it takes.

    `maps_to` are the entries of the record that this question fills. `same_meaning_as` are earlier versions
    of the set in which the same id asked the same thing: only their answers are carried over and compared.
    """

    id: str
    type: QuestionType
    text: Text
    hint: Text | None = None
    options: tuple[Option, ...] = ()
    maps_to: tuple[str, ...] = ()
    show_if: Condition | None = None
    role: str = ""
    minutes: float = 1.0
    unit: Text | None = None
    minimum: float = 0.0
    maximum: float = 1e9
    whole: bool = True
    prefill: str = ""
    same_meaning_as: tuple[str, ...] = ()

    def option(self, value: str) -> Option | None:
        """The option with this value."""
        return next((o for o in self.options if o.value == value), None)


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """One version of a set of questions; immutable, answers keep the version they were given to."""

    id: str
    version: str
    title: Text
    questions: tuple[Question, ...]
    roles: tuple[tuple[str, Text], ...] = ()
    scale: str = ""
    source: str = ""

    def question(self, question_id: str) -> Question:
        """The question with this id; KeyError if there is none."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)

    def role_name(self, role: str) -> Text:
        """The office behind a role key; the key itself if the set does not name it."""
        return dict(self.roles).get(role, Text(role))


@dataclass(frozen=True, slots=True)
class Progress:
    """Question `position` of `total` visible ones; `minutes_left` counts what is not answered yet."""

    position: int
    total: int
    answered: int
    minutes_left: float

    @property
    def is_complete(self) -> bool:
        """True when every visible question has an answer, "weiß ich nicht" included."""
        return self.answered == self.total


def visible(questions: QuestionSet, answers: Answers) -> tuple[Question, ...]:
    """The questions to ask, given these answers, in order of the set."""
    shown: dict[str, Question] = {}
    for question in questions.questions:
        condition = question.show_if
        if condition is None or (
            condition.question in shown and holds(condition, shown[condition.question], answers.get(condition.question))
        ):
            shown[question.id] = question
    return tuple(shown.values())


def holds(condition: Condition, question: Question, answer: Any) -> bool:
    """Whether the answer to `question` satisfies the condition."""
    if answer is None:
        return False
    given = [answer["has"]] if question.type == "evidence" else answer if isinstance(answer, list) else [answer]
    if condition.op == "equals":
        return condition.value in given
    if condition.op == "in":
        return any(value in condition.value for value in given)
    if question.type == "number":
        return bool(answer >= condition.value)
    option = question.option(str(answer))
    return option is not None and option.score is not None and option.score >= condition.value


def next_question(questions: QuestionSet, answers: Answers) -> Question | None:
    """The first visible question without an answer; None when all are answered."""
    return next((q for q in visible(questions, answers) if q.id not in answers), None)


def progress(questions: QuestionSet, answers: Answers, current: str = "") -> Progress:
    """How far it is; `current` is the id of the question on the screen, by default the next open one."""
    shown = visible(questions, answers)
    open_ones = [q for q in shown if q.id not in answers]
    here = current or (open_ones[0].id if open_ones else "")
    position = next((n for n, q in enumerate(shown, start=1) if q.id == here), len(shown))
    return Progress(position, len(shown), len(shown) - len(open_ones), sum(q.minutes for q in open_ones))


def parse_answer(question: Question, raw: Sequence[str], language: str = "de") -> Any:
    """The value of the raw form values of one question; None for "weiß ich nicht".

    `raw` are the strings of the form field: one for single, number and text; any number for multi (or
    NONE_OF_THESE); for evidence "yes" or "no" and an optional note. `language` of the page, for numbers
    (`core.typed_numbers`). Raises Refused with a message for the person who answers.
    """
    values = [value.strip() for value in raw if value.strip()]
    if values == [UNKNOWN]:
        return None
    if not values:
        raise Refused(N_("Please choose an answer, or “I don’t know”."), place=question.id)
    if question.type == "multi":
        return _choices(question, values)
    if question.type == "evidence":
        return _evidence(question, values)
    if len(values) > 1:
        raise Refused(N_("Please give only one answer."), place=question.id)
    if question.type == "single":
        return _choices(question, values)[0]
    if question.type == "number":
        return _number(question, values[0], language)
    return _written(question, values[0])


def _choices(question: Question, values: list[str]) -> list[str]:
    if question.type == "multi" and values == [NONE_OF_THESE]:
        return []
    for value in values:
        if question.option(value) is None:
            raise Refused(N_("“%(found)s” is not one of the answers."), place=question.id, found=value)
    return [option.value for option in question.options if option.value in values]


def _evidence(question: Question, values: list[str]) -> dict[str, Any]:
    if values[0] not in ("yes", "no") or len(values) > 2:
        raise Refused(N_("Please choose an answer, or “I don’t know”."), place=question.id)
    note = _written(question, values[1]) if len(values) == 2 else ""
    return {"has": values[0] == "yes", "note": note}


def _written(question: Question, text: str) -> str:
    if len(text) > MAX_TEXT:
        raise Refused(N_("Please write at most %(most)s characters."), place=question.id, most=MAX_TEXT)
    return "".join(c for c in text if c.isprintable() or c == "\n")


def _number(question: Question, text: str, language: str) -> int | float:
    try:
        number = read_typed(text, language, is_whole=question.whole)
    except TwoWays as refused:
        refused.place = question.id
        raise
    except Refused:
        raise Refused(N_("Please write a number, for example 12."), place=question.id) from None
    if question.whole and number != number.to_integral_value():
        raise Refused(N_("Please write a whole number, for example 12."), place=question.id)
    if not question.minimum <= number <= question.maximum:
        raise Refused(
            N_("Please write a number from %(least)s to %(most)s."),
            place=question.id,
            least=f"{question.minimum:g}",
            most=f"{question.maximum:.12g}",
        )
    return int(number) if number == number.to_integral_value() else float(number)


def findings(questions: QuestionSet, answers: Answers) -> dict[str, Any]:
    """What the visible answers say about the record: "capability:eakte" → "live", "figure:posts" → 14.

    Unknown answers say nothing. A capability of a multi question that was not ticked is "none"; every other
    target keeps silent.
    """
    found: dict[str, Any] = {}
    for question in visible(questions, answers):
        answer = answers.get(question.id)
        if answer is None:
            continue
        if question.type in ("single", "multi"):
            found |= _chosen(question, answer)
        elif question.type == "evidence":
            found |= dict.fromkeys(question.maps_to, "live" if answer["has"] else "none")
        else:
            found |= dict.fromkeys(question.maps_to, answer)
    return found


def _chosen(question: Question, answer: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if question.type == "multi":
        found = {
            target: _NOT_TICKED[kind] for target in question.maps_to if (kind := target.split(":")[0]) in _NOT_TICKED
        }
    for value in answer if isinstance(answer, list) else [answer]:
        option = question.option(value)
        if option is not None:
            found |= dict(option.sets)
    return found
