"""Conversion functions (DMN 1.5, 10.3.4.1) and the clock."""

from datetime import date, datetime, time, timezone
from decimal import Decimal

from fahrwasser.core.feel.functions.registry import builtin
from fahrwasser.core.feel.literals import read_duration
from fahrwasser.core.feel.run import Run
from fahrwasser.core.feel.texts import read_date, read_date_time, read_time
from fahrwasser.core.feel.values import NUMBERS, Days, Months, Value, checked


@builtin("date(from: string)")
def _date_text(_: Run, text: str) -> Value:
    return read_date(text)


@builtin("date(from: date|date and time)")
def _date_of(_: Run, moment: date) -> Value:
    return moment.date() if isinstance(moment, datetime) else moment


@builtin("date(year: number, month: number, day: number)")
def _date(_: Run, year: Decimal, month: Decimal, day: Decimal) -> Value:
    return date(_whole(year), _whole(month), _whole(day))


@builtin("time(from: string)")
def _time_text(_: Run, text: str) -> Value:
    return read_time(text)


@builtin("time(from: time|date and time|date)")
def _time_of(_: Run, moment: Value) -> Value:
    if type(moment) is time:
        return moment
    return moment.timetz() if type(moment) is datetime else time(0, 0)


@builtin("time(hour: number, minute: number, second: number, offset?: days and time duration|null)")
def _time(_: Run, hour: Decimal, minute: Decimal, second: Decimal, offset: Days | None = None) -> Value:
    text = f"{_whole(hour):02d}:{_whole(minute):02d}:{int(second):02d}"
    fraction = second - int(second)
    micro = f".{int(fraction * 1_000_000):06d}" if fraction else ""
    clock = read_time(text + micro)
    if clock is None or offset is None:
        return clock
    return clock.replace(tzinfo=timezone(offset.length))


@builtin("date and time(from: string)")
def _date_time_text(_: Run, text: str) -> Value:
    return read_date_time(text)


@builtin("date and time(from: date and time)")
def _date_time_of(_: Run, moment: datetime) -> Value:
    return moment


@builtin("date and time(date: date|date and time, time: time)")
def _date_time(_: Run, day: date, clock: time) -> Value:
    return datetime.combine(day, clock, tzinfo=clock.tzinfo)


@builtin("duration(from: string)")
def _duration(_: Run, text: str) -> Value:
    return read_duration(text)


@builtin("duration(from: days and time duration|years and months duration)")
def _duration_of(_: Run, length: Value) -> Value:
    return length


@builtin("years and months duration(from: date|date and time, to: date|date and time)")
def _months_between(_: Run, start: date, end: date) -> Value:
    months = (end.year - start.year) * 12 + end.month - start.month
    if months > 0 and end.day < start.day:
        months -= 1
    if months < 0 and end.day > start.day:
        months += 1
    return Months(months)


@builtin("number(from: string, grouping separator?: string|null, decimal separator?: string|null)")
def _number(_: Run, text: str, grouping: str | None = None, point: str | None = None) -> Value:
    if grouping not in (None, " ", ",", ".") or point not in (None, ",", ".") or (grouping and grouping == point):
        return None
    plain = text.replace(grouping, "") if grouping else text
    plain = plain.replace(point, ".") if point else plain
    if not plain.strip() or not set(plain) <= set("0123456789.-+eE"):
        return None
    return checked(NUMBERS.create_decimal(plain))


@builtin("number(from: number)")
def _number_of(_: Run, number: Decimal) -> Value:
    return number


@builtin("now()")
def _now(run: Run) -> Value:
    return run.now


@builtin("today()")
def _today(run: Run) -> Value:
    return run.now.date()


def _whole(number: Decimal) -> int:
    """A whole number. Raises ValueError for a fraction, which makes the call null."""
    if number != number.to_integral_value() or abs(number) > 10_000:
        raise ValueError(number)
    return int(number)
