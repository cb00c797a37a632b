"""An OpenDocument text as file: five parts in a zip, `mimetype` first and not compressed (ODF 1.3 part 2, 3.3).

Same values, same bytes: no clock, no name of a machine.
"""

import io
import zipfile
from datetime import UTC, datetime, time
from importlib import resources

from lxml import etree

from fahrwasser.core.letters.odt.blocks import Text
from fahrwasser.core.letters.odt.content import NAMESPACES, VERSION, clean, content, element, say

MIMETYPE = "application/vnd.oasis.opendocument.text"
LANGUAGE = "de-DE"
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_TEXT = f"{{{NAMESPACES['text']}}}"
_STYLE = f"{{{NAMESPACES['style']}}}"


def odt(text: Text) -> bytes:
    """The file. `text` as `blocks.Text`."""
    parts = {
        "content.xml": content(text),
        "styles.xml": _styles(text),
        "meta.xml": _meta(text),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(zipfile.ZipInfo("mimetype", _EARLIEST), MIMETYPE, zipfile.ZIP_STORED)
        for name, root in [*parts.items(), ("META-INF/manifest.xml", _manifest(list(parts)))]:
            entry = zipfile.ZipInfo(name, _EARLIEST)
            made.writestr(entry, etree.tostring(root, xml_declaration=True, encoding="UTF-8"), zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _styles(text: Text) -> etree._Element:
    parser = etree.XMLParser(remove_blank_text=True, resolve_entities=False, no_network=True)
    raw = resources.files("fahrwasser.core.letters.odt").joinpath("styles.xml").read_bytes()
    root = etree.fromstring(raw, parser)
    (head,) = root.iterfind(f".//{_STYLE}header/{_TEXT}p")
    say(head, text.running_head)
    (foot,) = root.iterfind(f".//{_STYLE}footer/{_TEXT}p")
    say(foot, text.foot)
    foot.append(element("text:tab"))
    say(foot, "Seite ")
    foot.append(element("text:page-number", {"text:select-page": "current"}, "1"))
    say(foot, " von ")
    foot.append(element("text:page-count", words="1"))
    return root


def _meta(text: Text) -> etree._Element:
    root = etree.Element(
        f"{{{NAMESPACES['office']}}}document-meta", {f"{{{NAMESPACES['office']}}}version": VERSION}, nsmap=NAMESPACES
    )
    meta = etree.SubElement(root, f"{{{NAMESPACES['office']}}}meta")
    made = datetime.combine(text.made, time(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for name, words in (
        ("dc:title", text.title),
        ("dc:subject", text.subject),
        ("meta:initial-creator", text.author),
        ("dc:creator", text.author),
        ("meta:creation-date", made),
        ("dc:date", made),
        ("dc:language", LANGUAGE),
    ):
        meta.append(element(name, words=clean(words)))
    return root


def _manifest(parts: list[str]) -> etree._Element:
    names = {"manifest": NAMESPACES["manifest"]}
    prefix = f"{{{names['manifest']}}}"
    root = etree.Element(f"{prefix}manifest", {f"{prefix}version": VERSION}, nsmap=names)
    for path, kind in [("/", MIMETYPE), *((name, "text/xml") for name in parts)]:
        etree.SubElement(root, f"{prefix}file-entry", {f"{prefix}full-path": path, f"{prefix}media-type": kind})
    return root
