"""Reads a tagged PDF as a screen reader would: elements in the order of the tags, text through ToUnicode."""

import io
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import pikepdf

INVISIBLE = dict.fromkeys([0x00AD, 0x200B, 0x2060])
"""Soft hyphen, zero-width space, word joiner: only say where a line may break."""


@dataclass
class Element:
    """One structure element; `text` is its own and its children's, in reading order."""

    tag: str
    text: str
    node: pikepdf.Dictionary
    children: list["Element"] = field(default_factory=list)

    def all(self, *tags: str) -> Iterator["Element"]:
        if self.tag in tags:
            yield self
        for child in self.children:
            yield from child.all(*tags)

    def attribute(self, name: str) -> object:
        attributes = self.node.get("/A", pikepdf.Array())
        owners = attributes if isinstance(attributes, pikepdf.Array) else [attributes]
        return next((owner[name] for owner in owners if name in owner), None)


class ReadLetter:
    """A PDF opened for looking at: `root` (tags), `pages` (all text, running heads included), `pdf`."""

    def __init__(self, content: bytes) -> None:
        self.pdf = pikepdf.open(io.BytesIO(content))
        self._marked: dict[int, dict[int, str]] = {}
        self.pages: list[str] = []
        for page in self.pdf.pages:
            marked, everything = _page_text(page)
            self._marked[page.objgen[0]] = marked
            self.pages.append(everything)
        self.root = self._element(self.pdf.Root.StructTreeRoot.K, None)

    @property
    def text(self) -> str:
        return self.root.text

    @property
    def attachments(self) -> dict[str, bytes]:
        return {name: spec.get_file().read_bytes() for name, spec in self.pdf.attachments.items()}

    def _element(self, node: pikepdf.Object, page: int | None) -> Element:
        if isinstance(node, pikepdf.Array):
            node = node[0]
        page = node.Pg.objgen[0] if "/Pg" in node else page
        element = Element(str(node.S)[1:], "", node)
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, int):
                element.text += self._marked[page][kid]
            elif "/S" in kid:
                child = self._element(kid, page)
                element.children.append(child)
                element.text += child.text + "\n"
            elif "/MCID" in kid:
                element.text += self._marked[kid.Pg.objgen[0] if "/Pg" in kid else page][int(kid.MCID)]
        return element


def _page_text(page: pikepdf.Page) -> tuple[dict[int, str], str]:
    """Text by marked-content id, and everything on the page (artifacts too)."""
    fonts = {name: _to_unicode(font) for name, font in page.Resources.Font.items()}
    marked: dict[int, str] = defaultdict(str)
    everything: list[str] = []
    stack: list[pikepdf.Object] = []
    font: dict[bytes, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in ("BDC", "BMC"):
            stack.append(operands[1] if name == "BDC" else pikepdf.Dictionary())
        elif name == "EMC":
            stack.pop()
        elif name == "Tf":
            font = fonts[str(operands[0])]
        elif name in ("Tj", "TJ"):
            shown = operands[0] if name == "TJ" else [operands[0]]
            text = "".join(_decode(bytes(part), font) for part in shown if isinstance(part, pikepdf.String))
            text = next((str(mark.ActualText) for mark in stack if "/ActualText" in mark), text)
            text = text.translate(INVISIBLE)
            everything.append(text)
            mcid = next((int(mark.MCID) for mark in reversed(stack) if "/MCID" in mark), None)
            if mcid is not None:
                marked[mcid] += text
    return marked, "\n".join(everything)


def _decode(codes: bytes, font: dict[bytes, str]) -> str:
    return "".join(font[codes[at : at + 2]] for at in range(0, len(codes), 2))


def _to_unicode(font: pikepdf.Object) -> dict[bytes, str]:
    cmap = font.ToUnicode.read_bytes().decode("latin-1")
    table: dict[bytes, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            table[bytes.fromhex(code)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for offset in range(int(last, 16) - int(first, 16) + 1):
                code = (int(first, 16) + offset).to_bytes(2, "big")
                table[code] = chr(int(text, 16) + offset)
    return table
