"""Boxed expressions of the model → the one tree of FEEL; every text is parsed here, once."""

from collections.abc import Callable, Collection
from typing import Any

from fahrwasser.core.dmn import model
from fahrwasser.core.dmn.model import Boxed, Text
from fahrwasser.core.dmn.table import TableNode
from fahrwasser.core.feel import nodes
from fahrwasser.core.feel.functions import REGISTRY
from fahrwasser.core.feel.nodes import Node
from fahrwasser.core.feel.parser import parse_expression, parse_tests


class Boxes:
    """Builds trees; `keys` are the component names of the whole model. `tables` collects the tables on the way."""

    def __init__(self, keys: Collection[str]):
        self.keys = keys
        self.tables: list[TableNode] = []

    def build(self, box: Boxed, names: frozenset[str]) -> Node:
        """The tree of a box in the scope `names`. Raises Refused."""
        return _BUILDERS[type(box)](self, box, names)

    def text(self, text: Text, names: frozenset[str]) -> Node:
        """An expression; an empty text is null."""
        if not text.text:
            return nodes.Literal(text.at, None)
        return parse_expression(text.text, names, REGISTRY, text.at, self.keys)

    def tests(self, text: Text, names: frozenset[str]) -> nodes.TestList:
        """Unary tests; an empty text passes everything."""
        return parse_tests(text.text or "-", names, REGISTRY, text.at, self.keys)

    def table(self, table: model.Table, names: frozenset[str]) -> Node:
        """A decision table."""
        node = TableNode(
            table.at,
            table,
            tuple(self.text(column.expression, names) for column in table.inputs),
            tuple(self.tests(column.allowed, names) if column.allowed else None for column in table.inputs),
            tuple(tuple(self.tests(test, names) for test in rule.tests) for rule in table.rules),
            tuple(tuple(self.text(result, names) for result in rule.results) for rule in table.rules),
            tuple(self.tests(output.allowed, names) if output.allowed else None for output in table.outputs),
            tuple(self.text(output.default, names) if output.default else None for output in table.outputs),
        )
        self.tables.append(node)
        return node

    def context(self, box: model.Context, names: frozenset[str]) -> Node:
        """A context whose later entries see the earlier ones."""
        entries: list[tuple[str, Node]] = []
        for key, value in box.entries:
            entries.append((key, self.build(value, names)))
            names |= {key}
        return nodes.ContextOf(box.at, tuple(entries), None if box.result is None else self.build(box.result, names))

    def relation(self, box: model.Relation, names: frozenset[str]) -> Node:
        """A list of contexts; the cells of a row do not see each other."""
        rows = [tuple(self.build(cell, names) for cell in row) for row in box.rows]
        contexts = (nodes.ContextOf(box.at, tuple(zip(box.columns, row, strict=True))) for row in rows)
        return nodes.ListOf(box.at, tuple(contexts))

    def invocation(self, box: model.Invocation, names: frozenset[str]) -> Node:
        """A call by name."""
        arguments = tuple(self.build(value, names) for _, value in box.bindings)
        return nodes.Call(box.at, self.build(box.function, names), arguments, tuple(name for name, _ in box.bindings))

    def filter(self, box: model.FilterBox, names: frozenset[str]) -> Node:
        """Items that match; the item's keys are names of the model."""
        return nodes.Filter(
            box.at, self.build(box.items, names), self.build(box.match, names | {"item"} | set(self.keys))
        )

    def loop(self, box: model.Loop, names: frozenset[str]) -> Node:
        """for, some, every."""
        iterators = (nodes.Iterator(box.variable, self.build(box.domain, names)),)
        body = self.build(box.body, names | {box.variable})
        if box.kind == "for":
            return nodes.For(box.at, iterators, body)
        return nodes.Quantified(box.at, box.kind == "every", iterators, body)


_BUILDERS: dict[type, Callable[[Boxes, Any, frozenset[str]], Node]] = {
    Text: Boxes.text,
    model.Table: Boxes.table,
    model.Context: Boxes.context,
    model.ListBox: lambda boxes, box, names: nodes.ListOf(box.at, tuple(boxes.build(x, names) for x in box.items)),
    model.Relation: Boxes.relation,
    model.Invocation: Boxes.invocation,
    model.FunctionBox: lambda boxes, box, names: nodes.FunctionOf(
        box.at, box.params, boxes.build(box.body, names | set(box.params))
    ),
    model.Conditional: lambda boxes, box, names: nodes.If(
        box.at, boxes.build(box.condition, names), boxes.build(box.then, names), boxes.build(box.other, names)
    ),
    model.FilterBox: Boxes.filter,
    model.Loop: Boxes.loop,
}
