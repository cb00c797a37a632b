"""The outlook on posts: what leaves, what is needed, what the plan changes."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fahrwasser.core.agenda.staff import StaffAssumptions, nothing_sentence, staff_outlook
from fahrwasser.core.inventory.posts import AGE_BANDS

RETIREMENT_ONLY = StaffAssumptions(other_leavers=0)
COUNTS = st.dictionaries(st.sampled_from(AGE_BANDS), st.floats(0, 60), max_size=6)


def test_without_ages_forty_posts_lose_one_point_two_a_year() -> None:
    outlook = staff_outlook({"unknown": 40}, 2027, [0] * 10, RETIREMENT_ONLY)
    assert outlook.is_estimate
    assert [round(year.leave, 6) for year in outlook.years] == [1.2] * 10


def test_band_retires_evenly_within_its_years() -> None:
    outlook = staff_outlook({"60_plus": 5, "55_59": 5}, 2027, [0] * 10, RETIREMENT_ONLY)
    assert [round(year.leave, 6) for year in outlook.years] == [1.0] * 10


def test_later_retirement_moves_the_leavers() -> None:
    later = StaffAssumptions(retirement_age=67, other_leavers=0)
    soon = staff_outlook({"60_plus": 7}, 2027, [0] * 5, RETIREMENT_ONLY)
    late = staff_outlook({"60_plus": 7}, 2027, [0] * 5, later)
    assert sum(y.leave for y in late.years) < sum(y.leave for y in soon.years)


def test_only_a_part_of_the_vacancies_is_filled_again() -> None:
    [year] = staff_outlook({"60_plus": 10}, 2027, [0], RETIREMENT_ONLY).years
    assert year.leave == 2
    assert year.stock == pytest.approx(9.4)


def test_freed_hours_stand_against_missing_posts() -> None:
    [without] = staff_outlook({"60_plus": 10}, 2027, [0]).years
    [with_plan] = staff_outlook({"60_plus": 10}, 2027, [1600]).years
    assert without.gap_without_plan == without.gap_with_plan > 0
    assert with_plan.need_with_plan == with_plan.need_without_plan - 1


def test_fewer_than_three_posts_say_nothing() -> None:
    assert staff_outlook({"60_plus": 2}, 2027, [0]) is None
    assert staff_outlook({}, 2027, [0]) is None


def test_unknown_band_or_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="age band"):
        staff_outlook({"70_plus": 5}, 2027, [0])
    with pytest.raises(ValueError, match="negative"):
        staff_outlook({"60_plus": -1}, 2027, [0])


def test_doing_nothing_is_said_in_one_sentence() -> None:
    text = nothing_sentence(staff_outlook({"60_plus": 5, "unknown": 15}, 2027, [0, 300, 600, 650, 660]))
    assert text.de.startswith("Ab 2027 fehlen etwa 0,")
    assert "Mit diesem Plan sind es 2031 noch" in text.de
    assert "posts are missing" in text.en


def test_town_with_young_staff_is_not_alarmed() -> None:
    assert "genug Stellen" in nothing_sentence(staff_outlook({"under_40": 10}, 2027, [0] * 5, RETIREMENT_ONLY)).de


@given(COUNTS, st.floats(63, 67), st.floats(0, 1))
def test_stock_falls_but_never_below_zero(posts: dict[str, float], age: float, refill: float) -> None:
    outlook = staff_outlook(posts, 2027, [0] * 20, StaffAssumptions(age, refill=refill))
    if outlook is not None:
        stocks = [outlook.posts, *(year.stock for year in outlook.years)]
        assert all(before + 1e-9 >= after >= -1e-9 for before, after in pairwise(stocks))


@given(st.sampled_from(AGE_BANDS[:5]), st.floats(63, 67))
def test_everybody_of_a_band_retires_exactly_once(band: str, age: float) -> None:
    outlook = staff_outlook({band: 10}, 2027, [0] * 60, StaffAssumptions(age, other_leavers=0, refill=1))
    assert sum(year.leave for year in outlook.years) == pytest.approx(10)
