"""How points and ranges lie to each other (DMN 1.5, 10.3.4.10)."""

from collections.abc import Callable

from fahrwasser.core.feel.compare import equal, inside, ordered
from fahrwasser.core.feel.functions.registry import builtin
from fahrwasser.core.feel.run import Run
from fahrwasser.core.feel.values import Range, Value

_POINT = "number|string|date|time|date and time|days and time duration|years and months duration"


def _span(value: Value) -> Range:
    return value if type(value) is Range else Range(value, value)


def _less(a: Value, b: Value) -> bool:
    """a < b. Raises ValueError when they do not compare, which makes the call null."""
    answer = ordered("<", a, b)
    if answer is None:
        raise ValueError
    return answer


def _same(a: Value, b: Value) -> bool:
    answer = equal(a, b)
    if answer is None:
        raise ValueError
    return answer


def _before(a: Range, b: Range) -> bool:
    return _less(a.end, b.start) or (_same(a.end, b.start) and not (a.has_end and b.has_start))


def _meets(a: Range, b: Range) -> bool:
    return a.has_end and b.has_start and _same(a.end, b.start)


def _starts_with(a: Range, b: Range) -> bool:
    """a begins before b or with it."""
    return _less(a.start, b.start) or (_same(a.start, b.start) and (a.has_start or not b.has_start))


def _ends_with(a: Range, b: Range) -> bool:
    """a ends after b or with it."""
    return _less(b.end, a.end) or (_same(b.end, a.end) and (a.has_end or not b.has_end))


def _includes(a: Range, b: Range) -> bool:
    return _starts_with(a, b) and _ends_with(a, b)


def _overlaps(a: Range, b: Range) -> bool:
    return not _before(a, b) and not _before(b, a)


def _overlaps_before(a: Range, b: Range) -> bool:
    return _overlaps(a, b) and not _starts_with(b, a) and _ends_with(b, a) and _starts_with(a, b)


def _finishes(a: Range, b: Range) -> bool:
    return _same(a.end, b.end) and a.has_end == b.has_end and _starts_with(b, a)


def _starts(a: Range, b: Range) -> bool:
    return _same(a.start, b.start) and a.has_start == b.has_start and _ends_with(b, a)


def _coincides(a: Range, b: Range) -> bool:
    return _starts(a, b) and _finishes(a, b)


_RELATIONS: dict[str, tuple[str, Callable[[Range, Range], bool], bool]] = {
    "before": (f"{_POINT}|range, {_POINT}|range", _before, False),
    "after": (f"{_POINT}|range, {_POINT}|range", _before, True),
    "meets": ("range, range", _meets, False),
    "met by": ("range, range", _meets, True),
    "overlaps": ("range, range", _overlaps, False),
    "overlaps before": ("range, range", _overlaps_before, False),
    "overlaps after": ("range, range", _overlaps_before, True),
    "finishes": (f"{_POINT}|range, range", _finishes, False),
    "finished by": (f"range, {_POINT}|range", _finishes, True),
    "includes": (f"range, {_POINT}|range", _includes, False),
    "during": (f"{_POINT}|range, range", _includes, True),
    "starts": (f"{_POINT}|range, range", _starts, False),
    "started by": (f"range, {_POINT}|range", _starts, True),
    "coincides": (f"{_POINT}|range, {_POINT}|range", _coincides, False),
}


def _related(relation: Callable[[Range, Range], bool], *, turned: bool) -> Callable[..., Value]:
    def call(_: Run, a: Value, b: Value) -> Value:
        if type(a) is Range and type(b) is not Range and relation is _includes:
            return inside(b, a)
        return relation(_span(b), _span(a)) if turned else relation(_span(a), _span(b))

    return call


for _name, (_kinds, _relation, _turned) in _RELATIONS.items():
    _first, _second = _kinds.split(", ")
    builtin(f"{_name}(range1: {_first}, range2: {_second})")(_related(_relation, turned=_turned))
