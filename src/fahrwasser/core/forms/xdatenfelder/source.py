"""The XML of a schema, and small readers of its elements. Whitespace in texts is collapsed, as people read it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from fahrwasser.core.xml_files import parse_xml

NAMESPACE = "urn:xoev-de:fim:standard:xdatenfelder_"
MESSAGE = "xdatenfelder.stammdatenschema.0102"
STANDARDS = {f"{NAMESPACE}2": "xdf-2.0", f"{NAMESPACE}3.0.0": "xdf-3.0.0"}
Element = Any  # lxml has no types of its own


class UnsupportedStandard(Exception):
    """XML of another standard; `standard` names it ("xdf-1", or the namespace)."""

    def __init__(self, standard: str):
        super().__init__(standard)
        self.standard = standard


@dataclass(frozen=True, slots=True)
class Source:
    """A parsed schema message. `standard` is "xdf-2.0" or "xdf-3.0.0"."""

    root: Element
    standard: str


def read_source(content: bytes, *, what: str) -> Source:
    """The message. Raises Refused (not well-formed, DTD, too large) and UnsupportedStandard."""
    root = parse_xml(content, what=what)
    namespace = etree.QName(root).namespace or ""
    if namespace not in STANDARDS:
        known = namespace.startswith(NAMESPACE)
        standard = f"xdf-{namespace.removeprefix(NAMESPACE)}" if known else namespace or "unknown"
        raise UnsupportedStandard(standard[:100])
    return Source(root, STANDARDS[namespace])


def local(element: Element) -> str:
    """Name without namespace."""
    return str(etree.QName(element).localname)


def child(element: Element, name: str) -> Element | None:
    """The first child of this name, whatever its namespace (`code` has none)."""
    return next(children(element, name), None)


def children(element: Element | None, name: str = "") -> Iterator[Element]:
    """The children of this name, or all."""
    for found in element if element is not None else ():
        if not name or local(found) == name:
            yield found


def text(element: Element | None, *names: str) -> str:
    """Collapsed text at the end of a path of children, "" if it is not there."""
    for name in names:
        element = child(element, name) if element is not None else None
    return " ".join((element.text or "").split()) if element is not None else ""


def identity(element: Element) -> tuple[str, str | None]:
    """(id, version or None)."""
    return text(element, "identifikation", "id"), text(element, "identifikation", "version") or None


def verbatim(element: Element | None, without: tuple[str, ...] = ()) -> Any:
    """An element as JSON with everything it says: text, or an object of its attributes ("@name") and children."""
    if element is None:
        return {}
    own = (element.text or "").strip()
    inside = [found for found in element if local(found) not in without]
    if not inside and not element.attrib:
        return own
    said: dict[str, Any] = {f"@{etree.QName(key).localname}": value for key, value in element.attrib.items()}
    if own:
        said["text"] = own
    for found in inside:
        _add(said, local(found), verbatim(found))
    return said


def _add(said: dict[str, Any], name: str, value: Any) -> None:
    """Repeated children become a list; what says nothing is left out."""
    if value in ("", {}):
        return
    if name not in said:
        said[name] = value
    elif isinstance(said[name], list):
        said[name].append(value)
    else:
        said[name] = [said[name], value]
