"""The values an input can take, cut so that within one piece every rule answers alike; one sample of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from fahrwasser.core.dmn.classifier import ORDERLY, POINTS, Cell, Pieces, classify
from fahrwasser.core.feel.values import NUMBERS, Days, Months, Value

KINDS: dict[str, type] = {
    "number": Decimal,
    "string": str,
    "boolean": bool,
    "date": date,
    "days and time duration": Days,
    "dayTimeDuration": Days,
    "years and months duration": Months,
    "yearMonthDuration": Months,
}
_OTHER = "…"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Piece:
    """`mask`: the rules that pass for sure or perhaps (irregular cells); `sample` one value of it."""

    mask: int
    sample: Value


def pieces(cells: Sequence[Cell | None], kind_name: str, allowed: Cell | None) -> list[Piece]:
    """The pieces of one input, equal masks merged. `kind_name` is its type or "" (then the cells tell).

    null belongs to the values only where `allowed` names it.
    """
    rule_count = len(cells)
    classifier = classify([*cells, allowed])
    found: dict[int, Piece] = {}

    def add(mask: int, sample: Value) -> None:
        if allowed is None or mask >> rule_count & 1:
            rules = mask & ((1 << rule_count) - 1)
            found.setdefault(rules, Piece(rules, sample))

    kinds = _kinds(cells, kind_name, allowed)
    for kind in kinds:
        known = classifier.kinds.get(kind)
        if known is None:
            add(classifier.other, _any_value(kind))
        else:
            for mask, sample in _samples(kind, known):
                add(mask, sample)
    if not kinds:
        add(classifier.other, _OTHER)
    if allowed is not None and allowed.tests and allowed.passes_null():
        add(classifier.null, None)
    return list(found.values())


def _kinds(cells: Sequence[Cell | None], kind_name: str, allowed: Cell | None) -> list[type]:
    if kind_name in KINDS:
        return [KINDS[kind_name]]
    present = {kind for cell in (*cells, allowed) if cell for kind in cell.kinds()}
    return [kind for kind in ORDERLY + POINTS if kind in present]


def _any_value(kind: type) -> Value:
    samples: dict[type, Value] = {
        Decimal: Decimal(0), str: _OTHER, bool: True, date: date(2000, 1, 1), Days: Days(_DAY), Months: Months(1),
    }  # fmt: skip
    return samples[kind]


def _samples(kind: type, known: Pieces) -> list[tuple[int, Value]]:
    result = [(known.at_points[point], point) for point in known.points]
    if kind is bool:
        return result + [(known.between[0], value) for value in (True, False) if value not in known.at_points]
    if kind is str:
        other = _OTHER
        while other in known.at_points:
            other += _OTHER
        return [*result, (known.between[0], other)]
    borders: list[Value] = [None, *known.points, None]
    for index, mask in enumerate(known.between):
        sample = _between(kind, borders[index], borders[index + 1])
        if sample is not None:
            result.append((mask, sample))
    return result


def _between(kind: type, low: Value, high: Value) -> Value:
    """A value strictly between; None borders are open ends; None when there is none (two days in a row)."""
    if kind is Decimal:
        if low is None or high is None:
            return NUMBERS.subtract(high, Decimal(1)) if low is None else NUMBERS.add(low, Decimal(1))
        return _plain_between(low, high)
    try:
        if kind is date:
            found = high - _DAY if low is None else low + _DAY
        elif kind is Months:
            found = Months(high.count - 1 if low is None else low.count + 1)
        else:
            found = Days(high.length - _DAY if low is None else low.length + (_step(low, high)))
    except OverflowError:
        return None
    return found if high is None or low is None or found < high else None


def _plain_between(low: Decimal, high: Decimal) -> Decimal | None:
    """The next whole number if it lies between, else the middle."""
    whole = NUMBERS.add(low.to_integral_value("ROUND_FLOOR"), Decimal(1))
    if low < whole < high:
        return whole
    middle = NUMBERS.divide(NUMBERS.add(low, high), Decimal(2))
    return middle if low < middle < high else None


def _step(low: Days, high: Days | None) -> timedelta:
    return _DAY if high is None else min(_DAY, (high.length - low.length) / 2)
