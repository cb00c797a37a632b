"""Saxon holidays and working days (§ 1 SächsSFG)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fahrwasser.core.calendar.holidays import Place, add_working_days, easter_sunday, holidays, is_working_day
from fahrwasser.core.refused import Refused

SAXONY = Place()
RADIBOR = Place(fronleichnam=True)
DAYS = st.dates(date(1995, 1, 1), date(2199, 12, 31))
PLACES = st.sampled_from([SAXONY, RADIBOR])


def test_a_saxon_year_has_its_eleven_holidays() -> None:
    assert dict(holidays(2027, SAXONY)) == {
        date(2027, 1, 1): "Neujahr",
        date(2027, 3, 26): "Karfreitag",
        date(2027, 3, 29): "Ostermontag",
        date(2027, 5, 1): "Tag der Arbeit",
        date(2027, 5, 6): "Christi Himmelfahrt",
        date(2027, 5, 17): "Pfingstmontag",
        date(2027, 10, 3): "Tag der Deutschen Einheit",
        date(2027, 10, 31): "Reformationsfest",
        date(2027, 11, 17): "Buß- und Bettag",
        date(2027, 12, 25): "1. Weihnachtstag",
        date(2027, 12, 26): "2. Weihnachtstag",
    }


def test_fronleichnam_is_a_holiday_only_where_the_ordinance_says_so() -> None:
    assert is_working_day(date(2027, 5, 27), SAXONY)
    assert not is_working_day(date(2027, 5, 27), RADIBOR)
    assert holidays(2027, RADIBOR)[date(2027, 5, 27)] == "Fronleichnam"


@pytest.mark.parametrize(
    ("year", "day"),
    [(2022, 16), (2023, 22), (2024, 20), (2025, 19), (2026, 18), (2028, 22), (2033, 16)],
)
def test_repentance_day_is_the_wednesday_before_23_november(year: int, day: int) -> None:
    assert holidays(year, SAXONY)[date(year, 11, day)] == "Buß- und Bettag"


@pytest.mark.parametrize(
    "day",
    [(1954, 4, 18), (1981, 4, 19), (2000, 4, 23), (2008, 3, 23), (2019, 4, 21), (2024, 3, 31), (2026, 4, 5),
     (2027, 3, 28), (2038, 4, 25), (2049, 4, 18), (2076, 4, 19), (2285, 3, 22)],
)  # fmt: skip
def test_easter_falls_where_the_church_calendar_has_it(day: tuple[int, int, int]) -> None:
    assert easter_sunday(day[0]) == date(*day)


def test_two_holidays_on_one_day_count_once() -> None:
    assert easter_sunday(2008) + timedelta(days=39) == date(2008, 5, 1)  # Himmelfahrt on 1 May
    assert len(holidays(2008, SAXONY)) == 10


def test_the_holidays_of_another_land_are_refused_not_guessed() -> None:
    with pytest.raises(Refused, match="The holidays of BY are not known to this calendar"):
        is_working_day(date(2027, 1, 6), Place(land="BY"))


def test_working_days_jump_over_christmas_and_the_turn_of_the_year() -> None:
    assert add_working_days(date(2026, 12, 23), 1, SAXONY) == date(2026, 12, 24)
    assert add_working_days(date(2026, 12, 24), 1, SAXONY) == date(2026, 12, 28)
    assert add_working_days(date(2026, 12, 31), 1, SAXONY) == date(2027, 1, 4)


def test_working_days_are_not_counted_backward() -> None:
    with pytest.raises(ValueError, match="counted forward"):
        add_working_days(date(2026, 12, 31), -1, SAXONY)


@given(DAYS, st.integers(0, 60), PLACES)
def test_as_many_working_days_lie_between_as_were_added(day: date, count: int, place: Place) -> None:
    end = add_working_days(day, count, place)
    between = [day + timedelta(days=n) for n in range(1, (end - day).days + 1)]
    assert sum(is_working_day(one, place) for one in between) == count
    assert count == 0 or is_working_day(end, place)


@given(st.integers(1995, 2199))
def test_every_year_keeps_the_order_of_its_movable_feasts(year: int) -> None:
    easter = easter_sunday(year)
    assert easter.weekday() == 6
    assert date(year, 3, 22) <= easter <= date(year, 4, 25)
    names = list(holidays(year, RADIBOR).values())
    assert names.index("Karfreitag") < names.index("Ostermontag") < names.index("Pfingstmontag")
    assert list(holidays(year, RADIBOR)) == sorted(holidays(year, RADIBOR))
