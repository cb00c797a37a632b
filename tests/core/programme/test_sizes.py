"""Comparison with like towns hides what would point at one of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fahrwasser.core.programme.sizes import share_at_most, size_class, spread


@pytest.mark.parametrize(
    ("population", "key"),
    [(0, "2000"), (1_999, "2000"), (2_000, "5000"), (9_999, "10000"), (10_000, "20000"), (90_000, "more")],
)
def test_a_town_belongs_to_one_class(population: int, key: str) -> None:
    assert size_class(population) == key


def test_four_towns_are_too_few() -> None:
    assert spread([1, 2, 3, 4]) is None
    assert share_at_most(2, [1, 2, 3, 4]) is None


def test_five_towns_show_their_middle_half() -> None:
    found = spread([10, 20, 30, 40, 50])
    assert found is not None
    assert (found.low, found.middle, found.high, found.towns) == (20, 30, 40, 5)
    assert share_at_most(30, [10, 20, 30, 40, 50]) == 0.6


@given(st.lists(st.floats(0, 1e6), min_size=5, max_size=60))
def test_the_spread_lies_within_the_values(values: list[float]) -> None:
    found = spread(values)
    assert found is not None
    assert min(values) - 1e-6 <= found.low <= found.middle <= found.high <= max(values) + 1e-6
