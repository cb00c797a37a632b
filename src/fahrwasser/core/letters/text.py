"""Text as people typed it → text that the letter's font can print.

PDF/A and PDF/UA allow no missing glyph, so typst refuses a whole letter because of one emoji. Here every
character that the font lacks becomes a visible ▯, and the letter says so.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from itertools import chain
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
PLACEHOLDER = "▯"
SOFT_HYPHEN = "\u00ad"
ZERO_WIDTH_SPACE = "\u200b"
LONGEST_WORD = 45
"""Longer than any real German word in our texts: only such strings may break anywhere."""
BREAK_EVERY = 8

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]

_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
_VARIATION_SELECTORS = range(0xFE00, 0xFE10)


@cache
def printable_points() -> frozenset[int]:
    """Code points that every face of the font has (fonts/coverage.json)."""
    ranges: list[tuple[int, int]] = json.loads((FONTS / "coverage.json").read_text())
    return frozenset(chain.from_iterable(range(first, last + 1) for first, last in ranges))


def printable(text: str) -> tuple[str, list[str]]:
    """`text` in composed form with printable characters only, and the characters that became ▯.

    Line breaks stay; other control and invisible formatting characters (also those that turn the direction
    of writing) are dropped; every kind of space becomes a space. Words over 45 characters get invisible
    break points.
    """
    replaced: list[str] = []
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    plain = set(composed) <= _unchanged()  # nearly every text: looking up its letters is ten times as fast
    cleaned = composed if plain else "".join(_character(character, replaced) for character in composed)
    return _LONG_WORD.sub(_breakable, cleaned), replaced


def printable_values(value: Json) -> tuple[Json, list[str]]:
    """The same for every string inside `value`; keys, numbers and shape stay. Each character once, sorted."""
    replaced: set[str] = set()
    return _walk(value, replaced), sorted(replaced)


def _walk(value: Json, replaced: set[str]) -> Json:
    if isinstance(value, str):
        text, missing = printable(value)
        replaced.update(missing)
        return text
    if isinstance(value, Mapping):
        return {key: _walk(item, replaced) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_walk(item, replaced) for item in value]
    return value


def _character(character: str, replaced: list[str]) -> str:
    category = unicodedata.category(character)
    if character in ("\n", SOFT_HYPHEN):
        return character
    if category in ("Zl", "Zp"):
        return "\n"
    if character == "\t" or (category == "Zs" and ord(character) not in printable_points()):
        return " "
    if category in ("Cc", "Cf") or ord(character) in _VARIATION_SELECTORS:
        return ""
    if character == "\u2011":  # the font has no hyphen without break
        return "-"
    if category != "Co" and ord(character) in printable_points():
        return character
    replaced.append(character)
    return PLACEHOLDER


@cache
def _unchanged() -> frozenset[str]:
    """The characters that stay as they are."""
    return frozenset(c for c in map(chr, printable_points()) if _character(c, []) == c) | {"\n"}


def _breakable(word: re.Match[str]) -> str:
    text = word.group()
    parts = (text[start : start + BREAK_EVERY] for start in range(0, len(text), BREAK_EVERY))
    return ZERO_WIDTH_SPACE.join(parts)
