"""One field of XDatenfelder as a property of the form schema (standards 1.3)."""

import json
import re
from collections.abc import Mapping
from typing import Any

import regex

from fahrwasser.core.forms.text_values import clean
from fahrwasser.core.forms.xdatenfelder.codelists import Lists, Rows
from fahrwasser.core.forms.xdatenfelder.source import child, children, text
from fahrwasser.core.forms.xdatenfelder.tree import Spot

REFERENCE_FROM = 50  # longer lists are written once for the whole form
_LONG_TEXT = 250
_BOX = {
    "text": ("string", "", "text"), "text_latin": ("string", "", "text"), "date": ("string", "date", "date"),
    "time": ("string", "time", "time"), "datetime": ("string", "date-time", "datetime"),
    "num": ("number", "", "number"), "num_int": ("integer", "", "number"), "num_currency": ("string", "", "money"),
    "bool": ("boolean", "", "yesno"), "file": ("object", "", "file"),
}  # fmt: skip
MONEY = r"^-?\d+(\.\d{1,2})?$"
_NUMBERED = re.compile(r"nummer|nr\.?\b|kennzeichen|identifikation|plz|postleitzahl|iban|zeichen", re.IGNORECASE)
Json = dict[str, Any]


class Context:
    """What the fields of one schema share: lists and what has to be told."""

    def __init__(self, lists: Lists) -> None:
        self.lists = lists
        self.used: dict[str, Rows | None] = {}
        self.rows: dict[str, Rows | None] = {}  # by path of the field
        self.long: Json = {}
        self.warnings: list[str] = []

    def warn(self, spot: Spot, said: str) -> None:
        """Something a person should look at."""
        self.warnings.append(f"{spot.path}: {said}")

    def find_list(self, spot: Spot) -> None:
        """Resolve the code list of a field, if it has one."""
        element = spot.element
        inline, reference = child(element, "werte"), child(element, "codelisteReferenz")
        if inline is not None:
            values = [v for v in children(inline, "wert") if text(v, "code")]
            labels = {text(value, "code"): text(value, "name") or text(value, "code") for value in values}
            helps = {text(value, "code"): text(value, "hilfe") for value in values if text(value, "hilfe")}
            self.used[f"werte {spot.id}"] = self.rows[spot.path] = Rows("", "", labels, helps)
        elif reference is not None:
            about = child(reference, "genericodeIdentification")
            about = reference if about is None else about
            list_id, uri = text(reference, "identifikation", "id"), text(about, "canonicalVersionUri")
            key = uri or list_id or text(about, "canonicalIdentification")
            keys = {
                "code": text(element, "codeKey"),
                "name": text(element, "nameKey"),
                "help": text(element, "helpKey"),
            }
            self.used[key] = self.rows[spot.path] = self.lists.rows(uri, list_id, keys)


def value_schema(spot: Spot, context: Context) -> tuple[Json, Json]:
    """(what describes one value, what describes the field) of an input; both join when it stands once."""
    feldart, datentyp = text(spot.element, "feldart", "code"), text(spot.element, "datentyp", "code")
    if feldart == "label":
        return {}, {"x-fw-widget": "label", "readOnly": True}
    field: Json = {"x-fw-hidden": True} if feldart == "hidden" else {"readOnly": True} if feldart == "locked" else {}
    if feldart == "select":
        value, more = _choice(spot, context)
        return value, {**more, **field}
    if datentyp not in _BOX:
        context.warn(spot, f"data type {datentyp or 'missing'}: no type of its own, asked as text")
        return {}, {"x-fw-widget": "textarea", **field}
    kind, form, widget = _BOX[datentyp]
    value = {"type": kind, **({"format": form} if form else {})}
    if widget == "money":
        value["pattern"] = MONEY
    if widget == "number" and _NUMBERED.search(text(spot.element, "name")):
        context.warn(spot, "is a number but may be an identifier; leading zeros would be lost")
    _limit(spot, value, widget, context)
    if widget == "text" and value.get("maxLength", 0) > _LONG_TEXT:
        widget = "textarea"
    if widget == "file":
        field.update(_upload(spot))
    if feldart == "locked":
        field.update(_fixed(spot, widget, context))
    return value, {"x-fw-widget": widget, **field}


def _choice(spot: Spot, context: Context) -> tuple[Json, Json]:
    rows = context.rows.get(spot.path)
    if rows is None or not rows.labels:
        context.warn(spot, "its code list is not at hand, asked as text")
        return {"type": "string"}, {"x-fw-widget": "text"}
    if len(rows.labels) == 1:
        context.warn(spot, "has one code only: it is a tick of consent")
    about = {key: value for key, value in (("uri", rows.uri), ("version", rows.version)) if value}
    listed = {"labels": dict(rows.labels), **({"help": dict(rows.help)} if rows.help else {})}
    if len(rows.labels) > REFERENCE_FROM:
        key = rows.uri or spot.id
        context.long[key] = {**about, **listed}
        return {"type": "string"}, {"x-fw-widget": "choice", "x-fw-codelist": {"ref": key, **about}}
    value = {"type": "string", "enum": list(rows.labels)}
    return value, {"x-fw-widget": "choice", "x-fw-codelist": {**about, **listed}}


def _precision(spot: Spot, context: Context) -> Mapping[str, str]:
    """2.0: JSON as text; 3.0: attributes. What cannot be read stays verbatim in x-fw-source."""
    element = child(spot.element, "praezisierung")
    if element is None:
        return {}
    if element.attrib:
        return {str(key): str(value) for key, value in element.attrib.items()}
    said = (element.text or "").strip()
    if not said:
        return {}
    try:
        found = json.loads(said)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        context.warn(spot, "its praezisierung cannot be read and is kept as it is")
        return {}
    return {str(key): str(value).strip() for key, value in found.items()}


def _limit(spot: Spot, value: Json, widget: str, context: Context) -> None:
    """Writes what the precision says into the value's schema; what does not fit is warned about."""
    keys = {
        "text": {"minLength": "minLength", "maxLength": "maxLength", "pattern": "pattern"},
        "number": {"minValue": "minimum", "maxValue": "maximum"},
        "money": {"minValue": "x-fw-min", "maxValue": "x-fw-max"},
        "date": {"minValue": "x-fw-min", "maxValue": "x-fw-max"},
    }.get(widget, {})
    for key, said in _precision(spot, context).items():
        if not said:
            continue
        limit = _limit_value(key, said, widget) if key in keys else None
        if limit is None or (limit == 0 and key == "maxLength"):
            context.warn(spot, f"its praezisierung {key} cannot be used and is kept as it is")
        else:
            value[keys[key]] = limit
            if key == "pattern":
                value["x-fw-pattern"] = said
    if value.get("minLength", 0) > value.get("maxLength", 10**9):
        context.warn(spot, "minLength is above maxLength; minLength is not used")
        del value["minLength"]


def _limit_value(key: str, said: str, widget: str) -> Any:
    """The limit as JSON, None if it cannot be used."""
    if key == "pattern":
        try:
            regex.compile(f"^(?:{said})$")
        except regex.error:
            return None
        return f"^(?:{said})$"
    if widget == "date":
        return said[:10] if re.fullmatch(r"\d{4}-\d\d-\d\d.*", said) else None
    if not re.fullmatch(r"-?\d{1,12}(\.\d{1,6})?", said):
        return None
    if widget == "money":
        return said
    return float(said) if "." in said else int(said) if key.endswith("Value") or int(said) >= 0 else None


def _upload(spot: Spot) -> Json:
    size, kinds = text(spot.element, "maxSize"), [text(kind) for kind in children(spot.element, "mediaType")]
    limits: Json = {"maxBytes": min(int(size), 50 * 1024 * 1024)} if size.isdecimal() and int(size) else {}
    return {"x-fw-upload": {**limits, **({"mediaTypes": kinds} if kinds else {})}} if limits or kinds else {}


def _fixed(spot: Spot, widget: str, context: Context) -> Json:
    """The value of a locked field that is text; other kinds are filled by rules or prefill."""
    said = text(spot.element, "inhalt")
    if not said:
        return {}
    if widget in ("text", "textarea"):
        return {"default": clean(said)}
    context.warn(spot, "its fixed content is kept as it is; only texts are shown")
    return {}
