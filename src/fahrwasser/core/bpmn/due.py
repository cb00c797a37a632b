"""FEEL value of a timer → moment in UTC."""

import calendar
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from fahrwasser.core.feel.values import Days, Months

BERLIN = ZoneInfo("Europe/Berlin")


def due_of(value: Any, at: datetime) -> datetime | None:
    """`at` plus a duration, or the given date (00:00 Berlin) or date and time (local = Berlin); None for all else.

    Months are counted on the calendar of Berlin and end on the last day of a shorter month.
    """
    try:
        if type(value) is Days:
            return (at + value.length).astimezone(UTC)
        if type(value) is Months:
            return _months_later(at.astimezone(BERLIN), value.count).astimezone(UTC)
        if type(value) is datetime:
            return (value if value.tzinfo else value.replace(tzinfo=BERLIN)).astimezone(UTC)
        if type(value) is date:
            return datetime.combine(value, time(), tzinfo=BERLIN).astimezone(UTC)
    except (OverflowError, ValueError):
        return None  # beyond the years 1 to 9999
    return None


def _months_later(moment: datetime, count: int) -> datetime:
    years, month = divmod(moment.month - 1 + count, 12)
    year = moment.year + years
    last = calendar.monthrange(year, month + 1)[1]
    return moment.replace(year=year, month=month + 1, day=min(moment.day, last))
