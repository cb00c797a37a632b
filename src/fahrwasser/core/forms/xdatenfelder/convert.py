"""A schema message → form schema (standards 1.3) with counts, unread rules and everything that needs a look."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fahrwasser.core.forms.read_form import DRAFT, read_form
from fahrwasser.core.forms.read_node import LARGEST_LIST
from fahrwasser.core.forms.xdatenfelder.codelists import read_lists
from fahrwasser.core.forms.xdatenfelder.fields import Context, Json, value_schema
from fahrwasser.core.forms.xdatenfelder.rules import VISIBLE, Rule, read_rules, without_meaning
from fahrwasser.core.forms.xdatenfelder.source import Element, Source, child, children, text, verbatim
from fahrwasser.core.forms.xdatenfelder.tree import Spot, read_tree
from fahrwasser.core.refused import Refused

_ELSEWHERE = ("identifikation", "bezug", "regel", "struktur")  # what verbatim copies leave to other keys
_PREFILLED = ("optional", "verpflichtend")


@dataclass(frozen=True, slots=True)
class Imported:
    """`schema` is formular.schema.json; `report` the object `fahrwasser form import` prints (standards 1.4)."""

    schema: Json
    report: Json


def convert(source: Source, content: bytes, *, file: str, lists: Mapping[str, bytes]) -> Imported:
    """The schema as a form. `lists`: genericode files by name. A file with faults is taken as far as it goes.

    Raises Refused if what it says makes no form at all.
    """
    schema = child(source.root, "stammdatenschema")
    if schema is None:
        schema = source.root
    root = read_tree(schema)
    found = read_lists(lists)
    context = Context(found)
    for spot in root.walk():
        if not spot.is_group:
            context.find_list(spot)
    rules = read_rules(root, {path: rows.labels if rows else None for path, rows in context.rows.items()})
    writer = _Writer(source, root, context, rules)
    origin = {"file": file, "sha256": hashlib.sha256(content).hexdigest()}
    form = writer.form(origin)
    try:
        read_form(form, place=file)
    except Refused as refused:  # rules that contradict each other: none of them is guessed
        rules = [without_meaning(rule, str(refused)) for rule in rules]
        writer.rules = rules
        context.warnings.clear()
        form = writer.form(origin)
        read_form(form, place=file)
    return Imported(form, _report(form, root, context, rules, found.warnings))


def _report(form: Json, root: Spot, context: Context, rules: list[Rule], warnings: list[str]) -> Json:
    about = form["x-fw-form"]
    spots = [spot for spot in root.walk() if spot is not root]
    return {
        "id": about["id"], "version": about["version"], "name": about["name"], "standard": about["standard"],
        "fields": sum(not spot.is_group for spot in spots), "groups": sum(spot.is_group for spot in spots),
        "rules": len({(rule.id, rule.version) for rule in rules}), "codelists": len(context.used),
        "unreadable_rules": sorted({rule.id for rule in rules if rule.reason}),
        "unresolved_codelists": sorted(key for key, rows in context.used.items() if rows is None),
        "warnings": [*warnings, *context.warnings],
    }  # fmt: skip


class _Writer:
    """Writes the properties of a schema."""

    def __init__(self, source: Source, root: Spot, context: Context, rules: list[Rule]) -> None:
        self.source = source
        self.root = root
        self.context = context
        self.rules = rules

    def form(self, origin: Json) -> Json:
        """The whole formular.schema.json."""
        root, element = self.root, self.root.element
        self.feel = _feel_by_path(self.rules)
        properties = {spot.name: self.node(spot) for spot in root.below}
        rest = {"schema": verbatim(element, _ELSEWHERE), "header": verbatim(child(self.source.root, "header"))}
        about = {
            "id": root.id, "version": root.version, "name": text(element, "name"), "standard": self.source.standard,
            "status": text(element, "status", "code") or text(element, "freigabestatus", "code"),
            "legal": _legal(element, "schema"),
            "rules": [rule.to_json() for rule in self.rules if not rule.reason],
            "unreadable": [rule.to_json() for rule in self.rules if rule.reason],
            "codelists": self.context.long, "source": {**origin, **rest},
        }  # fmt: skip
        help_text = text(element, "hilfetext")
        return {
            "$schema": DRAFT, "type": "object", "title": root.title,
            **({"description": help_text} if help_text else {}), "x-fw-form": about,
            "properties": properties, "required": _required(root), "additionalProperties": False,
        }  # fmt: skip

    def node(self, spot: Spot) -> Json:
        """One field or group: exactly one node; of a repeated one, the outer."""
        value, own = self._group(spot) if spot.is_group else value_schema(spot, self.context)
        outer = {**_about(spot), **own, **self.feel.get(spot.path, {})}
        legal = _inherited_legal(spot)
        if legal:
            outer["x-fw-legal"] = legal
        prefill = text(spot.element, "vorbefuellung", "code")
        if prefill in _PREFILLED:
            outer["x-fw-prefill"] = {"duty": prefill}
        if not spot.is_repeated or own.get("x-fw-widget") == "label":
            return {**value, **outer}
        if spot.least > LARGEST_LIST:
            self.context.warn(spot, f"asks for {spot.least} entries; the form asks for {LARGEST_LIST}")
        limits = {"minItems": min(spot.least, LARGEST_LIST)} if spot.least else {}
        if spot.most is not None:
            limits["maxItems"] = spot.most
        return {"type": "array", **outer, **limits, "items": value}

    def _group(self, spot: Spot) -> tuple[Json, Json]:
        value: Json = {"type": "object", "properties": {below.name: self.node(below) for below in spot.below}}
        if text(spot.element, "art", "code") == "X" and spot.below:
            value["oneOf"] = [{"required": [below.name]} for below in spot.below]
        else:
            value["required"] = _required(spot)
        return {**value, "additionalProperties": False}, {}


def _about(spot: Spot) -> Json:
    """Labels, identity, and everything else the source says, verbatim."""
    element = spot.element
    said = text(element, "hilfetextEingabe")
    if not spot.is_group and text(element, "feldart", "code") == "label":
        said = text(element, "inhalt") or said
    rest = verbatim(element, _ELSEWHERE)
    structure = verbatim(spot.structure, ("bezug", "enthaelt")) if spot.structure is not None else {}
    return {
        "title": spot.title, **({"description": said} if said else {}),
        "x-fw-kind": "group" if spot.is_group else "field", "x-fw-path": spot.path, "x-fw-id": spot.id,
        "x-fw-version": spot.version,
        "x-fw-source": {**(rest if isinstance(rest, dict) else {}), "struktur": structure},
    }  # fmt: skip


def _required(parent: Spot) -> list[str]:
    labels = {spot.name for spot in parent.below if text(spot.element, "feldart", "code") == "label"}
    return [spot.name for spot in parent.below if spot.least > 0 and spot.name not in labels]


def _legal(element: Element | None, origin: str) -> list[Json]:
    found = []
    for bezug in children(element, "bezug"):
        link = bezug.get("link")
        if text(bezug) or link:
            found.append({"text": text(bezug) or link, **({"link": link} if link else {}), "origin": origin})
    return found


def _inherited_legal(spot: Spot) -> list[Json]:
    """Own legal bases and those of the place it stands at; without any, those of the nearest group, else the schema."""
    own = _legal(spot.element, "group" if spot.is_group else "field") + _legal(spot.structure, "structure")
    parent = spot.parent
    while not own and parent is not None:
        origin = "schema" if parent.parent is None else "group"
        own = _legal(parent.element, origin) + _legal(parent.structure, origin)
        parent = parent.parent
    return own


def _feel_by_path(rules: Iterable[Rule]) -> dict[str, Json]:
    """Rules on their targets: one of several makes required, all of several make visible."""
    found: dict[str, dict[str, list[str]]] = {}
    for rule in rules:
        for path, feel in rule.feel.items():
            texts = found.setdefault(path, {}).setdefault(rule.key, [])
            if feel not in texts:
                texts.append(feel)
    return {path: {key: _joined(key, texts) for key, texts in keys.items()} for path, keys in found.items()}


def _joined(key: str, texts: list[str]) -> Any:
    if len(texts) == 1:
        return texts[0]
    return (" and " if key == VISIBLE else " or ").join(f"({feel})" for feel in texts)
