"""The outlook as ranges: the likely value lies inside, one or two posts are never counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fahrwasser.core.agenda.staff import StaffAssumptions, staff_outlook
from fahrwasser.core.agenda.staff_ranges import Count, sayable, staff_ranges
from fahrwasser.core.costing.ranges import Range
from fahrwasser.core.inventory.posts import AGE_BANDS

COUNTS = st.dictionaries(st.sampled_from(AGE_BANDS), st.floats(0, 60), max_size=6)
GIVEN = st.builds(
    StaffAssumptions,
    retirement_age=st.integers(63, 67).map(float),
    other_leavers=st.floats(0, 0.1),
    refill=st.floats(0, 1),
    growth=st.floats(-0.02, 0.02),
)
NOTHING = [Range.exactly(0.0)] * 10


@given(COUNTS, GIVEN)
def test_the_likely_value_is_that_of_the_formula_and_lies_between_the_ends(posts, given_) -> None:
    found, plain = staff_ranges(posts, 2027, NOTHING, given_), staff_outlook(posts, 2027, [0.0] * 10, given_)
    assert (found is None) == (plain is None)
    if found is None or plain is None:
        return
    for year, same in zip(found.years, plain.years, strict=True):
        assert (year.leave.likely, year.stock.likely) == (same.leave, same.stock)
        assert year.stock.low <= same.stock <= year.stock.high
        assert year.gap_without_plan.likely == pytest.approx(same.gap_without_plan)


def test_relief_lowers_the_need_by_posts_of_1600_hours() -> None:
    relief = [Range(800.0, 1600.0, 3200.0)]
    found = staff_ranges({"40_49": 50.0}, 2027, relief, StaffAssumptions())
    assert found is not None
    need = found.years[0].need_with_plan
    assert (need.low, need.likely, need.high) == (48.0, 49.0, 49.5)


def test_earlier_retirement_never_means_fewer_leavers() -> None:
    late = staff_ranges({"55_59": 20.0}, 2027, NOTHING, StaffAssumptions(retirement_age=67))
    early = staff_ranges({"55_59": 20.0}, 2027, NOTHING, StaffAssumptions(retirement_age=63))
    assert late is not None
    assert early is not None
    assert early.years[4].leave_so_far.likely > late.years[4].leave_so_far.likely


def test_forty_posts_get_a_curve_and_fourteen_do_not() -> None:
    for posts, is_small in ((14.0, True), (40.0, False)):
        found = staff_ranges({"unknown": posts}, 2027, NOTHING, StaffAssumptions())
        assert found is not None
        assert found.is_small is is_small


@pytest.mark.parametrize(
    ("spread", "said"),
    [
        (Range(0.4, 1.0, 2.4), Count(None, None)),
        (Range(1.0, 2.0, 4.0), Count(None, 4)),
        (Range(3.0, 4.0, 6.2), Count(3, 6)),
    ],
)
def test_one_or_two_posts_are_not_counted(spread, said) -> None:
    assert sayable(spread) == said
