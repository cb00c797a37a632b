"""Limits, uploads and prefill of a field, as its widget knows them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import regex

from fahrwasser.core.forms.model import Limits, Prefill
from fahrwasser.core.forms.number_values import as_decimal
from fahrwasser.core.forms.reading import Place
from fahrwasser.core.refused import N_

_TEXT = ("format", "minLength", "maxLength", "pattern", "x-fw-pattern")
_ORDERED = ("format", "pattern", "x-fw-min", "x-fw-max", "x-fw-pattern")
LIMIT_KEYS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("text", "textarea", "email", "phone", "iban", "plate"), _TEXT),
    **dict.fromkeys(("number",), ("minimum", "maximum")),
    **dict.fromkeys(("money", "date", "time", "datetime"), _ORDERED),
    "choice": ("enum", "x-fw-codelist"),
    "multichoice": ("items", "minItems", "maxItems", "uniqueItems", "x-fw-codelist"),
    "file": ("x-fw-upload", "properties", "required", "additionalProperties"),
}
_FORMATS = {"date": "date", "time": "time", "datetime": "date-time", "email": "email"}
_LARGEST_UPLOAD = 50 * 1024 * 1024
_DUTIES = ("keine", "optional", "verpflichtend")


def read_limits(place: Place, widget: str) -> Limits:
    """What the value must keep to."""
    if "format" in place and place.words("format") != _FORMATS.get(widget):
        raise place.refuse("format", N_("The widget %(widget)s does not have this format."), widget=widget)
    if widget == "file":
        return _upload(place)
    if widget == "multichoice":
        return Limits(min_length=place.whole("minItems", 0) or 0, max_length=place.whole("maxItems", None, 1))
    if widget == "number":
        least, most = (_number(place, key) for key in ("minimum", "maximum"))
        return Limits(least=least, most=most, is_integer=place.raw.get("type") == "integer")
    if widget == "money":
        least, most = (_number(place, key) for key in ("x-fw-min", "x-fw-max"))
        return Limits(least=least, most=most)
    if widget in ("date", "datetime"):
        return Limits(least=_day(place, "x-fw-min"), most=_day(place, "x-fw-max"))
    return Limits(
        min_length=place.whole("minLength", 0) or 0,
        max_length=place.whole("maxLength", None, 1),
        pattern=_pattern(place),
    )


def _number(place: Place, key: str) -> Decimal | None:
    if key not in place:
        return None
    number = None if isinstance(place.raw[key], bool) else as_decimal(place.raw[key])
    if number is None:
        raise place.refuse(key, N_("A number is expected here."))
    return number


def _day(place: Place, key: str) -> str | None:
    if key not in place:
        return None
    try:
        return date.fromisoformat(place.words(key)).isoformat()
    except ValueError:
        raise place.refuse(key, N_("A day like 2026-10-03 is expected here.")) from None


def _pattern(place: Place) -> Any:
    if "pattern" not in place:
        return None
    text = place.words("pattern")
    try:
        return regex.compile(text)
    except regex.error as error:
        raise place.refuse("pattern", N_("This pattern cannot be read (%(reason)s)."), reason=error) from None


def _upload(place: Place) -> Limits:
    entry = Place(place.mapping("x-fw-upload"), place.at("x-fw-upload"), ("maxBytes", "mediaTypes"))
    most = entry.whole("maxBytes", Limits().max_bytes, 1) or Limits().max_bytes
    if most > _LARGEST_UPLOAD:
        raise entry.refuse("maxBytes", N_("At most %(most)s bytes are possible here."), most=_LARGEST_UPLOAD)
    return Limits(max_bytes=most, media_types=entry.texts("mediaTypes"))


def read_prefill(place: Place) -> Prefill | None:
    """ "person/familienname", or {"source"?, "duty"?: keine | optional | verpflichtend} as imports write it."""
    if "x-fw-prefill" not in place:
        return None
    if isinstance(place.raw["x-fw-prefill"], str):
        return Prefill(place.words("x-fw-prefill"))
    entry = Place(place.raw["x-fw-prefill"], place.at("x-fw-prefill"), ("source", "duty"))
    duty = entry.words("duty", "optional")
    if duty not in _DUTIES:
        raise entry.refuse("duty", N_("Possible are: %(duties)s."), duties=", ".join(_DUTIES))
    return Prefill(entry.words("source", ""), duty)
