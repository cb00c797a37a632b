"""Primary expressions: literals, names, brackets, `if`, `for`, `some`, `function` and what may follow them."""

from abc import ABC, abstractmethod

from fahrwasser.core.feel import nodes
from fahrwasser.core.feel.literals import read_at_literal
from fahrwasser.core.feel.nodes import Node
from fahrwasser.core.feel.scan import KEYWORDS, Scanner
from fahrwasser.core.refused import N_

_CONSTANTS = {"true": True, "false": False, "null": None}
LONGEST_CHAIN = 150


class Terms(Scanner, ABC):
    """The lower half of the grammar."""

    without_filter = False  # the upper border of a range: `[1..3[` is no filter

    @abstractmethod
    def expression(self) -> Node:
        """A whole expression."""

    @abstractmethod
    def additive(self) -> Node:
        """An operand of a comparison."""

    def postfix(self) -> Node:
        """A primary expression with its paths, filters and calls."""
        node = self._primary()
        for _ in range(LONGEST_CHAIN):
            if self.sees(".") and not self.sees(".."):
                node = self._path(node)
            elif self.sees("[") and not self.without_filter:
                node = self._filter(node)
            elif self.sees("("):
                node = self._call(node)
            else:
                return node
        raise self.refused(N_("The expression is too long; split it."))

    def _path(self, node: Node) -> Node:
        at = self.at()
        self.expect(".")
        word = self.word()
        if word is None:
            raise self.refused(N_("Expected a name, found “%(found)s”."), found=self.rest())
        key = self.longest(self.keys, word)
        if key is None:
            key = word
            self.pos += len(word)
        return nodes.Path(at, node, key)

    def _filter(self, node: Node) -> Node:
        at = self.at()
        self.expect("[")
        with self.filtering():
            condition = self.expression()
        self.expect("]")
        return nodes.Filter(at, node, condition)

    def _call(self, node: Node) -> Node:
        at = self.at()
        self.expect("(")
        arguments: list[Node] = []
        names: list[str] = []
        while not self.sees(")"):
            if self.names_argument():
                names.append(self.free_name())
                self.expect(":")
            arguments.append(self.expression())
            if not self.take(","):
                break
        self.expect(")")
        if names and len(names) != len(arguments):
            raise self.refused(N_("Name all arguments or none."))
        return nodes.Call(at, node, tuple(arguments), tuple(names))

    def _primary(self) -> Node:
        self.skip()
        at = self.at()
        for special in (self._number, self._string, self._at_literal, self._brackets):
            node = special(at)
            if node is not None:
                return node
        return self._word(at)

    def _number(self, at: str) -> Node | None:
        number = self.number()
        return None if number is None else nodes.Literal(at, number)

    def _string(self, at: str) -> Node | None:
        text = self.string()
        return None if text is None else nodes.Literal(at, text)

    def _at_literal(self, at: str) -> Node | None:
        if not self.take("@"):
            return None
        text = self.string()
        value = None if text is None else read_at_literal(text)
        if value is None:
            raise self.refused(N_("After @ stands no date, time or duration: “%(found)s”."), found=text or self.rest())
        return nodes.Literal(at, value)

    def _brackets(self, at: str) -> Node | None:
        if self.take("("):
            return self._parenthesis(at)
        if self.take("["):
            return self._list_or_range(at)
        if self.take("]"):
            low = self.expression()
            self.expect("..")
            return self.range_end(at, low, has_low=False)
        if self.take("{"):
            return self._context(at)
        return None

    def _parenthesis(self, at: str) -> Node:
        for symbol in ("<=", ">=", "<", ">", "="):
            if self.take(symbol):
                border = self.additive()
                self.expect(")")
                low, high = (symbol in (">=", ">", "=")), (symbol in ("<=", "<", "="))
                return nodes.RangeOf(
                    at, border if low else None, border if high else None, symbol in (">=", "="), symbol in ("<=", "=")
                )
        node = self.expression()
        if self.take(".."):
            return self.range_end(at, node, has_low=False)
        self.expect(")")
        return node

    def _list_or_range(self, at: str) -> Node:
        items: list[Node] = []
        while not self.sees("]"):
            items.append(self.expression())
            if len(items) == 1 and self.take(".."):
                return self.range_end(at, items[0], has_low=True)
            if not self.take(","):
                break
        self.expect("]")
        return nodes.ListOf(at, tuple(items))

    def range_end(self, at: str, low: Node, *, has_low: bool) -> Node:
        """The part of a range after `..`."""
        self.without_filter = True
        high = self.additive()
        self.without_filter = False
        if self.take("]"):
            return nodes.RangeOf(at, low, high, has_low, True)
        if self.take(")") or self.take("["):
            return nodes.RangeOf(at, low, high, has_low, False)
        raise self.refused(N_("The range has no closing bracket."))

    def _context(self, at: str) -> Node:
        entries: list[tuple[str, Node]] = []
        with self.knowing() as _:
            while not self.sees("}"):
                key = self.string()
                if key is None:
                    key = self.free_name()
                    self.keys.add(key)
                self.expect(":")
                if any(key == other for other, _ in entries):
                    raise self.refused(N_("The key “%(name)s” occurs twice."), name=key)
                entries.append((key, self.expression()))
                self.scopes[-1].add(key)
                if not self.take(","):
                    break
            self.expect("}")
        return nodes.ContextOf(at, tuple(entries))

    def _word(self, at: str) -> Node:
        word = self.word()
        if word is None:
            raise self.refused(N_("Expected a value, found “%(found)s”."), found=self.rest())
        start = self.pos
        name = self.longest([name for scope in self.scopes for name in scope], word)
        end, self.pos = self.pos, start
        builtin = self.longest(self.functions, word)
        if builtin is not None and self.pos > end and self.sees("("):
            return nodes.Name(at, builtin)
        self.pos = end
        if name is not None and name not in KEYWORDS:
            return nodes.Name(at, name)
        self.pos = start + len(word)
        if word in _CONSTANTS:
            return nodes.Literal(at, _CONSTANTS[word])
        if word in ("if", "for", "some", "every", "function"):
            return self._special(at, word)
        if word in KEYWORDS:
            raise self.refused(N_("Expected a value, found “%(found)s”."), start, found=word)
        if word in self.functions:
            return nodes.Name(at, word)
        return self._unknown_word(at, word, start)

    def _unknown_word(self, at: str, word: str, start: int) -> Node:
        if self.filters and not self.sees("("):
            self.pos = start
            return nodes.Name(at, self.longest(self.keys, word) or self._passed(word))
        self.pos = start
        raise self.unknown(word, start)

    def _passed(self, word: str) -> str:
        self.pos += len(word)
        return word

    def _special(self, at: str, word: str) -> Node:
        if word == "if":
            condition = self.expression()
            self.expect_keyword("then")
            then = self.expression()
            self.expect_keyword("else")
            return nodes.If(at, condition, then, self.expression())
        if word == "function":
            return self._function(at)
        iterators: list[nodes.Iterator] = []
        with self.knowing() as _:
            while True:
                name = self.free_name(stop="in")
                self.expect_keyword("in")
                domain = self.expression()
                until = self.expression() if self.take("..") else None
                iterators.append(nodes.Iterator(name, domain, until))
                self.scopes[-1].add(name)
                if not self.take(","):
                    break
            if word == "for":
                self.expect_keyword("return")
                return nodes.For(at, tuple(iterators), self.expression())
            self.expect_keyword("satisfies")
            return nodes.Quantified(at, word == "every", tuple(iterators), self.expression())

    def _function(self, at: str) -> Node:
        self.expect("(")
        params: list[str] = []
        while not self.sees(")"):
            params.append(self.free_name())
            if self.sees(":"):
                raise self.refused(N_("Types of parameters are not supported here; leave the type out."))
            if not self.take(","):
                break
        self.expect(")")
        if self.keyword("external"):
            raise self.refused(N_("External functions are not supported; a package brings no code."))
        with self.knowing(*params):
            return nodes.FunctionOf(at, tuple(params), self.expression())
