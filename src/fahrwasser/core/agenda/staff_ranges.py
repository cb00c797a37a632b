"""The outlook on posts as ranges: how far it moves when retirement, refilling and relief come out differently.

The corners of the assumptions are reckoned with the same formula (`staff.py`): retirement one year earlier or later
(within 63 to 67), a tenth more or less of the vacancies filled again, relief at the low and the high end. All E.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from fahrwasser.core.agenda.staff import StaffAssumptions, StaffOutlook, StaffYear, staff_outlook
from fahrwasser.core.costing.ranges import Range
from fahrwasser.core.inventory.posts import LEAST
from fahrwasser.core.inventory.risk import POST_HOURS

EARLIEST_RETIREMENT, LATEST_RETIREMENT = 63.0, 67.0
AGE_SPREAD, REFILL_SPREAD = 1.0, 0.1
SMALL_TOWN = 40.0
"""Posts (E): below, a curve would pretend to know what hangs on single people; there are counts and names of tasks."""
HORIZON_YEARS = (3, 10)


@dataclass(frozen=True, slots=True)
class StaffRangeYear:
    """End of one year in posts; `leave_so_far` = all who have left since the beginning."""

    year: int
    leave: Range
    leave_so_far: Range
    stock: Range
    need_without_plan: float
    need_with_plan: Range
    gap_without_plan: Range
    gap_with_plan: Range


@dataclass(frozen=True, slots=True)
class StaffRanges:
    """Posts today and year by year. `is_estimate`: no ages known, 30 % in ten years assumed."""

    posts: float
    years: tuple[StaffRangeYear, ...]
    is_estimate: bool

    @property
    def is_small(self) -> bool:
        """Counts and names instead of curves."""
        return self.posts < SMALL_TOWN


def staff_ranges(
    posts: Mapping[str, float], first_year: int, relief: Sequence[Range], given: StaffAssumptions
) -> StaffRanges | None:
    """The outlook for the years of `relief` (hours freed in each year). None below three posts, as `staff_outlook`.

    Raises ValueError as `staff_outlook` does.
    """
    likely = staff_outlook(posts, first_year, [hours.likely for hours in relief], given)
    if likely is None:
        return None
    corners = [
        found
        for found in (staff_outlook(posts, first_year, [0.0] * len(relief), one) for one in _corners(given))
        if found is not None
    ]
    years = tuple(_year(n, likely, corners, relief[n]) for n in range(len(relief)))
    return StaffRanges(likely.posts, years, likely.is_estimate)


def _corners(given: StaffAssumptions) -> list[StaffAssumptions]:
    ages = {
        max(EARLIEST_RETIREMENT, given.retirement_age - AGE_SPREAD),
        min(LATEST_RETIREMENT, given.retirement_age + AGE_SPREAD),
    }
    refills = {max(0.0, given.refill - REFILL_SPREAD), min(1.0, given.refill + REFILL_SPREAD)}
    return [replace(given, retirement_age=age, refill=refill) for age, refill in product(sorted(ages), sorted(refills))]


def _year(index: int, likely: StaffOutlook, corners: Sequence[StaffOutlook], relief: Range) -> StaffRangeYear:
    year = likely.years[index]
    same = [corner.years[index] for corner in corners]
    stock = _around(year.stock, [one.stock for one in same])
    need, freed = year.need_without_plan, relief.times(1 / POST_HOURS)
    with_plan = Range(need - freed.high, need - freed.likely, need - freed.low)
    return StaffRangeYear(
        year=year.year,
        leave=_around(year.leave, [one.leave for one in same]),
        leave_so_far=_around(_left(likely.years, index), [_left(corner.years, index) for corner in corners]),
        stock=stock,
        need_without_plan=need,
        need_with_plan=with_plan,
        gap_without_plan=_missing(Range.exactly(need), stock),
        gap_with_plan=_missing(with_plan, stock),
    )


def _left(years: Sequence[StaffYear], index: int) -> float:
    return sum(year.leave for year in years[: index + 1])


def _around(likely: float, ends: Sequence[float]) -> Range:
    return Range(min(likely, *ends), likely, max(likely, *ends))


def _missing(need: Range, stock: Range) -> Range:
    """Never negative; the least need with the most posts is the low end."""
    return Range(max(0.0, need.low - stock.high), max(0.0, need.likely - stock.likely), max(0.0, need.high - stock.low))


@dataclass(frozen=True, slots=True)
class Count:
    """Whole posts as they may be said; `high` None = fewer than three, `low` None = from fewer than three up to."""

    low: int | None
    high: int | None


def sayable(spread: Range) -> Count:
    """One or two posts are never counted: in a small town hall everybody knows who is meant."""
    low, high = round(spread.low), round(spread.high)
    if high < LEAST:
        return Count(None, None)
    return Count(low if low >= LEAST else None, high)
