"""Once a month, on the third Friday."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fahrwasser.core.programme.breakfast import next_breakfast


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (date(2026, 11, 19), date(2026, 11, 20)),
        (date(2026, 11, 20), date(2026, 12, 18)),
        (date(2026, 12, 31), date(2027, 1, 15)),
        (date(2027, 1, 31), date(2027, 2, 19)),
    ],
)
def test_the_next_one_lies_ahead(today: date, day: date) -> None:
    assert next_breakfast(today) == day


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_it_is_a_friday_between_the_fifteenth_and_the_twenty_first(today: date) -> None:
    found = next_breakfast(today)
    assert found.weekday() == 4
    assert 15 <= found.day <= 21
    assert 0 < (found - today).days <= 35
