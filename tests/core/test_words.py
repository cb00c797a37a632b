"""Numbers, ranges and dates as people read them; refusals as one line."""

from datetime import date

import pytest

from fahrwasser.core.refused import Refused
from fahrwasser.core.words import counted, day, euros, fixed, number, rough, rough_span, span


def test_numbers_are_german_and_english() -> None:
    assert number(1234.5, 1) == "1.234,5"
    assert number(1234.5, 1, "en") == "1,234.5"
    assert number(7.0, 1) == "7"
    assert number(-0.2) == "0"
    assert fixed(13) == "13,0"


def test_money_has_a_space_that_does_not_break() -> None:
    assert euros(2800) == "2.800\u00a0€"
    assert euros(42.2, decimals=2) == "42,20\u00a0€"
    assert euros(2800, "en") == "2,800\N{NO-BREAK SPACE}€"


@pytest.mark.parametrize(("value", "shown"), [(1144, 1100), (29, 29), (4986, 5000), (12_645, 13_000), (0, 0)])
def test_estimate_does_not_look_exact(value: float, shown: float) -> None:
    assert rough(value) == shown


def test_range_collapses_when_both_ends_read_alike() -> None:
    assert span(740, 1120) == "740 bis 1.120"
    assert span(740, 1120, language="en") == "740 to 1,120"
    assert rough_span(4.1, 4.2) == "4"


def test_days_and_counts() -> None:
    assert day(date(2026, 12, 1)) == "1. Dezember 2026"
    assert day(date(2026, 12, 1), "en") == "1 December 2026"
    assert counted(1, "Tag", "Tage", 1) == "1\u00a0Tag"
    assert counted(2.5, "Tag", "Tage", 1) == "2,5\u00a0Tage"


def test_refusal_is_one_line_with_its_place_and_can_be_translated() -> None:
    error = Refused("“%(found)s” is wrong.", line=3, column=7, found="a\nb" + "x" * 100)
    assert str(error).startswith("line 3, column 7: “a·bxx")
    assert len(str(error)) < 100
    assert error.msgid % error.values in str(error)
    assert str(Refused("Wrong.", place="questions[2]")) == "questions[2]: Wrong."
