"""A paper as OpenDocument text: a sound package, real headings, lists and tables, German, the same bytes again."""

import io
import zipfile
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from fahrwasser.core.letters.odt.blocks import Contents, Grid, Head, Heading, PageBreak, Points, Text, Words
from fahrwasser.core.letters.odt.content import NAMESPACES
from fahrwasser.core.letters.odt.package import odt

SAMPLE = Text(
    title="Digitale Agenda",
    author="Stadt Lindenau",
    subject="Vorlage für den Stadtrat",
    made=date(2026, 11, 22),
    running_head="Stadt Lindenau · Digitale Agenda",
    foot="Entwurf",
    blocks=(
        Heading(1, "Digitale Agenda"),
        Contents("Inhalt"),
        PageBreak(),
        Heading(2, "Ziele", is_listed=True),
        Words("Erster Absatz.\n\nZweiter\nAbsatz.", lead="Ziel: "),
        Points(("eins", "zwei"), is_numbered=True),
        Grid(
            "Kosten",
            (Head("Jahr"), Head("Geld", is_number=True)),
            (("2027", "10 €"),),
            total=("Summe", "10 €"),
            note="geschätzt",
        ),
    ),
)


def parts(content: bytes) -> dict[str, etree._Element]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: etree.fromstring(package.read(name)) for name in package.namelist() if name.endswith(".xml")}


def found(root: Any, path: str) -> list[Any]:
    return list(root.iterfind(f".//{path}", NAMESPACES))


def words(element: Any) -> str:
    return "".join(element.itertext())


def test_mimetype_comes_first_and_is_not_compressed() -> None:
    content = odt(SAMPLE)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        first = package.infolist()[0]
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
        assert package.read("mimetype") == b"application/vnd.oasis.opendocument.text"
        assert package.testzip() is None
    assert content[30:38] == b"mimetype"  # where programs look for it without unpacking
    listed = {
        entry.get(f"{{{NAMESPACES['manifest']}}}full-path")
        for entry in found(parts(content)["META-INF/manifest.xml"], "manifest:file-entry")
    }
    assert listed == {"/", "content.xml", "styles.xml", "meta.xml"}


def test_title_and_language_are_named() -> None:
    made = parts(odt(SAMPLE))
    meta = made["meta.xml"]
    assert words(found(meta, "dc:title")[0]) == "Digitale Agenda"
    assert words(found(meta, "dc:language")[0]) == "de-DE"
    default = found(made["styles.xml"], "style:default-style")[0]
    properties = found(default, "style:text-properties")[0]
    fo = f"{{{NAMESPACES['fo']}}}"
    assert (properties.get(f"{fo}language"), properties.get(f"{fo}country")) == ("de", "DE")


def test_every_page_has_its_head_and_its_number() -> None:
    styles = parts(odt(SAMPLE))["styles.xml"]
    assert words(found(styles, "style:header")[0]) == "Stadt Lindenau · Digitale Agenda"
    foot = found(styles, "style:footer")[0]
    assert found(foot, "text:page-number")
    assert found(foot, "text:page-count")
    assert words(foot).startswith("Entwurf")


def test_headings_are_headings_and_the_contents_lead_to_them() -> None:
    content = parts(odt(SAMPLE))["content.xml"]
    levels = [int(head.get(f"{{{NAMESPACES['text']}}}outline-level")) for head in found(content, "text:h")]
    assert levels == [1, 2]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    (link,) = found(content, "text:a")
    marks = {mark.get(f"{{{NAMESPACES['text']}}}name") for mark in found(content, "text:bookmark")}
    assert link.get(f"{{{NAMESPACES['xlink']}}}href").removeprefix("#") in marks


def test_table_has_a_header_row_that_is_repeated_and_its_caption() -> None:
    content = parts(odt(SAMPLE))["content.xml"]
    (table,) = found(content, "table:table")
    (heads,) = found(table, "table:table-header-rows")
    assert [words(cell) for cell in found(heads, "table:table-cell")] == ["Jahr", "Geld"]
    rows = [[words(cell) for cell in found(row, "table:table-cell")] for row in found(table, "table:table-row")]
    assert rows[1:] == [["2027", "10 €"], ["Summe", "10 €"]]
    assert words(found(table, "table:title")[0]) == "Kosten"


def test_every_style_that_is_used_is_there() -> None:
    made = parts(odt(SAMPLE))
    key = f"{{{NAMESPACES['style']}}}name"
    known = {style.get(key) for part in made.values() for style in part.iter() if style.get(key)}
    for prefix in ("text", "table"):
        name = f"{{{NAMESPACES[prefix]}}}style-name"
        used = {element.get(name) for element in made["content.xml"].iter() if element.get(name)}
        assert used <= known


def test_paragraphs_and_line_breaks_stay_as_typed() -> None:
    content = parts(odt(SAMPLE))["content.xml"]
    lines = [words(line) for line in found(content, "text:p")]
    assert "Ziel: Erster Absatz." in lines
    broken = next(line for line in found(content, "text:p") if words(line) == "ZweiterAbsatz.")
    assert found(broken, "text:line-break")


def test_same_values_give_the_same_bytes() -> None:
    assert odt(SAMPLE) == odt(SAMPLE)


@settings(max_examples=60, deadline=None)
@given(typed=st.text(max_size=200))
def test_whatever_people_type_the_file_stays_sound(typed: str) -> None:
    grid = Grid(typed, (Head(typed), Head("b", is_number=True)), ((typed, typed),), note=typed)
    blocks = (Heading(1, typed), Heading(2, typed, is_listed=True), Words(typed), Points((typed,)), grid)
    made = parts(odt(Text(typed, typed, typed, date(2026, 1, 1), blocks, typed, typed)))
    assert found(made["content.xml"], "text:h")


@pytest.mark.parametrize("markup", ["<script>", "&amp;", "]]>", "<!--"])
def test_markup_is_printed_not_read(markup: str) -> None:
    made = parts(odt(Text("t", "a", "s", date(2026, 1, 1), (Words(markup),))))
    assert words(found(made["content.xml"], "text:p")[0]) == markup
