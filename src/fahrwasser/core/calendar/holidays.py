"""Legal holidays of a place, and the days on which a period can end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from fahrwasser.core.refused import N_, Refused

_DAY = timedelta(days=1)
_SATURDAY = 5
_WEDNESDAY = 2
_FIXED = {
    (1, 1): "Neujahr",
    (5, 1): "Tag der Arbeit",
    (10, 3): "Tag der Deutschen Einheit",
    (10, 31): "Reformationsfest",
    (12, 25): "1. Weihnachtstag",
    (12, 26): "2. Weihnachtstag",
}
_FROM_EASTER = {-2: "Karfreitag", 1: "Ostermontag", 39: "Christi Himmelfahrt", 50: "Pfingstmontag"}
_FRONLEICHNAM = 60
# § 1 SächsSFG as of May 2025. Only Saxony: the law of another Land has not been read, and a period is no guess.


@dataclass(frozen=True, slots=True)
class Place:
    """Where a period ends. `fronleichnam`: the Ortsteil is named in the FronleichnamsVO (§ 1 there)."""

    land: str = "SN"
    fronleichnam: bool = False


@lru_cache(maxsize=256)
def holidays(year: int, place: Place) -> Mapping[date, str]:
    """The legal holidays of the year, in order, with their German names; Sundays are not listed.

    Raises Refused for a Land whose holidays this calendar does not know.
    """
    if place.land != "SN":
        raise Refused(
            N_("The holidays of %(land)s are not known to this calendar; it knows those of Saxony (SN)."),
            land=place.land,
        )
    easter = easter_sunday(year)
    found = {date(year, month, day): name for (month, day), name in _FIXED.items()}
    found |= {easter + timedelta(days=offset): name for offset, name in _FROM_EASTER.items()}
    found[_repentance_day(year)] = "Buß- und Bettag"
    if place.fronleichnam:
        found[easter + timedelta(days=_FRONLEICHNAM)] = "Fronleichnam"
    return dict(sorted(found.items()))


def easter_sunday(year: int) -> date:
    """Easter of the Gregorian calendar (Gauss, with Lichtenberg's correction)."""
    century = year // 100
    moon = 15 + (3 * century + 3) // 4 - (8 * century + 13) // 25
    sun = 2 - (3 * century + 3) // 4
    place_in_cycle = year % 19
    seed = (19 * place_in_cycle + moon) % 30
    correction = (seed + place_in_cycle // 11) // 29
    full_moon = 21 + seed - correction
    first_sunday = 7 - (year + year // 4 + sun) % 7
    march_day = full_moon + 7 - (full_moon - first_sunday) % 7
    return date(year, 3, 1) + timedelta(days=march_day - 1)


def is_working_day(day: date, place: Place) -> bool:
    """Whether a period can end on this day: no Saturday, Sunday or holiday (§ 31 (3) VwVfG, § 193 BGB)."""
    return day.weekday() < _SATURDAY and day not in holidays(day.year, place)


def next_working_day(day: date, place: Place) -> date:
    """The day itself if it is a working day, else the first one after it."""
    while not is_working_day(day, place):
        day += _DAY
    return day


def add_working_days(day: date, count: int, place: Place) -> date:
    """The `count`-th working day after `day`, which itself is not counted; 0 gives `day` unchanged.

    Raises ValueError for a negative count.
    """
    if count < 0:
        raise ValueError(f"working days are counted forward, not by {count}")
    for _ in range(count):
        day = next_working_day(day + _DAY, place)
    return day


def _repentance_day(year: int) -> date:
    """The Wednesday before 23 November."""
    day = date(year, 11, 22)
    return day - timedelta(days=(day.weekday() - _WEDNESDAY) % 7)
