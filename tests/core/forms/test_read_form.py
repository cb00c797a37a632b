"""A form schema is read strictly: every refusal says where and what."""

import json
import re
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fahrwasser.core.forms import journey, read_form
from fahrwasser.core.forms.model import WIDGETS
from fahrwasser.core.forms.read_limits import LIMIT_KEYS
from fahrwasser.core.forms.read_node import COMMON, FIELD, GROUP
from fahrwasser.core.refused import Refused
from form_samples import NOW, dog_answers, dog_schema, dog_ui, field, group, schema
from paths import PROJECT


def test_form_has_its_pages_in_order_and_every_widget() -> None:
    form = read_form(dog_schema(), dog_ui())
    assert [page.id for page in form.pages] == ["person", "hund", "weitere", "kontakt"]
    widgets = {node.widget for node in form.by_path.values() if hasattr(node, "limits")}
    assert widgets == {
        *("text", "textarea", "number", "money", "date", "time", "datetime", "yesno", "choice", "multichoice"),
        *("file", "email", "phone", "iban", "plate", "label"),
    }
    assert form.by_path["halter/vorname"].title.en == "First name"


def test_without_ui_loose_fields_come_first_and_each_group_is_a_page() -> None:
    form = read_form(dog_schema())
    assert [(page.id, page.nodes) for page in form.pages][:2] == [("angaben", ("zweiter",)), ("halter", ("halter",))]


def changed(path: str, value: Any) -> dict[str, Any]:
    """The dog form with one key changed; "-" takes it away."""
    whole = deepcopy(dog_schema())
    *steps, last = path.split("/")
    place: Any = whole
    for step in steps:
        place = place[step]
    if value == "-":
        del place[last]
    else:
        place[last] = value
    return whole


@pytest.mark.parametrize(
    ("path", "value", "place", "said"),
    [
        ("colour", "red", "$", "colour"),
        ("x-fw-form/id", "-", "$.x-fw-form.id", "text"),
        ("$schema", "http://json-schema.org/draft-07/schema", "$.$schema", "2020-12"),
        ("properties/hund/properties/name/widget", "text", "$.properties.hund.properties.name", "widget"),
        ("properties/hund/properties/name/x-fw-widget", "texd", "$.properties.hund.properties.name", "text"),
        ("properties/hund/properties/name/type", "number", "$.properties.hund.properties.name.type", "string"),
        ("properties/hund/properties/name/minimum", 1, "$.properties.hund.properties.name", "minimum"),
        ("properties/hund/properties/name/maxLength", "20", "$.properties.hund.properties.name.maxLength", "number"),
        ("properties/hund/properties/name/pattern", "(", "$.properties.hund.properties.name.pattern", "pattern"),
        ("properties/hund/properties/seit/format", "time", "$.properties.hund.properties.seit.format", "format"),
        ("properties/hund/properties/grund/enum", ["x"], "$.properties.hund.properties.grund.enum", "enum"),
        ("properties/hund/required", ["nam"], "$.properties.hund.required", "nam"),
        ("properties/hund/x-fw-visible-if", "zweiter =", "$.properties.hund.x-fw-visible-if", ""),
        ("properties/hund/x-fw-visible-if", "zweitr = true", "$.properties.hund.x-fw-visible-if", "zweitr"),
        ("properties/zweiter/x-fw-visible-if", 'hund.nam = "Rex"', "zweiter", "name"),
        ("properties/zweiter/x-fw-prefill", {"duty": "immer"}, "$.properties.zweiter.x-fw-prefill.duty", "optional"),
        ("properties/halter/x-fw-parts", ["vornam"], "$.properties.halter.x-fw-parts", "vorname"),
        ("properties/heute", field("date", "Heute"), "$.properties", "heute"),
        ("properties/mein feld", field("date", "Heute"), "$.properties", "mein feld"),
        ("properties/weitere/maxItems", 0, "$.properties.weitere.maxItems", "1"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_schema_is_refused_with_its_path(path: str, value: Any, place: str, said: str) -> None:
    with pytest.raises(Refused) as refused:
        read_form(changed(path, value))
    assert place in refused.value.place
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ({"id": "x", "titel": {"de": "X"}, "felder": ["hund", "nichts"]}, "nichts"),
        ({"id": "x", "titel": {"de": "X"}, "felder": ["hund"]}, "two pages"),
        ({"id": "x", "titel": {"de": "X"}, "felder": ["weitere/name"]}, "repeated"),
        ({"id": "x", "titel": {"en": "X"}, "felder": []}, "text"),
        ({"id": "hund", "titel": {"de": "X"}, "felder": []}, "same id"),
        ({"id": "x", "titel": {"de": "X"}, "felder": [], "nur_wenn": "true"}, "sichtbar_wenn"),
    ],
)
def test_what_is_wrong_with_pages_is_refused(page: dict[str, Any], said: str) -> None:
    ui = dog_ui()
    ui["seiten"].append(page)
    with pytest.raises(Refused, match=said):
        read_form(dog_schema(), ui)


def test_field_on_no_page_is_refused() -> None:
    ui = dog_ui()
    ui["seiten"][1]["felder"] = ["hund"]
    with pytest.raises(Refused, match=r"zweiter.*no page"):
        read_form(dog_schema(), ui)


def test_visibility_in_a_circle_is_refused_and_names_it() -> None:
    circle = {
        "a": field("yesno", "A", x_fw_visible_if="c = true"),
        "b": field("yesno", "B", x_fw_visible_if="a = true"),
        "c": field("yesno", "C", x_fw_visible_if="b = true"),
    }
    with pytest.raises(Refused, match="circle"):
        read_form(schema(circle))


def test_choice_group_names_each_of_its_children_once() -> None:
    children = {"a": field("yesno", "A"), "b": field("yesno", "B")}
    read_form(schema({"g": group("G", children, oneOf=[{"required": ["a"]}, {"required": ["b"]}])}))
    with pytest.raises(Refused, match="branch"):
        read_form(schema({"g": group("G", children, oneOf=[{"required": ["a"]}])}))


@pytest.mark.parametrize(
    "junk", [None, [], "form", 3, {}, {"x-fw-form": {}}, {"x-fw-form": {"id": "a"}, "properties": 3}]
)
def test_junk_is_refused(junk: Any) -> None:
    with pytest.raises(Refused):
        read_form(junk)


def test_example_of_the_reference_is_a_form_and_every_widget_is_explained() -> None:
    text = (PROJECT / "docs/reference/form-schema.md").read_text(encoding="utf-8")
    example, pages = (json.loads(block) for block in re.findall(r"```json\n(.*?)```", text, re.DOTALL))
    assert [page.id for page in read_form(example, pages).pages] == ["person", "hund"]
    assert [widget for widget in WIDGETS if f"`{widget}`" not in text] == []
    keys = {*COMMON, *FIELD, *GROUP, *(key for keys in LIMIT_KEYS.values() for key in keys)}
    assert [key for key in sorted(keys) if key.startswith("x-fw") and f"`{key}`" not in text] == []


def test_rule_of_a_repeated_group_is_about_all_its_rows() -> None:
    rows = changed("properties/weitere/x-fw-checks", [{"feel": "count(weitere) < 3", "de": "Höchstens zwei."}])
    assert read_form(rows).by_path["weitere"].checks
    with pytest.raises(Refused, match="alter"):
        read_form(changed("properties/weitere/x-fw-checks", [{"feel": "alter < 3", "de": "Zu alt."}]))


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value."""
    inner: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, below in inner for place in places(below, (*path, key)))]


@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_any_change_of_a_form_is_read_or_refused(data: st.DataObject) -> None:
    schema, ui = deepcopy(dog_schema()), dog_ui()
    target: Any = {"schema": schema, "ui": ui}
    *way, last = data.draw(st.sampled_from([place for place in places(target) if place]))
    for step in way:
        target = target[step]
    junk = st.sampled_from([None, True, -1, 1e400, "", "x", "[", "date", [], [[]], {}, {"a": {}}, {"properties": 1}])
    broken = {"schema": schema, "ui": ui}
    if way:
        target[last] = data.draw(junk)
    else:
        broken[last] = data.draw(junk)
    try:
        form = read_form(broken["schema"], broken["ui"])
    except Refused as refused:
        assert refused.place
        return
    journey(form, dog_answers(), now=NOW)
