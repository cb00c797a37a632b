"""Whatever is typed or stored: nothing crashes, nothing dropped comes back, what was taken is taken again."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from fahrwasser.core.forms import facts, journey, page_inputs, prefill, read_form, read_page, summary
from fahrwasser.core.forms.answers import leaves
from form_samples import NOW, dog_answers, dog_schema, dog_ui

DOG = read_form(dog_schema(), dog_ui())
PAGES = [page.id for page in DOG.pages]
JUNK: Any = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
    | st.sampled_from(["rettung", "2026-10-03"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(st.sampled_from(["name", "grund", "alter", "x"]), inner),
    max_leaves=8,
)  # fmt: skip
NAMES = [node.name for node in DOG.by_path.values()]
ANSWERS = st.dictionaries(
    st.sampled_from([node.path for node in DOG.nodes]),
    JUNK
    | st.dictionaries(st.sampled_from(NAMES), JUNK)
    | st.lists(st.dictionaries(st.sampled_from(NAMES), JUNK), max_size=4),
)
POSTED_NAMES = st.sampled_from([node.path.replace("/", ".") for node in DOG.by_path.values()]) | st.sampled_from(
    [
        "weitere.0.name",
        "weitere.1.alter",
        "weitere.99.krank",
        "weitere.100.name",
        "_add",
        "_remove",
        "hund.nachweis._remove",
    ]
)
TYPED = st.text(max_size=20) | st.sampled_from(
    ["weitere", "weitere.0", "ja", "nein", "3.10.2026", "1.234,5", "rettung", "braun", "12", "\x00", "\ud800", "14:30"]
)
POSTED = st.dictionaries(POSTED_NAMES, st.lists(TYPED, max_size=3))


@settings(max_examples=150, deadline=None)
@given(answers=ANSWERS | JUNK)
def test_any_stored_answers_have_a_way(answers: Any) -> None:
    way = journey(DOG, answers, now=NOW)
    again = journey(DOG, dict(way.kept), now=NOW)
    assert again.kept == way.kept
    assert again.dropped == ()
    assert again.facts == way.facts
    json.dumps(way.kept, allow_nan=False)
    summary(DOG, answers, now=NOW, with_empty=True)
    prefill(DOG, answers, {})
    for page in PAGES:
        page_inputs(DOG, page, answers, "en", now=NOW)


@settings(max_examples=150, deadline=None)
@given(posted=POSTED, page=st.sampled_from(PAGES), answers=ANSWERS)
def test_any_post_is_read(posted: dict[str, list[str]], page: str, answers: Any) -> None:
    read = read_page(DOG, page, posted, answers, now=NOW)
    json.dumps(read.answers).encode("utf-8")
    for problem in read.problems.values():
        assert (problem.msgid % problem.values) or problem.text
    page_inputs(DOG, page, read.answers, now=NOW, raw=read.raw, problems=read.problems)


@settings(max_examples=150, deadline=None)
@given(posted=POSTED, page=st.sampled_from(PAGES))
def test_what_was_taken_is_taken_again_as_it_is_shown(posted: dict[str, list[str]], page: str) -> None:
    """Answers → boxes → the same answers, in both languages."""
    first = read_page(DOG, page, posted, dog_answers(), now=NOW)
    for language in ("de", "en"):
        shown: dict[str, list[str]] = {}
        _type_back(page_inputs(DOG, page, first.answers, language, now=NOW), shown)
        second = read_page(DOG, page, shown, first.answers, now=NOW, language=language)
        assert second.way.kept == first.way.kept


def _type_back(inputs: Any, shown: dict[str, list[str]]) -> None:
    for one in inputs:
        if one.options:
            chosen = [option.value for option in one.options if option.is_chosen]
            shown.update({one.name: chosen} if chosen else {})
        elif one.kind not in ("group", "rows", "person", "address", "file", "label"):
            shown[one.name] = [one.value]
        _type_back(one.children, shown)
        for row in one.rows:
            _type_back(row.inputs, shown)


@settings(max_examples=100, deadline=None)
@given(second=st.booleans() | st.none(), reason=st.sampled_from(["blind", "rettung", None]), age=st.integers(0, 20))
def test_dropped_answers_never_reach_the_facts(second: bool | None, reason: str | None, age: int) -> None:
    answers = dog_answers()
    answers["zweiter"] = second
    answers["hund"]["grund"] = reason
    answers["weitere"] = [{"name": "Bello", "alter": age, "krank": True}]
    way = journey(DOG, answers, now=NOW)
    found = facts(DOG, dict(way.kept))
    for path in way.dropped:
        value: Any = found
        for part in path.split("/"):
            value = (
                value[int(part)]
                if isinstance(value, list) and len(value) > int(part)
                else value[part]
                if isinstance(value, dict)
                else None
            )
        assert value in (None, [])
    kept = {path for name, value in way.kept.items() for path in leaves(value, name)}
    assert kept.isdisjoint(way.dropped)
