"""BPMN 2.0 XML → one immutable graph per process. What we do not support is refused by name and line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from fahrwasser.core.bpmn import graph as g
from fahrwasser.core.bpmn.allowed import Element, refused, require_known, split_name
from fahrwasser.core.bpmn.diagram import Diagram, read_diagram
from fahrwasser.core.bpmn.dialect import FW, SCOPE_NAMES
from fahrwasser.core.bpmn.graph import NO_WORK, Graph
from fahrwasser.core.bpmn.parts import NODES, Reader, bpmn, kind_of, names_of, work_of
from fahrwasser.core.bpmn.wiring import require_wiring
from fahrwasser.core.feel import Expression
from fahrwasser.core.refused import N_
from fahrwasser.core.xml_files import parse_xml

MOST_NODES = 2_000
MOST_LEVELS = 20

T = TypeVar("T")


def read_processes(content: bytes, *, place: str, names: Iterable[str] = ()) -> Mapping[str, Graph]:
    """Every process of the file by its id, in document order. `place` names the file in messages.

    FEEL texts see SCOPE_NAMES, `names` and every result variable of the file. Raises Refused, with line, for
    anything that is not in `dialect`, does not fit together or is no FEEL.
    """
    root = parse_xml(content, what=place)
    require_known(root)
    _require_ids(root)
    results = _results(root)
    reader = Reader(
        place,
        {m.get("id"): " ".join((m.get("name") or "").split()) for m in root.iterfind(bpmn("message"))},
        {e.get("id"): (e.get("errorCode") or "").strip() for e in root.iterfind(bpmn("error"))},
        frozenset(SCOPE_NAMES) | frozenset(names) | results,
    )
    diagram = read_diagram(root)
    graphs = {process.get("id"): _graph(process, reader, diagram) for process in root.iterfind(bpmn("process"))}
    if not graphs:
        raise refused(N_("The file holds no process."), root)
    return graphs


def _require_ids(root: Element) -> None:
    """Everything a flow or an event can point to has an id of its own."""
    seen: set[str] = set()
    for element in root.iter(*(bpmn(name) for name in NODES | {"process", "sequenceFlow", "message", "error"})):
        identifier = element.get("id") or ""
        if not identifier or identifier.split() != [identifier]:
            raise refused(
                N_("<%(name)s> has no id without spaces; give it one."), element, name=split_name(element.tag)[1]
            )
        if identifier in seen:
            raise refused(N_("The id “%(id)s” stands twice; ids are unique in a file."), element, id=identifier)
        seen.add(identifier)


def _results(root: Element) -> frozenset[str]:
    found = set()
    for element in root.iter(*(f"{{{FW}}}{name}" for name in ("task", "decide", "call", "set"))):
        name = element.get("result")
        if name in SCOPE_NAMES:
            raise refused(N_("“%(name)s” is a fixed name; choose another one for the result."), element, name=name)
        if name:
            found.add(name)
    return frozenset(found)


@dataclass(slots=True)
class _Found:
    """Nodes and flows of one process while they are collected; index = position."""

    elements: list[Element] = field(default_factory=list)
    scopes: list[int] = field(default_factory=list)
    flows: list[Element] = field(default_factory=list)
    flow_scopes: list[int] = field(default_factory=list)
    index: dict[str, int] = field(default_factory=dict)


def _collect(process: Element) -> _Found:
    found = _Found()
    waiting = [(process, -1, 0)]
    while waiting:
        element, scope, level = waiting.pop(0)
        node = len(found.elements)
        if node > MOST_NODES or level > MOST_LEVELS:
            raise refused(N_("The process has more than %(most)d nodes or %(levels)d levels; split it."), element,
                          most=MOST_NODES, levels=MOST_LEVELS)  # fmt: skip
        found.elements.append(element)
        found.scopes.append(scope)
        found.index[element.get("id")] = node
        if element.tag not in (bpmn("process"), bpmn("subProcess")):
            continue
        inner = [(child, node, level + 1) for child in element if split_name(child.tag)[1] in NODES]
        waiting[:0] = inner
        own_flows = [child for child in element if child.tag == bpmn("sequenceFlow")]
        found.flows.extend(own_flows)
        found.flow_scopes.extend([node] * len(own_flows))
    return found


def _graph(process: Element, reader: Reader, diagram: Diagram) -> Graph:
    found = _collect(process)
    ids = tuple(element.get("id") for element in found.elements)
    flow_ids = tuple(flow.get("id") for flow in found.flows)
    flow_index = {name: flow for flow, name in enumerate(flow_ids)}
    source = tuple(_end(found, flow, number, "sourceRef") for number, flow in enumerate(found.flows))
    target = tuple(_end(found, flow, number, "targetRef") for number, flow in enumerate(found.flows))
    out = _grouped(len(ids), [(node, flow) for flow, node in enumerate(source)])
    kind = (g.PROCESS, *(kind_of(element) for element in found.elements[1:]))
    attached = tuple(_attached(found, node) if k == g.BOUNDARY else -1 for node, k in enumerate(kind))
    graph = Graph(
        nodes=ids,
        names=tuple(map(names_of, found.elements)),
        lines=tuple(element.sourceline or 1 for element in found.elements),
        elements=tuple(split_name(element.tag)[1] for element in found.elements),
        kind=kind,
        scope=tuple(found.scopes),
        out=out,
        into=_grouped(len(ids), [(node, flow) for flow, node in enumerate(target)]),
        default=tuple(_default(element, flow_index) for element in found.elements),
        boundary=_grouped(len(ids), [(host, node) for node, host in enumerate(attached)]),
        events=_of_kind(found, kind, g.EVENT_SUBPROCESS),
        starts=_of_kind(found, kind, g.START),
        interrupting=tuple(map(_is_interrupting, found.elements)),
        attached=attached,
        work=(NO_WORK, *(work_of(element, reader) for element in found.elements[1:])),
        flows=flow_ids,
        flow_lines=tuple(flow.sourceline or 1 for flow in found.flows),
        flow_names=tuple(map(names_of, found.flows)),
        source=source,
        target=target,
        condition=tuple(_condition(flow, reader) for flow in found.flows),
        boxes=_all([diagram.boxes.get(identifier) for identifier in ids[1:]], g.Box(0, 0, 0, 0)),
        waypoints=_all([diagram.ways.get(identifier) for identifier in flow_ids]),
        index=found.index,
        out_ids=tuple(tuple(flow_ids[flow] for flow in flows) for flows in out),
    )
    require_wiring(graph)
    return graph


def _of_kind(found: _Found, kind: tuple[int, ...], wanted: int) -> tuple[tuple[int, ...], ...]:
    """The nodes of that kind in each scope."""
    return _grouped(len(kind), [(scope, node) for node, scope in enumerate(found.scopes) if kind[node] == wanted])


def _all(values: list[T | None], *before: T) -> tuple[T, ...] | None:
    whole = [*before, *(value for value in values if value is not None)]
    return tuple(whole) if len(whole) == len(values) + len(before) else None


def _grouped(count: int, pairs: Iterable[tuple[int, int]]) -> tuple[tuple[int, ...], ...]:
    groups: list[list[int]] = [[] for _ in range(count)]
    for owner, node in pairs:
        if owner >= 0:
            groups[owner].append(node)
    return tuple(map(tuple, groups))


def _end(found: _Found, flow: Element, number: int, attribute: str) -> int:
    node = found.index.get((flow.get(attribute) or "").strip(), 0)
    if node == 0 or found.scopes[node] != found.flow_scopes[number]:
        raise refused(N_("The flow “%(id)s” leads to or from “%(end)s”, which is not an element of the same process."),
                      flow, id=flow.get("id"), end=flow.get(attribute) or "")  # fmt: skip
    return node


def _attached(found: _Found, node: int) -> int:
    element = found.elements[node]
    host = found.index.get((element.get("attachedToRef") or "").strip(), 0)
    if host == 0 or found.scopes[host] != found.scopes[node] or kind_of(found.elements[host]) not in g.ACTIVITIES:
        raise refused(N_("The event “%(id)s” is attached to “%(host)s”, which is not a task or subprocess beside it."),
                      element, id=element.get("id"), host=element.get("attachedToRef") or "")  # fmt: skip
    return host


def _default(element: Element, flow_index: dict[str, int]) -> int:
    name = element.get("default")
    if name is None:
        return -1
    if name not in flow_index:
        raise refused(N_("The default flow “%(id)s” does not exist."), element, id=name)
    return flow_index[name]


def _is_interrupting(element: Element) -> bool:
    word = element.get("cancelActivity") or element.get("isInterrupting") or "true"
    return bool(word.strip() == "true")


def _condition(flow: Element, reader: Reader) -> Expression | None:
    conditions = flow.findall(bpmn("conditionExpression"))
    if len(conditions) > 1:
        raise refused(N_("The flow “%(id)s” has two conditions; keep one."), flow, id=flow.get("id"))
    return reader.feel(conditions[0].text or "", conditions[0], flow.get("id")) if conditions else None
