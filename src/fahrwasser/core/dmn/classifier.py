"""One input of a table as a classifier: value → bit mask of the rules whose cell it passes (bit 0 = first rule).

Cells of constants are cut at their breakpoints: per kind of value the points and the open pieces between them get a
mask each. Every other cell stays code that clears its bit. Both forms give the same answer; `cells` say which is which.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from fahrwasser.core.feel import nodes
from fahrwasser.core.feel.compile import Compiler
from fahrwasser.core.feel.run import Code
from fahrwasser.core.feel.values import Days, Months, Range, Value

ORDERLY: tuple[type, ...] = (Decimal, date, Days, Months)
POINTS: tuple[type, ...] = (str, bool)
_DURATIONS = (Days, Months)


@dataclass(frozen=True, slots=True)
class Simple:
    """One test against a constant: `operator` = != < <= > >= or "in" with a Range."""

    operator: str
    value: Value


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of constants: alternatives; without any it passes everything, `negated` turns it round."""

    tests: tuple[Simple, ...]
    negated: bool = False

    def kinds(self) -> set[type]:
        """The kinds of its constants, null aside."""
        return {_kind(test) for test in self.tests} - {type(None)}

    def passes_null(self) -> bool:
        """Whether null passes."""
        return self._passes([_null(test) for test in self.tests])

    def passes_other(self) -> bool:
        """Whether a value of a kind no constant has passes."""
        return self._passes([_against_null(test) for test in self.tests])

    def passes(self, kind: type, piece: int, places: dict[Value, int]) -> bool:
        """Whether the piece passes: 2i+1 is the i-th point, 2i the open piece before it."""
        return self._passes([_in_piece(test, kind, piece, places) for test in self.tests])

    def _passes(self, results: Sequence[bool | None]) -> bool:
        if not self.tests:
            return True
        if True in results:
            return not self.negated
        return self.negated and None not in results


@dataclass(frozen=True, slots=True)
class Pieces:
    """All values of one kind: sorted `points`, a mask for each point and for each open piece around them."""

    points: tuple[Value, ...]
    at_points: dict[Value, int]
    between: tuple[int, ...]

    def mask(self, value: Value) -> int:
        """The rules whose cell the value passes."""
        mask = self.at_points.get(value)
        if mask is not None:
            return mask
        return self.between[bisect_left(self.points, value)] if len(self.between) > 1 else self.between[0]


@dataclass(frozen=True, slots=True)
class Classifier:
    """The regular cells of one input; the irregular ones count as passed here."""

    kinds: dict[type, Pieces]
    null: int
    other: int

    def mask(self, value: Value) -> int | None:
        """The rules whose cell passes; None for kinds only the code knows (lists, moments, ranges …)."""
        kind = type(value)
        pieces = self.kinds.get(kind)
        if pieces is not None:
            return pieces.mask(value)
        if value is None:
            return self.null
        return self.other if kind in ORDERLY or kind in POINTS else None


def classify(cells: Sequence[Cell | None]) -> Classifier:
    """The classifier of a column; None = an irregular cell, whose bit is always set."""
    kinds: dict[type, Pieces] = {}
    for kind in ORDERLY + POINTS:
        own = {
            border for cell in cells if cell for test in cell.tests for border in _borders(test) if type(border) is kind
        }
        if own:
            kinds[kind] = _pieces(cells, kind, own)
    null = _mask([cell is None or cell.passes_null() for cell in cells])
    return Classifier(kinds, null, _mask([cell is None or cell.passes_other() for cell in cells]))


def _pieces(cells: Sequence[Cell | None], kind: type, borders: set[Value]) -> Pieces:
    points = tuple(sorted(borders))
    places = {point: 2 * index + 1 for index, point in enumerate(points)}

    def mask(piece: int) -> int:
        return _mask([cell is None or cell.passes(kind, piece, places) for cell in cells])

    at_points = {point: mask(place) for point, place in places.items()}
    # Between strings and truth values there is only "another one": no cell of constants orders them.
    between = (mask(0),) if kind in POINTS else tuple(mask(2 * index) for index in range(len(points) + 1))
    return Pieces(points, at_points, between)


def _mask(passed: Sequence[bool]) -> int:
    return sum(1 << index for index, passes in enumerate(passed) if passes)


def regular(tests: nodes.TestList, compiler: Compiler) -> Cell | None:
    """The cell as constants, or None when it must stay code."""
    simple: list[Simple] = []
    for test in tests.tests:
        found = None if test.asks else _simple(test, compiler)
        if not found:
            return None
        simple.extend(found)
    cell = Cell(tuple(simple), tests.negated)
    unequal = tests.negated or any(test.operator == "!=" for test in simple)
    kinds = cell.kinds()
    if unequal and (len(kinds) > 1 or not kinds.isdisjoint(_DURATIONS)):
        return None  # a duration is unequal to one of the other kind, every other mixture is null
    return cell


def _simple(test: nodes.Test, compiler: Compiler) -> list[Simple] | None:
    value = compiler.constants.get(compiler.compile(test.operand), ...)
    if type(value) is Range and test.operator in ("", "="):
        fits = {type(value.start), type(value.end)} - {type(None)}
        return [Simple("in", value)] if test.operator == "" and len(fits) == 1 and fits <= set(ORDERLY) else None
    if test.operator in ("", "=", "!="):
        return [Simple(test.operator or "=", value)] if value is None or type(value) in ORDERLY + POINTS else None
    return [Simple(test.operator, value)] if type(value) in ORDERLY else None


def _borders(test: Simple) -> tuple[Value, ...]:
    return (test.value.start, test.value.end) if test.operator == "in" else (test.value,)


def _kind(test: Simple) -> type:
    return next((type(border) for border in _borders(test) if border is not None), type(None))


def _null(test: Simple) -> bool | None:
    """null against the test: it equals null only, and has no order."""
    if test.operator in ("=", "!="):
        return (test.value is None) is (test.operator == "=")
    return None


def _against_null(test: Simple) -> bool | None:
    """A value of another kind: unequal to null, else not comparable."""
    return test.operator == "!=" if test.value is None else None


def _in_piece(test: Simple, kind: type, piece: int, places: dict[Value, int]) -> bool | None:
    if _kind(test) is not kind:
        return _against_null(test)
    if test.operator == "in":
        span: Any = test.value
        above = span.start is None or piece > places[span.start] - span.has_start
        below = span.end is None or piece < places[span.end] + span.has_end
        return above and below
    place = places[test.value]
    return {
        "=": piece == place, "!=": piece != place, "<": piece < place, "<=": piece <= place, ">": piece > place,
        ">=": piece >= place,
    }[test.operator]  # fmt: skip


def column(cells: Sequence[nodes.TestList], compiler: Compiler) -> tuple[Classifier, list[Cell | None], list[Code]]:
    """The classifier, the regular cells and every cell as code; `?` must be in the compiler's scope."""
    parts = [regular(cell, compiler) for cell in cells]
    return classify(parts), parts, [compiler.compile(cell) for cell in cells]
