"""Typed reading of one JSON object, collecting every error with its place; nothing is guessed or cut off."""

import difflib
import math
from collections.abc import Mapping, Sequence
from typing import TypeVar

MAX_TEXT = 2000
MAX_NUMBER = 1e9
ALMOST_THE_SAME = 0.9

Value = TypeVar("Value")


class Fields:
    """One JSON object under inspection. Each reader returns a usable value even after noting an error."""

    def __init__(self, raw: object, where: str, errors: list[str], known: Sequence[str]) -> None:
        self.where = where
        self.errors = errors
        if isinstance(raw, Mapping):
            self.raw: Mapping[str, object] = raw
        else:
            self.raw = {}
            self.note("", f"must be an object with the keys {', '.join(known[:4])} …, is {kind_of(raw)}")
        self._note_typing_errors(known)

    def note(self, key: str, message: str) -> None:
        """Remember one error: where, what is wrong, what to do."""
        place = ".".join(part for part in (self.where, key) if part)
        self.errors.append(f"{place or 'instance'}: {message}")

    def has(self, key: str) -> bool:
        """The key is there and not null (null means the same as missing)."""
        return self.raw.get(key) is not None

    def number(self, key: str, default: float = 0.0, *, low: float = 0.0) -> float:
        """A finite number from `low` to 1e9."""
        value = self.raw.get(key)
        return default if value is None else self.as_number(value, key, default, low=low)

    def as_number(self, value: object, key: str, default: float = 0.0, *, low: float = 0.0) -> float:
        """`value` as a number, with the error noted at `key`."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.note(key, f"must be a number, is {kind_of(value)}; write it without quotes and units")
        elif not math.isfinite(value) or abs(value) > MAX_NUMBER:
            self.note(key, f"must be a finite number up to {MAX_NUMBER:.0e}; correct the value")
        elif value < low:
            self.note(key, f"must be at least {low:g}, is {value:g}; correct the value")
        else:
            return float(value)
        return default

    def whole(self, key: str, default: int, *, low: int, high: int) -> int:
        """A whole number from `low` to `high`; 3.0 counts as 3."""
        value = self.raw.get(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int | float) or value != value // 1:
            self.note(key, f"must be a whole number from {low} to {high}, is {kind_of(value)}; correct it")
        elif not low <= value <= high:
            self.note(key, f"must be from {low} to {high}, is {value:g}; correct it")
        else:
            return int(value)
        return default

    def flag(self, key: str, *, default: bool) -> bool:
        """true or false."""
        value = self.raw.get(key)
        if value is not None and not isinstance(value, bool):
            self.note(key, f"must be true or false, is {kind_of(value)}; correct it")
        return value if isinstance(value, bool) else default

    def text(self, key: str, default: str = "") -> str:
        """A text of at most 2,000 characters."""
        value = self.raw.get(key)
        if value is None:
            return default
        if not isinstance(value, str) or len(value) > MAX_TEXT:
            self.note(key, f"must be a text of at most {MAX_TEXT} characters; shorten or quote it")
            return default
        return value

    def items(self, key: str, *, most: int) -> list[object]:
        """A list with at most `most` entries; missing = empty."""
        value = self.raw.get(key)
        if value is None:
            return []
        if not isinstance(value, list | tuple):
            self.note(key, f"must be a list, is {kind_of(value)}; put it into square brackets")
            return []
        if len(value) > most:
            self.note(key, f"has {len(value)} entries, at most {most} can be planned; leave some out")
            return []
        return list(value)

    def _note_typing_errors(self, known: Sequence[str]) -> None:
        for key in self.raw:
            if key in known:
                continue
            close = difflib.get_close_matches(str(key)[:100], known, n=1, cutoff=ALMOST_THE_SAME)
            if close:
                self.note(str(key)[:100], f"is no key of this format; did you mean {close[0]!r}? Rename it")


def kind_of(value: object) -> str:
    """What was found, short enough for a message."""
    if value is None:
        return "missing"
    if isinstance(value, str):
        return f"the text {value[:40]!r}"
    if isinstance(value, bool | int | float):
        return repr(value)[:40]
    return "a list" if isinstance(value, list | tuple) else "an object"
