"""Who leaves, who is needed: the outlook on posts with and without the plan (reference: cost and benefit).

leave_y = Σ n_band · P_band(y) + f · stock_{y−1}; stock_y = stock_{y−1} − (1 − ρ) · leave_y;
need_y = need_0 · (1 + g)^y − relief_y / 1600. Counts by age band stay inside: results are totals, or say nothing when
there are fewer than three posts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fahrwasser.core.inventory.posts import AGE_BANDS
from fahrwasser.core.inventory.questions import Text
from fahrwasser.core.inventory.risk import LEAVING_IN_TEN_YEARS, POST_HOURS
from fahrwasser.core.words import number

LEAST_POSTS = 3.0
NOTICEABLE_GAP = 0.5  # posts; from here on the gap is said in words (E)
_AGES: Mapping[str, tuple[float, float]] = {
    "under_40": (20.0, 40.0),
    "40_49": (40.0, 50.0),
    "50_54": (50.0, 55.0),
    "55_59": (55.0, 60.0),
    "60_plus": (60.0, 67.0),  # up to the retirement age, if that is lower
}


@dataclass(frozen=True, slots=True)
class StaffAssumptions:
    """All E: retirement age (slider 63 to 67), other leavers a year, share of vacancies filled again, growth of
    need."""

    retirement_age: float = 65.0
    other_leavers: float = 0.02
    refill: float = 0.7
    growth: float = 0.0


@dataclass(frozen=True, slots=True)
class StaffYear:
    """End of one year; posts. `gap` is what is missing (never negative)."""

    year: int
    leave: float
    stock: float
    need_without_plan: float
    need_with_plan: float

    @property
    def gap_without_plan(self) -> float:
        """Posts missing if nothing is done."""
        return max(0.0, self.need_without_plan - self.stock)

    @property
    def gap_with_plan(self) -> float:
        """Posts missing with the freed hours of the plan."""
        return max(0.0, self.need_with_plan - self.stock)


@dataclass(frozen=True, slots=True)
class StaffOutlook:
    """Posts today and year by year. `is_estimate`: no ages known, 30 % in ten years assumed."""

    posts: float
    years: tuple[StaffYear, ...]
    is_estimate: bool


def staff_outlook(
    posts: Mapping[str, float],
    first_year: int,
    relief_hours: Sequence[float],
    assumptions: StaffAssumptions | None = None,
) -> StaffOutlook | None:
    """The outlook for the years of `relief_hours` (freed hours in each year, from `first_year` on).

    `posts` by age band (keys of AGE_BANDS; "unknown" leaves evenly, 30 % in ten years). None below three posts: then
    a total would speak of single people. Raises ValueError for an unknown band or a negative count.
    """
    if unknown := set(posts) - set(AGE_BANDS):
        raise ValueError(f"unknown age band: {sorted(unknown)}")
    if any(count < 0 for count in posts.values()):
        raise ValueError("negative number of posts")
    start = sum(posts.values())
    if start < LEAST_POSTS:
        return None
    given = assumptions or StaffAssumptions()
    stock, years = start, []
    for index, relief in enumerate(relief_hours, start=1):
        leave = min(stock, _retiring(posts, index, given.retirement_age) + given.other_leavers * stock)
        stock -= (1 - given.refill) * leave
        need = start * (1 + given.growth) ** index
        years.append(StaffYear(first_year + index - 1, leave, stock, need, need - relief / POST_HOURS))
    return StaffOutlook(start, tuple(years), is_estimate=posts.get("unknown", 0) == start)


def _retiring(posts: Mapping[str, float], year: int, age: float) -> float:
    known = sum(count * _reaches(band, year, age) for band, count in posts.items() if band in _AGES)
    return known + posts.get("unknown", 0.0) * (LEAVING_IN_TEN_YEARS / 10 if year <= 10 else 0.0)


def _reaches(band: str, year: int, age: float) -> float:
    """Share of a band that reaches the age in this year; ages are even within the band."""
    low, high = _AGES[band]
    high = min(high, max(age, low + 1))
    return max(0.0, min(high, age - year + 1) - max(low, age - year)) / (high - low)


def nothing_sentence(outlook: StaffOutlook) -> Text:
    """What happens to the posts if we do nothing, in one or two sentences."""
    missing = [year for year in outlook.years if year.gap_without_plan >= NOTICEABLE_GAP]
    if not missing:
        return Text(
            "Bis zum Ende des Plans bleiben genug Stellen besetzt, wenn Abgänge wie bisher ersetzt werden.",
            "Until the end of the plan enough posts stay filled if leavers are replaced as before.",
        )
    first, last = missing[0], outlook.years[-1]
    de = f"Ab {first.year} fehlen etwa {number(first.gap_without_plan, 1)} Stellen"
    en = f"From {first.year} on about {number(first.gap_without_plan, 1, 'en')} posts are missing"
    if last.year != first.year:
        de += f", {last.year} sind es {number(last.gap_without_plan, 1)}"
        en += f", in {last.year} it is {number(last.gap_without_plan, 1, 'en')}"
    if last.gap_without_plan - last.gap_with_plan >= 0.05:
        de += f". Mit diesem Plan sind es {last.year} noch {number(last.gap_with_plan, 1)}"
        en += f". With this plan {number(last.gap_with_plan, 1, 'en')} are left in {last.year}"
    return Text(f"{de}.", f"{en}.")
