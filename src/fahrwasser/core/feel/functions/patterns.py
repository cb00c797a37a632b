"""Regular expressions of XPath 3.1 (flags smix) on the package `regex`, with a time limit.

What the two dialects write differently is translated; what XPath does not have is refused (None). Packages bring
patterns, so none may run long.
"""

import re
from functools import lru_cache

import regex

LONGEST_PATTERN = 1_000
LIMIT_S = 0.1
_FLAGS = {"s": regex.DOTALL, "m": regex.MULTILINE, "i": regex.IGNORECASE, "x": 0, "q": 0}
_PIECE = re.compile(r"\\[pP]\{[^}]*\}|\\.|\(\?|-\[|\[|\]|\$|\{[^}]*\}|\s|.", re.DOTALL)
_ESCAPES = frozenset("nrt\\|.?*+(){}$-[]^dDsSwW123456789")
_DIGITS = frozenset("123456789")
_COUNT = re.compile(r"\{\d{1,4}(?:,\d{0,4})?\}")


@lru_cache(maxsize=512)
def compiled(pattern: str, flags: str) -> "regex.Pattern[str] | None":
    """The pattern ready to run; None when it is no XPath pattern or too long."""
    if len(pattern) > LONGEST_PATTERN or not set(flags) <= set(_FLAGS):
        return None
    plain = _without_space(pattern) if "x" in flags else pattern
    text = regex.escape(pattern) if "q" in flags else _translated(plain, flags)
    if text is None:
        return None
    options = regex.VERSION1
    for flag in flags:
        options |= _FLAGS[flag]
    try:
        return regex.compile(text, options)
    except (regex.error, OverflowError, RecursionError):
        return None


def _without_space(pattern: str) -> str:
    """Flag x: white space outside of character classes does not count, not even after a backslash."""
    kept: list[str] = []
    in_class = False
    for char in pattern:
        if char in "[]":
            in_class = char == "["
        if in_class or not char.isspace():
            kept.append(char)
    return "".join(kept)


def _translated(pattern: str, flags: str) -> str | None:
    parts: list[str] = []
    depth = 0
    for found in _PIECE.finditer(pattern):
        piece = found[0]
        if piece == "[":
            depth += 1
        elif piece == "-[" and depth:
            depth, piece = depth + 1, "--["
        elif piece == "]":
            depth -= 1
        else:
            before_colon = pattern[found.end() : found.end() + 1] == ":"
            changed = _inside(piece) if depth else _outside(piece, flags, before_colon=before_colon)
            if changed is None:
                return None
            piece = changed
        if depth < 0 or (piece == "[" and depth > 1):
            return None
        parts.append(piece)
    return "".join(parts) if not depth else None


def _escape(piece: str, allowed: frozenset[str]) -> str | None:
    if piece[1] in "pP" and len(piece) > 2:
        return piece.replace("{Is", "{In", 1)
    return piece if piece[1] in allowed else None


def _inside(piece: str) -> str | None:
    """One piece of a character class."""
    if piece[0] == "\\":
        return _escape(piece, _ESCAPES - _DIGITS)
    return "".join("\\" + char for char in piece) if piece in ("(?", "|", "&", "~") else piece


def _outside(piece: str, flags: str, *, before_colon: bool) -> str | None:
    """One piece outside of a character class."""
    if piece[0] == "\\":
        return _escape(piece, _ESCAPES)
    if piece == "(?":
        return piece if before_colon else None
    if piece[0] == "{":
        return piece if _COUNT.fullmatch(piece) else None
    if piece == ".":
        return r"[^\n\r]" if "s" not in flags else piece
    return ("$" if "m" in flags else r"\Z") if piece == "$" else piece


def replacement(text: str, groups: int) -> "list[str | int] | None":
    """An XPath replacement as literal texts and group numbers; None when it is none."""
    parts: list[str | int] = []
    position = 0
    while position < len(text):
        char = text[position]
        if char == "\\":
            if text[position + 1 : position + 2] not in ("\\", "$"):
                return None
            parts.append(text[position + 1])
            position += 2
        elif char == "$":
            digits = re.compile(r"\d+").match(text, position + 1)
            if not digits:
                return None
            number = digits[0]
            while len(number) > 1 and int(number) > groups:
                number = number[:-1]
            parts.append(int(number))
            position += 1 + len(number)
        else:
            parts.append(char)
            position += 1
    return parts
