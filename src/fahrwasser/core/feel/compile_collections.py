"""Lists, contexts, filters, loops, conditions, functions and calls as code."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from fahrwasser.core.feel import nodes
from fahrwasser.core.feel.compile import Compiler, compiles
from fahrwasser.core.feel.functions import REGISTRY
from fahrwasser.core.feel.functions.registry import IMPURE, by_name, invoke
from fahrwasser.core.feel.run import DEEPEST_CALL, MOST_TEXT, TEXT_PER_STEP, Code, Frame, Run
from fahrwasser.core.feel.values import NUMBERS, Function, Range, Value, kind


@compiles(nodes.ListOf)
def _list(compiler: Compiler, node: nodes.ListOf) -> Code:
    items = tuple(compiler.compile(item) for item in node.items)
    return compiler.folded(lambda frame: [item(frame) for item in items], items)


@compiles(nodes.ContextOf)
def _context(compiler: Compiler, node: nodes.ContextOf) -> Code:
    entries: list[tuple[str, int, Code]] = []
    names: dict[str, int] = {}
    with compiler.scope(names):
        for key, value in node.entries:
            code = compiler.compile(value)
            slot = compiler.slot()
            entries.append((key, slot, code))
            names[key] = slot
        result = compiler.compile(node.result) if node.result else None

    def context(frame: Frame) -> Value:
        values = {}
        for key, slot, entry in entries:
            values[key] = frame[slot] = entry(frame)
        return values if result is None else result(frame)

    return context


@compiles(nodes.If)
def _if(compiler: Compiler, node: nodes.If) -> Code:
    condition, then, other = (compiler.compile(part) for part in (node.condition, node.then, node.other))
    return lambda frame: then(frame) if condition(frame) is True else other(frame)


@compiles(nodes.Filter)
def _filter(compiler: Compiler, node: nodes.Filter) -> Code:
    operand, slot = compiler.compile(node.operand), compiler.slot()
    with compiler.scope(slot):
        condition = compiler.compile(node.condition)
    known = compiler.constants.get(condition)
    at = node.at

    def code(frame: Frame) -> Value:
        value = operand(frame)
        items = value if type(value) is list else [] if value is None else [value]
        if type(known) is Decimal:
            return _item(frame, items, known, at)
        kept = []
        for item in items:
            frame[0].spend()
            frame[slot] = item
            wanted = condition(frame)
            if type(wanted) is Decimal:
                return _item(frame, items, wanted, at)
            if wanted is True:
                kept.append(item)
        return kept

    return code


def _item(frame: Frame, items: list[Value], position: Decimal, at: str) -> Value:
    """1-based; negative from the end; null outside."""
    if _is_whole(position) and 1 <= abs(position) <= len(items):
        return items[int(position) - 1 if position > 0 else int(position)]
    return frame[0].say(f"{at}: no item {position} in a list of {len(items)}")


def _domain(compiler: Compiler, iterator: nodes.Iterator) -> Code:
    """Code for what a loop runs over: None or an iterable."""
    low = compiler.compile(iterator.domain)
    high = compiler.compile(iterator.until) if iterator.until else None
    at = iterator.domain.at

    def code(frame: Frame) -> Iterable[Value] | None:
        value = low(frame)
        if high is not None:
            value = Range(value, high(frame))
        if type(value) is list:
            return value
        items = _steps(value) if type(value) is Range else [value] if value is not None else None
        if items is None:
            frame[0].say(f"{at}: {kind(value)} is nothing to go through")
        return items

    return code


def _steps(span: Range) -> Iterable[Value] | None:
    """Whole numbers or days from start to end, also downwards."""
    start, end = span.start, span.end
    if type(start) is Decimal and type(end) is Decimal and _is_whole(start) and _is_whole(end):
        step = 1 if start <= end else -1
        first = int(start) + (0 if span.has_start else step)
        last = int(end) + (step if span.has_end else 0)
        return (Decimal(number) for number in range(first, last, step))
    if type(start) is date and type(end) is date:
        step = 1 if start <= end else -1
        count = abs((end - start).days)
        numbers = range(0 if span.has_start else 1, count + 1 if span.has_end else count)
        return (start + timedelta(days=step * number) for number in numbers)
    return None


def _is_whole(number: Decimal) -> bool:
    return number.adjusted() < NUMBERS.prec and number == number.to_integral_value()


class _Loop:
    """The iterators of `for`, `some` and `every`; calls `body` for each combination until it returns True."""

    def __init__(self, compiler: Compiler, iterators: tuple[nodes.Iterator, ...], names: dict[str, int]):
        self.levels: list[tuple[int, Code]] = []
        for iterator in iterators:
            domain = _domain(compiler, iterator)
            slot = compiler.slot()
            names[iterator.name] = slot
            self.levels.append((slot, domain))

    def run(self, frame: Frame, body: Code, level: int = 0) -> bool | None:
        """True = stopped, False = went through, None = a domain was null."""
        slot, domain = self.levels[level]
        items = domain(frame)
        if items is None:
            return None
        for item in items:
            frame[0].spend()
            frame[slot] = item
            stopped = body(frame) if level + 1 == len(self.levels) else self.run(frame, body, level + 1)
            if stopped is not False:
                return None if stopped is None else True
        return False


@compiles(nodes.For)
def _for(compiler: Compiler, node: nodes.For) -> Code:
    names: dict[str, int] = {}
    with compiler.scope(names):
        loop = _Loop(compiler, node.iterators, names)
        body = compiler.compile(node.body)

    def code(frame: Frame) -> list[Value] | None:
        results: list[Value] = []

        def turn(frame: Frame) -> bool:
            results.append(body(frame))
            return False

        return None if loop.run(frame, turn) is None else results

    return code


@compiles(nodes.Quantified)
def _quantified(compiler: Compiler, node: nodes.Quantified) -> Code:
    names: dict[str, int] = {}
    with compiler.scope(names):
        loop = _Loop(compiler, node.iterators, names)
        condition = compiler.compile(node.condition)
    is_every = node.is_every

    def turn(frame: Frame) -> bool:
        return (condition(frame) is True) is not is_every

    def code(frame: Frame) -> bool | None:
        stopped = loop.run(frame, turn)
        return None if stopped is None else stopped is not is_every

    return code


@compiles(nodes.FunctionOf)
def _function(compiler: Compiler, node: nodes.FunctionOf) -> Code:
    inner = Compiler(outer=compiler)
    slots = [inner.slot() for _ in node.params]
    with inner.scope(dict(zip(node.params, slots, strict=True))):
        body = inner.compile(node.body)
    params, at = node.params, node.at

    def code(frame: Frame) -> Function:
        captured = [(slot, outside(frame)) for outside, slot in inner.captured]

        def call(run: Run, arguments: list[Value]) -> Value:
            if run.depth >= DEEPEST_CALL:
                return run.say(f"{at}: functions call each other too deeply")
            own: Frame = [None] * inner.size
            own[0] = run
            own[1 : len(arguments) + 1] = arguments
            for slot, value in captured:
                own[slot] = value
            run.depth += 1
            value = body(own)
            run.depth -= 1
            return value

        return Function(params, call)

    return code


@compiles(nodes.Call)
def _call(compiler: Compiler, node: nodes.Call) -> Code:
    name = node.function.name if isinstance(node.function, nodes.Name) else ""
    arguments = tuple(compiler.compile(argument) for argument in node.arguments)
    if name in REGISTRY and not compiler.knows(name):
        return _builtin_call(compiler, node, name, arguments)
    function, names, at = compiler.compile(node.function), node.names, node.at

    def code(frame: Frame) -> Value:
        called = function(frame)
        values = [argument(frame) for argument in arguments]
        if type(called) is not Function:
            return frame[0].say(f"{at}: {kind(called)} is no function")
        if names:
            if set(names) != set(called.params) or len(names) != len(called.params):
                return frame[0].say(f"{at}: the function has other parameters")
            given = dict(zip(names, values, strict=True))
            values = [given[param] for param in called.params]
        if len(values) != len(called.params):
            return frame[0].say(f"{at}: the function takes {len(called.params)} arguments")
        frame[0].spend()
        return called.call(frame[0], values)

    return code


def _builtin_call(compiler: Compiler, node: nodes.Call, name: str, arguments: tuple[Code, ...]) -> Code:
    overloads, at = REGISTRY[name], node.at
    if node.names:
        fitting = by_name(overloads, node.names)
        overloads = tuple(overload for overload, _ in fitting)
        order = fitting[0][1] if fitting else tuple(range(len(arguments)))
        arguments = tuple(arguments[order.index(position)] for position in range(len(arguments)))

    def code(frame: Frame) -> Value:
        run = frame[0]
        run.spend()
        value = invoke(run, name, overloads, [argument(frame) for argument in arguments], at)
        if type(value) is str or type(value) is list:
            if len(value) > MOST_TEXT:
                return run.say(f"{at}: the result of {name}() is too long")
            run.spend(len(value) // TEXT_PER_STEP)
        return value

    return code if name in IMPURE else compiler.folded(code, arguments)
