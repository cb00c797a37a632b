"""The structure of a schema message, as the official XSDs of 2.0 and 3.0.0 have it: elements, order, number, values.

The XSDs themselves are not shipped; this table is our own writing of what they demand (standards 1.1).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from fahrwasser.core.forms.xdatenfelder.source import MESSAGE, Element, Source, local
from fahrwasser.core.refused import quoted

MOST_FAULTS = 20


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where the file is not as the standard wants it."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class _Part:
    name: str
    least: int
    most: int | None
    kind: str


# name[? * +][:kind], in order; without a kind: text.
_HEAD_2 = (
    "identifikation:ident name bezeichnungEingabe bezeichnungAusgabe? beschreibung definition bezug status:status "
    "gueltigAb?:date gueltigBis?:date fachlicherErsteller? versionshinweis? freigabedatum?:date "
    "veroeffentlichungsdatum?:date "
)
_HEAD_3 = (
    "identifikation:ident name beschreibung? definition? bezug*:linked freigabestatus:code statusGesetztAm?:date "
    "statusGesetztDurch? gueltigAb?:date gueltigBis?:date versionshinweis? veroeffentlichungsdatum?:date "
    "letzteAenderung:moment relation*:relation stichwort*:keyword "
)
_DERIVATION = "ableitungsmodifikationenStruktur:derived ableitungsmodifikationenRepraesentation:shown "
_ELEMENT_2 = f"{_HEAD_2} schemaelementart:art hilfetextEingabe hilfetextAusgabe "
_ELEMENT_3 = (
    f"{_HEAD_3} bezeichnungEingabe bezeichnungAusgabe? schemaelementart:art hilfetextEingabe? hilfetextAusgabe? "
)
_BOTH = {"message": "header:header stammdatenschema:schema", "ident": "id version?:version"}
_TEXTS: Mapping[str, Mapping[str, str]] = {
    "xdf-2.0": {
        **_BOTH,
        "header": "nachrichtID erstellungszeitpunkt:moment referenzID?",
        "schema": f"{_HEAD_2} hilfetext? {_DERIVATION} regel*:rule struktur*:structure",
        "structure": "anzahl:number bezug enthaelt:contents",
        "group": f"{_ELEMENT_2} regel*:rule struktur*:structure",
        "field": f"{_ELEMENT_2} feldart:feldart datentyp:datentyp praezisierung inhalt codelisteReferenz?:list "
        "regel*:rule",
        "rule": f"{_HEAD_2} script",
        "list": "identifikation:ident genericodeIdentification:genericode",
        "genericode": "canonicalIdentification version canonicalVersionUri",
    },
    "xdf-3.0.0": {
        **_BOTH,
        "header": "nachrichtID erstellungszeitpunkt:moment referenzID? produktbezeichnung? produkthersteller? "
        "produktversion? datenqualitaet?:code",
        "schema": f"{_HEAD_3} bezeichnung hilfetext? {_DERIVATION} dokumentsteckbrief:ident regel*:rule "
        "struktur+:structure",
        "structure": "anzahl:number bezug*:linked enthaelt:contents",
        "group": f"{_ELEMENT_3} art?:gruppenart regel*:rule struktur+:structure",
        "field": f"{_ELEMENT_3} feldart:feldart datentyp:datentyp praezisierung?:precision inhalt? "
        "vorbefuellung:prefill werte?:values codelisteReferenz?:genericode codeKey? nameKey? helpKey? regel*:rule "
        "maxSize?:count mediaType*:media",
        "rule": "identifikation:ident name beschreibung? freitextRegel? bezug*:linked stichwort*:keyword "
        "fachlicherErsteller? letzteAenderung:moment typ:regeltyp param*:param ziel*:target "
        "skript? fehler*:message_text",
        "relation": "praedikat:code objekt:ident",
        "values": "wert+:value",
        "value": "code name hilfe?",
        "param": "typ:paramtyp",
        "genericode": "canonicalIdentification? version? canonicalVersionUri?",
    },
}
_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "linked": frozenset({"link"}), "keyword": frozenset({"uri"}), "message_text": frozenset({"code"}),
    "param": frozenset({"element", "name"}), "target": frozenset({"element", "name"}),
    "precision": frozenset({"minLength", "maxLength", "minValue", "maxValue", "pattern"}),
}  # fmt: skip
_NEEDED = {"param": ("element", "name"), "target": ("element", "name"), "keyword": ("uri",)}
_CODE_ATTRIBUTES = frozenset({"listURI", "listVersionID"})
_OPEN = ("message",)  # xsi:schemaLocation and the like
_PLAIN = {
    "derived": "[0-3]",
    "shown": "[01]",
    "status": "aktiv|inaktiv|inVorbereitung",
    "date": r"\d{4}-\d\d-\d\d(Z|[+-]\d\d:\d\d)?",
    "moment": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?",
    "target": "",  # says all in its attributes
}
_VALUES: Mapping[str, Mapping[str, str]] = {
    "xdf-2.0": {
        **_PLAIN, "number": r"\d+:(\*|\d+)", "version": r"(\d+\.\d+)?",
        "feldart": "input|select|label", "datentyp": "text|date|num|num_int|num_currency|bool|file|obj",
        "art": "ABS|HAR|RNG",
    },
    "xdf-3.0.0": {
        **_PLAIN, "number": r"\d+:(\*|\d+)", "version": r"(\d+\.\d+\.\d+)?",
        "feldart": "input|select|label|hidden|locked",
        "datentyp": "text|text_latin|date|time|datetime|num|num_int|num_currency|bool|file|obj",
        "art": "ABS|HAR|RNG", "gruppenart": "X", "prefill": "keine|optional|verpflichtend", "regeltyp": "B|K|M|V",
        "paramtyp": "anzahl|objekt|selektor|wert", "count": r"[1-9]\d*", "media": r"\w+/[-+.\w]+",
    },
}  # fmt: skip
_CODES = frozenset(
    {"code", "art", "feldart", "datentyp", "gruppenart", "prefill", "regeltyp", "derived", "shown", "status"}
)


def _parts(said: str) -> tuple[_Part, ...]:
    parts = []
    for word in said.split():
        name, _, kind = word.partition(":")
        sign = name[-1] if name[-1] in "?*+" else ""
        parts.append(
            _Part(name.rstrip("?*+"), 0 if sign in ("?", "*") else 1, None if sign in ("*", "+") else 1, kind or "text")
        )
    return tuple(parts)


_SHAPES = {standard: {kind: _parts(said) for kind, said in kinds.items() if said} for standard, kinds in _TEXTS.items()}


def structure_faults(source: Source) -> tuple[Fault, ...]:
    """What is not as the standard wants it: the first MOST_FAULTS, none for a correct file."""
    if local(source.root) != MESSAGE:
        return (Fault(source.root.sourceline, f"<{quoted(local(source.root))}> stands where <{MESSAGE}> is expected"),)
    faults = []
    for fault in _faults(source.root, "message", source.standard):
        faults.append(fault)
        if len(faults) == MOST_FAULTS:
            break
    return tuple(faults)


def _faults(element: Element, kind: str, standard: str) -> Iterator[Fault]:
    allowed = _CODE_ATTRIBUTES if kind in _CODES else _ATTRIBUTES.get(kind, frozenset())
    for name in element.attrib if kind not in _OPEN else ():
        if name not in allowed:
            yield Fault(element.sourceline, f"<{local(element)}> has the unknown attribute “{quoted(name)}”")
    for name in _NEEDED.get(kind, ()):
        if name not in element.attrib:
            yield Fault(element.sourceline, f"<{local(element)}> lacks the attribute “{name}”")
    if len(element) and "".join((element.text or "", *(inside.tail or "" for inside in element))).strip():
        yield Fault(element.sourceline, f"<{local(element)}> has text between its elements")
    if kind == "contents":
        yield from _contents_faults(element, standard)
    elif kind in _SHAPES[standard]:
        yield from _order_faults(element, _SHAPES[standard][kind], standard)
    else:
        yield from _leaf_faults(element, kind, standard)


def _contents_faults(element: Element, standard: str) -> Iterator[Fault]:
    kinds = {"datenfeld": "field", "datenfeldgruppe": "group"}
    found = [local(inside) for inside in element]
    if len(found) != 1 or found[0] not in kinds:
        yield Fault(element.sourceline, "<enthaelt> holds exactly one <datenfeld> or <datenfeldgruppe>")
        return
    yield from _faults(element[0], kinds[found[0]], standard)


def _order_faults(element: Element, parts: tuple[_Part, ...], standard: str) -> Iterator[Fault]:
    """Each child in its turn, as often as it may stand."""
    inside = list(element)
    namespace = etree.QName(element).namespace
    at = 0
    for part in parts:
        number = 0
        while at < len(inside) and local(inside[at]) == part.name and part.most != number:
            if etree.QName(inside[at]).namespace != namespace:
                yield Fault(inside[at].sourceline, f"<{part.name}> is of another namespace")
            yield from _faults(inside[at], part.kind, standard)
            number, at = number + 1, at + 1
        if number < part.least:
            found = f"<{quoted(local(inside[at]))}>" if at < len(inside) else "its end"
            line = inside[at].sourceline if at < len(inside) else element.sourceline
            yield Fault(line, f"<{part.name}> is expected in <{local(element)}>, found {found}")
            return
    if at < len(inside):
        name = quoted(local(inside[at]))
        yield Fault(inside[at].sourceline, f"<{name}> is not expected here in <{local(element)}>")


def _leaf_faults(element: Element, kind: str, standard: str) -> Iterator[Fault]:
    name = local(element)
    if kind in _CODES:
        codes = list(element)
        if len(codes) != 1 or codes[0].tag != "code" or codes[0].attrib or len(codes[0]):
            yield Fault(element.sourceline, f"<{name}> holds exactly one plain <code> without namespace")
            return
        if standard == "xdf-3.0.0" and kind in ("feldart", "datentyp") and element.get("listVersionID", "2.0") != "2.0":
            yield Fault(element.sourceline, f"<{name}> needs listVersionID 2.0")
        element = codes[0]
    elif len(element):
        yield Fault(element.sourceline, f"<{name}> holds text only")
        return
    value = (element.text or "").strip()
    pattern = _VALUES[standard].get(kind)
    if pattern is not None and not re.fullmatch(pattern, value):
        yield Fault(element.sourceline, f"“{quoted(value)}” is no value of <{name}>")
    elif kind == "number" and not _is_order(value):
        yield Fault(element.sourceline, f"“{quoted(value)}” goes downwards in <{name}>")


def _is_order(value: str) -> bool:
    low, _, high = value.partition(":")
    return high == "*" or (len(high) < 10 and int(high) >= max(int(low), 1))
