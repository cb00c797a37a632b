"""parameter.schema.json → ParameterSchema. Every keyword is known or refused with its path."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from fahrwasser.core.json_files import load_json
from fahrwasser.core.packages.parameters import Body, Kind, LegalBounds, Parameter, ParameterSchema, number_or_date
from fahrwasser.core.packages.reading import value_of
from fahrwasser.core.packages.values import Text
from fahrwasser.core.refused import N_, Refused

_NAME = r"[a-z][a-z0-9_]*"
_TYPES = ("string", "integer", "boolean", "array")
_WIDGETS: Mapping[str | None, Kind] = {"money": "money", "number": "decimal"}


@dataclass(frozen=True, slots=True)
class _Bounds:
    norm: str
    min: object = None
    max: object = None


@dataclass(frozen=True, slots=True)
class _English:
    heading: str
    description: str = ""
    enum: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Codelist:
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Object:
    """The schema itself, or the rows of a table."""

    type: Literal["object"]
    properties: Mapping[str, object]
    needed: tuple[str, ...] = ()
    additional: bool = False
    schema: str = ""
    address: str = ""
    heading: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class _Property:
    type: object
    heading: str
    english: _English
    description: str = ""
    format: Literal["date"] | None = None
    widget: Literal["money", "number", "textarea"] | None = None
    pattern: str | None = None
    enum: tuple[str, ...] = ()
    codelist: _Codelist | None = None
    minimum: object = None
    maximum: object = None
    min_length: int | None = None
    max_length: int | None = None
    min_items: int | None = None
    max_items: int | None = None
    items: object = None
    bounds: _Bounds | None = None
    decides: Body | None = None
    reason: str = ""
    effects: tuple[str, ...] = ()


def read_parameter_schema(raw: bytes) -> ParameterSchema:
    """The schema as value. Raises Refused with line and column, or with the path as place."""
    return ParameterSchema(_parameters(load_json(raw), "", is_column=False))


def _parameters(raw: object, place: str, *, is_column: bool) -> tuple[Parameter, ...]:
    content: _Object = value_of(_Object, raw, place)
    start = f"{place}.properties" if place else "properties"
    for number, name in enumerate(content.needed, start=1):
        if name not in content.properties:
            where = f"{place}.required[{number}]" if place else f"required[{number}]"
            raise Refused(N_("There is no property “%(name)s”."), place=where, name=name)
    return tuple(
        _parameter(name, inner, f"{start}.{name}", name in content.needed, is_column)
        for name, inner in content.properties.items()
    )


def _parameter(name: str, raw: object, place: str, is_required: bool, is_column: bool) -> Parameter:
    if not re.fullmatch(_NAME, name):
        raise Refused(N_("Name a parameter with small letters, digits and _ only."), place=place)
    found: _Property = value_of(_Property, raw, place)
    base, is_nullable = _type(found.type, f"{place}.type")
    kind = _kind(base, found, place, is_column)
    if not is_column and found.decides is None:
        raise Refused(
            N_("Say who decides this value: gemeinderat, buergermeister or amt."), place=f"{place}.x-entscheidet"
        )
    least, most = _limits(kind, found)
    return Parameter(
        name=name,
        kind=kind,
        title=Text(found.heading, found.english.heading),
        help=Text(found.description, found.english.description),
        is_required=is_required,
        is_nullable=is_nullable,
        decides=found.decides,
        reason=found.reason,
        effects=found.effects,
        bounds=_bounds(kind, found.bounds, place),
        options=_options(found) if kind == "choice" else None,
        columns=_columns(name, kind, found.items, f"{place}.items"),
        least=least,
        most=most,
    )


def _columns(name: str, kind: Kind, items: object, place: str) -> tuple[Parameter, ...]:
    """The columns of a table; of a list the one parameter that every entry is."""
    if kind == "table":
        return _parameters(items, place, is_column=True)
    return (_parameter(name, items, place, True, True),) if kind == "list" else ()


def _type(raw: object, place: str) -> tuple[str, bool]:
    """The type, and whether null is allowed beside it ("type": ["string", "null"])."""
    options = raw if isinstance(raw, list) else [raw]
    plain = [option for option in options if option != "null"]
    if len(plain) != 1 or plain[0] not in _TYPES:
        raise Refused(N_("One of %(options)s is expected."), place=place, options=", ".join(_TYPES))
    return plain[0], "null" in options


def _kind(base: str, found: _Property, place: str, is_column: bool) -> Kind:
    if base == "array":
        if is_column:
            raise Refused(N_("A table inside a table is not supported; use a parameter of its own."), place=place)
        return "table" if isinstance(found.items, Mapping) and found.items.get("type") == "object" else "list"
    if base != "string":
        return "integer" if base == "integer" else "boolean"
    if found.format is not None:
        return "date"
    return _WIDGETS.get(found.widget) or ("choice" if found.enum else "text")


def _limits(kind: Kind, found: _Property) -> tuple[int | None, int | None]:
    pairs: dict[Kind, tuple[Any, Any]] = {
        "integer": (found.minimum, found.maximum),
        "text": (found.min_length, found.max_length),
        "table": (found.min_items, found.max_items),
        "list": (found.min_items, found.max_items),
    }
    least, most = pairs.get(kind, (None, None))
    return least, most


def _bounds(kind: Kind, found: _Bounds | None, place: str) -> LegalBounds | None:
    if found is None:
        return None
    here = f"{place}.x-rechtsrahmen"
    if found.min is None and found.max is None:
        return LegalBounds(None, None, found.norm)
    if kind not in ("integer", "decimal", "money", "date"):
        raise Refused(N_("Legal bounds need a number, an amount of money or a date."), place=here)
    least = None if found.min is None else number_or_date(kind, found.min, f"{here}.min", is_bound=True)
    most = None if found.max is None else number_or_date(kind, found.max, f"{here}.max", is_bound=True)
    ends: tuple[Any, Any] = (least, most)
    if least is not None and most is not None and ends[0] > ends[1]:
        raise Refused(N_("The lower bound is above the upper one."), place=f"{here}.min")
    return LegalBounds(least, most, found.norm)


def _options(found: _Property) -> Mapping[str, Text]:
    labels = found.codelist.labels if found.codelist else {}
    return MappingProxyType(
        {code: Text(labels.get(code, code), found.english.enum.get(code, code)) for code in found.enum}
    )
