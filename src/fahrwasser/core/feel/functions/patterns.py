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
_COUNT = re.compile(r"\{\d{1,4}(?:,\d{0,4})?\}")


@lru_cache(maxsize=512)
def compiled(pattern: str, flags: str) -> "regex.Pattern[str] | None":
    """The pattern ready to run; None when it is no XPath pattern or too long."""
    if len(pattern) > LONGEST_PATTERN or not set(flags) <= set(_FLAGS):
        return None
    text = regex.escape(pattern) if "q" in flags else _translated(pattern, verbose="x" in flags, multiline="m" in flags)
    if text is None:
        return None
    options = regex.VERSION1
    for flag in flags:
        options |= _FLAGS[flag]
    try:
        return regex.compile(text, options)
    except (regex.error, OverflowError, RecursionError):
        return None


def _translated(pattern: str, *, verbose: bool, multiline: bool) -> str | None:
    parts: list[str] = []
    depth = 0
    for found in _PIECE.finditer(pattern):
        piece = found[0]
        if piece == "[":
            if depth:
                return None
            depth = 1
        elif piece == "-[" and depth:
            depth, piece = depth + 1, "--["
        elif piece == "]":
            depth = max(0, depth - 1)
        elif not depth or piece[0] == "\\":
            changed = _outside(piece, pattern[found.end() : found.end() + 1], verbose=verbose, multiline=multiline)
            if changed is None:
                return None
            piece = changed
        elif piece in ("(?", "|", "&", "~") or (verbose and piece.isspace()):
            piece = "" if piece.isspace() else "".join("\\" + c for c in piece)
        parts.append(piece)
    return "".join(parts) if not depth else None


def _outside(piece: str, following: str, *, verbose: bool, multiline: bool) -> str | None:
    """One piece outside of a character class, or an escape anywhere."""
    if piece[0] == "\\":
        if piece[1] in "pP" and len(piece) > 2:
            return piece.replace("{Is", "{In", 1)
        return piece if piece[1] in _ESCAPES else None
    if piece == "(?":
        return piece if following == ":" else None
    if piece == "$":
        return "$" if multiline else r"\Z"
    if piece[0] == "{":
        return piece if _COUNT.fullmatch(piece) else None
    return "" if verbose and piece.isspace() else piece


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
