"""XML from outside: parsed without entities, DTD or network, or refused with one message."""

from lxml import etree

from fahrwasser.core.refused import N_, Refused

LARGEST = 20 * 1024 * 1024


def parse_xml(content: bytes, *, what: str) -> etree._Element:
    """The root element; every element knows its `sourceline`. `what` names the file in messages.

    Raises Refused for more than 20 MB, a document type or entities (they could reach files or the network or
    grow without end), and text that is not well-formed.
    """
    if len(content) > LARGEST:
        raise Refused(N_("%(what)s is larger than 20 MB; split it or remove what is not needed."), what=what)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise Refused(
            N_("%(what)s is not well-formed XML (%(reason)s); in texts write &lt; for < and &amp; for &."),
            what=what, reason=error.msg or "?", line=line, column=max(column, 1),
        ) from None  # fmt: skip
    if root.getroottree().docinfo.doctype:
        raise Refused(N_("%(what)s has a document type (DTD), which may hide entities; remove it."), what=what, line=1)
    return root
