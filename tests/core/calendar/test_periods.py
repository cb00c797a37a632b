"""Bekanntgabe and Widerspruch period: the vectors of the reference, edges of the calendar, properties."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fahrwasser.core.calendar.holidays import Place, is_working_day
from fahrwasser.core.calendar.periods import (
    DAYS_UNTIL_NOTIFIED,
    Law,
    Route,
    bekanntgabe,
    late_after,
    may_sue_after,
    period_until,
    widerspruch_until,
)
from fahrwasser.core.refused import Refused

SAXONY = Place()
RADIBOR = Place(fronleichnam=True)
DAYS = st.dates(date(1995, 1, 1), date(2199, 12, 31))
PLACES = st.sampled_from([SAXONY, RADIBOR])
WAYS = st.sampled_from(sorted(DAYS_UNTIL_NOTIFIED))


@pytest.mark.parametrize(
    ("posted", "law", "place", "notified", "last_day"),
    [
        (date(2026, 10, 14), "VwVfG", SAXONY, date(2026, 10, 18), date(2026, 11, 19)),
        (date(2026, 10, 14), "AO", SAXONY, date(2026, 10, 19), date(2026, 11, 19)),
        (date(2026, 10, 27), "VwVfG", SAXONY, date(2026, 10, 31), date(2026, 11, 30)),
        (date(2026, 10, 27), "AO", SAXONY, date(2026, 11, 2), date(2026, 12, 2)),
        (date(2027, 3, 22), "VwVfG", SAXONY, date(2027, 3, 26), date(2027, 4, 26)),
        (date(2027, 3, 22), "AO", SAXONY, date(2027, 3, 30), date(2027, 4, 30)),
        (date(2027, 4, 23), "VwVfG", SAXONY, date(2027, 4, 27), date(2027, 5, 27)),
        (date(2027, 4, 23), "AO", SAXONY, date(2027, 4, 27), date(2027, 5, 27)),
        (date(2027, 4, 23), "VwVfG", RADIBOR, date(2027, 4, 27), date(2027, 5, 28)),
        (date(2027, 4, 23), "AO", RADIBOR, date(2027, 4, 27), date(2027, 5, 28)),
    ],
)
def test_vectors_of_the_reference(posted: date, law: Law, place: Place, notified: date, last_day: date) -> None:
    assert bekanntgabe(posted, "letter", law, place) == notified
    assert widerspruch_until(notified, law, place) == last_day


def test_an_objection_is_late_only_after_the_later_of_the_two_disputed_ends() -> None:
    """Posted on 27 October 2026: Saturday 31 October stays notified (VwVfG), or moves to Monday as in the AO."""
    posted = date(2026, 10, 27)
    assert late_after(posted, "letter", "VwVfG", SAXONY) == date(2026, 12, 2)
    assert late_after(posted, "letter", "AO", SAXONY) == date(2026, 12, 2)
    assert late_after(posted, "proven", "VwVfG", SAXONY) == date(2026, 11, 27)
    assert late_after(posted, "other_portal", "VwVfG", SAXONY) == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("route", "law", "notified"),
    [
        ("letter", "VwVfG", date(2026, 10, 18)),
        ("email", "VwVfG", date(2026, 10, 18)),
        ("account", "VwVfG", date(2026, 10, 18)),
        ("other_portal", "VwVfG", date(2026, 10, 15)),
        ("proven", "VwVfG", date(2026, 10, 14)),
        ("letter", "AO", date(2026, 10, 19)),
        ("email", "AO", date(2026, 10, 19)),
        ("account", "AO", date(2026, 10, 19)),
        ("portal_ao", "AO", date(2026, 10, 19)),
        ("proven", "AO", date(2026, 10, 14)),
    ],
)
def test_every_route_has_its_day(route: Route, law: Law, notified: date) -> None:
    assert bekanntgabe(date(2026, 10, 14), route, law, SAXONY) == notified


def test_a_proven_receipt_on_a_sunday_stays_on_that_sunday() -> None:
    assert bekanntgabe(date(2026, 10, 18), "proven", "AO", SAXONY) == date(2026, 10, 18)


@pytest.mark.parametrize(("route", "law"), [("portal_ao", "VwVfG"), ("other_portal", "AO")])
def test_a_route_the_law_does_not_have_is_refused_with_those_it_has(route: Route, law: Law) -> None:
    with pytest.raises(Refused, match=f"Under {law} nothing is notified by the route {route}; use one of: letter"):
        bekanntgabe(date(2026, 10, 14), route, law, SAXONY)


def test_an_unknown_law_has_no_period() -> None:
    with pytest.raises(Refused, match="The law SGB is unknown"):
        widerspruch_until(date(2026, 10, 14), "SGB", SAXONY)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("notified", "last_day"),
    [
        (date(2027, 1, 31), date(2027, 3, 1)),  # 28.2. is a Sunday
        (date(2028, 1, 31), date(2028, 2, 29)),  # leap day
        (date(2028, 2, 29), date(2028, 3, 29)),
        (date(2027, 1, 29), date(2027, 3, 1)),
        (date(2026, 12, 1), date(2027, 1, 4)),  # New Year, then a weekend
        (date(2026, 11, 25), date(2026, 12, 28)),  # both Christmas days and a Sunday
        (date(2026, 12, 31), date(2027, 2, 1)),  # 31.1. is a Sunday
        (date(2027, 3, 31), date(2027, 4, 30)),
    ],
)
def test_month_ends_leap_days_and_turns_of_the_year(notified: date, last_day: date) -> None:
    assert widerspruch_until(notified, "VwVfG", SAXONY) == last_day


def test_without_instruction_the_period_is_a_year() -> None:
    assert period_until(date(2028, 2, 29), 12, SAXONY) == date(2029, 2, 28)


@given(DAYS, WAYS, PLACES)
def test_a_fictive_day_of_the_ao_is_a_working_day_and_never_before_that_of_the_vwvfg(
    posted: date, way: tuple[Law, Route], place: Place
) -> None:
    law, route = way
    notified = bekanntgabe(posted, route, law, place)
    assert notified >= posted + timedelta(days=DAYS_UNTIL_NOTIFIED[way])
    if law == "AO" and route != "proven":
        assert is_working_day(notified, place)
        assert (notified - posted).days <= 4 + 5
    else:
        assert notified == posted + timedelta(days=DAYS_UNTIL_NOTIFIED[way])


@given(DAYS, st.integers(1, 24), PLACES)
def test_a_period_ends_on_a_working_day_of_the_same_number_or_the_first_after_it(
    notified: date, months: int, place: Place
) -> None:
    end = period_until(notified, months, place)
    first = date(notified.year, notified.month, 1)
    for _ in range(months):
        first = (first + timedelta(days=31)).replace(day=1)
    nominal = first.replace(day=min(notified.day, monthrange(first.year, first.month)[1]))
    assert is_working_day(end, place)
    assert nominal <= end
    skipped = [nominal + timedelta(days=n) for n in range((end - nominal).days)]
    assert not any(is_working_day(day, place) for day in skipped)


@given(DAYS, DAYS, PLACES)
def test_who_is_notified_later_never_has_to_object_earlier(one: date, other: date, place: Place) -> None:
    early, late = sorted([one, other])
    assert widerspruch_until(early, "VwVfG", place) <= widerspruch_until(late, "VwVfG", place)


def test_an_authority_can_be_sued_when_three_months_are_over() -> None:
    assert may_sue_after(date(2026, 1, 15), SAXONY) == date(2026, 4, 15)
    assert may_sue_after(date(2025, 11, 30), SAXONY) == date(2026, 3, 2)  # 28 February is a Saturday
