"""parameter.schema.json → ParameterSchema. Every keyword is known or refused with its path."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from fahrwasser.core.packages.json_files import load_json
from fahrwasser.core.packages.parameters import Body, Kind, LegalBounds, Parameter, ParameterSchema, number_or_date
from fahrwasser.core.packages.reading import value_of
from fahrwasser.core.packages.values import Text
from fahrwasser.core.refused import N_, Refused

_NAME = r"[a-z][a-z0-9_]*"
_FORMATS: Mapping[str, Kind] = {"money": "money", "decimal": "decimal", "date": "date"}


@dataclass(frozen=True, slots=True)
class _Bounds:
    norm: str
    min: object = None
    max: object = None


@dataclass(frozen=True, slots=True)
class _English:
    title: str
    description: str = ""
    enum: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Object:
    """The schema itself, or the rows of a table."""

    type: Literal["object"]
    properties: Mapping[str, object]
    required: tuple[str, ...] = ()
    additional: bool = False
    schema: str = ""
    address: str = ""
    title: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class _Property:
    type: Literal["string", "integer", "boolean", "array"]
    title: str
    english: _English
    description: str = ""
    format: Literal["money", "decimal", "date"] | None = None
    enum: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    minimum: object = None
    maximum: object = None
    min_length: int | None = None
    max_length: int | None = None
    min_items: int | None = None
    max_items: int | None = None
    items: object = None
    bounds: _Bounds | None = None
    decides: Body | None = None
    reason: Text | None = None
    effects: tuple[str, ...] = ()


def read_parameter_schema(raw: bytes) -> ParameterSchema:
    """The schema as value. Raises Refused with line and column, or with the path as place."""
    return ParameterSchema(_parameters(load_json(raw), "", is_column=False))


def _parameters(raw: object, place: str, *, is_column: bool) -> tuple[Parameter, ...]:
    content: _Object = value_of(_Object, raw, place)
    start = f"{place}.properties" if place else "properties"
    for number, name in enumerate(content.required, start=1):
        if name not in content.properties:
            where = f"{place}.required[{number}]" if place else f"required[{number}]"
            raise Refused(N_("There is no property “%(name)s”."), place=where, name=name)
    return tuple(
        _parameter(name, inner, f"{start}.{name}", name in content.required, is_column)
        for name, inner in content.properties.items()
    )


def _parameter(name: str, raw: object, place: str, is_required: bool, is_column: bool) -> Parameter:
    if not re.fullmatch(_NAME, name):
        raise Refused(N_("Name a parameter with small letters, digits and _ only."), place=place)
    found: _Property = value_of(_Property, raw, place)
    kind = _kind(found, place, is_column)
    if not is_column and found.decides is None:
        raise Refused(
            N_("Say who decides this value: gemeinderat, buergermeister or amt."), place=f"{place}.x-entscheidet"
        )
    least, most = _limits(kind, found)
    return Parameter(
        name=name,
        kind=kind,
        title=Text(found.title, found.english.title),
        help=Text(found.description, found.english.description),
        is_required=is_required,
        decides=found.decides,
        reason=found.reason,
        effects=found.effects,
        bounds=_bounds(kind, found.bounds, place),
        options=_options(found) if kind == "choice" else None,
        columns=_parameters(found.items, f"{place}.items", is_column=True) if kind == "table" else (),
        least=least,
        most=most,
    )


def _kind(found: _Property, place: str, is_column: bool) -> Kind:
    if found.type == "array":
        if is_column:
            raise Refused(N_("A table inside a table is not supported; use a parameter of its own."), place=place)
        return "table"
    if found.type != "string":
        return "integer" if found.type == "integer" else "boolean"
    if found.format is not None:
        return _FORMATS[found.format]
    return "choice" if found.enum else "text"


def _limits(kind: Kind, found: _Property) -> tuple[int | None, int | None]:
    pairs: dict[Kind, tuple[Any, Any]] = {
        "integer": (found.minimum, found.maximum),
        "text": (found.min_length, found.max_length),
        "table": (found.min_items, found.max_items),
    }
    least, most = pairs.get(kind, (None, None))
    return least, most


def _bounds(kind: Kind, found: _Bounds | None, place: str) -> LegalBounds | None:
    if found is None:
        return None
    here = f"{place}.x-rechtsrahmen"
    if kind not in ("integer", "decimal", "money", "date"):
        raise Refused(N_("Legal bounds need a number, an amount of money or a date."), place=here)
    least = None if found.min is None else number_or_date(kind, found.min, f"{here}.min")
    most = None if found.max is None else number_or_date(kind, found.max, f"{here}.max")
    ends: tuple[Any, Any] = (least, most)
    if least is not None and most is not None and ends[0] > ends[1]:
        raise Refused(N_("The lower bound is above the upper one."), place=f"{here}.min")
    return LegalBounds(least, most, found.norm)


def _options(found: _Property) -> Mapping[str, Text]:
    return MappingProxyType(
        {code: Text(found.labels.get(code, code), found.english.enum.get(code, code)) for code in found.enum}
    )
