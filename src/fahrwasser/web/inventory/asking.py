"""One question on one screen: what the page shows, and what the browser sends back."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from fahrwasser.core.inventory import questions as core
from fahrwasser.core.inventory.risk import FEWEST, asks_for_retirements
from fahrwasser.core.typed_numbers import typed_text
from fahrwasser.web.ui.languages import page_language
from fahrwasser.web.ui.templatetags.ui import number

INPUT_TYPES = {"single": "radio", "multi": "checkbox", "evidence": "radio"}


def raw_answer(sent: QueryDict) -> list[str]:
    """The raw form values of one question; the button "I don't know" beats whatever else was typed."""
    if core.UNKNOWN in sent:
        return [core.UNKNOWN]
    return [*sent.getlist("answer"), *sent.getlist("note")]


def shown_question(
    question: core.Question, language: str, *, answers: core.Answers, suggestion: Any = None, raw: Sequence[str] = ()
) -> dict[str, Any]:
    """What the template prints: texts in the page's language, choices with their mark, the value in a text field.

    `raw` is what was sent and refused: nothing typed is lost. Else the answer given before, else the suggestion.
    """
    is_answered = question.id in answers
    before = answers.get(question.id, suggestion)
    chosen = list(raw) or _as_raw(question, before, is_answered=is_answered)
    page: dict[str, Any] = {
        "id": question.id,
        "type": question.type,
        "text": question.text.in_language(language),
        "hint": question.hint.in_language(language) if question.hint else "",
        "unit": question.unit.in_language(language) if question.unit else "",
        "choices": _choices(question, language, chosen),
        "input": INPUT_TYPES.get(question.type, "text"),
        "value": chosen[0] if chosen and question.type in ("number", "text") and chosen[0] != core.UNKNOWN else "",
        "note": chosen[1] if question.type == "evidence" and len(chosen) > 1 else "",
        "is_suggested": not is_answered and suggestion is not None and not raw,
        "was_unknown": is_answered and before is None,
    }
    return page


def is_hidden(question: core.Question, answer: Any, *, sees_staff: bool, answers_it: bool = True) -> bool:
    """One or two people who retire: the head alone reads that again, not even who typed it.

    `answers_it` False = a coach with the mandate to edit the record: reads no number at all.
    """
    if sees_staff or not asks_for_retirements(question):
        return False
    return isinstance(answer, int | float) and (not answers_it or 0 < answer < FEWEST)


def answer_in_words(question: core.Question, answer: Any, language: str, *, sees_staff: bool) -> str:
    """The answer as people read it: »Überwiegend als PDF per E-Mail«, »14 Stellen«, »Weiß ich nicht«."""
    if is_hidden(question, answer, sees_staff=sees_staff):
        return _("fewer than three")
    if answer is None:
        return _("I don't know")
    if question.type in ("single", "multi"):
        chosen = answer if isinstance(answer, list) else [answer]
        names = [o.text.in_language(language) for o in question.options if o.value in chosen]
        return "; ".join(names) or _("None of these")
    if question.type == "evidence":
        words = _("Yes") if answer["has"] else _("No")
        return f"{words}: {answer['note']}" if answer["note"] else words
    if question.type == "number":
        unit = question.unit.in_language(language) if question.unit else ""
        return f"{number(answer, 3)} {unit}".strip()
    return str(answer)


def _choices(question: core.Question, language: str, chosen: list[str]) -> list[dict[str, Any]]:
    if question.type not in INPUT_TYPES:
        return []
    if question.type == "evidence":
        rows = [("yes", _("Yes")), ("no", _("No"))]
    else:
        rows = [(option.value, option.text.in_language(language)) for option in question.options]
    if question.type == "multi":
        rows.append((core.NONE_OF_THESE, _("None of these")))
    rows.append((core.UNKNOWN, _("I don't know")))
    return [
        {"value": value, "text": text, "is_chosen": value in chosen, "id": f"answer-{n}"}
        for n, (value, text) in enumerate(rows)
    ]


def _as_raw(question: core.Question, answer: Any, *, is_answered: bool) -> list[str]:
    if answer is None:
        return [core.UNKNOWN] if is_answered else []
    if question.type == "multi":
        return list(answer) or [core.NONE_OF_THESE]
    if question.type == "evidence":
        return ["yes" if answer["has"] else "no", answer["note"]]
    if question.type == "number":
        return [typed_text(Decimal(str(answer)), page_language())]
    return [str(answer)]
