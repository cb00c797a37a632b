"""FEEL values in Python, and the way in from JSON and out to it (DMN 1.5, 10.3.2).

    null None · boolean bool · number Decimal (34 digits, never int or float) · string str · date, time and date-time
    of `datetime` (a date-time without zone is local) · durations Days and Months · range Range · list · context dict
    · function Function

`bool` is an int and `datetime` is a date in Python: always ask with `type(x) is …` or `kind(x)`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Any

from fahrwasser.core.feel.texts import days_text, months_text
from fahrwasser.core.refused import N_, Refused

Value = Any  # one of the above; a recursive union would only move the `type(x) is` checks into casts

NUMBERS = Context(prec=34, rounding=ROUND_HALF_EVEN, Emin=-6143, Emax=6144, capitals=1, clamp=0, traps=[])
DEEPEST = 100
MOST_ITEMS = 1_000_000


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """Days and time duration; `length` may be negative."""

    length: timedelta

    def __str__(self) -> str:
        return days_text(self.length)


@dataclass(frozen=True, slots=True, order=True)
class Months:
    """Years and months duration; `count` may be negative."""

    count: int

    def __str__(self) -> str:
        return months_text(self.count)


@dataclass(frozen=True, slots=True)
class Range:
    """From `start` to `end`; None = without border. Both borders are of one ordered kind."""

    start: Value
    end: Value
    has_start: bool = True
    has_end: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function of a model: `call(run, arguments)`, the arguments in the order of `params`."""

    params: tuple[str, ...]
    call: Callable[[Any, list[Value]], Value]


KINDS: dict[type, str] = {
    type(None): "null",
    bool: "boolean",
    Decimal: "number",
    str: "string",
    date: "date",
    time: "time",
    datetime: "date and time",
    Days: "days and time duration",
    Months: "years and months duration",
    Range: "range",
    list: "list",
    dict: "context",
    Function: "function",
}
ORDERED = frozenset(
    {
        "number", "string", "date", "time", "date and time", "days and time duration", "years and months duration",
    }
)  # fmt: skip


def kind(value: Value) -> str:
    """The FEEL kind of a value; "unknown" for what is no FEEL value."""
    return KINDS.get(type(value), "unknown")


def checked(number: Decimal) -> Decimal | None:
    """The number, or None where arithmetic left the numbers (overflow, division by zero)."""
    return number if number.is_finite() else None


def from_json(value: object, _depth: int = 0) -> Value:
    """JSON as FEEL: numbers become Decimal, strings stay strings. Raises Refused for what is no JSON value."""
    if value is None or type(value) is bool or type(value) is str:
        return value
    if type(value) is int or type(value) is float or type(value) is Decimal:
        number = NUMBERS.create_decimal(str(value)) if type(value) is float else NUMBERS.create_decimal(value)
        if number.is_finite():
            return number
        raise Refused(N_("“%(found)s” is no number; leave it out or write the number."), found=value)
    if _depth > DEEPEST:
        raise Refused(N_("The data are nested more than %(most)s levels deep."), most=DEEPEST)
    if isinstance(value, list | tuple):
        return [from_json(item, _depth + 1) for item in value]
    if isinstance(value, dict):
        return {str(key): from_json(item, _depth + 1) for key, item in value.items()}
    if kind(value) != "unknown":
        return value
    raise Refused(N_("A value of type %(found)s is no JSON."), found=type(value).__name__)


def to_json(value: Value) -> Any:
    """FEEL as JSON: whole numbers int, other numbers plain text (no float is exact), the rest ISO text.

    Raises Refused for lists and contexts nested too deeply or too large, which only a hostile text makes.
    """
    return _json(value, 0, [MOST_ITEMS])


def _json(value: Value, depth: int, left: list[int]) -> Any:
    if type(value) is list or type(value) is dict:
        left[0] -= len(value)
        if depth > DEEPEST or left[0] < 0:
            raise Refused(N_("The result is too large or nested too deeply."))
    if type(value) is list:
        return [_json(item, depth + 1, left) for item in value]
    if type(value) is dict:
        return {key: _json(item, depth + 1, left) for key, item in value.items()}
    return _plain_json(value)


def _plain_json(value: Value) -> Any:
    if value is None or type(value) is bool or type(value) is str:
        return value
    if type(value) is Decimal:
        if value == value.to_integral_value() and abs(value.adjusted()) <= NUMBERS.prec:
            return int(value)
        return format(value, "f") if abs(value.adjusted()) <= NUMBERS.prec else str(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if type(value) is Range:
        left, right = "[" if value.has_start else "(", "]" if value.has_end else ")"
        return f"{left}{_border(value.start)}..{_border(value.end)}{right}"
    if type(value) is Days or type(value) is Months:
        return str(value)
    return None


def _border(value: Value) -> str:
    return "null" if value is None else str(to_json(value))
