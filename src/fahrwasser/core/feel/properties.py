"""What stands after a dot on a value that is no context: `day.year`, `duration.hours`, `range.start`."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from fahrwasser.core.feel.texts import zone_text
from fahrwasser.core.feel.values import Days, Months, Range, Value


def _offset(value: Any) -> Days | None:
    offset = value.utcoffset()
    return None if offset is None else Days(offset)


def _zone(value: Any) -> str | None:
    return zone_text(value.tzinfo, value if type(value) is datetime else None).lstrip("@") or None


def _days_part(length: timedelta, part: str) -> Decimal:
    sign, length = (-1, -length) if length < timedelta(0) else (1, length)
    whole = {
        "days": length.days,
        "hours": length.seconds // 3600,
        "minutes": length.seconds // 60 % 60,
        "seconds": length.seconds % 60,
    }
    return Decimal(sign * whole[part])


def _months_part(count: int, part: str) -> Decimal:
    years, months = divmod(abs(count), 12)
    return Decimal((years if part == "years" else months) * (-1 if count < 0 else 1))


Property = Callable[[Any], Value]
_DAY: dict[str, Property] = {
    "year": lambda value: Decimal(value.year),
    "month": lambda value: Decimal(value.month),
    "day": lambda value: Decimal(value.day),
    "weekday": lambda value: Decimal(value.isoweekday()),
}
_CLOCK: dict[str, Property] = {
    "hour": lambda value: Decimal(value.hour),
    "minute": lambda value: Decimal(value.minute),
    "second": lambda value: Decimal(value.second),
    "time offset": _offset,
    "timezone": _zone,
}
PROPERTIES: dict[type, dict[str, Property]] = {
    date: _DAY,
    datetime: {**_DAY, **_CLOCK},
    time: _CLOCK,
    Days: {
        "days": lambda value: _days_part(value.length, "days"),
        "hours": lambda value: _days_part(value.length, "hours"),
        "minutes": lambda value: _days_part(value.length, "minutes"),
        "seconds": lambda value: _days_part(value.length, "seconds"),
    },
    Months: {
        "years": lambda value: _months_part(value.count, "years"),
        "months": lambda value: _months_part(value.count, "months"),
    },
    Range: {
        "start": lambda value: value.start,
        "end": lambda value: value.end,
        "start included": lambda value: value.has_start,
        "end included": lambda value: value.has_end,
    },
}
