"""Numbers (DMN 1.5, 10.3.4.5)."""

from collections.abc import Callable
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)

from fahrwasser.core.feel.functions.registry import builtin
from fahrwasser.core.feel.run import Run
from fahrwasser.core.feel.values import NUMBERS, Days, Months, Value, checked

_SCALES = range(-6111, 6177)
_ROUNDINGS = {
    "floor": ROUND_FLOOR,
    "ceiling": ROUND_CEILING,
    "round up": ROUND_UP,
    "round down": ROUND_DOWN,
    "round half up": ROUND_HALF_UP,
    "round half down": ROUND_HALF_DOWN,
    "decimal": ROUND_HALF_EVEN,
}


def rounded(number: Decimal, scale: Decimal, rounding: str) -> Decimal | None:
    """The number with `scale` digits after the point; None when the scale is outside of the numbers."""
    places = int(scale)
    if places not in _SCALES:
        return None
    exponent = number.as_tuple().exponent
    if isinstance(exponent, int) and -exponent <= places:
        return number
    context = NUMBERS.copy()
    context.prec = NUMBERS.prec + max(0, number.adjusted() + places)
    return checked(number.quantize(Decimal(1).scaleb(-places), rounding=rounding, context=context))


def _rounding(name: str) -> Callable[..., Value]:
    mode = _ROUNDINGS[name]
    return lambda _, number, scale=Decimal(0): _plain(rounded(number, scale, mode))


def _plain(number: Decimal | None) -> Decimal | None:
    """A whole number without exponent (1E+2 is 100)."""
    if number is None or not isinstance(exponent := number.as_tuple().exponent, int) or exponent <= 0:
        return number
    return number.quantize(Decimal(1), context=NUMBERS) if number.adjusted() < NUMBERS.prec else number


for _name in ("floor", "ceiling"):
    builtin(f"{_name}(n: number, scale?: number)")(_rounding(_name))
for _name in ("round up", "round down", "round half up", "round half down", "decimal"):
    builtin(f"{_name}(n: number, scale: number)")(_rounding(_name))


@builtin("abs(n: number|days and time duration|years and months duration)")
def _abs(_: Run, n: Value) -> Value:
    if type(n) is Days:
        return Days(abs(n.length))
    return Months(abs(n.count)) if type(n) is Months else checked(NUMBERS.abs(n))


@builtin("modulo(dividend: number, divisor: number)")
def _modulo(_: Run, dividend: Decimal, divisor: Decimal) -> Value:
    if not divisor:
        return None
    quotient = NUMBERS.divide(dividend, divisor).to_integral_value(ROUND_FLOOR)
    return checked(NUMBERS.subtract(dividend, NUMBERS.multiply(divisor, quotient)))


@builtin("sqrt(number: number)")
def _sqrt(_: Run, number: Decimal) -> Value:
    return checked(NUMBERS.sqrt(number))


@builtin("log(number: number)")
def _log(_: Run, number: Decimal) -> Value:
    return checked(NUMBERS.ln(number))


@builtin("exp(number: number)")
def _exp(_: Run, number: Decimal) -> Value:
    return checked(NUMBERS.exp(number))


@builtin("odd(number: number)")
def _odd(_: Run, number: Decimal) -> Value:
    return number % 2 != 0 if number == number.to_integral_value() and number.adjusted() < NUMBERS.prec else None


@builtin("even(number: number)")
def _even(_: Run, number: Decimal) -> Value:
    return number % 2 == 0 if number == number.to_integral_value() and number.adjusted() < NUMBERS.prec else None


@builtin("not(negand: any)")
def _not(_: Run, negand: Value) -> Value:
    return not negand if type(negand) is bool else None
