"""Digitales Frühstück: monthly, 60 minutes, the third Friday (reference programme-and-agenda 2)."""

from datetime import date, timedelta

MINUTES = 60
_FRIDAY = 4


def next_breakfast(after: date) -> date:
    """The first third Friday of a month that lies after this day."""
    found = _third_friday(after.replace(day=1))
    if found > after:
        return found
    return _third_friday((after.replace(day=1) + timedelta(days=32)).replace(day=1))


def _third_friday(first: date) -> date:
    return first + timedelta(days=(_FRIDAY - first.weekday()) % 7 + 14)
