"""Sizes of a drawing in pixels, its result, and the drawing a file brings itself."""

from dataclasses import dataclass
from typing import Final

from fahrwasser.core.bpmn.graph import Box, Graph

Way = tuple[tuple[float, float], ...]

TASK: Final = (150.0, 76.0)
EVENT: Final = 36.0
GATEWAY: Final = 46.0
LABEL: Final = (110.0, 34.0)  # room under an event or gateway
GAP_X: Final = 52.0
GAP_Y: Final = 26.0
INSIDE: Final = 28.0
LETTER: Final = 7.2  # width of a letter of 13 px, on average
NAME: Final = 110.0  # longest name of a flow
TITLE: Final = 26.0


@dataclass(frozen=True, slots=True)
class Layout:
    """Boxes by node (0 = the whole picture), ways by flow."""

    boxes: tuple[Box, ...]
    ways: tuple[Way, ...]


def own_layout(graph: Graph, boxes: tuple[Box, ...]) -> Layout:
    """The drawing of the file with room for labels around it."""
    inside = boxes[1:]
    left, top = min(box.x for box in inside), min(box.y for box in inside)
    right, bottom = max(box.x + box.width for box in inside), max(box.y + box.height for box in inside)
    frame = Box(left - 60, top - 30, right - left + 120, bottom - top + 90)
    straight = tuple(_straight(boxes[s], boxes[t]) for s, t in zip(graph.source, graph.target, strict=True))
    return Layout((frame, *inside), graph.waypoints or straight)


def _straight(source: Box, target: Box) -> Way:
    start = (source.x + source.width, source.y + source.height / 2)
    end = (target.x, target.y + target.height / 2)
    middle = (start[0] + end[0]) / 2
    return (start, end) if start[1] == end[1] else (start, (middle, start[1]), (middle, end[1]), end)
