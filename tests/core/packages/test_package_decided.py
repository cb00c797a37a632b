"""What is decided for a later day: in force from then on, together with the others of that day, beside what changes."""

import json
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from fahrwasser.core.packages.decided import Decided, Waiting, check_later
from fahrwasser.core.packages.parameter_schema import read_parameter_schema

NOVEMBER, DECEMBER, JANUARY, JULY = date(2026, 11, 23), date(2026, 12, 31), date(2027, 1, 1), date(2027, 7, 1)
NOW = Decided({"gebuehr": "30.00", "frist": 14}, {"gebuehr": {"number": "1/2025"}}, {})


def by(number: str) -> dict[str, str]:
    return {"body": "gemeinderat", "number": number, "decided_on": "2026-11-20", "valid_from": "2027-01-01"}


def test_it_holds_from_its_day_on_and_not_a_day_before() -> None:
    found = NOW.with_waiting(JANUARY, "gebuehr", "45.00", by("7/2026"))

    assert found.on(DECEMBER).values["gebuehr"] == "30.00"
    assert found.on(DECEMBER).waiting() == [Waiting(JANUARY, "gebuehr", "45.00", by("7/2026"))]
    assert found.on(JANUARY) == Decided({"gebuehr": "45.00", "frist": 14}, {"gebuehr": by("7/2026")}, {})
    assert NOW.later == {}, "what was decided before is not changed"


def test_what_changes_meanwhile_is_not_brought_back() -> None:
    found = NOW.with_waiting(JANUARY, "gebuehr", "45.00", by("7/2026")).with_value("frist", 21, None)

    assert found.on(JANUARY).values == {"gebuehr": "45.00", "frist": 21}


def test_another_value_for_the_same_day_replaces_it_and_one_for_another_day_stands_beside_it() -> None:
    found = NOW.with_waiting(JANUARY, "gebuehr", "45.00", by("7/2026"))
    found = found.with_waiting(JULY, "gebuehr", "50.00", by("9/2026")).with_waiting(JANUARY, "gebuehr", "40", by("8"))

    assert found.days() == [JANUARY, JULY]
    assert [found.on(day).values["gebuehr"] for day in (DECEMBER, JANUARY, JULY)] == ["30.00", "40", "50.00"]


def test_one_is_taken_back_and_the_others_of_its_day_come() -> None:
    both = NOW.with_waiting(JANUARY, "gebuehr", "45.00", by("7")).with_waiting(JANUARY, "frist", 21, by("7"))

    assert both.without(JANUARY, "gebuehr").on(JANUARY).values == {"gebuehr": "30.00", "frist": 21}
    assert both.without(JANUARY, "gebuehr").without(JANUARY, "frist") == NOW
    assert both.without(JULY, "gebuehr") == both


@given(st.lists(st.tuples(st.integers(0, 400), st.sampled_from("abc"), st.integers()), max_size=8), st.data())
def test_looking_day_by_day_or_once_comes_to_the_same(entered: list[tuple[int, str, int]], data: Any) -> None:
    found = Decided({"a": 0, "b": 0}, {}, {})
    for days, name, value in entered:
        found = found.with_waiting(NOVEMBER + timedelta(days), name, value, by("1"))
    first, last = sorted(NOVEMBER + timedelta(data.draw(st.integers(0, 400))) for _ in range(2))

    assert found.on(first).on(last) == found.on(last)
    assert found.on(NOVEMBER + timedelta(400)).later == {}
    assert json.loads(json.dumps(found.later)) == found.later, "as it is kept"


def test_what_does_not_fit_on_its_day_is_named_with_the_day() -> None:
    english = {"title": "x", "x-fw-en": {"title": "x"}, "x-begruendung": "Test"}
    fee = {**english, "type": "string", "x-fw-widget": "money", "x-entscheidet": "gemeinderat",
           "x-rechtsrahmen": {"min": "10", "max": "40", "norm": "GebOSt Nr. 265"}}  # fmt: skip
    schema = read_parameter_schema(json.dumps({"type": "object", "properties": {"gebuehr": fee}}).encode())
    found = NOW.with_waiting(JANUARY, "gebuehr", "45.00", by("7")).with_waiting(JULY, "hafen", "ja", by("8"))

    assert [problem.place for problem in check_later(schema, found)] == [
        "later[2027-01-01].gebuehr",
        "later[2027-07-01].hafen",
    ]
