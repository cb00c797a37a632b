"""BPMNDI: where the file's own drawing puts nodes and flows."""

import math
from dataclasses import dataclass

from fahrwasser.core.bpmn.allowed import Element, refused
from fahrwasser.core.bpmn.dialect import BPMNDI, DC, DI
from fahrwasser.core.bpmn.graph import Box
from fahrwasser.core.refused import N_

FARTHEST = 100_000.0


@dataclass(frozen=True, slots=True)
class Diagram:
    """Boxes by node id, ways by flow id."""

    boxes: dict[str, Box]
    ways: dict[str, tuple[tuple[float, float], ...]]


def read_diagram(root: Element) -> Diagram:
    """All shapes and edges of the file; Refused for coordinates that are no numbers."""
    boxes: dict[str, Box] = {}
    ways: dict[str, tuple[tuple[float, float], ...]] = {}
    for shape in root.iterfind(f"{{{BPMNDI}}}BPMNDiagram/{{{BPMNDI}}}BPMNPlane/{{{BPMNDI}}}BPMNShape"):
        bounds = shape.find(f"{{{DC}}}Bounds")
        if bounds is not None:
            x, y, width, height = (_number(bounds, name) for name in ("x", "y", "width", "height"))
            boxes[_local(shape)] = Box(x, y, max(width, 1.0), max(height, 1.0))
    for edge in root.iterfind(f"{{{BPMNDI}}}BPMNDiagram/{{{BPMNDI}}}BPMNPlane/{{{BPMNDI}}}BPMNEdge"):
        way = tuple((_number(point, "x"), _number(point, "y")) for point in edge.iterfind(f"{{{DI}}}waypoint"))
        if len(way) > 1:
            ways[_local(edge)] = way
    return Diagram(boxes, ways)


def _local(element: Element) -> str:
    reference: str = element.get("bpmnElement") or ""
    return reference.rpartition(":")[2]


def _number(element: Element, name: str) -> float:
    try:
        number = float(element.get(name) or "")
    except ValueError:
        number = math.nan
    if not abs(number) <= FARTHEST:
        raise refused(N_("The drawing has no usable number in “%(name)s”: “%(value)s”."), element, name=name,
                      value=element.get(name) or "")  # fmt: skip
    return number
