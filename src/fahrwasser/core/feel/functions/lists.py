"""Lists (DMN 1.5, 10.3.4.4). Positions count from 1, negative ones from the end."""

from decimal import Decimal
from functools import cmp_to_key

from fahrwasser.core.feel.compare import equal, ordered
from fahrwasser.core.feel.functions.registry import builtin
from fahrwasser.core.feel.run import Run
from fahrwasser.core.feel.values import Function, Value


@builtin("list contains(list: list, element: any)")
def _contains(_: Run, items: list[Value], element: Value) -> Value:
    return any(equal(item, element) is True for item in items)


@builtin("count(list: list)")
def _count(_: Run, items: list[Value]) -> Value:
    return Decimal(len(items))


def _extreme(items: list[Value], operator: str) -> Value:
    best = items[0] if items else None
    for item in items:
        better = ordered(operator, item, best)
        if better is None:
            return None
        best = item if better else best
    return best


@builtin("min(list: any...)")
def _min(_: Run, items: list[Value]) -> Value:
    return _extreme(items, "<")


@builtin("max(list: any...)")
def _max(_: Run, items: list[Value]) -> Value:
    return _extreme(items, ">")


@builtin("all(list: any...)")
def _all(_: Run, items: list[Value]) -> Value:
    return False if any(x is False for x in items) else True if all(x is True for x in items) else None


@builtin("any(list: any...)")
def _any(_: Run, items: list[Value]) -> Value:
    return True if any(x is True for x in items) else False if all(x is False for x in items) else None


@builtin("sublist(list: list, start position: number, length?: number)")
def _sublist(_: Run, items: list[Value], start: Decimal, length: Decimal | None = None) -> Value:
    first = int(start) - 1 if start > 0 else len(items) + int(start)
    if start == 0 or not 0 <= first <= len(items) or (length is not None and length < 1):
        return None
    return items[first:] if length is None else items[first : first + int(length)]


@builtin("append(list: list, item: any...)")
def _append(_: Run, items: list[Value], added: list[Value]) -> Value:
    return [*items, *added]


@builtin("concatenate(list: list...)")
def _concatenate(run: Run, lists: list[Value]) -> Value:
    result: list[Value] = []
    for items in lists:
        run.spend(len(items) if type(items) is list else 1)
        result.extend(items if type(items) is list else [items])
    return result


@builtin("insert before(list: list, position: number, newItem: any)")
def _insert(_: Run, items: list[Value], position: Decimal, item: Value) -> Value:
    index = _index(items, position)
    return None if index is None else [*items[:index], item, *items[index:]]


@builtin("remove(list: list, position: number)")
def _remove(_: Run, items: list[Value], position: Decimal) -> Value:
    index = _index(items, position)
    return None if index is None else [*items[:index], *items[index + 1 :]]


@builtin("list replace(list: list, position: number, newItem: any)")
def _replace(_: Run, items: list[Value], position: Decimal, item: Value) -> Value:
    index = _index(items, position)
    return None if index is None else [*items[:index], item, *items[index + 1 :]]


@builtin("list replace(list: list, match: function, newItem: any)")
def _replace_where(run: Run, items: list[Value], match: Function, new: Value) -> Value:
    if len(match.params) != 2:
        return None
    return [new if match.call(run, [item, new]) is True else item for item in items]


@builtin("reverse(list: list)")
def _reverse(_: Run, items: list[Value]) -> Value:
    return items[::-1]


@builtin("index of(list: list, match: any)")
def _index_of(_: Run, items: list[Value], match: Value) -> Value:
    return [Decimal(number) for number, item in enumerate(items, 1) if equal(item, match) is True]


@builtin("union(list: list...)")
def _union(run: Run, lists: list[Value]) -> Value:
    return _distinct(run, _concatenate(run, lists))


@builtin("distinct values(list: list)")
def _distinct(run: Run, items: list[Value]) -> Value:
    kept: list[Value] = []
    for item in items:
        run.spend(len(kept) + 1)
        if not any(equal(item, other) is True for other in kept):
            kept.append(item)
    return kept


@builtin("duplicate values(list: list)")
def _duplicates(run: Run, items: list[Value]) -> Value:
    run.spend(len(items) ** 2)
    return [item for item in _distinct(run, items) if sum(equal(item, other) is True for other in items) > 1]


@builtin("flatten(list: list)")
def _flatten(run: Run, items: list[Value]) -> Value:
    flat: list[Value] = []
    for item in items:
        run.spend()
        flat.extend(_flatten(run, item) if type(item) is list else [item])
    return flat


@builtin("sort(list: list, precedes?: function)")
def _sort(run: Run, items: list[Value], precedes: Function | None = None) -> Value:
    if precedes is not None and len(precedes.params) != 2:
        return None

    def before(a: Value, b: Value) -> bool:
        run.spend()
        answer = ordered("<", a, b) if precedes is None else precedes.call(run, [a, b])
        if answer is None:
            raise ValueError  # no order: the call is null
        return answer is True

    return sorted(items, key=cmp_to_key(lambda a, b: -1 if before(a, b) else 1 if before(b, a) else 0))


@builtin("is(value1: any, value2: any)")
def _is(_: Run, a: Value, b: Value) -> Value:
    if type(a) is list or type(a) is dict:
        return equal(a, b) is True
    return type(a) is type(b) and (a is b or a == b)


def _index(items: list[Value], position: Decimal) -> int | None:
    """0-based place of an existing item."""
    number = int(position)
    if number == 0 or abs(number) > len(items):
        return None
    return number - 1 if number > 0 else len(items) + number
