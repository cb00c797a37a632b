"""`@"…"`: the text decides the kind of value."""

from fahrwasser.core.feel.texts import read_date, read_date_time, read_days, read_months, read_time
from fahrwasser.core.feel.values import Days, Months, Value


def read_at_literal(text: str) -> Value:
    """Date, date-time, time or duration; None for anything else."""
    day = read_date(text)
    if day is not None:
        return day
    moment = read_date_time(text)
    if moment is not None:
        return moment
    clock = read_time(text)
    return clock if clock is not None else read_duration(text)


def read_duration(text: str) -> Days | Months | None:
    """The one of the two kinds the text has; None for neither."""
    months = read_months(text)
    if months is not None:
        return Months(months)
    length = read_days(text)
    return Days(length) if length is not None else None
