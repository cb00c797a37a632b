"""JSON → frozen values by their declared types. One reader for every JSON file of a package.

Strict: unknown keys, missing keys and wrong kinds are refused with the path (`automatisierung[2].norm`, counted
from 1) and the nearest known key.
"""

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime, time
from functools import cache
from types import MappingProxyType, NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from fahrwasser.core.json_files import load_json
from fahrwasser.core.packages.keys import german
from fahrwasser.core.refused import N_, Refused

T = TypeVar("T")
BERLIN = ZoneInfo("Europe/Berlin")
MOST_TEXT = 20_000
_OPENING = time(9)
_SPACES = "\n\u00a0\u202f"
"""Line break and the two spaces that keep an amount and its unit on one line."""


def read(kind: type[T], raw: bytes) -> T:
    """The file as `kind`. Raises Refused with line and column, or with the path as place."""
    value: T = value_of(kind, load_json(raw), "")
    return value


def read_list(kind: type[T], raw: bytes) -> tuple[T, ...]:
    """The file as list of `kind`."""
    content = load_json(raw)
    if not isinstance(content, list):
        raise Refused(N_("A list […] is expected."), place="[…]")
    return tuple(value_of(kind, entry, f"[{number}]") for number, entry in enumerate(content, start=1))


def value_of(kind: Any, raw: object, place: str) -> Any:
    """`raw` as `kind`: a dataclass, tuple, Mapping, Literal, date, datetime, str, int, bool or object (as it is)."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        inner = next(option for option in get_args(kind) if option is not NoneType)
        return None if raw is None else value_of(inner, raw, place)
    if origin is tuple:
        if not isinstance(raw, list):
            raise Refused(N_("A list […] is expected."), place=place)
        return tuple(value_of(get_args(kind)[0], entry, f"{place}[{n}]") for n, entry in enumerate(raw, start=1))
    if origin is not None and issubclass(origin if isinstance(origin, type) else str, Mapping):
        inner = get_args(kind)[1]
        return MappingProxyType({k: value_of(inner, v, _at(place, k)) for k, v in _object(raw, place).items()})
    if origin is Literal:
        if raw not in get_args(kind):
            raise Refused(N_("One of %(options)s is expected."), place=place, options=", ".join(get_args(kind)))
        return raw
    if is_dataclass(kind):
        return _instance(kind, _object(raw, place), place)
    return _PLAIN[kind](raw, place)


def _instance(kind: Any, raw: Mapping[str, object], place: str) -> Any:
    hints = _hints(kind)
    declared = {german(entry.name): entry for entry in fields(kind)}
    for key in raw:
        if key not in declared:
            nearest = (difflib.get_close_matches(key, declared, 1) or ["–"])[0]
            raise Refused(
                N_("Unknown key “%(key)s”; nearest: %(nearest)s."), place=_at(place, key), key=key, nearest=nearest
            )
    values = {}
    for key, entry in declared.items():
        if key in raw:
            values[entry.name] = value_of(hints[entry.name], raw[key], _at(place, key))
            _check_pattern(entry, values[entry.name], _at(place, key))
        elif entry.default is MISSING and entry.default_factory is MISSING:
            raise Refused(N_("The key “%(key)s” is missing."), place=_at(place, key), key=key)
    return kind(**values)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _check_pattern(entry: Field[Any], value: Any, place: str) -> None:
    pattern = entry.metadata.get("pattern", ".*")
    for text in value if isinstance(value, tuple) else (value,):
        if isinstance(text, str) and not re.fullmatch(pattern, text, re.DOTALL | re.ASCII):
            raise Refused(
                N_("“%(found)s” has not the form that is expected here; write it like “%(example)s”."),
                place=place, found=text, example=entry.metadata["example"],
            )  # fmt: skip


def _object(raw: object, place: str) -> Mapping[str, object]:
    if not isinstance(raw, Mapping):
        raise Refused(N_("An object {…} is expected."), place=place or "{…}")
    return raw


def _at(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key


def _text(raw: object, place: str) -> str:
    if not isinstance(raw, str) or not raw.strip():
        raise Refused(N_("A text is expected."), place=place)
    if len(raw) > MOST_TEXT:
        raise Refused(N_("The text is longer than %(most)s characters."), place=place, most=MOST_TEXT)
    if not all(c.isprintable() or c in _SPACES for c in raw):
        raise Refused(N_("There is a control character."), place=place)
    return raw


def _whole(raw: object, place: str) -> int:
    if type(raw) is not int or raw < 0:
        raise Refused(N_("A whole number from 0 on is expected."), place=place)
    return raw


def _flag(raw: object, place: str) -> bool:
    if type(raw) is not bool:
        raise Refused(N_("true or false is expected."), place=place)
    return raw


def read_date(raw: object, place: str) -> date:
    """A day written as 2026-11-22."""
    if not isinstance(raw, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", raw, re.ASCII):
        raise Refused(N_("A date like 2026-11-22 is expected."), place=place)
    try:
        return date.fromisoformat(raw)
    except ValueError:
        raise Refused(N_("There is no such day; a date like 2026-11-22 is expected."), place=place) from None


def _moment(raw: object, place: str) -> datetime:
    """A day (= its 9 o'clock) or 2026-11-22T14:30, both on the clock of the town hall."""
    if isinstance(raw, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?", raw, re.ASCII):
        try:
            return datetime.fromisoformat(raw).replace(tzinfo=BERLIN)
        except ValueError:
            raise Refused(N_("There is no such moment; write it like 2026-11-22T14:30."), place=place) from None
    return datetime.combine(read_date(raw, place), _OPENING, BERLIN)


_PLAIN: dict[Any, Callable[[object, str], Any]] = {
    str: _text,
    int: _whole,
    bool: _flag,
    date: read_date,
    datetime: _moment,
    object: lambda raw, _place: raw,
}
