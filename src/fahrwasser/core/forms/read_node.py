"""One property of a form schema → field or group. Unknown keys, widgets and types are refused with their path."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from fahrwasser.core.feel import Expression, compile_expression
from fahrwasser.core.forms.blocks import BLOCKS, block_properties
from fahrwasser.core.forms.model import WIDGETS, AnyNode, Check, Codelist, Field, Group, Json, Many, Text
from fahrwasser.core.forms.read_codes import read_codelist
from fahrwasser.core.forms.read_limits import LIMIT_KEYS, read_limits, read_prefill
from fahrwasser.core.forms.reading import Place, nearest
from fahrwasser.core.forms.text_values import Wrong
from fahrwasser.core.forms.widgets import KINDS, checked
from fahrwasser.core.refused import N_, Refused

COMMON = (
    *("type", "title", "description", "$comment", "x-fw-kind", "x-fw-path", "x-fw-id", "x-fw-version", "x-fw-widget"),
    *("x-fw-legal", "x-fw-source", "x-fw-en", "x-fw-visible-if", "x-fw-required-if", "x-fw-checks"),
)
FIELD = (*COMMON, "readOnly", "default", "examples", "x-fw-prefill", "x-fw-autocomplete", "x-fw-hidden")
GROUP = (*COMMON, "properties", "required", "oneOf", "additionalProperties", "x-fw-parts")
_OUTER = ("items", "minItems", "maxItems")
NAME = re.compile(r"[^\W\d_]\w{0,79}")
DEEPEST = 20
LARGEST_LIST = 100


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a node reads besides itself: names its rules see, code lists of the form, how deep it stands."""

    names: frozenset[str]
    codelists: dict[str, Codelist]
    depth: int = 0


def read_nodes(place: Place, parent: str, around: Surroundings) -> tuple[AnyNode, ...]:
    """The nodes of `properties`, in the order of the file."""
    if around.depth > DEEPEST:
        raise place.refuse("properties", N_("Groups stand in groups more than %(most)s deep."), most=DEEPEST)
    required = place.texts("required")
    properties = place.mapping("properties")
    for name in required:
        if name not in properties:
            raise place.refuse("required", N_("“%(name)s” is required but is no property here; there are: %(known)s."),
                               name=name, known=", ".join(properties) or "–")  # fmt: skip
    nodes = []
    for name, raw in properties.items():
        if not NAME.fullmatch(name):
            raise place.refuse("properties", N_("“%(name)s” is no name: use letters, digits and _."), name=name)
        path = f"{parent}/{name}" if parent else name
        nodes.append(_node(raw, f"{place.path}.properties.{name}", path, name in required, around))
    return tuple(nodes)


def _node(raw: Json, at: str, path: str, is_required: bool, around: Surroundings) -> AnyNode:
    many = None
    if isinstance(raw, dict) and raw.get("type") == "array" and raw.get("x-fw-widget") != "multichoice":
        raw, many = _unfolded(raw, at)
    said = raw.get("x-fw-widget", "group") if isinstance(raw, dict) else "group"
    widget = said if isinstance(said, str) else "?"
    is_group = widget == "group" or widget in BLOCKS
    if not is_group and widget not in WIDGETS:
        raise Refused(
            N_("The widget “%(widget)s” is not known; nearest: %(nearest)s."),
            place=at, widget=widget, nearest=nearest(widget, WIDGETS),
        )  # fmt: skip
    keys = GROUP if is_group else (*FIELD, *LIMIT_KEYS.get(widget, ()))
    place = Place(raw, at, keys)
    kind = place.words("x-fw-kind", "group" if is_group else "field")
    if kind != ("group" if is_group else "field"):
        raise place.refuse("x-fw-kind", N_("A field needs x-fw-widget, a group has properties and none."))
    if is_group:
        return _group(place, path, is_required, many, around)
    return _field(place, path, is_required, many, around)


def _unfolded(raw: dict[str, Json], at: str) -> tuple[dict[str, Json], Many]:
    """A repeated node: what describes one item joins what describes all of them."""
    place = Place(raw, at, raw.keys())
    items = place.mapping("items")
    for key in items:
        if key in raw and key != "type":
            raise place.refuse(f"items.{key}", N_("“%(name)s” stands at the list and at its items."), name=key)
    least, most = place.whole("minItems", 0), place.whole("maxItems", None, 1)
    if most is not None and most < (least or 0):
        raise place.refuse("maxItems", N_("maxItems is below minItems."))
    if (least or 0) > LARGEST_LIST:
        raise place.refuse("minItems", N_("A number up to %(most)s is expected."), most=LARGEST_LIST)
    outer = {key: value for key, value in raw.items() if key not in (*_OUTER, "type")}
    return {**outer, **items}, Many(least or 0, most and min(most, LARGEST_LIST))


def _group(place: Place, path: str, is_required: bool, many: Many | None, around: Surroundings) -> Group:
    widget = place.words("x-fw-widget", "group")
    if place.words("type", "object") != "object":
        raise place.refuse("type", N_("A group has the type object."))
    if "oneOf" in place and "required" in place:
        raise place.refuse("required", N_("A choice (oneOf) names what is required in its branches."))
    filled = place
    if widget in BLOCKS:
        raw = {**place.raw, "properties": block_properties(place, widget)}
        filled = Place(raw, place.path, GROUP)
    names = around.names | filled.mapping("properties").keys() if many else around.names
    nodes = read_nodes(filled, path, Surroundings(names, around.codelists, around.depth + 1))
    title, description = place.title_and_help()
    visible_if, required_if, checks = read_rules(place, around.names)
    return Group(
        path=path, name=path.rpartition("/")[2], title=title, help=description, is_required=is_required, many=many,
        visible_if=visible_if, required_if=required_if, checks=checks, legal=place.legal(), nodes=nodes,
        widget=widget, is_choice=_is_choice(place, nodes),
    )  # fmt: skip


def _is_choice(place: Place, nodes: tuple[AnyNode, ...]) -> bool:
    """`oneOf` with one required property in each branch: exactly one of the children is filled."""
    if "oneOf" not in place:
        return False
    branches = [Place(raw, path, ("required",)).texts("required") for path, raw in place.entries("oneOf")]
    if sorted(branches) != sorted((node.name,) for node in nodes):
        raise place.refuse("oneOf", N_('One branch {"required": ["name"]} for each property is expected.'))
    return True


def _field(place: Place, path: str, is_required: bool, many: Many | None, around: Surroundings) -> Field:
    widget = place.words("x-fw-widget")
    _check_type(place, widget)
    codelist = None
    if widget in ("choice", "multichoice"):
        codelist = read_codelist(place, around.codelists)
    title, description = place.title_and_help()
    visible_if, required_if, checks = read_rules(place, around.names)
    kind = KINDS.get(widget)
    field = Field(
        path=path, name=path.rpartition("/")[2], title=title, help=description, is_required=is_required, many=many,
        visible_if=visible_if, required_if=required_if, checks=checks, legal=place.legal(), widget=widget,
        limits=read_limits(place, widget), codelist=codelist, prefill=read_prefill(place),
        default=place.raw.get("default"), example=next(iter(place.texts("examples")), ""),
        autocomplete=place.words("x-fw-autocomplete", kind.autocomplete if kind else ""),
        is_readonly=place.flag("readOnly"), is_hidden=place.flag("x-fw-hidden"),
    )  # fmt: skip
    _check_default(place, field)
    return field


def _check_type(place: Place, widget: str) -> None:
    if widget == "label":
        if "type" in place:
            raise place.refuse("type", N_("A label has no type: it is only read."))
        return
    expected = KINDS[widget].json_type
    found = place.words("type", expected)
    if found != expected and not (widget == "number" and found == "integer"):
        raise place.refuse("type", N_("The widget %(widget)s has the type %(type)s."), widget=widget, type=expected)


def _check_default(place: Place, field: Field) -> None:
    if field.default is None or field.widget == "label":
        return
    try:
        checked(field.default, field)
    except Wrong as wrong:
        raise Refused(wrong.msgid, place=place.at("default"), line=None, column=None, **wrong.values) from None


def read_rules(
    place: Place, names: Iterable[str]
) -> tuple[Expression | None, Expression | None, tuple[Check, ...]]:  # fmt: skip
    """Visibility, requiredness and checks, compiled."""
    checks = []
    for path, raw in place.entries("x-fw-checks"):
        entry = Place(raw, path, ("feel", "de", "en"))
        text = Text(entry.words("de"), entry.words("en", ""))
        checks.append(Check(compile_rule(entry.words("feel"), names, f"{path}.feel"), text))
    visible_if, required_if = (
        compile_rule(place.words(key), names, place.at(key)) if key in place else None
        for key in ("x-fw-visible-if", "x-fw-required-if")
    )
    return visible_if, required_if, tuple(checks)


def compile_rule(text: str, names: Iterable[str], place: str) -> Expression:
    """A rule of a form. Raises Refused.

    Compiling costs time for every name; the few that the text can mean are tried first, all of them only for a
    good message.
    """
    try:
        return compile_expression(text, [name for name in names if name in text], place=place)
    except Refused:
        return compile_expression(text, names, place=place)
