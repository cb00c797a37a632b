"""Figures of lists of numbers (DMN 1.5, 10.3.4.4)."""

from collections import Counter
from decimal import Decimal

from fahrwasser.core.feel.arithmetic import add
from fahrwasser.core.feel.functions.registry import builtin
from fahrwasser.core.feel.run import Run
from fahrwasser.core.feel.values import NUMBERS, Value, checked


def _numbers(items: list[Value]) -> list[Decimal]:
    """The items. Raises ValueError when one is no number, which makes the call null."""
    if any(type(item) is not Decimal for item in items):
        raise ValueError
    return items


@builtin("sum(list: any...)")
def _sum(_: Run, items: list[Value]) -> Value:
    total: Value = items[0] if items else None
    if type(total) in (str, list):
        return None
    for item in items[1:]:
        total = add(total, item)
    return total if not items or type(total) is type(items[0]) else None


@builtin("product(list: any...)")
def _product(_: Run, items: list[Value]) -> Value:
    result = Decimal(1)
    for number in _numbers(items):
        result = NUMBERS.multiply(result, number)
    return checked(result) if items else None


@builtin("mean(list: any...)")
def _mean(run: Run, items: list[Value]) -> Value:
    return checked(NUMBERS.divide(_sum(run, _numbers(items)), Decimal(len(items)))) if items else None


@builtin("median(list: any...)")
def _median(_: Run, items: list[Value]) -> Value:
    numbers = sorted(_numbers(items))
    middle = len(numbers) // 2
    if not numbers or len(numbers) % 2:
        return numbers[middle] if numbers else None
    return checked(NUMBERS.divide(NUMBERS.add(numbers[middle - 1], numbers[middle]), Decimal(2)))


@builtin("mode(list: any...)")
def _mode(_: Run, items: list[Value]) -> Value:
    counts = Counter(_numbers(items))
    most = max(counts.values(), default=0)
    return sorted(number for number, count in counts.items() if count == most)


@builtin("stddev(list: any...)")
def _stddev(run: Run, items: list[Value]) -> Value:
    if len(_numbers(items)) < 2:
        return None
    mean = _mean(run, items)
    squares = [NUMBERS.power(NUMBERS.subtract(number, mean), Decimal(2)) for number in items]
    return checked(NUMBERS.sqrt(NUMBERS.divide(_sum(run, squares), Decimal(len(items) - 1))))
