"""Blocks → `content.xml`: real headings, lists and tables, so that the text can be edited and read aloud."""

import re
from collections.abc import Sequence

from lxml import etree

from fahrwasser.core.letters.odt.blocks import Block, Contents, Grid, Heading, PageBreak, Points, Text, Words

NAMESPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xlink": "http://www.w3.org/1999/xlink",
    "manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
}
VERSION = "1.3"
WIDTH_CM = 16.3
WIDEST = 60
"""Letters: longer cells wrap anyway and must not take the room of the others."""
LETTER_CM, PADDING_CM = 0.2, 0.3
"""Width of a letter of 9.5 pt, and the room left and right of a cell."""

_NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_GAP = re.compile(r"\n[ \t]*\n")
_CELL_BORDER = {"Kopf": "1pt solid #0b2a4a", "Inhalt": "0.5pt solid #c3c8d6", "Summe": "0.5pt solid #c3c8d6"}


def element(name: str, attributes: dict[str, str] | None = None, words: str | None = None) -> etree._Element:
    """`element("text:p", {"text:style-name": "Text"}, "…")`: one element of the OpenDocument names."""
    made = etree.Element(_name(name), {_name(key): value for key, value in (attributes or {}).items()})
    if words is not None:
        say(made, words)
    return made


def say(parent: etree._Element, words: str) -> None:
    """Text at the end of an element; line breaks stay, what XML cannot carry is left out."""
    for number, line in enumerate(clean(words).split("\n")):
        if number:
            etree.SubElement(parent, _name("text:line-break"))
        last = parent[-1] if len(parent) else None
        if last is None:
            parent.text = (parent.text or "") + line
        else:
            last.tail = (last.tail or "") + line


def clean(words: str) -> str:
    """The characters that XML may carry, with one kind of line break."""
    return _NOT_XML.sub("", words.replace("\r\n", "\n").replace("\r", "\n")).replace("\t", " ")


def content(text: Text) -> etree._Element:
    """The root of `content.xml`."""
    root = etree.Element(_name("office:document-content"), {_name("office:version"): VERSION}, nsmap=NAMESPACES)
    styles = etree.SubElement(root, _name("office:automatic-styles"))
    body = etree.SubElement(etree.SubElement(root, _name("office:body")), _name("office:text"))
    _common_styles(styles)
    breaks, tables = False, 0
    for block in text.blocks:
        if isinstance(block, PageBreak):
            breaks = True
            continue
        if isinstance(block, Grid):
            tables += 1
            _column_styles(styles, block, tables)
            body.extend(_grid(block, tables))
        else:
            found = _contents(block, text.blocks) if isinstance(block, Contents) else _plain(block)
            if breaks and found:
                _break_before(found[0], styles)
            body.extend(found)
        breaks = False
    return root


def _plain(block: Block) -> Sequence[etree._Element]:
    if isinstance(block, Heading):
        level = str(block.level)
        head = element("text:h", {"text:style-name": f"Heading_20_{level}", "text:outline-level": level})
        if block.is_listed:
            mark = element("text:bookmark", {"text:name": mark_of(block.text)})
            head.append(mark)
        say(head, block.text)
        return [head]
    if isinstance(block, Points):
        made = element("text:list", {"text:style-name": "Nummern" if block.is_numbered else "Punkte"})
        for words in block.items:
            item = etree.SubElement(made, _name("text:list-item"))
            item.append(element("text:p", {"text:style-name": "Listenpunkt"}, words))
        return [made] if block.items else []
    return _words(block) if isinstance(block, Words) else []


def _words(block: Words) -> Sequence[etree._Element]:
    found = []
    for number, words in enumerate(_GAP.split(clean(block.text).strip())):
        line = element("text:p", {"text:style-name": block.style})
        if block.lead and number == 0:
            line.append(element("text:span", {"text:style-name": "Fett"}, block.lead))
        say(line, words)
        found.append(line)
    return found


def mark_of(words: str) -> str:
    """Name of the place a line of the contents leads to."""
    return "k-" + re.sub(r"\W+", "-", words.lower()).strip("-")


def _contents(block: Contents, blocks: Sequence[Block]) -> Sequence[etree._Element]:
    made = element("text:table-of-content", {"text:name": block.title, "text:protected": "false"})
    source = element("text:table-of-content-source", {"text:outline-level": "2", "text:use-index-marks": "false"})
    source.append(element("text:index-title-template", words=block.title))
    for level in ("1", "2"):
        entry = element(
            "text:table-of-content-entry-template", {"text:outline-level": level, "text:style-name": "Inhalt"}
        )
        entry.append(element("text:index-entry-link-start"))
        entry.append(element("text:index-entry-text"))
        entry.append(element("text:index-entry-tab-stop", {"style:type": "right", "style:leader-char": "."}))
        entry.append(element("text:index-entry-page-number"))
        entry.append(element("text:index-entry-link-end"))
        source.append(entry)
    made.append(source)
    body = etree.SubElement(made, _name("text:index-body"))
    title = etree.SubElement(body, _name("text:index-title"), {_name("text:name"): f"{block.title}, Titel"})
    title.append(element("text:p", {"text:style-name": "Tabellentitel"}, block.title))
    for head in blocks:
        if isinstance(head, Heading) and head.is_listed:
            line = element("text:p", {"text:style-name": "Inhalt"})
            line.append(element("text:a", {"xlink:type": "simple", "xlink:href": f"#{mark_of(head.text)}"}, head.text))
            body.append(line)
    return [made]


def _grid(block: Grid, number: int) -> Sequence[etree._Element]:
    name = f"Tabelle{number}"
    table = element("table:table", {"table:name": name, "table:style-name": name})
    table.append(element("table:title", words=block.caption))
    for column in range(len(block.heads)):
        table.append(element("table:table-column", {"table:style-name": f"{name}.{column + 1}"}))
    heads = etree.SubElement(table, _name("table:table-header-rows"))
    heads.append(_row([head.title for head in block.heads], block, "Kopf"))
    for row in block.rows:
        table.append(_row(row, block, "Inhalt"))
    if block.total:
        table.append(_row(block.total, block, "Summe"))
    note = [element("text:p", {"text:style-name": "Tabellennotiz"}, block.note)] if block.note else []
    return [element("text:p", {"text:style-name": "Tabellentitel"}, block.caption), table, *note]


def _row(words: Sequence[str], block: Grid, kind: str) -> etree._Element:
    row = element("table:table-row", {"table:style-name": "Zeile"})
    for head, cell in zip(block.heads, words, strict=True):
        made = element("table:table-cell", {"table:style-name": f"Zelle{kind}", "office:value-type": "string"})
        style = {"Kopf": "Tabellenkopf", "Inhalt": "Tabelleninhalt", "Summe": "Tabellensumme"}[kind]
        if head.is_number:
            style = "Tabellenzahl" if kind == "Inhalt" else f"{style}_20_Zahl"
        made.append(element("text:p", {"text:style-name": style}, cell))
        row.append(made)
    return row


def _common_styles(styles: etree._Element) -> None:
    row = element("style:style", {"style:name": "Zeile", "style:family": "table-row"})
    row.append(element("style:table-row-properties", {"fo:keep-together": "always"}))
    styles.append(row)
    for kind, border in _CELL_BORDER.items():
        cell = element("style:style", {"style:name": f"Zelle{kind}", "style:family": "table-cell"})
        edges = {"fo:padding": "0.1cm", "fo:border": "none", "fo:border-bottom": border}
        if kind == "Summe":
            edges["fo:border-top"] = "1pt solid #0b2a4a"
        cell.append(element("style:table-cell-properties", edges))
        styles.append(cell)


def _column_styles(styles: etree._Element, block: Grid, number: int) -> None:
    name = f"Tabelle{number}"
    table = element("style:style", {"style:name": name, "style:family": "table"})
    table.append(element("style:table-properties", {"style:width": f"{WIDTH_CM}cm", "table:align": "margins"}))
    styles.append(table)
    for column, width in enumerate(_widths(block), start=1):
        style = element("style:style", {"style:name": f"{name}.{column}", "style:family": "table-column"})
        shares = {"style:column-width": f"{width:.3f}cm", "style:rel-column-width": f"{width * 1000:.0f}*"}
        style.append(element("style:table-column-properties", shares))
        styles.append(style)


def _widths(block: Grid) -> list[float]:
    """Centimetres: every column holds its longest word or figure; long texts share the rest by their length."""
    lines = [[head.title for head in block.heads], *block.rows, *([block.total] if block.total else [])]
    columns = [[clean(line[column]) for line in lines] for column in range(len(block.heads))]
    least = [
        PADDING_CM + LETTER_CM * max(_unbroken(cell, head.is_number and row > 0) for row, cell in enumerate(cells))
        for head, cells in zip(block.heads, columns, strict=True)
    ]
    room = max(0.0, WIDTH_CM - sum(least))
    wanted = [min(WIDEST, max(map(len, cells))) for cells in columns]
    asked = [
        0.0 if head.is_number else max(0.0, LETTER_CM * want - low)
        for head, want, low in zip(block.heads, wanted, least, strict=True)
    ]
    share = room / sum(asked) if sum(asked) else 0.0
    widths = [low + share * more for low, more in zip(least, asked, strict=True)]
    if not sum(asked):
        widths[0] += room
    return [width * WIDTH_CM / sum(widths) for width in widths]


def _unbroken(cell: str, is_figure: bool) -> int:
    """Letters that stay in one line."""
    return len(cell) if is_figure else max((len(word) for word in cell.split(" ")), default=0)


def _break_before(first: etree._Element, styles: etree._Element) -> None:
    """An own style of the paragraph that begins the page."""
    parent = first.get(_name("text:style-name"))
    if parent is None:
        return
    name = f"Seite{len(styles)}"
    style = element("style:style", {"style:name": name, "style:family": "paragraph", "style:parent-style-name": parent})
    style.append(element("style:paragraph-properties", {"fo:break-before": "page"}))
    styles.append(style)
    first.set(_name("text:style-name"), name)


def _name(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"
