"""The abstract syntax tree. `at` says where in the source, ready for a message ("place 1:7")."""

from dataclasses import dataclass

from fahrwasser.core.feel.values import Value


@dataclass(frozen=True, slots=True)
class Node:
    """Every node knows its place."""

    at: str


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A constant."""

    value: Value


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A variable, an item's key inside a filter, or a built-in function."""

    name: str


@dataclass(frozen=True, slots=True)
class Negate(Node):
    """Unary minus."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Binary(Node):
    """Arithmetic or comparison: + - * / ** = != < <= > >=."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Junction(Node):
    """`and` / `or` over two or more operands."""

    is_and: bool
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Between(Node):
    """`value between low and high`."""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class Test(Node):
    """One unary test: a comparison (`operator`), or a value or condition with `?` (`operator` "")."""

    operator: str
    operand: Node
    asks: bool = False


@dataclass(frozen=True, slots=True)
class TestList(Node):
    """Alternatives; `is_any` for `-`, `negated` for `not(…)`."""

    tests: tuple[Test, ...]
    negated: bool = False
    is_any: bool = False


@dataclass(frozen=True, slots=True)
class In(Node):
    """`value in tests`."""

    value: Node
    tests: TestList


@dataclass(frozen=True, slots=True)
class RangeOf(Node):
    """`[low..high]` with any brackets; a missing border is None."""

    low: Node | None
    high: Node | None
    has_low: bool
    has_high: bool


@dataclass(frozen=True, slots=True)
class ListOf(Node):
    """`[a, b]`."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ContextOf(Node):
    """`{key: value}`; later entries see earlier ones. `result` (boxed contexts): the value is this instead."""

    entries: tuple[tuple[str, Node], ...]
    result: Node | None = None


@dataclass(frozen=True, slots=True)
class Path(Node):
    """`operand.key`."""

    operand: Node
    key: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    """`operand[condition]`."""

    operand: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class If(Node):
    """`if … then … else …`."""

    condition: Node
    then: Node
    other: Node


@dataclass(frozen=True, slots=True)
class Iterator:
    """`name in domain`; `until` for `name in domain..until`."""

    name: str
    domain: Node
    until: Node | None = None


@dataclass(frozen=True, slots=True)
class For(Node):
    """`for … return body`."""

    iterators: tuple[Iterator, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """`some` / `every` … satisfies."""

    is_every: bool
    iterators: tuple[Iterator, ...]
    condition: Node


@dataclass(frozen=True, slots=True)
class FunctionOf(Node):
    """`function(a, b) body`."""

    params: tuple[str, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """`function(arguments)`; `names` is empty or as long as `arguments`."""

    function: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    """`operand instance of type`."""

    operand: Node
    type: str
