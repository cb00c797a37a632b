"""XDatenfelder become forms: counted exactly, nothing lost, no rule guessed."""

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from fahrwasser.core.forms import journey, page_inputs, read_form, read_page
from fahrwasser.core.forms.xdatenfelder import (
    Imported,
    UnsupportedStandard,
    convert,
    read_source,
    structure_faults,
)
from fahrwasser.core.refused import Refused
from form_samples import NOW
from paths import shared_data

PERMIT = "bewohnerparkausweis/S05000058V1.0_xdf2.xml"
OWN = "own/S99000001_xdf3.xml"
FILES = [PERMIT, "flxbe/data-group-rule.xml", "flxbe/rule.xml", "flxbe/label.xml", "flxbe/xmlstruct_xdf3.xml", OWN]


def content_of(name: str) -> bytes:
    return shared_data(f"fim/{name}").read_bytes()


def taken(content: bytes, folder: Path | None = None) -> Imported:
    lists = {path.name: path.read_bytes() for path in folder.glob("*.xml")} if folder else {}
    return convert(read_source(content, what="test"), content, file="test.xml", lists=lists)


def imported(name: str) -> Imported:
    return taken(content_of(name), shared_data(f"fim/{name}").parent)


def changed(old: str, new: str, name: str = PERMIT) -> bytes:
    """A file with one change; fails if there is nothing to change."""
    text = content_of(name).decode("utf-8")
    assert old in text
    return text.replace(old, new).encode("utf-8")


@pytest.mark.parametrize(
    ("name", "counts", "unreadable"),
    [
        (PERMIT, (33, 8, 2, 6), []),
        ("flxbe/data-group-rule.xml", (0, 1, 1, 0), ["R60000037"]),
        ("flxbe/rule.xml", (0, 0, 1, 0), ["R60000037"]),
        ("flxbe/label.xml", (1, 0, 0, 0), []),
        ("flxbe/xmlstruct_xdf3.xml", (1, 1, 1, 0), ["R00001"]),
        (OWN, (17, 4, 4, 2), ["R99000002", "R99000003", "R99000004"]),
    ],
)
def test_files_import_with_the_expected_counts(name: str, counts: tuple[int, ...], unreadable: list[str]) -> None:
    source = read_source(content_of(name), what=name)
    assert structure_faults(source) == ()
    report = imported(name).report
    assert tuple(report[key] for key in ("fields", "groups", "rules", "codelists")) == counts
    assert report["unreadable_rules"] == unreadable
    assert report["standard"] == ("xdf-3.0.0" if "xdf3" in name else "xdf-2.0")


@pytest.mark.parametrize("name", FILES)
def test_nothing_the_source_says_is_lost(name: str) -> None:
    said = json.dumps(imported(name).schema, ensure_ascii=False)
    everything = " ".join(" ".join(said.replace("\\r", " ").replace("\\n", " ").replace('\\"', '"').split()).split())
    root = etree.fromstring(content_of(name))
    texts = [element.text or "" for element in root.iter(etree.Element)]
    texts += [
        str(value) for element in root.iter(etree.Element) for key, value in element.attrib.items() if "}" not in key
    ]
    for text in texts:
        collapsed = " ".join(text.split())
        assert collapsed.replace("\\", "\\\\") in everything or collapsed in everything, collapsed


@pytest.mark.parametrize("name", FILES)
def test_imported_form_can_be_asked_as_it_stands(name: str) -> None:
    form = read_form(imported(name).schema)
    way = journey(form, {}, now=NOW)
    for page in way.pages:
        page_inputs(form, page.id, {}, now=NOW)
        read_page(form, page.id, {}, {}, now=NOW)


def test_permit_is_filled_in_to_the_end() -> None:
    form = read_form(imported(PERMIT).schema)
    answers: Any = {}
    typed = {
        "date": "3.10.2026", "number": "12345", "yesno": "ja", "text": "Muster", "time": "14:30", "money": "1",
    }  # fmt: skip
    special = {"F00000054": "01796", "F05000068": "0151123456", "F00000084": "a", "F05001247": "a"}
    stored = {"ref": "r", "filename": "f.pdf", "mediaType": "application/pdf", "size": 9, "sha512": "ab"}

    def fill(inputs: Any, posted: dict[str, list[str]], files: dict[str, Any]) -> None:
        for one in inputs:
            if one.kind == "file":
                files[one.name] = stored
            elif one.options:
                posted[one.name] = [one.options[-1].value]
            elif one.kind in typed:
                own = [value for key, value in special.items() if f".{key}" in one.name]
                posted[one.name] = [own[0] if own else typed[one.kind]]
            fill(one.children, posted, files)
            for row in one.rows:
                fill(row.inputs, posted, files)

    page: str | None = form.pages[0].id
    while page is not None:
        posted: dict[str, list[str]] = {}
        files: dict[str, Any] = {}
        fill(page_inputs(form, page, answers, now=NOW), posted, files)
        read = read_page(form, page, posted, answers, now=NOW, files=files)
        assert dict(read.problems) == {}
        answers = read.answers
        page = read.way.next_after(page)
    assert journey(form, answers, now=NOW).is_complete
    assert answers["G05000496"]["F05000060"] == ["Muster"]


def test_the_two_prose_rules_of_the_permit_are_rules_of_the_form() -> None:
    form = read_form(imported(PERMIT).schema)
    other = {"G05000477": {"F05001047": "02"}, "G05000493": {"F05001347": "02"}}
    needed = journey(form, other, now=NOW).required
    assert {"G05000499", "G05000493/G05000599"} <= needed
    own = {"G05000477": {"F05001047": "01"}, "G05000493": {"F05001347": "01"}}
    assert needed - journey(form, own, now=NOW).required >= {"G05000499", "G05000493/G05000599"}


def test_permit_has_the_shape_of_its_source() -> None:
    schema = imported(PERMIT).schema
    form = read_form(schema)
    assert len({node["x-fw-id"] for node in _nodes(schema) if node["x-fw-kind"] == "field"}) == 31
    assert sum(node.is_required for node in form.by_path.values()) == 35
    assert [node.path for node in form.by_path.values() if node.many] == ["G05000496/F05000060"]
    assert sum(node.widget == "choice" for node in form.fields) == 7
    sizes = {len(node.codelist.codes) for node in form.fields if node.codelist}
    assert sizes == {1, 2, 197}
    assert "ref" in schema["properties"]["G05000496"]["properties"]["F05000523"]["x-fw-codelist"]


def _nodes(schema: Any) -> list[Any]:
    found = []
    for node in schema.get("properties", {}).values():
        inner = node.get("items", node)
        found += [node, *_nodes(inner)]
    return found


def test_every_node_knows_its_identity_and_legal_basis() -> None:
    for node in _nodes(imported(PERMIT).schema):
        assert node["x-fw-path"].endswith(node["x-fw-id"])
        assert {entry["origin"] for entry in node["x-fw-legal"]} <= {"field", "group", "structure", "schema"}


def test_own_file_keeps_what_only_3_0_has() -> None:
    schema = imported(OWN).schema
    nodes = {node["x-fw-id"]: node for node in _nodes(schema)}
    assert nodes["F99000012"]["x-fw-required-if"] == 'F99000011 = "02"'
    assert nodes["F99000012"]["x-fw-upload"] == {"maxBytes": 10485760, "mediaTypes": ["application/pdf", "image/jpeg"]}
    assert nodes["F99000011"]["x-fw-codelist"]["help"] == {"02": "Prüfungszeugnis nötig"}
    assert (nodes["F99000004"]["readOnly"], nodes["F99000004"]["default"]) == (True, "Musterstadt")
    assert nodes["F99000003"]["x-fw-hidden"]
    assert nodes["F99000001"]["x-fw-prefill"] == {"duty": "verpflichtend"}
    assert [entry["origin"] for entry in nodes["F99000001"]["x-fw-legal"]] == ["structure", "structure"]
    assert nodes["G99000003"]["oneOf"] == [{"required": ["G99000004"]}, {"required": ["F99000014"]}]
    assert (nodes["G99000002"]["minItems"], nodes["G99000002"]["maxItems"]) == (1, 4)
    assert nodes["F99000006"]["items" if "items" in nodes["F99000006"] else "pattern"] == "^(?:[\\p{L} '-]+)$"
    assert imported(OWN).report["unresolved_codelists"] == [
        "urn:de:bund:destatis:bevoelkerungsstatistik:schluessel:staat_2020-05-11"
    ]


def test_lists_of_another_folder_resolve_by_their_uri() -> None:
    folder = shared_data(f"fim/{PERMIT}").parent
    assert taken(content_of(OWN), folder).report["unresolved_codelists"] == []


def test_list_is_found_by_the_id_in_its_file_name_too() -> None:
    content = changed("<xdf:canonicalVersionUri>Halterdaten_0.1<", "<xdf:canonicalVersionUri>Halterdaten_9.9<")
    assert taken(content, shared_data(f"fim/{PERMIT}").parent).report["unresolved_codelists"] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('bei F05001047 "02 Das', 'bei F05001047 "07 Das'),  # no such code
        ("bei F05001047", "bei F05009999"),  # no such field
        ("bei F05001047", "bei F00000054"),  # stands at two places
        ("G05000499 zur Pflichtangabe", "G05000499 vielleicht zur Pflichtangabe"),  # other words
    ],
)
def test_rule_that_is_not_certain_is_listed_and_not_guessed(old: str, new: str) -> None:
    found = taken(changed(old, new), shared_data(f"fim/{PERMIT}").parent)
    assert found.report["unreadable_rules"] == ["R05000281"]
    (task,) = found.schema["x-fw-form"]["unreadable"]
    assert task["reason"]
    assert "Pflichtangabe" in task["prose"]
    assert "x-fw-required-if" not in found.schema["properties"]["G05000499"]


def test_typographic_quotes_and_plural_are_read() -> None:
    prose = (
        "Wenn bei F99000011 „02 Rettungshund“ angegeben wird, dann werden F99000012 und F99000009 zu Pflichtangaben."
    )
    old = re.search(r"<xdf:freitextRegel>(Wenn bei[^<]*)<", content_of(OWN).decode())
    assert old
    found = taken(changed(old[1], prose, OWN))
    assert "R99000001" not in found.report["unreadable_rules"]
    nodes = {node["x-fw-id"]: node for node in _nodes(found.schema)}
    assert nodes["F99000009"]["x-fw-required-if"] == 'F99000011 = "02"'


def test_yes_rule_makes_fields_visible() -> None:
    prose = (
        '"F99000011 Ermäßigungsgrund, falls vorhanden" und "F99000012 Nachweis" sind nur dann zu befüllen, '
        'wenn "F99000010 Gefährlicher Hund" bejaht wurde.'
    )
    old = "Über die Zwingersteuer entscheidet die Gemeinde nach Anhörung des Vereins."
    schema = taken(changed(old, prose, OWN)).schema
    form = read_form(schema)
    row = {"F99000011": "01"}
    assert "G99000002/0/F99000011" in journey(form, {"G99000002": [row]}, now=NOW).hidden
    assert "G99000002/0/F99000011" not in journey(form, {"G99000002": [row | {"F99000010": True}]}, now=NOW).hidden


def test_twins_get_numbers_and_strange_ids_names() -> None:
    schema = imported(PERMIT).schema
    assert "F00_4cb0dd14_629c_4661_9435_4e9eadc43e07" in schema["properties"]
    content = changed("<xdf:id>F05001344<", "<xdf:id>F00-4cb0dd14-629c-4661-9435-4e9eadc43e07<")
    twin = list(taken(content).schema["properties"].values())[1]
    assert twin["x-fw-path"] == "S05000058/F00-4cb0dd14-629c-4661-9435-4e9eadc43e07~2"


def test_broken_precision_stays_verbatim_with_a_warning() -> None:
    old = '{"minLength":"1","maxLength":"120"}'
    found = taken(changed(old, '{"minLength": 1,'))
    assert sum("praezisierung cannot be read" in warning for warning in found.report["warnings"]) == 2
    assert '{\\"minLength\\": 1,' in json.dumps(found.schema)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("<xdf:anzahl>1:*</xdf:anzahl>", "<xdf:anzahl>viele</xdf:anzahl>", "anzahl"),
        ("<xdf:anzahl>1:*</xdf:anzahl>", "<xdf:anzahl>3:2</xdf:anzahl>", "downwards"),
        ("<xdf:anzahl>1:*</xdf:anzahl>", "", "anzahl"),
        ("<code>file</code>", "<code>datei</code>", "datentyp"),
        ("<code>file</code>", "<xdf:code>file</xdf:code>", "without namespace"),
        ("<xdf:version>1.0</xdf:version>", "<xdf:version>eins</xdf:version>", "version"),
        ("<xdf:inhalt></xdf:inhalt>", "<xdf:inhalt><xdf:b/></xdf:inhalt>", "text only"),
        ("<xdf:freigabedatum>2021-10-20<", "<xdf:freigabedatum>20.10.2021<", "freigabedatum"),
        ("<xdf:header>", '<xdf:header fremd="1">', "attribute"),
        ("<xdf:header>", "<xdf:kopf/><xdf:header>", "header"),
    ],
)
def test_structure_check_names_line_and_element(old: str, new: str, said: str) -> None:
    faults = structure_faults(read_source(changed(old, new), what="test"))
    assert said in faults[0].text
    assert faults[0].line > 1
    taken(changed(old, new))  # --lenient takes it as far as it goes


@pytest.mark.parametrize(
    ("namespace", "standard"),
    [
        ("urn:xoev-de:fim:standard:xdatenfelder_1", "xdf-1"),
        ("urn:xoev-de:fim:standard:xdatenfelder_3.1.0", "xdf-3.1.0"),
        ("urn:example", "urn:example"),
    ],
)
def test_other_standards_are_named_and_refused(namespace: str, standard: str) -> None:
    with pytest.raises(UnsupportedStandard) as refused:
        read_source(changed("urn:xoev-de:fim:standard:xdatenfelder_2", namespace), what="test")
    assert refused.value.standard == standard


SCHEMAS: dict[str, Any] = {}


def xsd(version: str) -> Any:
    if version not in SCHEMAS:
        SCHEMAS[version] = etree.XMLSchema(etree.parse(shared_data(f"fim/xsd/{version}/xdatenfelder.xsd")))
    return SCHEMAS[version]


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_our_structure_check_agrees_with_the_official_schemas(data: st.DataObject) -> None:
    """One change each; an empty version is ours to allow, fixed list attributes are left to the XSD."""
    name, version = data.draw(st.sampled_from([(PERMIT, "2.0"), (OWN, "3.0.0")]))
    root = etree.fromstring(content_of(name))
    element = data.draw(st.sampled_from([element for element in root.iter(etree.Element) if element is not root]))
    kind = data.draw(st.sampled_from(["drop", "text", "twin", "name", "attribute"]))
    if kind == "drop":
        element.getparent().remove(element)
    elif kind == "text":
        element.text = data.draw(st.sampled_from(["x", "9", "1:4", "2020-01-01"]))
    elif kind == "twin":
        element.addnext(deepcopy(element))
    elif kind == "name":
        element.tag = element.tag + "x"
    else:
        element.set("fremd", "1")
    faults = structure_faults(read_source(etree.tostring(root), what="test"))
    assert bool(faults) == (not xsd(version).validate(root)), faults


def test_groups_nested_too_deep_are_refused_not_cut_off() -> None:
    root = etree.fromstring(content_of(PERMIT))
    space = {"x": root.nsmap["xdf"]}
    (group,) = root.xpath("//x:datenfeldgruppe[x:identifikation/x:id='G05000499']", namespaces=space)
    for _ in range(25):
        structure = deepcopy(group.getparent().getparent())
        group.append(structure)
        group = structure.find(".//x:datenfeldgruppe", space)
        for twin in group.findall("x:struktur", space):
            group.remove(twin)
    with pytest.raises(Refused, match="deep"):
        taken(etree.tostring(root))


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_damaged_file_is_refused_or_taken_as_far_as_it_goes(data: st.DataObject) -> None:
    """Elements go, move or change their text: a list of faults and a form, never a crash."""
    root = etree.fromstring(content_of(OWN))
    for _ in range(data.draw(st.integers(1, 6))):
        elements = [element for element in root.iter(etree.Element) if element.getparent() is not None]
        if not elements:
            break
        element = data.draw(st.sampled_from(elements))
        kind = data.draw(st.sampled_from(["drop", "text", "twin", "name"]))
        if kind == "drop":
            element.getparent().remove(element)
        elif kind == "text":
            texts = ["", "x", "1:0", "0:999", "-5", "[", "{}", "bool", "F99000012", "ß" * 6000]
            element.text = data.draw(st.sampled_from(texts))
        elif kind == "twin":
            element.addnext(deepcopy(element))
        else:
            element.tag = data.draw(st.sampled_from(["code", "x", element.tag + "x"]))
    content = etree.tostring(root)
    source = read_source(content, what="test")
    structure_faults(source)
    try:
        schema = convert(source, content, file="f.xml", lists={}).schema
    except Refused:
        return
    journey(read_form(schema), {}, now=NOW)
