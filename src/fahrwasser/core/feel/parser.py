"""Operators and unary tests: the upper half of the grammar (DMN 1.5, 10.3.1.2)."""

from collections.abc import Collection

from fahrwasser.core.feel import nodes
from fahrwasser.core.feel.nodes import Node
from fahrwasser.core.feel.terms import LONGEST_CHAIN, Terms
from fahrwasser.core.refused import N_

DEEPEST = 40
_COMPARISONS = ("<=", ">=", "!=", "<", ">", "=")
_TYPES = (
    "days and time duration", "years and months duration", "day-time duration", "year-month duration", "date and time",
    "duration", "number", "string", "boolean", "date", "time", "list", "context", "function", "range", "Any", "Null",
)  # fmt: skip


class Parser(Terms):
    """One text; `expression` and `tests` read it to its end."""

    depth = 0

    def whole_expression(self) -> Node:
        """The expression the text is. Raises Refused."""
        node = self.expression()
        self._expect_end()
        return node

    def whole_tests(self) -> nodes.TestList:
        """The unary tests the text is. Raises Refused."""
        at = self.at()
        if self.text.strip() == "-":
            return nodes.TestList(at, (), is_any=True)
        with self.knowing("?"):
            start = self.pos
            if self.keyword("not") and self.take("("):
                tests = self._tests_until_end()
                if self.take(")"):
                    self.skip()
                    if self.pos == len(self.text):
                        return nodes.TestList(at, tests, negated=True)
            self.pos = start
            tests = self._tests_until_end()
        self._expect_end()
        return nodes.TestList(at, tests)

    def _expect_end(self) -> None:
        self.skip()
        if self.pos < len(self.text):
            self.refuse(N_("Expected the end, found “%(found)s”."), found=self.rest())

    def _tests_until_end(self) -> tuple[nodes.Test, ...]:
        tests = [self._test(whole=True)]
        while self.take(","):
            tests.append(self._test(whole=True))
        return tuple(tests)

    def _test(self, *, whole: bool) -> nodes.Test:
        self.skip()
        at, start = self.at(), self.pos
        for symbol in _COMPARISONS:
            if self.take(symbol):
                return nodes.Test(at, symbol, self.additive())
        operand = self.expression() if whole else self.additive()
        return nodes.Test(at, "", operand, asks="?" in self.text[start : self.pos] and _asks(operand))

    def expression(self) -> Node:
        """An expression, as deep as it goes."""
        self.depth += 1
        if self.depth > DEEPEST:
            self.refuse(N_("The expression is nested too deeply; split it."))
        border, self.without_filter = self.without_filter, False
        node = self._junction("or", is_and=False)
        self.without_filter = border
        self.depth -= 1
        return node

    def _junction(self, word: str, *, is_and: bool) -> Node:
        at = self.at()
        operands = [self._comparison() if is_and else self._junction("and", is_and=True)]
        while self.keyword(word):
            operands.append(self._comparison() if is_and else self._junction("and", is_and=True))
        return operands[0] if len(operands) == 1 else nodes.Junction(at, is_and, tuple(operands))

    def _comparison(self) -> Node:
        node = self.additive()
        for _ in range(LONGEST_CHAIN):
            self.skip()
            at = self.at()
            symbol = next((symbol for symbol in _COMPARISONS if self.take(symbol)), None)
            if symbol:
                node = nodes.Binary(at, symbol, node, self.additive())
            elif self.keyword("between"):
                low = self.additive()
                self.expect_keyword("and")
                node = nodes.Between(at, node, low, self.additive())
            elif self.keyword("in"):
                node = nodes.In(at, node, self._in_tests())
            else:
                return node
        raise self.refused(N_("The expression is too long; split it."))

    def _in_tests(self) -> nodes.TestList:
        at = self.at()
        if not self.take("("):
            return nodes.TestList(at, (self._test(whole=False),))
        tests = [self._test(whole=True)]
        if self.take(".."):
            tests[0] = nodes.Test(at, "", self.range_end(at, tests[0].operand, has_low=False))
            return nodes.TestList(at, tuple(tests))
        while self.take(","):
            tests.append(self._test(whole=True))
        self.expect(")")
        return nodes.TestList(at, tuple(tests))

    def additive(self) -> Node:
        """Sums and differences of products."""
        return self._chain(("+", "-"))

    def _chain(self, symbols: tuple[str, ...]) -> Node:
        def operand() -> Node:
            return self._chain(("*", "/")) if "+" in symbols else self._power()

        node = operand()
        for _ in range(LONGEST_CHAIN):
            self.skip()
            at = self.at()
            symbol = next((symbol for symbol in symbols if self.take(symbol)), None)
            if symbol is None:
                return node
            node = nodes.Binary(at, symbol, node, operand())
        raise self.refused(N_("The expression is too long; split it."))

    def _power(self) -> Node:
        node = self._unary()
        for _ in range(LONGEST_CHAIN):
            self.skip()
            at = self.at()
            if not self.take("**"):
                return node
            node = nodes.Binary(at, "**", node, self._unary())
        raise self.refused(N_("The expression is too long; split it."))

    def _unary(self) -> Node:
        self.skip()
        at = self.at()
        signs = 0
        while self.take("-"):
            signs += 1
        node = self.postfix()
        if signs:
            node = nodes.Negate(at, node) if signs % 2 else nodes.Negate(at, nodes.Negate(at, node))
        while self.keyword("instance of"):
            node = nodes.InstanceOf(at, node, self._type())
        return node

    def _type(self) -> str:
        word = self.word() or ""
        start = self.pos
        found = self.longest(_TYPES, word) if word else None
        if found is None or self.sees("<"):
            found = self.text[start : start + 20]
            raise self.refused(N_("The type “%(name)s” is not supported here."), start, name=found)
        return found


def parse_expression(
    text: str, names: Collection[str], functions: Collection[str], place: str, keys: Collection[str] = ()
) -> Node:
    """The tree of an expression. Raises Refused."""
    return Parser(text, names, keys, functions, place).whole_expression()


def parse_tests(
    text: str, names: Collection[str], functions: Collection[str], place: str, keys: Collection[str] = ()
) -> nodes.TestList:
    """The tree of unary tests. Raises Refused."""
    return Parser(text, names, keys, functions, place).whole_tests()


def _asks(node: object) -> bool:
    """Whether the tree reads `?`, the value that is tested."""
    if isinstance(node, nodes.Name):
        return node.name == "?"
    if isinstance(node, tuple):
        return any(_asks(part) for part in node)
    if isinstance(node, Node | nodes.Iterator):
        return any(_asks(getattr(node, name)) for name in _fields(type(node)))
    return False


def _fields(cls: type) -> list[str]:
    return [name for base in reversed(cls.__mro__) for name in getattr(base, "__slots__", ())]
