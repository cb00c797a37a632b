"""The coat of arms in the letterhead: a PNG or SVG that somebody uploaded, hostile until proven harmless."""

import re
import struct
from dataclasses import dataclass
from xml.parsers import expat

from fahrwasser.core.letters.errors import PictureError

LARGEST_FILE = 500_000
LARGEST_SIDE = 4_000
LARGEST_TREE = 20_000
DEEPEST_TREE = 60

SVG = "http://www.w3.org/2000/svg"
SHAPES = frozenset(["path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "use"])
FRAMES = frozenset(["svg", "g", "defs", "symbol", "clipPath", "mask", "title", "desc", "metadata", "style"])
PAINTS = frozenset(["linearGradient", "radialGradient", "stop"])
HARMLESS_ELEMENTS = SHAPES | FRAMES | PAINTS
"""No script, no text (its font is unknown), no image, no link, no animation, no filter."""
EDITOR_NAMESPACES = (
    "http://www.inkscape.org/",
    "http://sodipodi.sourceforge.net/",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "http://creativecommons.org/ns#",
    "http://web.resource.org/cc/",
    "http://purl.org/dc/",
    "http://ns.adobe.com/",
)
"""What drawing programs leave behind; typst ignores it."""

_PNG_START = b"\x89PNG\r\n\x1a\n"
_OUTSIDE_URL = re.compile(r"url\(\s*['\"]?(?!['\"]?#)|@import|expression\(", re.IGNORECASE)
_CSS_ESCAPE = re.compile(r"\\(?:([0-9a-f]{1,6})\s?|(.))", re.IGNORECASE | re.DOTALL)
_SEPARATOR = "\n"


@dataclass(frozen=True, slots=True)
class Picture:
    """`content` is PNG or SVG; `alt` says in words what is seen ("Wappen der Stadt …"), PDF/UA demands it."""

    content: bytes
    alt: str


def checked(picture: Picture) -> str:
    """ "png" or "svg" when the picture is harmless. Raises PictureError with the first thing found."""
    if not picture.alt.strip():
        raise PictureError("The coat of arms has no text alternative; describe it in a few words.")
    if len(picture.content) > LARGEST_FILE:
        raise PictureError(f"The coat of arms is larger than {LARGEST_FILE:,} bytes; save it smaller.")
    if picture.content.startswith(_PNG_START):
        _check_png(picture.content)
        return "png"
    _check_svg(picture.content)
    return "svg"


def _check_png(content: bytes) -> None:
    if len(content) < 33 or content[12:16] != b"IHDR":
        raise PictureError("The coat of arms is a broken PNG file; save it again as PNG or SVG.")
    width, height = struct.unpack(">II", content[16:24])
    if not (0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE):
        raise PictureError(
            f"The coat of arms measures {width} × {height} points;"
            f" save it with at most {LARGEST_SIDE} × {LARGEST_SIDE}."
        )


def _check_svg(content: bytes) -> None:
    walk = _SvgWalk()
    parser = expat.ParserCreate(namespace_separator=_SEPARATOR)
    parser.StartDoctypeDeclHandler = walk.doctype
    parser.ProcessingInstructionHandler = walk.instruction
    parser.StartElementHandler = walk.start
    parser.EndElementHandler = walk.end
    parser.CharacterDataHandler = walk.text
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise PictureError(
            f"The coat of arms is neither PNG nor readable SVG ({error}); save it again as PNG or SVG."
        ) from error


class _SvgWalk:
    """Looks at every element once; the tree is never built."""

    def __init__(self) -> None:
        self.elements = 0
        self.depth = 0
        self.texts: list[list[str]] = []

    def doctype(self, *_parts: object) -> None:
        # entities and outside definitions live in the DOCTYPE; harmless drawings need none
        _refuse("a DOCTYPE")

    def instruction(self, target: str, _data: str) -> None:
        _refuse(f"the instruction <?{target}?>")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.elements += 1
        self.depth += 1
        if self.elements > LARGEST_TREE or self.depth > DEEPEST_TREE:
            _refuse(f"more than {LARGEST_TREE:,} shapes or {DEEPEST_TREE} levels")
        namespace, _, local = name.rpartition(_SEPARATOR)
        if self.elements == 1 and (namespace, local) != (SVG, "svg"):
            raise PictureError("The coat of arms is neither PNG nor SVG; save it again as PNG or SVG.")
        if not namespace.startswith(EDITOR_NAMESPACES) and (namespace != SVG or local not in HARMLESS_ELEMENTS):
            _refuse(f"the element <{local}>")
        for key, value in attributes.items():
            _check_attribute(key.rpartition(_SEPARATOR)[2], value)
        self.texts.append([])

    def end(self, _name: str) -> None:
        self.depth -= 1
        if _loads_from_outside("".join(self.texts.pop())):
            _refuse("a style that loads something from outside")

    def text(self, text: str) -> None:
        # expat hands text over in pieces (at every `&#112;`), so it is judged when its element ends
        self.texts[-1].append(text)


def _check_attribute(name: str, value: str) -> None:
    if name.lower().startswith("on"):
        _refuse(f"the script attribute {name}")
    if name == "href" and not value.startswith("#"):
        _refuse("a link to something outside the drawing")
    if _loads_from_outside(value):
        _refuse(f"the attribute {name} that loads something from outside")


def _loads_from_outside(style: str) -> bool:
    """As written, and as CSS reads it once escapes (`u\\72l`) are resolved."""
    plain = _CSS_ESCAPE.sub(lambda found: chr(int(found[1], 16) % 0x110000) if found[1] else found[2], style)
    return any(_OUTSIDE_URL.search(text) for text in (style, plain))


def _refuse(what: str) -> None:
    raise PictureError(
        f"The coat of arms contains {what}, which a drawing in a letter may not;"
        " save it as plain SVG with shapes only, or as PNG."
    )
