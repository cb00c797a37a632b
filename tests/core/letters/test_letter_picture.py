"""The coat of arms: harmless drawings are printed with their words, everything else is refused."""

import json
import struct
import zlib
from datetime import date
from pathlib import Path

import pytest

from fahrwasser.core.letters.errors import LetterError, PictureError
from fahrwasser.core.letters.picture import Picture, checked
from fahrwasser.core.letters.render import render
from letter_reader import ReadLetter

VALUES = json.loads((Path(__file__).parent / "mandate-sample.json").read_text())
SHIELD = '<path d="M2 2h36v22c0 12-18 22-18 22S2 36 2 24z" fill="#c8102e"/>'


def svg(inside: str, root: str = "") -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 48" {root}>{inside}</svg>'.encode()


def png(width: int = 2, height: int = 2) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\x00" + b"\xc8\x10\x2e" * 2 for _ in range(2))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


@pytest.mark.parametrize("content", [svg(SHIELD), png()], ids=["svg", "png"])
def test_coat_of_arms_is_printed_with_its_words(content: bytes) -> None:
    made = render("mandate", VALUES, made=date(2026, 11, 22), coat_of_arms=Picture(content, "Wappen: roter Schild"))
    letter = ReadLetter(made.pdf)
    (figure,) = letter.root.all("Figure")
    assert str(figure.node.Alt) == "Wappen: roter Schild"


def test_drawing_with_gradients_uses_and_editor_leftovers_is_accepted() -> None:
    drawing = svg(
        '<defs><linearGradient id="g"><stop offset="0"/></linearGradient></defs>'
        '<sodipodi:namedview xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"/>'
        '<g id="a"><rect width="9" height="9" style="fill:url(#g)"/></g><use href="#a" x="3"/>'
    )
    assert checked(Picture(drawing, "Wappen")) == "svg"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("&a;"), "DOCTYPE"),
        (b'<?xml-stylesheet href="http://x/y.css"?>' + svg(SHIELD), "instruction"),
        (svg("<script>alert(1)</script>"), "<script>"),
        (svg("<foreignObject/>"), "<foreignObject>"),
        (svg('<image href="file:///etc/passwd"/>'), "<image>"),
        (svg("<text>Stadt</text>"), "<text>"),
        (svg('<filter id="f"/>'), "<filter>"),
        (svg('<a href="#x"/>'), "<a>"),
        (svg('<x xmlns="http://www.w3.org/1999/xhtml"/>'), "<x>"),
        (svg(SHIELD, 'onload="alert(1)"'), "onload"),
        (svg('<use href="http://example.org/a.svg#b"/>'), "outside"),
        (svg('<use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="/etc/passwd#b"/>'), "outside"),
        (svg("<rect style=\"fill:url( 'http://x/y')\"/>"), "outside"),
        (svg("<style>@import 'http://x/y.css';</style>"), "outside"),
        (svg('<style>@im&#112;ort "http://x/y.css";</style>'), "outside"),
        (svg("<style>rect { fill:u&#114;l(http://x/y) }</style>"), "outside"),
        (svg("<style>@im<![CDATA[port]]> 'http://x/y.css';</style>"), "outside"),
        (svg("<style>@im<g/>port 'http://x/y.css';</style>"), "outside"),
        (svg(r"<style>rect { fill:u\72 l(http://x/y) }</style>"), "outside"),
        (svg("<g>" * 70 + "</g>" * 70), "levels"),
        (svg("<g/>" * 20_001), "shapes"),
        (svg("<g>"), "neither PNG nor readable SVG"),
        (b"<html/>", "neither PNG nor SVG"),
        (b"%PDF-1.7", "neither PNG nor readable SVG"),
        (b"", "neither PNG nor readable SVG"),
        (b"\x89PNG\r\n\x1a\nrest", "broken PNG"),
        (png(width=100_000), "at most 4000"),
        (svg(SHIELD + " " * 500_000), "larger than 500,000 bytes"),
    ],
)
def test_hostile_or_broken_picture_is_refused_with_the_reason(content: bytes, what: str) -> None:
    with pytest.raises(PictureError, match=what):
        checked(Picture(content, "Wappen"))


def test_picture_without_words_is_refused() -> None:
    with pytest.raises(PictureError, match="no text alternative"):
        checked(Picture(svg(SHIELD), "  "))


def test_png_with_a_good_head_and_broken_body_is_refused_by_the_typesetter() -> None:
    broken = Picture(png()[:45], "Wappen")
    with pytest.raises(LetterError, match="could not be set"):
        render("mandate", VALUES, made=date(2026, 11, 22), coat_of_arms=broken)
