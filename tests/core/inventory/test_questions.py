"""The way through a question set: what is shown, what an answer means, how far it is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fahrwasser.core.inventory.question_file import shipped_quick_check
from fahrwasser.core.inventory.questions import (
    UNKNOWN,
    Condition,
    Option,
    Question,
    QuestionSet,
    Text,
    findings,
    next_question,
    parse_answer,
    progress,
    visible,
)
from fahrwasser.core.refused import Refused

QUICK_CHECK = shipped_quick_check()
COUNT = Question("count", "number", Text("Wie viele?"), maximum=10_000)
SHARE = Question("share", "number", Text("Anteil?"), maximum=10_000, whole=False)
YES_NO = (Option("yes", Text("Ja"), 1), Option("no", Text("Nein"), 0))


def asks(question_id: str) -> Question:
    return QUICK_CHECK.question(question_id)


def test_quick_check_takes_fifteen_minutes_and_at_most_twelve_questions() -> None:
    assert len(QUICK_CHECK.questions) <= 12
    assert sum(q.minutes for q in QUICK_CHECK.questions) <= 15


def test_every_question_of_the_quick_check_is_bilingual_and_has_an_office() -> None:
    for question in QUICK_CHECK.questions:
        assert question.role
        assert QUICK_CHECK.role_name(question.role).en
        for text in (question.text, question.hint or question.text, *(o.text for o in question.options)):
            assert text.de
            assert text.en
            assert text.de != text.en


def test_follow_up_is_asked_only_after_the_answer_that_calls_for_it() -> None:
    assert asks("without_successor") not in visible(QUICK_CHECK, {})
    assert asks("without_successor") not in visible(QUICK_CHECK, {"retirements": 0})
    assert asks("without_successor") not in visible(QUICK_CHECK, {"retirements": None})
    assert asks("without_successor") in visible(QUICK_CHECK, {"retirements": 2})


def test_answer_of_a_hidden_question_does_not_count() -> None:
    answers = {"retirements": 0, "without_successor": 2}
    assert "figure:without_successor" not in findings(QUICK_CHECK, answers)
    assert findings(QUICK_CHECK, answers | {"retirements": 2})["figure:without_successor"] == 2


def test_check_can_be_left_at_any_question_and_continued() -> None:
    answers: dict[str, object] = {}
    asked = []
    while (question := next_question(QUICK_CHECK, answers)) is not None:
        left = progress(QUICK_CHECK, answers)
        assert left.position == len(asked) + 1
        asked.append(question.id)
        answers[question.id] = None
    assert len(asked) == len(QUICK_CHECK.questions) - 1  # the follow-up was never called for
    assert progress(QUICK_CHECK, answers).is_complete
    assert progress(QUICK_CHECK, answers).minutes_left == 0


def test_dont_know_is_an_answer_that_says_nothing() -> None:
    for question in QUICK_CHECK.questions:
        assert parse_answer(question, [UNKNOWN]) is None
    assert findings(QUICK_CHECK, {q.id: None for q in QUICK_CHECK.questions}) == {}


def test_no_answer_is_asked_for_again() -> None:
    for question in QUICK_CHECK.questions:
        with pytest.raises(Refused, match="choose an answer"):
            parse_answer(question, ["  "])


def test_answers_fill_the_record() -> None:
    answers = {"navigator": "named", "components": ["kdn"], "own_tasks": ["residents"], "posts": 14, "invoices": "pdf"}
    found = findings(QUICK_CHECK, answers)
    assert found["capability:navigator"] == "planned"
    assert (found["capability:kdn"], found["capability:eakte"]) == ("live", "none")
    assert (found["service:group-residents"], found["service:group-housing-benefit"]) == ("on", "off")
    assert (found["figure:posts"], found["capability:invoice_workflow"]) == (14, "none")
    assert "capability:backup_tested" not in found


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("3.900", 3900), ("3,900", 3900), ("3 900", 3900), ("3\u00a0900", 3900), (" 7 ", 7), ("7,0", 7)],
)
def test_whole_number_is_read_as_people_write_it(text: str, number: int) -> None:
    assert parse_answer(COUNT, [text]) == number


@pytest.mark.parametrize(
    ("text", "number"), [("4,5", 4.5), ("4.5", 4.5), ("1.234,5", 1234.5), ("1.234", 1234), ("0", 0)]
)
def test_fraction_is_read_as_people_write_it(text: str, number: float) -> None:
    assert parse_answer(SHARE, [text]) == number


@pytest.mark.parametrize("text", ["-1", "10001", "zwölf", "1e3", "1,5", "٣", "1.23.456", "=1+1", "9" * 400, "NaN"])
def test_wrong_number_is_refused_with_the_question(text: str) -> None:
    with pytest.raises(Refused) as caught:
        parse_answer(COUNT, [text])
    assert caught.value.place == "count"


def test_choice_outside_the_options_is_refused() -> None:
    with pytest.raises(Refused, match="not one of the answers"):
        parse_answer(asks("navigator"), ["president"])
    with pytest.raises(Refused, match="only one"):
        parse_answer(Question("t", "text", Text("?")), ["a", "b"])


def test_ticks_come_in_the_order_of_the_options_and_nothing_of_it_is_an_answer() -> None:
    assert parse_answer(asks("components"), ["epayment", "eakte", "epayment"]) == ["eakte", "epayment"]
    assert parse_answer(asks("components"), ["none"]) == []


def test_evidence_keeps_the_note() -> None:
    question = Question("proof", "evidence", Text("Protokoll?"), maps_to=("capability:backup_tested",))
    answer = parse_answer(question, ["yes", "Ordner 7"])
    assert answer == {"has": True, "note": "Ordner 7"}
    one = QuestionSet("s", "1", Text("S"), (question,))
    assert findings(one, {"proof": answer}) == {"capability:backup_tested": "live"}


@given(st.lists(st.text(max_size=30), max_size=4))
def test_raw_input_gives_a_value_or_a_clear_refusal(raw: list[str]) -> None:
    for question in (*QUICK_CHECK.questions, Question("proof", "evidence", Text("?"))):
        try:
            value = parse_answer(question, raw)
        except Refused as error:
            assert error.place == question.id
        else:
            assert findings(QUICK_CHECK, {question.id: value}) is not None


def chained(ops: list[tuple[str, object]]) -> QuestionSet:
    first = Question("q0", "single", Text("?"), options=YES_NO)
    rest = tuple(
        Question(f"q{n}", "single", Text("?"), options=YES_NO, show_if=Condition(f"q{n - 1}", op, value))
        for n, (op, value) in enumerate(ops, start=1)
    )
    return QuestionSet("chain", "1", Text("Kette"), (first, *rest))


@given(
    st.lists(st.sampled_from([("equals", "yes"), ("in", ["no"]), ("at_least", 1)]), max_size=6),
    st.dictionaries(st.sampled_from([f"q{n}" for n in range(7)]), st.sampled_from(["yes", "no", None])),
)
@settings(max_examples=60)
def test_question_is_visible_only_behind_visible_ones(ops: list, answers: dict) -> None:
    questions = chained(ops)
    shown = [q.id for q in visible(questions, answers)]
    assert shown == [f"q{n}" for n in range(len(shown))]
    following = next_question(questions, answers)
    assert following is None or following.id in shown
