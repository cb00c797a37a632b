"""Imported question sets: taken over exactly or refused with the place."""

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fahrwasser.core.inventory.question_file import FORMAT, read_question_set
from fahrwasser.core.refused import Refused
from paths import PROJECT

SOUND = {
    "format": FORMAT,
    "id": "land-schnellcheck",
    "version": "2026.1",
    "title": "Bestandsaufnahme",
    "roles": {"it": {"de": "IT-Betreuung", "en": "IT support"}},
    "questions": [
        {"id": "dms", "type": "single", "text": "DMS?", "role": "it", "maps_to": "capability:eakte",
         "options": [{"value": "ja", "text": "Ja", "score": 2, "sets": {"capability:eakte": "live"}},
                     {"value": "nein", "text": "Nein", "score": 0}]},
        {"id": "seit", "type": "number", "text": "Seit wann?", "minimum": 1990, "maximum": 2100,
         "show_if": {"question": "dms", "op": "at_least", "value": 1}},
        {"id": "beleg", "type": "evidence", "text": "Beleg?",
         "show_if": {"question": "seit", "op": "at_least", "value": 2000}},
    ],
}  # fmt: skip


def refused(content: object) -> Refused:
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    with pytest.raises(Refused) as caught:
        read_question_set(raw)
    return caught.value


def changed(path: str, value: object) -> dict:
    """The sound set with one place replaced; `path` like "questions.1.show_if.op"."""
    content = copy.deepcopy(SOUND)
    *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    here: object = content
    for part in way:
        here = here[part]  # type: ignore[index]
    here[last] = value  # type: ignore[index]
    return content


def test_set_of_a_state_replaces_ours_without_code() -> None:
    questions = read_question_set(json.dumps(SOUND).encode())
    assert (questions.id, questions.version, questions.title.de) == ("land-schnellcheck", "2026.1", "Bestandsaufnahme")
    assert [q.id for q in questions.questions] == ["dms", "seit", "beleg"]
    assert questions.question("dms").options[0].sets == (("capability:eakte", "live"),)


@pytest.mark.parametrize(
    ("path", "value", "place"),
    [
        ("format", "other/1", "format"),
        ("id", "../x", "id"),
        ("version", "", "version"),
        ("title", 7, "title"),
        ("title", {"fr": "x"}, "title"),
        ("extra", 1, "file"),
        ("questions", [], "questions"),
        ("questions", {"a": 1}, "questions"),
        ("questions.0.type", "formula", "questions[1].type"),
        ("questions.0.eval", "1+1", "questions[1]"),
        ("questions.0.text", "", "questions[1].text"),
        ("questions.0.text", "a\u0000b", "questions[1].text"),
        ("questions.0.text", "x" * 1001, "questions[1].text"),
        ("questions.0.role", "nobody", "questions[1].role"),
        ("questions.0.maps_to", "os:system", "questions[1].maps_to"),
        ("questions.0.options", [], "questions[1].options"),
        ("questions.0.options.1.value", "ja", "questions[1].options[2].value"),
        ("questions.0.options.1.value", "unknown", "questions[1].options[2].value"),
        ("questions.0.options.0.score", True, "questions[1].options[1].score"),
        ("questions.0.options.0.sets", {"capability:eakte": [1]}, "questions[1].options[1].sets.capability:eakte"),
        ("questions.1.id", "dms", "questions[2].id"),
        ("questions.1.minutes", -1, "questions[2].minutes"),
        ("questions.1.whole", "no", "questions[2].whole"),
        ("questions.1.maximum", 10, "questions[2].maximum"),
        ("questions.1.options", [{"value": "a", "text": "A"}], "questions[2].options"),
        ("questions.1.show_if.question", "seit", "questions[2].show_if.question"),
        ("questions.1.show_if.question", "beleg", "questions[2].show_if.question"),
        ("questions.1.show_if.question", "nowhere", "questions[2].show_if.question"),
        ("questions.1.show_if.op", "==", "questions[2].show_if.op"),
        ("questions.1.show_if.value", "ja", "questions[2].show_if.value"),
        ("questions.1.show_if", "dms == 'ja'", "questions[2].show_if"),
        ("questions.1.show_if", {"question": "dms", "op": "equals", "value": "evtl"}, "questions[2].show_if.value"),
        ("questions.1.show_if", {"question": "dms", "op": "in", "value": "ja"}, "questions[2].show_if.value"),
        ("questions.1.show_if", {"question": "dms", "op": "equals", "value": "ja", "else": 1}, "questions[2].show_if"),
        ("questions.1.same_meaning_as", [1], "questions[2].same_meaning_as[1]"),
    ],
)  # fmt: skip
def test_hostile_set_is_refused_with_the_place(path: str, value: object, place: str) -> None:
    assert refused(changed(path, value)).place == place


def test_broken_json_is_refused_with_line_and_column() -> None:
    error = refused(b'{\n "format": "x",\n "id": }')
    assert (error.line, error.column) == (3, 8)
    error = refused(b'{\n "format": "\xff"}')
    assert (error.line, error.column) == (2, 13)


@pytest.mark.parametrize(
    "raw",
    [
        b" " * 1_000_001,
        b"[" * 100_000,
        b"1" * 5000,
        b'{"format": 1e999}',
        b'{"format": NaN}',
        b'{"id": 1, "id": 2}',
        b"",
        b"null",
        b'"text"',
    ],
    ids=["huge", "deep", "long-number", "infinite", "nan", "twins", "empty", "null", "text"],
)
def test_file_that_is_no_set_is_refused(raw: bytes) -> None:
    assert str(refused(raw))


def test_thousands_of_questions_are_refused() -> None:
    many = [{"id": f"q{n}", "type": "text", "text": "?"} for n in range(401)]
    assert refused(changed("questions", many)).place == "questions"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
PLACES = ["id", "roles", "questions", "questions.0", "questions.0.options", "questions.0.maps_to",
          "questions.1.show_if", "questions.1.show_if.value", "questions.0.options.0.sets",
          "questions.0.same_meaning_as", "scale",
]  # fmt: skip


@given(st.sampled_from(PLACES), JSON)
@settings(max_examples=60)
def test_any_value_at_any_place_is_taken_or_refused(path: str, value: object) -> None:
    try:
        read_question_set(json.dumps(changed(path, value)).encode())
    except Refused as error:
        assert error.place or error.line


def test_example_of_the_documentation_is_a_sound_set() -> None:
    text = (PROJECT / "docs/reference/question-set.md").read_text("utf-8")
    example = text.split("```json\n")[1].split("```")[0]
    assert read_question_set(example.encode()).questions[1].show_if is not None
