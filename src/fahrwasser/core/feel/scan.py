"""The text under the parser: white space, symbols, keywords, numbers, strings, names with spaces.

Which characters are one name depends on what is known (DMN 1.5, 10.3.1.2-4): the longest known name wins, so the
scanner carries the static scope. No tokens are made in advance.
"""

import difflib
import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import lru_cache

from fahrwasser.core.feel.values import NUMBERS, checked
from fahrwasser.core.refused import N_, Refused

LONGEST = 20_000
KEYWORDS = frozenset(
    {
        "and", "or", "if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "between", "instance",
        "of", "function", "external", "true", "false", "null",
    }
)  # fmt: skip
_SPACE = re.compile(r"(?:\s|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_ASTRAL = "\U00010000-\U000effff"
_WORD = re.compile(rf"(?:[^\W\d]|[?{_ASTRAL}])[\w?{_ASTRAL}]*")
_PARTS = re.compile(rf"[\w?{_ASTRAL}]+|[./\-'+*]")
_FREE_NAME = re.compile(rf"(?:[^\W\d]|[?{_ASTRAL}])(?:[\w?{_ASTRAL}./\-'+*]|[ \t\r\n]+(?=[\w?{_ASTRAL}./\-'+*]))*")
_NUMBER = re.compile(r"(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?")
_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{6}|.)", re.DOTALL)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\", "'": "'", "b": "\b", "f": "\f"}
_NOT_PART = rf"(?![\w?{_ASTRAL}])"


@lru_cache(maxsize=4096)
def _pattern(name: str) -> re.Pattern[str]:
    """Matches the name with white space normalised, not as a part of a longer word."""
    text, before = "", ""
    for part in _PARTS.findall(name):
        both_words = bool(before) and before[-1] not in "./-'+*" and part not in "./-'+*"
        text += (r"\s+" if both_words else r"\s*" if before else "") + re.escape(part)
        before = part
    return re.compile(text + (_NOT_PART if before and before[-1] not in "./-'+*" else ""))


@lru_cache(maxsize=256)
def _keyword(word: str) -> re.Pattern[str]:
    return re.compile(word.replace(" ", r"\s+") + _NOT_PART)


class Scanner:
    """One text and a position in it."""

    def __init__(
        self, text: str, names: Collection[str], keys: Collection[str], functions: Collection[str], place: str
    ):
        self.text = text
        self.pos = 0
        self.place = place
        self.scopes: list[set[str]] = [{" ".join(name.split()) for name in names}]
        self.keys = {"start included", "end included", "time offset", *keys}
        self.functions = functions
        self.filters = 0
        if len(text) > LONGEST:
            self.refuse(N_("The expression is longer than %(most)s characters; split it."), most=LONGEST)

    # -- places and messages

    def at(self, pos: int | None = None) -> str:
        """The place for messages: "place 1:7" (line and column inside the text)."""
        line, column = self._line_column(self.pos if pos is None else pos)
        return f"{self.place} {line}:{column}".lstrip()

    def _line_column(self, pos: int) -> tuple[int, int]:
        return self.text.count("\n", 0, pos) + 1, pos - self.text.rfind("\n", 0, pos)

    def refuse(self, msgid: str, pos: int | None = None, **values: str | int) -> None:
        """Raise Refused at `pos` or here."""
        raise self.refused(msgid, pos, **values)

    def refused(self, msgid: str, pos: int | None = None, **values: str | int) -> Refused:
        """The error for `raise`. With a place the line and column of the text are part of it."""
        line, column = self._line_column(self.pos if pos is None else pos)
        place = self.at(pos) if self.place else ""
        return Refused(msgid, line=None if place else line, column=column, place=place, **values)

    def rest(self) -> str:
        """What stands here, for a message."""
        return self.text[self.pos : self.pos + 20] or "end"

    # -- scope

    @contextmanager
    def knowing(self, *names: str) -> Iterator[None]:
        """Local names for a part of the text."""
        self.scopes.append(set(names))
        try:
            yield
        finally:
            self.scopes.pop()

    @contextmanager
    def filtering(self) -> Iterator[None]:
        """Inside a filter every unknown name may be a key of the item."""
        self.filters += 1
        try:
            with self.knowing("item"):
                yield
        finally:
            self.filters -= 1

    def known(self, name: str) -> bool:
        """Whether a variable of this name is in scope."""
        return any(name in scope for scope in self.scopes)

    def unknown(self, name: str, pos: int) -> Refused:
        """The refusal of a name, with the nearest known one."""
        known = N_("“%(name)s” is not known here; nearest is “%(near)s”.")
        everything = {*self.functions, *(name for scope in self.scopes for name in scope)}
        near = difflib.get_close_matches(name, everything, 1)
        if near:
            return self.refused(known, pos, name=name, near=near[0])
        return self.refused(N_("“%(name)s” is not known here."), pos, name=name)

    # -- tokens

    def skip(self) -> None:
        """Pass white space and comments."""
        found = _SPACE.match(self.text, self.pos)
        if found:
            self.pos = found.end()

    def sees(self, *symbols: str) -> bool:
        """Whether one of the symbols comes next."""
        self.skip()
        return self.text.startswith(symbols, self.pos)

    def take(self, symbol: str) -> bool:
        """Pass the symbol if it comes next."""
        if self.sees(symbol):
            self.pos += len(symbol)
            return True
        return False

    def expect(self, symbol: str) -> None:
        """Pass the symbol or refuse."""
        if not self.take(symbol):
            self.refuse(N_("Expected “%(symbol)s”, found “%(found)s”."), symbol=symbol, found=self.rest())

    def keyword(self, word: str) -> bool:
        """Pass the keyword (with white space inside for two words) if it comes next."""
        self.skip()
        found = _keyword(word).match(self.text, self.pos)
        if found:
            self.pos = found.end()
        return found is not None

    def expect_keyword(self, word: str) -> None:
        """Pass the keyword or refuse."""
        if not self.keyword(word):
            self.refuse(N_("Expected “%(symbol)s”, found “%(found)s”."), symbol=word, found=self.rest())

    def number(self) -> Decimal | None:
        """A number if one comes next."""
        self.skip()
        found = _NUMBER.match(self.text, self.pos)
        if not found:
            return None
        value = checked(NUMBERS.create_decimal(found[0]))
        if value is None:
            raise self.refused(N_("The number is too large."))
        self.pos = found.end()
        return value

    def string(self) -> str | None:
        """A string literal if one comes next; surrogate pairs are joined, alone they are refused."""
        self.skip()
        if not self.text.startswith('"', self.pos):
            return None
        found = _STRING.match(self.text, self.pos)
        if not found:
            raise self.refused(N_("The string has no closing quotation mark."))
        text = _ESCAPE.sub(_unescape, found[1])
        try:
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")
        except UnicodeDecodeError:
            raise self.refused(N_("The string contains half a character (a single surrogate).")) from None
        self.pos = found.end()
        return text

    def word(self) -> str | None:
        """The word that stands here, not passed."""
        self.skip()
        found = _WORD.match(self.text, self.pos)
        return found[0] if found else None

    def longest(self, names: Collection[str], word: str) -> str | None:
        """Pass and return the longest of the names that begins here with `word`."""
        best, end = None, self.pos
        for name in names:
            if name.startswith(word):
                found = _pattern(name).match(self.text, self.pos)
                if found and found.end() > end:
                    best, end = name, found.end()
        self.pos = end
        return best

    def free_name(self, stop: str = "") -> str:
        """Pass a name that is being introduced: up to what cannot be in a name, or the keyword `stop`."""
        self.skip()
        found = _FREE_NAME.match(self.text, self.pos)
        if not found:
            raise self.refused(N_("Expected a name, found “%(found)s”."), found=self.rest())
        text = found[0]
        if stop:
            split = re.search(rf"\s+{stop}{_NOT_PART}", text)
            text = text[: split.start()] if split else text
        self.pos += len(text)
        return " ".join(text.split())

    def names_argument(self) -> bool:
        """Whether `name :` stands here (an argument by name)."""
        self.skip()
        found = _FREE_NAME.match(self.text, self.pos)
        return found is not None and re.compile(r"\s*:").match(self.text, found.end()) is not None


def _unescape(found: re.Match[str]) -> str:
    code = found[1]
    if code[0] in "uU" and len(code) > 1:
        number = int(code[1:], 16)
        return chr(number) if number <= 0x10FFFF else "\ufffd"
    return _ESCAPED.get(code, "\\" + code)
