"""Comparison with like towns hides what would point at one of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fahrwasser.core.programme.sizes import HOURS_TO, size_class, spread


@pytest.mark.parametrize(
    ("population", "key"),
    [(0, "2000"), (1_999, "2000"), (2_000, "5000"), (9_999, "10000"), (10_000, "20000"), (90_000, "more")],
)
def test_a_town_belongs_to_one_class(population: int, key: str) -> None:
    assert size_class(population) == key


def test_four_towns_are_too_few() -> None:
    assert spread([1, 2, 3, 4]) is None


def test_five_towns_show_their_middle_half() -> None:
    found = spread([10, 20, 30, 40, 50])
    assert found is not None
    assert (found.low, found.middle, found.high, found.towns) == (20, 30, 40, 5)


def test_hours_are_shown_in_steps_so_that_none_is_a_town_s_own_figure() -> None:
    found = spread([101, 262, 542, 819, 1204], to=HOURS_TO)
    assert found is not None
    assert (found.low, found.middle, found.high) == (260, 540, 820)


@given(st.lists(st.floats(0, 1e6), min_size=5, max_size=60))
def test_the_spread_lies_within_the_values(values: list[float]) -> None:
    found = spread(values)
    assert found is not None
    assert min(values) - 1e-6 <= found.low <= found.middle <= found.high <= max(values) + 1e-6
