"""+ - * / ** and unary minus (DMN 1.5, 10.3.2.3 tables 50-53). None means null by error."""

from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_FLOOR, Decimal

from fahrwasser.core.feel.values import NUMBERS, Days, Months, Value, checked

_SECONDS = Decimal(1_000_000)
_MICROSECOND = timedelta(microseconds=1)


def add(a: Value, b: Value) -> Value:
    """Numbers, strings, durations of one kind, date or time with a duration."""
    pair = (type(a), type(b))
    if pair == (Decimal, Decimal):
        return checked(NUMBERS.add(a, b))
    if pair == (str, str):
        return a + b
    if pair == (Days, Days):
        return _days(a.length, b.length)
    if pair == (Months, Months):
        return Months(a.count + b.count)
    if pair[0] in (Days, Months) and pair[1] in (date, datetime, time):
        a, b = b, a
    return _shift(a, b, 1)


def subtract(a: Value, b: Value) -> Value:
    """Numbers, durations of one kind, two moments (a duration), a moment and a duration."""
    pair = (type(a), type(b))
    if pair == (Decimal, Decimal):
        return checked(NUMBERS.subtract(a, b))
    if pair == (Days, Days):
        return _days(a.length, -b.length)
    if pair == (Months, Months):
        return Months(a.count - b.count)
    if pair[0] in (date, datetime) and pair[1] in (date, datetime):
        return _between(a, b)
    if pair == (time, time):
        day = date(2000, 1, 1)
        return _between(datetime.combine(day, a), datetime.combine(day, b))
    return _shift(a, b, -1)


def multiply(a: Value, b: Value) -> Value:
    """Numbers, or a duration by a number."""
    if type(a) is Decimal and type(b) is Decimal:
        return checked(NUMBERS.multiply(a, b))
    if type(a) is Decimal:
        a, b = b, a
    if type(b) is not Decimal:
        return None
    if type(a) is Days:
        return _length(NUMBERS.multiply(_micro(a), b))
    if type(a) is Months:
        return _months(NUMBERS.multiply(Decimal(a.count), b))
    return None


def divide(a: Value, b: Value) -> Value:
    """Numbers, a duration by a number, or two durations of one kind (a number)."""
    if type(b) is Days and type(a) is Days:
        return checked(NUMBERS.divide(_micro(a), _micro(b)))
    if type(b) is Months and type(a) is Months:
        return checked(NUMBERS.divide(Decimal(a.count), Decimal(b.count)))
    if type(b) is not Decimal:
        return None
    if type(a) is Decimal:
        return checked(NUMBERS.divide(a, b))
    if type(a) is Days:
        return _length(NUMBERS.divide(_micro(a), b))
    if type(a) is Months:
        return _months(NUMBERS.divide(Decimal(a.count), b))
    return None


def power(a: Value, b: Value) -> Value:
    """Numbers only."""
    if type(a) is not Decimal or type(b) is not Decimal:
        return None
    return checked(NUMBERS.power(a, b))


def negate(a: Value) -> Value:
    """Numbers and durations."""
    if type(a) is Decimal:
        return checked(NUMBERS.minus(a))
    if type(a) is Days:
        return _days(-a.length, timedelta(0))
    return Months(-a.count) if type(a) is Months else None


OPERATIONS: dict[str, Callable[[Value, Value], Value]] = {
    "+": add, "-": subtract, "*": multiply, "/": divide, "**": power,
}  # fmt: skip


def add_months(day: date, count: int) -> date | None:
    """The same day `count` months later, clamped to the month's end; None outside the calendar. Keeps the clock."""
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    if not 1 <= year <= 9999:
        return None
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))


def _shift(moment: Value, duration: Value, sign: int) -> Value:
    kind = type(moment)
    if type(duration) is Months and kind in (date, datetime):
        return add_months(moment, sign * duration.count)
    if type(duration) is not Days:
        return None
    try:
        if kind is date:
            whole = datetime(moment.year, moment.month, moment.day, tzinfo=UTC) + sign * duration.length
            return whole.date()
        if kind is datetime:
            return _later(moment, sign * duration.length)
        if kind is time:
            rest = (sign * duration.length) % timedelta(days=1)
            shifted = datetime.combine(date(2000, 1, 1), moment.replace(tzinfo=None)) + rest
            return shifted.time().replace(tzinfo=moment.tzinfo)
    except OverflowError:
        return None
    return None


def _later(moment: datetime, length: timedelta) -> datetime:
    """Exactly `length` later, also across a change of the clock."""
    if moment.tzinfo is None:
        return moment + length
    return (moment.astimezone(UTC) + length).astimezone(moment.tzinfo)


def _between(a: date, b: date) -> Days | None:
    """From b to a. A date among date-times with zone is its midnight in UTC."""
    zoned = any(isinstance(x, datetime) and x.tzinfo is not None for x in (a, b))
    left, right = (
        x if isinstance(x, datetime) else datetime(x.year, x.month, x.day, tzinfo=UTC if zoned else None)
        for x in (a, b)
    )
    if (left.tzinfo is None) is not (right.tzinfo is None):
        return None
    if left.tzinfo is not None and right.tzinfo is not None:
        left, right = left.astimezone(UTC), right.astimezone(UTC)
    return Days(left - right)


def _days(a: timedelta, b: timedelta) -> Days | None:
    try:
        return Days(a + b)
    except OverflowError:
        return None


def _micro(a: Days) -> Decimal:
    return Decimal(a.length // _MICROSECOND)


def _length(micro: Decimal) -> Days | None:
    try:
        return Days(timedelta(microseconds=int(micro))) if micro.is_finite() else None
    except OverflowError:
        return None


def _months(count: Decimal) -> Months | None:
    if not count.is_finite() or abs(count.adjusted()) > 12:
        return None
    return Months(int(count.to_integral_value(ROUND_FLOOR if count >= 0 else "ROUND_CEILING")))
