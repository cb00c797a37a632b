"""Placeholders that nobody filled in (B05 of the checklist): a letter with one is not sent."""

import re
from collections.abc import Iterator, Mapping

OPAQUE = frozenset({"girocode", "link"})
"""Drawings and random letters: what looks like a placeholder there is none."""
_PLACEHOLDER = re.compile(
    r"\{[^{}\n]{0,60}\}|\{\{|<<|>>|\[\w[^\]\n]{0,40}\]|_{3,}|\bX{3,}\b|\b(?:TODO|TBD|None|null|undefined)\b|…{2,}|\.{4,}"
)


def placeholders_left(content: object, place: str = "") -> tuple[tuple[str, str], ...]:
    """Placeholders nobody filled in, as (path, placeholder), in values or in the text of a letter (path "").

    Found are {name}, [name], <<, ___, XXX, TODO, None and the like; pictures and links are not searched.
    """
    return tuple(_placeholders(content, place))


def _placeholders(content: object, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(content, str):
        for found in _PLACEHOLDER.finditer(content):
            yield place, found[0]
    elif isinstance(content, Mapping):
        for key, value in content.items():
            if key in OPAQUE:
                continue
            yield from _placeholders(value, f"{place}.{key}" if place else str(key))
    elif isinstance(content, (list, tuple)):
        for number, value in enumerate(content):
            yield from _placeholders(value, f"{place}.{number}")
