"""The face of the language: text in, compiled expression or tests out."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime

from fahrwasser.core.feel import compile_collections, compile_operators  # noqa: F401 - they register how nodes compile
from fahrwasser.core.feel.compile import Compiler
from fahrwasser.core.feel.functions import REGISTRY
from fahrwasser.core.feel.nodes import Node
from fahrwasser.core.feel.parser import parse_expression, parse_tests
from fahrwasser.core.feel.run import Code, Exhausted, Frame, Run
from fahrwasser.core.feel.values import Value
from fahrwasser.core.refused import N_, Refused


class Expression:
    """A compiled expression. Immutable, shared between threads and calls.

    `reads` are the top-level names it needs; a name that is not among the values is null.
    """

    __slots__ = ("_blank", "_code", "_inputs", "reads", "text")

    def __init__(self, text: str, compiler: Compiler, code: Code):
        self.text = text
        self.reads = frozenset(compiler.inputs)
        self._inputs = tuple(compiler.inputs.items())
        self._blank: Frame = [None] * compiler.size
        self._code = code

    def __call__(self, values: Mapping[str, Value], *, now: datetime, said: list[str] | None = None) -> Value:
        """The value; null by error adds a line to `said`. Nothing is raised."""
        return self.within(Run(now, [] if said is None else said), values)

    def within(self, run: Run, values: Mapping[str, Value]) -> Value:
        """The value as part of a larger evaluation, whose limits it shares."""
        frame = self._blank.copy()
        frame[0] = run
        for name, slot in self._inputs:
            frame[slot] = values.get(name)
        try:
            return self._code(frame)
        except Exhausted:
            return run.say("too many turns of loops; the evaluation was stopped")
        except RecursionError:
            return run.say("functions call each other too deeply; the evaluation was stopped")


class Tests:
    """Compiled unary tests of a table cell. `reads` as for Expression, without `?`."""

    __slots__ = ("_expression", "reads", "text")

    def __init__(self, expression: Expression):
        self._expression = expression
        self.text = expression.text
        self.reads = expression.reads - {"?"}

    def __call__(
        self, value: Value, values: Mapping[str, Value], *, now: datetime, said: list[str] | None = None
    ) -> bool:
        """Whether the value passes; what cannot be told is false."""
        return self._expression({**values, "?": value}, now=now, said=said) is True


def compile_expression(text: str, names: Iterable[str], *, place: str = "", keys: Collection[str] = ()) -> Expression:
    """Compile FEEL. `names` are the variables, `keys` component names with spaces that may follow a dot.

    Raises Refused with place and column for anything that is not FEEL, not supported or not known.
    """
    known = tuple(names)
    return _compiled(text, known, lambda: parse_expression(text, known, REGISTRY, place, keys), place)


def compile_tests(text: str, names: Iterable[str], *, place: str = "", keys: Collection[str] = ()) -> Tests:
    """Compile unary tests (`<10, [20..30]`, `not("a")`, `-`, `? > x`). Raises Refused."""
    known = tuple(names)
    return Tests(_compiled(text, (*known, "?"), lambda: parse_tests(text, known, REGISTRY, place, keys), place))


def compile_node(node: Node, names: Collection[str], *, text: str = "") -> Expression:
    """Compile a tree that was built by hand (boxed expressions). Raises Refused."""
    return _compiled(text, names, lambda: node, "")


def _compiled(text: str, names: Collection[str], parse: Callable[[], Node], place: str) -> Expression:
    compiler = Compiler({" ".join(name.split()) for name in names})
    try:
        node = parse()
        return Expression(text, compiler, compiler.compile(node))
    except RecursionError:
        raise Refused(N_("The expression is nested too deeply; split it."), place=place) from None
