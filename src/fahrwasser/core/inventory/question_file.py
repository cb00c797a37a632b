"""Question sets as files (`fahrwasser-questions/1`): read strictly, refuse the rest with the place.

An imported set is hostile until it is parsed: size, depth, unknown keys, types, duplicates, references. The
format is described in docs/reference/question-set.md.
"""

import re
from importlib import resources
from typing import Any

from fahrwasser.core.inventory.questions import (
    NONE_OF_THESE,
    UNKNOWN,
    Condition,
    Option,
    Question,
    QuestionSet,
    Text,
)
from fahrwasser.core.inventory.strict import Entry, load_json, words_at
from fahrwasser.core.refused import N_, Refused

FORMAT = "fahrwasser-questions/1"
MAX_QUESTIONS = 400
MAX_OPTIONS = 60
TYPES = ("single", "multi", "number", "text", "evidence")
OPERATORS = ("equals", "in", "at_least")

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,58}")
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,19}")
_TARGET = re.compile(r"(capability|figure|service):[a-z0-9][a-z0-9_-]{0,58}")
_SET_KEYS = ("format", "id", "version", "title", "questions", "roles", "scale", "source")
_QUESTION_KEYS = (
    *("id", "type", "text", "hint", "options", "maps_to", "show_if", "role", "minutes"),
    *("unit", "minimum", "maximum", "whole", "prefill", "same_meaning_as"),
)
_OPTION_KEYS = ("value", "text", "score", "sets")


def shipped_quick_check() -> QuestionSet:
    """Our own quick check, the newest version."""
    return read_question_set(resources.files(__package__).joinpath("data/quick-check.json").read_bytes())


def read_question_set(raw: bytes) -> QuestionSet:
    """The question set in a JSON file.

    Raises Refused: with line and column where it is no JSON, else with the place.
    """
    content = Entry(load_json(raw), "", _SET_KEYS)
    if content.raw.get("format") != FORMAT:
        raise Refused(N_("This is no question set: “format” must be %(wanted)s."), place="format", wanted=FORMAT)
    roles = _roles(content)
    questions: list[Question] = []
    for place, entry in content.list_of("questions", MAX_QUESTIONS):
        questions.append(_question(Entry(entry, place, _QUESTION_KEYS), questions, dict(roles)))
    if not questions:
        raise Refused(N_("The set has no question."), place="questions")
    return QuestionSet(
        id=content.matching("id", _ID),
        version=content.matching("version", _VERSION),
        title=content.text("title"),
        questions=tuple(questions),
        roles=roles,
        scale=content.words("scale"),
        source=content.words("source"),
    )


def _roles(content: Entry) -> tuple[tuple[str, Text], ...]:
    raw = content.raw.get("roles", {})
    if not isinstance(raw, dict) or len(raw) > MAX_OPTIONS or not all(_ID.fullmatch(key) for key in raw):
        raise Refused(N_("An object of short keys and texts is expected."), place="roles")
    roles = Entry(raw, "roles", list(raw))
    return tuple((key, roles.text(key)) for key in raw)


def _question(entry: Entry, before: list[Question], roles: dict[str, Text]) -> Question:
    question_id = entry.matching("id", _ID)
    if any(question.id == question_id for question in before):
        raise Refused(N_("The id “%(id)s” stands twice."), place=entry.at("id"), id=question_id)
    kind = entry.raw.get("type")
    if kind not in TYPES:
        raise Refused(
            N_("Unknown type “%(found)s”. Known are %(known)s."),
            place=entry.at("type"),
            found=kind,
            known=", ".join(TYPES),
        )
    role = entry.words("role")
    if role and role not in roles:
        raise Refused(N_("The role “%(role)s” is not among the roles of the set."), place=entry.at("role"), role=role)
    minimum = entry.number("minimum", 0, -1e9, 1e9)
    return Question(
        id=question_id,
        type=kind,
        text=entry.text("text"),
        hint=entry.text_or_none("hint"),
        options=_options(entry, kind),
        maps_to=_targets(entry),
        show_if=_condition(entry, question_id, before),
        role=role,
        minutes=entry.number("minutes", 1, 0, 240),
        unit=entry.text_or_none("unit"),
        minimum=minimum,
        maximum=entry.number("maximum", 1e9, minimum, 1e9),
        whole=entry.flag("whole", default=True),
        prefill=entry.words("prefill"),
        same_meaning_as=tuple(words_at(value, place) for place, value in entry.list_of("same_meaning_as", 50)),
    )


def _options(entry: Entry, kind: str) -> tuple[Option, ...]:
    options: list[Option] = []
    for place, raw in entry.list_of("options", MAX_OPTIONS):
        option = Entry(raw, place, _OPTION_KEYS)
        value = option.matching("value", _ID)
        if value in (UNKNOWN, NONE_OF_THESE) or any(other.value == value for other in options):
            raise Refused(
                N_("The option “%(value)s” stands twice or is reserved."), place=option.at("value"), value=value
            )
        score = option.number("score", 0, -1e6, 1e6) if "score" in option.raw else None
        options.append(Option(value, option.text("text"), score, _sets(option)))
    if (kind in ("single", "multi")) != bool(options):
        raise Refused(
            N_("Questions of type single and multi need options, the others have none."), place=entry.at("options")
        )
    return tuple(options)


def _sets(option: Entry) -> tuple[tuple[str, Any], ...]:
    raw = option.raw.get("sets", {})
    if not isinstance(raw, dict) or len(raw) > MAX_OPTIONS:
        raise Refused(N_("An object of targets and values is expected."), place=option.at("sets"))
    for target, value in raw.items():
        _check_target(target, option.at("sets"))
        is_word = isinstance(value, str) and len(value) <= 100 and value.isprintable()
        if not is_word and not isinstance(value, (int, float)):
            raise Refused(N_("A short word or a number is expected."), place=f"{option.at('sets')}.{target}")
    return tuple(raw.items())


def _targets(entry: Entry) -> tuple[str, ...]:
    raw = entry.raw.get("maps_to", [])
    targets = [raw] if isinstance(raw, str) else [value for _, value in entry.list_of("maps_to", MAX_OPTIONS)]
    for target in targets:
        _check_target(target, entry.at("maps_to"))
    return tuple(targets)


def _check_target(target: Any, place: str) -> None:
    if not isinstance(target, str) or not _TARGET.fullmatch(target):
        raise Refused(N_("Targets look like capability:eakte, figure:posts or service:hundesteuer."), place=place)


def _condition(entry: Entry, question_id: str, before: list[Question]) -> Condition | None:
    if "show_if" not in entry.raw:
        return None
    raw = Entry(entry.raw["show_if"], entry.at("show_if"), ("question", "op", "value"))
    target = raw.raw.get("question")
    if target == question_id:
        raise Refused(N_("A question cannot depend on itself."), place=raw.at("question"))
    asked = next((question for question in before if question.id == target), None)
    if asked is None:
        raise Refused(
            N_("“%(found)s” is no earlier question. A question may depend only on one that stands before it."),
            place=raw.at("question"),
            found=target,
        )
    op = raw.raw.get("op")
    if op not in OPERATORS:
        raise Refused(
            N_("Unknown comparison “%(found)s”. Known are %(known)s."),
            place=raw.at("op"),
            found=op,
            known=", ".join(OPERATORS),
        )
    _check_value(asked, op, raw)
    return Condition(asked.id, op, raw.raw["value"])


def _check_value(asked: Question, op: str, raw: Entry) -> None:
    value = raw.raw.get("value")
    place = raw.at("value")
    if op == "at_least":
        if asked.type not in ("number", "single") or isinstance(value, bool) or not isinstance(value, (int, float)):
            raise Refused(
                N_("at_least compares a number, or the score of a single choice, with a number."), place=place
            )
        return
    if op == "in" and not (isinstance(value, list) and 0 < len(value) <= MAX_OPTIONS):
        raise Refused(N_("A list of values is expected."), place=place)
    for item in value if isinstance(value, list) else [value]:
        if asked.options and (not isinstance(item, str) or asked.option(item) is None):
            raise Refused(N_("“%(found)s” is not one of the answers."), place=place, found=item)
        if not asked.options and not isinstance(item, (str, int, float)):
            raise Refused(N_("A short word or a number is expected."), place=place)
