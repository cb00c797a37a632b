"""Nothing in a file is silently ignored: each element and attribute of BPMN and our namespace is known or refused."""

import re
from typing import Any, Final

from fahrwasser.core.bpmn.dialect import ATTRIBUTES, BPMN, BPMNDI, CHILDREN, FW, OWN, OWN_INSIDE, OWN_NEEDED
from fahrwasser.core.refused import N_, Refused

Element = Any  # lxml ships no types
IDENTIFIER: Final = re.compile(r"[^\W\d]\w*\Z")


def refused(message: str, at: Element, /, **values: str | int) -> Refused:
    """A Refused at the line of the element; lxml knows no columns."""
    return Refused(message, line=at.sourceline or 1, column=1, place="", **values)


def split_name(name: str) -> tuple[str, str]:
    """Namespace and local name of a lxml tag or attribute; ("", name) without namespace."""
    space, closed, local = name.rpartition("}")
    return (space[1:], local) if closed else ("", local)


def require_known(root: Element) -> None:
    """Raises Refused, with name and line, for the first thing in document order that we cannot honour."""
    if root.tag != f"{{{BPMN}}}definitions":
        raise refused(N_("The file does not start with <definitions> of BPMN 2.0; export it as BPMN 2.0."), root)
    waiting = [root]
    while waiting:
        element = waiting.pop()
        local = split_name(element.tag)[1]
        _require_attributes(element, local)
        children = [child for child in element if not _is_drawing(child, local)]
        for child in children:
            _require_child(child, local)
        extensions = [child for child in children if split_name(child.tag)[1] == "extensionElements"]
        if len(extensions) > 1:
            raise refused(N_("<%(name)s> stands twice; keep one."), extensions[1], name="extensionElements")
        for extension in extensions:
            _require_own(extension)
        _require_needed(element, local)
        if local in CHILDREN:
            waiting.extend(child for child in reversed(children) if child not in extensions)


def _is_drawing(child: Element, parent: str) -> bool:
    return parent == "definitions" and split_name(child.tag)[0] == BPMNDI


def _require_child(child: Element, parent: str) -> None:
    space, local = split_name(child.tag)
    if space != BPMN:
        raise refused(N_("<%(name)s> is not part of BPMN 2.0; remove it or put it into extensionElements."), child,
                      name=local)  # fmt: skip
    if local not in CHILDREN.get(parent, frozenset()):
        raise refused(N_("<%(name)s> inside <%(parent)s> is not supported; model it without."), child, name=local,
                      parent=parent)  # fmt: skip


def _require_attributes(element: Element, local: str) -> None:
    known = ATTRIBUTES[local]
    for name, value in element.attrib.items():
        if name.startswith("{") and split_name(name)[0] != BPMN:
            continue  # colours and notes of other programs
        plain = split_name(name)[1]
        if plain not in known:
            raise refused(N_("The attribute “%(name)s” of <%(element)s> is not supported; remove it."), element,
                          name=plain, element=local)  # fmt: skip
        values = known[plain]
        if values is not None and value.strip() not in values:
            raise refused(N_("%(name)s=“%(value)s” of <%(element)s> is not supported; possible: %(known)s."), element,
                          name=plain, value=value, element=local, known=", ".join(sorted(values)))  # fmt: skip


def _require_own(extensions: Element) -> None:
    parent = split_name(extensions.getparent().tag)[1]
    for child in extensions:
        space, local = split_name(child.tag)
        if space == BPMN:
            raise refused(N_("<%(name)s> inside <%(parent)s> is not supported; model it without."), child, name=local,
                          parent="extensionElements")  # fmt: skip
        if space != FW:
            continue  # notes of other programs
        if parent not in OWN_INSIDE.get(local, frozenset()):
            raise refused(N_("<fw:%(name)s> does not belong to <%(parent)s>; remove it."), child, name=local,
                          parent=parent)  # fmt: skip
        if len(extensions.findall(child.tag)) > 1:
            raise refused(N_("<%(name)s> stands twice; keep one."), child, name=f"fw:{local}")
        _require_own_attributes(child, local)
        for inner in child:
            if local != "call" or inner.tag != f"{{{FW}}}with":
                raise refused(N_("<%(name)s> inside <%(parent)s> is not supported; model it without."), inner,
                              name=split_name(inner.tag)[1], parent=f"fw:{local}")  # fmt: skip
            _require_own_attributes(inner, "with")


def _require_own_attributes(element: Element, local: str) -> None:
    for name in element.attrib:
        if name not in OWN[local]:
            raise refused(N_("The attribute “%(name)s” of <%(element)s> is not supported; remove it."), element,
                          name=split_name(name)[1], element=f"fw:{local}")  # fmt: skip
    for name, is_needed in OWN[local].items():
        if is_needed and not (element.get(name) or "").strip():
            raise refused(N_("<fw:%(element)s> needs the attribute “%(name)s”."), element, name=name, element=local)
    result = element.get("result")
    if result is not None and not IDENTIFIER.match(result):
        raise refused(N_("“%(name)s” cannot be the name of a result; use letters, digits and _ only."), element,
                      name=result)  # fmt: skip


def _require_needed(element: Element, local: str) -> None:
    needed = OWN_NEEDED.get(local)
    if needed and element.find(f"{{{BPMN}}}extensionElements/{{{FW}}}{needed}") is None:
        raise refused(N_("<%(element)s id=“%(id)s”> needs <fw:%(name)s> in its extensionElements."), element,
                      element=local, id=element.get("id") or "", name=needed)  # fmt: skip
