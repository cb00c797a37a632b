"""Equality, order and membership (DMN 1.5, 10.3.2.13 and 10.3.4.2): three-valued, None is null."""

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from fahrwasser.core.feel.run import MOST_STEPS, Exhausted
from fahrwasser.core.feel.values import ORDERED, Days, Function, Months, Range, Value, kind

ORDERINGS: dict[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
_SCALARS = frozenset({bool, Decimal, str, date, Days, Months})


def equal(a: Value, b: Value, left: list[int] | None = None) -> bool | None:
    """Whether two values are equal; None for values of different kinds. null equals only null.

    `left` counts the items that may still be compared. Raises Exhausted when there are none.
    """
    if a is None or b is None:
        return a is b
    cls = type(a)
    if cls is not type(b):
        return _equal_mixed(a, b)
    if cls in _SCALARS:
        return bool(a == b)
    if cls is list or cls is dict:
        return a is b or (len(a) == len(b) and _equal_items(a, b, [MOST_STEPS] if left is None else left))
    if cls is Range:
        borders = (a.has_start, a.has_end) == (b.has_start, b.has_end)
        return borders and equal(a.start, b.start) is True and equal(a.end, b.end) is True
    if cls is datetime or cls is time:
        return _equal_moments(a, b)
    return a is b if cls is Function else None


def _equal_items(a: Any, b: Any, left: list[int]) -> bool:
    left[0] -= len(a)
    if left[0] < 0:
        raise Exhausted
    if type(a) is list:
        return all(equal(x, y, left) is True for x, y in zip(a, b, strict=True))
    return a.keys() == b.keys() and all(equal(a[key], b[key], left) is True for key in a)


def _equal_mixed(a: Value, b: Value) -> bool | None:
    """A duration of one kind is never one of the other (false); other kinds do not compare (null)."""
    return False if {type(a), type(b)} == {Days, Months} else None


def _equal_moments(a: Any, b: Any) -> bool:
    """By instant and without fractions of a second (TCK 0068); local and zoned are different."""
    if (a.tzinfo is None) is not (b.tzinfo is None):
        return False
    return bool(a.replace(microsecond=0) == b.replace(microsecond=0))


def ordered(operator: str, a: Value, b: Value) -> bool | None:
    """`a operator b` for < <= > >=; None for unordered or different kinds."""
    cls = type(a)
    if cls is not type(b) or kind(a) not in ORDERED:
        return None
    if (cls is datetime or cls is time) and (a.tzinfo is None) is not (b.tzinfo is None):
        return None
    return ORDERINGS[operator](a, b)


def inside(value: Value, span: Range) -> bool | None:
    """Whether the range includes the value; None when they do not compare."""
    if value is None or (span.start is None and span.end is None):
        return None
    result: bool = True
    for border, operator in ((span.start, ">=" if span.has_start else ">"), (span.end, "<=" if span.has_end else "<")):
        if border is not None:
            held = ordered(operator, value, border)
            if held is None:
                return None
            result = result and held
    return result


def matches(value: Value, wanted: Value) -> bool | None:
    """A unary test by value: equal, inside a range, or one of a list (an equal item, an equal list, a range)."""
    if type(wanted) is Range:
        return inside(value, wanted) if type(value) is not Range else equal(value, wanted)
    if type(wanted) is list:
        if type(value) is list and equal(value, wanted):
            return True
        return any((type(item) is not list and matches(value, item)) or equal(value, item) for item in wanted)
    return equal(value, wanted)
