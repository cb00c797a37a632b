"""Foreign JSON read strictly: hostile until parsed, every refusal names the place."""

import json
import math
import re
from typing import Any

from fahrwasser.core.inventory.questions import Text
from fahrwasser.core.refused import N_, Refused

MAX_BYTES = 1_000_000
MAX_TEXT = 1000


def load_json(raw: bytes) -> Any:
    """The JSON value of a file. Raises Refused, with line and column where the text breaks off."""
    if len(raw) > MAX_BYTES:
        raise Refused(N_("The file is larger than %(most)s bytes."), line=1, column=1, most=MAX_BYTES)
    try:
        return json.loads(
            raw.decode("utf-8-sig"), object_pairs_hook=_no_twins, parse_constant=_no_constant, parse_float=_finite
        )
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        raise Refused(N_("A character cannot be read as UTF-8."), line=line, column=column) from error
    except json.JSONDecodeError as error:
        raise Refused(N_("This is no JSON."), line=error.lineno, column=error.colno) from error
    except RecursionError as error:
        raise Refused(N_("The file is nested too deeply."), line=1, column=1) from error
    except ValueError as error:
        if isinstance(error, Refused):
            raise
        raise Refused(N_("The file holds a number that is too long."), line=1, column=1) from error


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise Refused(N_("The key “%(key)s” stands twice in one object."), place="file", key=key)
        found[key] = value
    return found


def _no_constant(name: str) -> Any:
    raise Refused(N_("“%(found)s” is no number."), place="file", found=name)


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise Refused(N_("The file holds a number that is too long."), place="file")
    return number


class Entry:
    """One JSON object with its place, so that every message can name it; unknown keys are refused."""

    def __init__(self, raw: Any, place: str, keys: tuple[str, ...] | list[str]):
        if not isinstance(raw, dict):
            raise Refused(N_("An object {…} is expected."), place=place or "file")
        for key in raw:
            if key not in keys:
                raise Refused(N_("Unknown key “%(key)s”."), place=place or "file", key=key)
        self.raw: dict[str, Any] = raw
        self.place = place

    def at(self, key: str) -> str:
        """Place of a key."""
        return f"{self.place}.{key}" if self.place else key

    def matching(self, key: str, pattern: re.Pattern[str]) -> str:
        """A string that fits the whole pattern."""
        value = self.raw.get(key)
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise Refused(N_("A short key of small letters, digits and hyphens is expected."), place=self.at(key))
        return value

    def words(self, key: str, default: str = "") -> str:
        """A plain text."""
        return words_at(self.raw.get(key, default), self.at(key))

    def text(self, key: str) -> Text:
        """A text: a string (German) or {"de": …, "en": …}."""
        value = self.raw.get(key)
        if isinstance(value, dict):
            for language in value:
                if language not in ("de", "en"):
                    raise Refused(N_("Only the languages de and en are known."), place=self.at(key))
            result = Text(words_at(value.get("de", ""), self.at(key)), words_at(value.get("en", ""), self.at(key)))
        else:
            result = Text(words_at(value, self.at(key)))
        if not result.de.strip():
            raise Refused(N_("A German text is expected."), place=self.at(key))
        return result

    def text_or_none(self, key: str) -> Text | None:
        """A text, None if the key is missing."""
        return self.text(key) if key in self.raw else None

    def number(self, key: str, default: float, least: float, most: float) -> float:
        """A number within limits."""
        value = self.raw.get(key, default)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not least <= value <= most:
            raise Refused(
                N_("A number from %(least)s to %(most)s is expected."),
                place=self.at(key),
                least=f"{least:g}",
                most=f"{most:g}",
            )
        return value

    def flag(self, key: str, default: bool) -> bool:
        """true or false."""
        value = self.raw.get(key, default)
        if not isinstance(value, bool):
            raise Refused(N_("true or false is expected."), place=self.at(key))
        return value

    def list_of(self, key: str, most: int) -> list[tuple[str, Any]]:
        """The entries of a list with their places."""
        value = self.raw.get(key, [])
        if not isinstance(value, list):
            raise Refused(N_("A list […] is expected."), place=self.at(key))
        if len(value) > most:
            raise Refused(N_("At most %(most)s entries are allowed here."), place=self.at(key), most=most)
        return [(f"{self.at(key)}[{number}]", entry) for number, entry in enumerate(value, start=1)]


def words_at(value: Any, place: str) -> str:
    """A plain text without control characters."""
    if not isinstance(value, str):
        raise Refused(N_("A text is expected."), place=place)
    if len(value) > MAX_TEXT:
        raise Refused(N_("The text is longer than %(most)s characters."), place=place, most=MAX_TEXT)
    if not all(c.isprintable() or c == "\n" for c in value):
        raise Refused(N_("There is a control character."), place=place)
    return value
