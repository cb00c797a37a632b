"""The same check a year later: what is kept, what has changed."""

from dataclasses import replace

from fahrwasser.core.inventory.question_versions import carried_over, compared
from fahrwasser.core.inventory.questions import Option, Question, QuestionSet, Text

NONE = Option("keine", Text("Keine"), 0)
SOME = Option("einige", Text("Einige"), 1)
FILES = Question("akten", "single", Text("E-Akte?"), options=(NONE, SOME), same_meaning_as=("1",))
POSTS = Question("stellen", "number", Text("Stellen?"), same_meaning_as=("1",))
NEW = Question("neu", "text", Text("Neu?"))
OLD_SET = QuestionSet(
    "check", "1", Text("Check"), (replace(FILES, same_meaning_as=()), replace(POSTS, same_meaning_as=()))
)
NEW_SET = QuestionSet("check", "2", Text("Check"), (FILES, POSTS, NEW))


def test_answers_move_to_the_new_version_where_the_meaning_is_the_same() -> None:
    assert carried_over(OLD_SET, {"akten": "einige", "stellen": None}, NEW_SET) == {"akten": "einige", "stellen": None}


def test_same_id_without_the_declaration_is_asked_again() -> None:
    changed = QuestionSet("check", "2", Text("Check"), (replace(FILES, same_meaning_as=()), POSTS))
    assert carried_over(OLD_SET, {"akten": "einige", "stellen": 14}, changed) == {"stellen": 14}


def test_answer_that_is_no_longer_possible_is_asked_again() -> None:
    narrower = QuestionSet("check", "2", Text("Check"), (replace(FILES, options=(NONE,)), replace(POSTS, maximum=10)))
    assert carried_over(OLD_SET, {"akten": "einige", "stellen": 14}, narrower) == {}


def test_answers_never_move_to_another_set() -> None:
    other = replace(NEW_SET, id="land-check")
    assert carried_over(OLD_SET, {"akten": "einige"}, other) == {}


def test_two_years_are_compared_question_by_question() -> None:
    changes = compared(
        OLD_SET, {"akten": "keine", "stellen": 14}, NEW_SET, {"akten": "einige", "stellen": 13, "neu": "x"}
    )
    assert [(c.question.id, c.kind) for c in changes] == [("akten", "better"), ("stellen", "changed"), ("neu", "new")]
    [gone] = compared(NEW_SET, {"neu": "x"}, OLD_SET, {})
    assert (gone.kind, gone.before) == ("gone", "x")


def test_unknown_is_neither_better_nor_worse() -> None:
    [change] = compared(OLD_SET, {"akten": None}, NEW_SET, {"akten": "einige"})
    assert change.kind == "changed"
