"""A decision table as a node of the tree: inputs → masks → rules → outputs by hit policy (DMN 1.5, 8.2)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from fahrwasser.core.dmn.classifier import Cell, Classifier, column
from fahrwasser.core.dmn.fired import Fired
from fahrwasser.core.dmn.model import Table
from fahrwasser.core.feel import nodes
from fahrwasser.core.feel.arithmetic import add
from fahrwasser.core.feel.compare import equal, ordered
from fahrwasser.core.feel.compile import Compiler
from fahrwasser.core.feel.run import Code, Frame
from fahrwasser.core.feel.values import Value


@dataclass(frozen=True, slots=True)
class Column:
    """One input: its value, its classifier, and code for the cells that need it (`irregular` (bit, code))."""

    value: Code
    slot: int
    classifier: Classifier
    cells: tuple[Cell | None, ...]
    codes: tuple[tuple[int, Code], ...]
    irregular: tuple[tuple[int, Code], ...]
    allowed: Code | None
    allowed_cell: Cell | None

    def mask(self, frame: Frame, value: Value) -> int:
        """The rules whose cell the value passes; it must stand in the slot of `?`."""
        mask = self.classifier.mask(value)
        if mask is None:
            return sum(bit for bit, code in self.codes if code(frame) is True)
        for bit, code in self.irregular:
            if mask & bit and code(frame) is not True:
                mask ^= bit
        return mask


@dataclass(frozen=True, slots=True)
class TableNode(nodes.Node):
    """The parsed texts of a table; `columns` (the compiled inputs) are filled when it is compiled, for analysis."""

    table: Table
    inputs: tuple[nodes.Node, ...]
    allowed: tuple[nodes.TestList | None, ...]
    tests: tuple[tuple[nodes.TestList, ...], ...]
    results: tuple[tuple[nodes.Node, ...], ...]
    output_tests: tuple[nodes.TestList | None, ...]
    defaults: tuple[nodes.Node | None, ...]
    columns: list[Column] = field(default_factory=list)

    def compiled(self, compiler: Compiler) -> Code:
        """Code that gives the value of the table and notes the rules that fired."""
        columns = [_column(compiler, self, index) for index in range(len(self.inputs))]
        self.columns[:] = columns
        return _Rows(compiler, self, columns).code()


def _column(compiler: Compiler, node: TableNode, index: int) -> Column:
    value, slot = compiler.compile(node.inputs[index]), compiler.slot()
    allowed_tests = node.allowed[index]
    with compiler.scope({"?": slot}):
        classifier, cells, codes = column([row[index] for row in node.tests], compiler)
        allowed, allowed_cell = None, None
        if allowed_tests is not None:
            _, (allowed_cell,), (allowed,) = column([allowed_tests], compiler)
    numbered = tuple((1 << rule, code) for rule, code in enumerate(codes))
    irregular = tuple(pair for pair, cell in zip(numbered, cells, strict=True) if cell is None)
    return Column(value, slot, classifier, tuple(cells), numbered, irregular, allowed, allowed_cell)


class _Rows:
    """The right side of a table: from the mask of the rules to the value."""

    def __init__(self, compiler: Compiler, node: TableNode, columns: list[Column]):
        self.table, self.at, self.columns = node.table, node.at, columns
        self.names = [output.name for output in node.table.outputs]
        self.everything = (1 << len(node.tests)) - 1
        self.results = [[compiler.compile(result) for result in row] for row in node.results]
        self.slot = compiler.slot()
        with compiler.scope({"?": self.slot}):
            self.output_tests = [compiler.compile(tests) if tests else None for tests in node.output_tests]
            self.ranks = [
                [compiler.compile(test) for test in tests.tests] if tests else [] for tests in node.output_tests
            ]
        has_default = any(default is not None for default in node.defaults)
        self.default = [compiler.compile(d) if d else None for d in node.defaults] if has_default else None

    def code(self) -> Code:
        """The whole table."""
        columns, everything, pick = self.columns, self.everything, _POLICIES[self.table.hit_policy]

        def code(frame: Frame) -> Value:
            mask = everything
            for number, column_ in enumerate(columns, 1):
                value = column_.value(frame)
                frame[column_.slot] = value
                if column_.allowed is not None and column_.allowed(frame) is not True:
                    return frame[0].say(f"{self.at}: the value of input {number} is none of the allowed values")
                mask &= column_.mask(frame, value)
            return pick(self, frame, _bits(mask)) if mask else self.no_hit(frame)

        return code

    def no_hit(self, frame: Frame) -> Value:
        """The default outputs, else null."""
        if self.default is None:
            return Decimal(0) if self.table.hit_policy == "C#" else None
        return self.shaped([default(frame) if default else None for default in self.default])

    def shaped(self, values: list[Value]) -> Value:
        """One output: its value; several: a context."""
        return values[0] if len(values) == 1 else dict(zip(self.names, values, strict=True))

    def outputs(self, frame: Frame, rule: int) -> list[Value] | None:
        """The outputs of a rule; None and a message when one is none of the output values."""
        values: list[Value] = [result(frame) for result in self.results[rule]]
        for value, tests in zip(values, self.output_tests, strict=True):
            if tests is not None:
                frame[self.slot] = value
                if tests(frame) is not True:
                    rule_id = self.table.rules[rule].id
                    frame[0].say(f"{self.at}: the result of rule {rule_id} is none of the output values")
                    return None
        return values

    def rank(self, frame: Frame, values: list[Value]) -> tuple[int, ...]:
        """Where the outputs stand in the order of the output values; lower comes first."""
        places = []
        for value, tests in zip(values, self.ranks, strict=True):
            frame[self.slot] = value
            places.append(next((place for place, test in enumerate(tests) if test(frame) is True), len(tests)))
        return tuple(places)

    def fired(self, frame: Frame, rules: list[int]) -> None:
        """Note the rules that made the value."""
        notes = frame[0].notes
        if notes is not None:
            rows = [self.table.rules[rule] for rule in rules]
            texts = tuple(text for row in rows for text in row.annotations if text)
            notes.append(Fired(self.table.owner, self.table.id, tuple(row.id for row in rows), texts))


def _bits(mask: int) -> list[int]:
    found = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found


def _single(rows: _Rows, frame: Frame, rule: int) -> Value:
    rows.fired(frame, [rule])
    values = rows.outputs(frame, rule)
    return None if values is None else rows.shaped(values)


def _unique(rows: _Rows, frame: Frame, hits: list[int]) -> Value:
    if len(hits) > 1:
        rows.fired(frame, hits)
        return frame[0].say(f"{rows.at}: {len(hits)} rules apply, only one may")
    return _single(rows, frame, hits[0])


def _first(rows: _Rows, frame: Frame, hits: list[int]) -> Value:
    return _single(rows, frame, hits[0])


def _all(rows: _Rows, frame: Frame, hits: list[int]) -> list[list[Value]] | None:
    found = [rows.outputs(frame, rule) for rule in hits]
    return None if any(values is None for values in found) else [values for values in found if values is not None]


def _any(rows: _Rows, frame: Frame, hits: list[int]) -> Value:
    rows.fired(frame, hits)
    found = _all(rows, frame, hits)
    if found is None:
        return None
    if any(equal(found[0], other) is not True for other in found):
        return frame[0].say(f"{rows.at}: the rules that apply have different results")
    return rows.shaped(found[0])


def _collect(rows: _Rows, frame: Frame, hits: list[int]) -> Value:
    rows.fired(frame, hits)
    found = _all(rows, frame, hits)
    return None if found is None else [rows.shaped(values) for values in found]


def _sorted(rows: _Rows, frame: Frame, hits: list[int]) -> list[int] | None:
    ranked: list[tuple[tuple[int, ...], int]] = []
    for rule in hits:
        values = rows.outputs(frame, rule)
        if values is None:
            return None
        ranked.append((rows.rank(frame, values), rule))
    return [rule for _, rule in sorted(ranked)]


def _priority(rows: _Rows, frame: Frame, hits: list[int]) -> Value:
    order = _sorted(rows, frame, hits)
    return None if order is None else _single(rows, frame, order[0])


def _output_order(rows: _Rows, frame: Frame, hits: list[int]) -> Value:
    order = _sorted(rows, frame, hits)
    return None if order is None else _collect(rows, frame, order)


def _folded(step: Callable[[Value, Value], Value]) -> Callable[[_Rows, Frame, list[int]], Value]:
    def pick(rows: _Rows, frame: Frame, hits: list[int]) -> Value:
        values = _collect(rows, frame, hits)
        if values is None:
            return None
        result = values[0]
        for value in values[1:]:
            result = step(result, value)
        return frame[0].say(f"{rows.at}: the results cannot be put together") if result is None else result

    return pick


def _lesser(a: Value, b: Value) -> Value:
    less = ordered("<", a, b)
    return None if less is None else a if less else b


def _greater(a: Value, b: Value) -> Value:
    more = ordered(">", a, b)
    return None if more is None else a if more else b


def _count(rows: _Rows, frame: Frame, hits: list[int]) -> Value:
    rows.fired(frame, hits)
    return Decimal(len(hits))


_POLICIES: dict[str, Callable[[_Rows, Frame, list[int]], Value]] = {
    "U": _unique,
    "A": _any,
    "F": _first,
    "P": _priority,
    "C": _collect,
    "R": _collect,
    "O": _output_order,
    "C+": _folded(lambda a, b: None if type(a) is str else add(a, b)),
    "C<": _folded(_lesser),
    "C>": _folded(_greater),
    "C#": _count,
}
