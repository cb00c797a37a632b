"""XML elements of DMN: names without namespace, refusals with the line."""

from collections.abc import Iterator

from lxml import etree

from fahrwasser.core.refused import N_, Refused

NAMESPACES = frozenset(
    {
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    }
)
_FEEL = ("FEEL", "feel")
_EVERYWHERE = ("description", "extensionElements")


class Element:
    """One element of the model with the file it stands in."""

    __slots__ = ("_element", "_namespace", "_place", "name")

    def __init__(self, element: etree._Element, namespace: str, place: str):
        self._element = element
        self._namespace = namespace
        self._place = place
        self.name = etree.QName(element).localname
        language = element.get("expressionLanguage", "")
        if language and not language.rstrip("/").endswith(_FEEL):
            raise self.refused(N_("The expression language “%(name)s” is not supported; use FEEL."), name=language)

    @property
    def at(self) -> str:
        """The place for messages."""
        return f"{self._place} line {self._element.sourceline}"

    def children(self) -> Iterator["Element"]:
        """The elements of DMN below; drawings, descriptions and what other programs added are left out."""
        for child in self._element.iterchildren(tag=etree.Element):
            if etree.QName(child).namespace == self._namespace:
                element = Element(child, self._namespace, self._place)
                if element.name not in _EVERYWHERE:
                    yield element

    def only(self, name: str) -> "Element":
        """The one child of this name. Raises Refused when it is missing or something else stands there."""
        found = list(self.children())
        for child in found:
            if child.name != name:
                raise child.unknown()
        if len(found) != 1:
            raise self.refused(N_("“%(name)s” needs exactly one “%(child)s”."), name=self.name, child=name)
        return found[0]

    def get(self, name: str) -> str:
        """An attribute or ""."""
        return str(self._element.get(name, ""))

    def attribute(self, name: str) -> str:
        """An attribute. Raises Refused when it is missing or empty."""
        value = " ".join(self.get(name).split())
        if not value:
            raise self.refused(N_("“%(name)s” has no attribute “%(missing)s”."), name=self.name, missing=name)
        return value

    def text(self) -> str:
        """The text, trimmed."""
        return (self._element.text or "").strip()

    def root_namespace(self) -> str:
        """The namespace the file declares for its own elements."""
        return str(self._element.getroottree().getroot().get("namespace", ""))

    def unknown(self) -> Refused:
        """The refusal of this element."""
        return self.refused(N_("The DMN element “%(name)s” is not supported here."), name=self.name)

    def refused(self, msgid: str, **values: str | int) -> Refused:
        """The refusal with file and line."""
        return Refused(msgid, line=None, column=None, place=self.at, **values)


def root_element(root: etree._Element, place: str) -> Element:
    """The root of a DMN file. Raises Refused for another kind of file or version."""
    name = etree.QName(root)
    if name.localname != "definitions" or name.namespace not in NAMESPACES:
        message = N_("%(name)s is no DMN file of version 1.2 to 1.5; export it as DMN.")
        raise Refused(message, place=f"{place} line {root.sourceline}", name=place)
    return Element(root, str(name.namespace), place)
