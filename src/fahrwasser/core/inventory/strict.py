"""Foreign JSON read strictly: hostile until parsed, every refusal names the place."""

import re
from typing import Any

from fahrwasser.core import json_files
from fahrwasser.core.inventory.questions import Text
from fahrwasser.core.refused import N_, Refused

MAX_BYTES = 1_000_000
MAX_TEXT = 1000


def load_json(raw: bytes) -> Any:
    """The value of a file of ours or of others, at most 1 MB. Raises Refused."""
    return json_files.load_json(raw, largest=MAX_BYTES, fractions=True)


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
