"""Questions to a date (DMN 1.5, 10.3.4.9)."""

from datetime import date
from decimal import Decimal

from fahrwasser.core.feel.functions.registry import builtin
from fahrwasser.core.feel.run import Run
from fahrwasser.core.feel.values import Value

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


@builtin("day of week(date: date|date and time)")
def _day_of_week(_: Run, day: date) -> Value:
    return _WEEKDAYS[day.weekday()]


@builtin("day of year(date: date|date and time)")
def _day_of_year(_: Run, day: date) -> Value:
    return Decimal(day.timetuple().tm_yday)


@builtin("week of year(date: date|date and time)")
def _week_of_year(_: Run, day: date) -> Value:
    return Decimal(day.isocalendar().week)


@builtin("month of year(date: date|date and time)")
def _month_of_year(_: Run, day: date) -> Value:
    return _MONTHS[day.month - 1]
