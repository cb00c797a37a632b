"""Literals, names, operators, tests, paths and calls as code."""

from decimal import Decimal

from fahrwasser.core.feel import nodes
from fahrwasser.core.feel.arithmetic import OPERATIONS, negate
from fahrwasser.core.feel.compare import ORDERINGS, equal, matches, ordered
from fahrwasser.core.feel.compile import Compiler, compiles
from fahrwasser.core.feel.functions import REGISTRY
from fahrwasser.core.feel.properties import PROPERTIES
from fahrwasser.core.feel.run import MOST_TEXT, TEXT_PER_STEP, Code, Frame
from fahrwasser.core.feel.values import Range, Value, kind
from fahrwasser.core.refused import N_, Refused

_PLAIN = frozenset({str, Decimal, bool})  # kinds whose equality is Python's


@compiles(nodes.Literal)
def _literal(compiler: Compiler, node: nodes.Literal) -> Code:
    return compiler.constant(node.value)


@compiles(nodes.Name)
def _name(compiler: Compiler, node: nodes.Name) -> Code:
    if node.name in REGISTRY and compiler.lookup(node.name) is None:
        raise Refused(
            N_("“%(name)s” is a function; write its arguments in parentheses."), place=node.at, name=node.name
        )
    return compiler.reading(node.name, node.at)


@compiles(nodes.Negate)
def _negate(compiler: Compiler, node: nodes.Negate) -> Code:
    operand, at = compiler.compile(node.operand), node.at

    def code(frame: Frame) -> Value:
        value = operand(frame)
        result = negate(value)
        return frame[0].say(f"{at}: - of {kind(value)}") if result is None else result

    return compiler.folded(code, (operand,))


@compiles(nodes.Binary)
def _binary(compiler: Compiler, node: nodes.Binary) -> Code:
    left, right = compiler.compile(node.left), compiler.compile(node.right)
    if node.operator in ("=", "!="):
        code = _equality(left, right, node.at, negated=node.operator == "!=")
    elif node.operator in ORDERINGS:
        code = _order(left, right, node)
    else:
        code = _calculation(left, right, node)
    return compiler.folded(code, (left, right))


def _equality(left: Code, right: Code, at: str, *, negated: bool) -> Code:
    def code(frame: Frame) -> bool | None:
        a, b = left(frame), right(frame)
        if type(a) in _PLAIN and type(a) is type(b):
            return (a == b) is not negated
        result = equal(a, b)
        if result is None:
            frame[0].say(f"{at}: {kind(a)} and {kind(b)} do not compare")
            return None
        return result is not negated

    return code


def _order(left: Code, right: Code, node: nodes.Binary) -> Code:
    compare, operator, at = ORDERINGS[node.operator], node.operator, node.at

    def code(frame: Frame) -> bool | None:
        a, b = left(frame), right(frame)
        if type(a) is Decimal and type(b) is Decimal:
            held: bool = compare(a, b)
            return held
        result = ordered(operator, a, b)
        if result is None:
            frame[0].say(f"{at}: {kind(a)} {operator} {kind(b)} has no answer")
        return result

    return code


def _calculation(left: Code, right: Code, node: nodes.Binary) -> Code:
    operation, operator, at = OPERATIONS[node.operator], node.operator, node.at

    def code(frame: Frame) -> Value:
        a, b = left(frame), right(frame)
        result = operation(a, b)
        if result is None or (type(result) is str and len(result) > MOST_TEXT):
            return frame[0].say(f"{at}: {kind(a)} {operator} {kind(b)} has no value")
        if type(result) is str:
            frame[0].spend(len(result) // TEXT_PER_STEP)
        return result

    return code


@compiles(nodes.Junction)
def _junction(compiler: Compiler, node: nodes.Junction) -> Code:
    operands = tuple(compiler.compile(operand) for operand in node.operands)
    decisive: bool = not node.is_and

    def code(frame: Frame) -> Value:
        unknown = False
        for operand in operands:
            value = operand(frame)
            if value is decisive:
                return decisive
            if value is not (not decisive):
                unknown = True
        return None if unknown else not decisive

    return compiler.folded(code, operands)


@compiles(nodes.Between)
def _between(compiler: Compiler, node: nodes.Between) -> Code:
    value, low, high = (compiler.compile(part) for part in (node.value, node.low, node.high))
    at = node.at

    def code(frame: Frame) -> bool | None:
        middle = value(frame)
        above, below = ordered(">=", middle, low(frame)), ordered("<=", middle, high(frame))
        if above is None or below is None:
            frame[0].say(f"{at}: {kind(middle)} between has no answer")
            return None
        return above and below

    return code


@compiles(nodes.In)
def _in(compiler: Compiler, node: nodes.In) -> Code:
    value, slot = compiler.compile(node.value), compiler.slot()
    with compiler.scope({"?": slot}):
        tests = compiler.compile(node.tests)

    def code(frame: Frame) -> bool | None:
        frame[slot] = value(frame)
        result: bool | None = tests(frame)
        return result

    return code


@compiles(nodes.TestList)
def _test_list(compiler: Compiler, node: nodes.TestList) -> Code:
    """True, false or null; the value stands in the slot of `?`."""
    if node.is_any:
        return compiler.constant(True)
    tests = tuple(compiler.compile(test) for test in node.tests)
    negated = node.negated
    if len(tests) == 1 and not negated:
        return tests[0]

    def code(frame: Frame) -> bool | None:
        unknown = False
        for test in tests:
            result = test(frame)
            if result is True:
                return not negated
            unknown = unknown or result is None
        return None if unknown else negated

    return code


@compiles(nodes.Test)
def _test(compiler: Compiler, node: nodes.Test) -> Code:
    operand, tested, operator, at = compiler.compile(node.operand), compiler.reading("?"), node.operator, node.at
    is_range = isinstance(node.operand, nodes.RangeOf)
    if node.asks:
        return operand
    if operator in ORDERINGS:

        def compared(frame: Frame) -> bool | None:
            value, border = tested(frame), operand(frame)
            result = ordered(operator, value, border)
            if result is None and value is not None:
                frame[0].say(f"{at}: {kind(value)} {operator} {kind(border)} has no answer")
            return result

        return compared

    def code(frame: Frame) -> bool | None:
        value, wanted = tested(frame), operand(frame)
        if operator:
            same = equal(value, wanted)
            return same if operator == "=" or same is None else not same
        return None if wanted is None and is_range else matches(value, wanted)

    return code


@compiles(nodes.RangeOf)
def _range(compiler: Compiler, node: nodes.RangeOf) -> Code:
    low = compiler.compile(node.low) if node.low else compiler.constant(None)
    high = compiler.compile(node.high) if node.high else compiler.constant(None)
    has_low, has_high, open_ends = node.has_low, node.has_high, node.low is None or node.high is None
    at = node.at

    def code(frame: Frame) -> Value:
        start, end = low(frame), high(frame)
        if not open_ends and ordered("<=", start, end) is None:
            return frame[0].say(f"{at}: a range from {kind(start)} to {kind(end)} has no value")
        return Range(start, end, has_low, has_high)

    return compiler.folded(code, (low, high))


@compiles(nodes.Path)
def _path(compiler: Compiler, node: nodes.Path) -> Code:
    operand, key, at = compiler.compile(node.operand), node.key, node.at

    def code(frame: Frame) -> Value:
        value = operand(frame)
        if type(value) is dict and key in value:
            return value[key]
        return part(frame, value)

    def part(frame: Frame, value: Value) -> Value:
        if type(value) is list:
            return [item.get(key) if type(item) is dict else part(frame, item) for item in value]
        known = PROPERTIES.get(type(value), {})
        if key in known:
            return known[key](value)
        return frame[0].say(f"{at}: {kind(value)} has no “{key}”")

    return code


_KINDS_OF_TYPE = {
    "duration": {"days and time duration", "years and months duration"},
    "day-time duration": {"days and time duration"},
    "year-month duration": {"years and months duration"},
    "Null": {"null"},
}


@compiles(nodes.InstanceOf)
def _instance_of(compiler: Compiler, node: nodes.InstanceOf) -> Code:
    operand, wanted = compiler.compile(node.operand), _KINDS_OF_TYPE.get(node.type, {node.type})
    is_any = node.type == "Any"

    def code(frame: Frame) -> bool:
        found = kind(operand(frame))
        return found != "null" if is_any else found in wanted

    return code
