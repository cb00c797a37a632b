"""Tree → Python functions `code(frame)`. Names become slots of the frame; slot 0 is the Run. No text is executed.

`Compiler` holds the scopes and slots of one frame; what each kind of node becomes stands in COMPILERS, filled by the
modules compile_*.py. A new kind of node (a decision table) brings `compiled(compiler) -> Code` itself.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from fahrwasser.core.feel.nodes import Node
from fahrwasser.core.feel.run import Code, Exhausted, Frame, Run
from fahrwasser.core.feel.values import Value
from fahrwasser.core.refused import N_, Refused

Scope = dict[str, int] | int  # names → slots, or the slot of a filter's item
COMPILERS: dict[type[Node], Callable[["Compiler", Any], Code]] = {}


def compiles(kind: type[Node]) -> Callable[[Callable[["Compiler", Any], Code]], Any]:
    """Register how a kind of node is compiled."""

    def register(function: Callable[["Compiler", Any], Code]) -> Any:
        COMPILERS[kind] = function
        return function

    return register


class Compiler:
    """Slots and scopes of one frame: an expression, or the body of a function with `outer` around it."""

    def __init__(self, names: Collection[str] = (), outer: "Compiler | None" = None):
        self.names = frozenset(names)
        self.outer = outer
        self.size = 1
        self.inputs: dict[str, int] = {}
        self.captured: list[tuple[Code, int]] = []
        self.scopes: list[Scope] = []
        self.constants: dict[Code, Value] = {}

    def compile(self, node: Node) -> Code:
        """The code of a node."""
        own = getattr(node, "compiled", None)
        code: Code = own(self) if own else COMPILERS[type(node)](self, node)
        return code

    def constant(self, value: Value) -> Code:
        """Code that gives a known value."""

        def code(_: Frame) -> Value:
            return value

        self.constants[code] = value
        return code

    def folded(self, code: Code, parts: Collection[Code]) -> Code:
        """The code, or its value when all parts are known and nothing is said on the way."""
        if not all(part in self.constants for part in parts):
            return code
        run = Run(datetime.min)  # nothing that is folded asks for the clock
        try:
            value = code([run])
        except Exhausted:
            return code
        return code if run.said else self.constant(value)

    def slot(self) -> int:
        """A new slot."""
        self.size += 1
        return self.size - 1

    @contextmanager
    def scope(self, scope: Scope) -> Iterator[None]:
        """Names (or a filter's item) for a part of the tree."""
        self.scopes.append(scope)
        try:
            yield
        finally:
            self.scopes.pop()

    def lookup(self, name: str) -> Code | None:
        """Code that reads the name; None when nobody knows it. Inside filters an item's key comes first."""
        items: list[int] = []
        for scope in reversed(self.scopes):
            if isinstance(scope, int):
                if name == "item":
                    return _reading(scope)
                items.append(scope)
            elif name in scope:
                return _through_items(name, items, _reading(scope[name]))
        return _through_items(name, items, self._outside(name))

    def knows(self, name: str) -> bool:
        """Whether something around is called so; that an item of a filter might have such a key does not count."""
        if any(name in scope for scope in self.scopes if not isinstance(scope, int)):
            return True
        return name in self.names if self.outer is None else self.outer.knows(name)

    def reading(self, name: str, at: str = "") -> Code:
        """Code that reads the name. Raises Refused when nobody knows it."""
        code = self.lookup(name)
        if code is None:
            raise Refused(N_("“%(name)s” is not known here."), place=at, name=name)
        return code

    def _outside(self, name: str) -> Code | None:
        if self.outer is not None:
            code = self.outer.lookup(name)
            if code is None:
                return None
            slot = self.slot()
            self.captured.append((code, slot))
            return _reading(slot)
        if name not in self.names:
            return None
        if name not in self.inputs:
            self.inputs[name] = self.slot()
        return _reading(self.inputs[name])


def _reading(slot: int) -> Code:
    def code(frame: Frame) -> Value:
        return frame[slot]

    return code


def _through_items(name: str, items: list[int], outer: Code | None) -> Code | None:
    """The item's key if an item around (innermost first) has it, else the outer variable."""
    if not items:
        return outer

    def code(frame: Frame) -> Value:
        for slot in items:
            item = frame[slot]
            if type(item) is dict and name in item:
                return item[name]
        return None if outer is None else outer(frame)

    return code
