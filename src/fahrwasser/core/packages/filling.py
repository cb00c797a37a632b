"""Texts about a service that name values of the town: "{eigene|gebuehr} im Jahr" takes the first that is set."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from fahrwasser.core import words
from fahrwasser.core.packages.parameters import Kind, Parameter, ParameterSchema

_PLACE = re.compile(r"\{([^{}]*)\}")
_UNKNOWN = "…"
SHOWN: frozenset[Kind] = frozenset({"text", "choice", "integer", "decimal", "money", "date"})
"""Kinds of a value that reads well within a sentence."""


def names_in(text: str) -> tuple[tuple[str, ...], ...]:
    """The alternatives of every place in the text, in order; () for a text without places."""
    return tuple(tuple(name.strip() for name in found.split("|")) for found in _PLACE.findall(text))


def filled(text: str, schema: ParameterSchema, values: Mapping[str, object], language: str) -> str:
    """The text with the town's values, as people of this language write them; "…" where the town has set none."""
    known = {parameter.name: parameter for parameter in schema.parameters}

    def value(found: re.Match[str]) -> str:
        for name in names_in(found[0])[0]:
            if name in known and values.get(name) is not None:
                return shown(known[name], str(values[name]), language)
        return _UNKNOWN

    return _PLACE.sub(value, text)


def shown(parameter: Parameter, value: str, language: str) -> str:
    """One value of a kind in `SHOWN`, as it reads within a sentence."""
    if parameter.kind == "money":
        return words.euros(float(Decimal(value)), language, 2)
    if parameter.kind in ("integer", "decimal"):
        return words.number(float(Decimal(value)), 12, language)
    if parameter.kind == "date":
        return words.day(date.fromisoformat(value), language)
    option = (parameter.options or {}).get(value)
    return option.in_language(language) if option else value
