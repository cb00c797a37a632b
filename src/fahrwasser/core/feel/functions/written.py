"""A value as text, as `string()` gives it."""

from collections.abc import Iterator
from datetime import date, datetime, time

from fahrwasser.core.feel.run import MOST_TEXT
from fahrwasser.core.feel.texts import time_text
from fahrwasser.core.feel.values import Range, Value, to_json


def written(value: Value) -> str | None:
    """The text of a value; None when it would be too long."""
    parts: list[str] = []
    length = 0
    for part in [value] if type(value) is str else _parts(value):
        parts.append(part)
        length += len(part)
        if length > MOST_TEXT:
            return None
    return "".join(parts)


def _parts(value: Value) -> Iterator[str]:
    if value is None:
        yield "null"
    elif type(value) is str:
        yield '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    elif type(value) is bool:
        yield "true" if value else "false"
    elif type(value) is list:
        yield "["
        for index, item in enumerate(value):
            yield ", " if index else ""
            yield from _parts(item)
        yield "]"
    elif type(value) is dict:
        yield "{"
        for index, (key, item) in enumerate(value.items()):
            yield f"{', ' if index else ''}{key}: "
            yield from _parts(item)
        yield "}"
    else:
        yield from _scalar(value)


def _scalar(value: Value) -> Iterator[str]:
    if type(value) is datetime:
        yield f"{value.date().isoformat()}T{time_text(value)}"
    elif type(value) is time:
        yield time_text(value)
    elif type(value) is date:
        yield value.isoformat()
    elif type(value) is Range:
        yield "[" if value.has_start else "("
        yield from _parts(value.start)
        yield ".."
        yield from _parts(value.end)
        yield "]" if value.has_end else ")"
    else:
        text = to_json(value)
        yield "function" if text is None else str(text)
