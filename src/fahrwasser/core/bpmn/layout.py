"""Places for a process whose file has no drawing: layers from left to right, straight where it can be.

Layers are longest ways from the start; long flows get a place of their own in each layer they pass; the order in a
layer follows the neighbours (barycentres); loops run back below. A subprocess is laid out first and is then one box.
"""

from dataclasses import dataclass, field
from typing import Final

from fahrwasser.core.bpmn import graph as g
from fahrwasser.core.bpmn.graph import Box, Graph
from fahrwasser.core.bpmn.order import reading_order
from fahrwasser.core.bpmn.places import (
    EVENT,
    GAP_X,
    GAP_Y,
    GATEWAY,
    INSIDE,
    LABEL,
    LETTER,
    NAME,
    TASK,
    TITLE,
    Layout,
    Way,
    own_layout,
)  # fmt: skip

MOST_PLACES: Final = 20_000  # beyond, long flows get no places of their own
_SWEEPS: Final = 6


@dataclass(slots=True)
class _Place:
    """A node, or a point of a long flow (node -1); `above` and `below` its middle line, `width` of its column."""

    node: int
    layer: int
    width: float = 0.0
    above: float = 4.0
    below: float = 4.0
    y: float = 0.0
    before: list[int] = field(default_factory=list)
    after: list[int] = field(default_factory=list)


def layout(graph: Graph) -> Layout:
    """Where everything goes; the file's own drawing when it has one."""
    if graph.boxes is not None:
        return own_layout(graph, graph.boxes)
    boxes: dict[int, Box] = {}
    ways: dict[int, Way] = {}
    for scope in [node for node, kind in enumerate(graph.kind) if kind in g.SCOPES][::-1]:  # inner ones first
        _Scope(graph, scope, boxes, ways).place()
    return Layout(
        tuple(boxes[node] for node in range(len(graph.nodes))), tuple(ways[flow] for flow in range(len(graph.flows)))
    )


class _Scope:
    """One scope while it is laid out, with its upper left corner at (0, 0)."""

    def __init__(self, graph: Graph, scope: int, boxes: dict[int, Box], ways: dict[int, Way]):
        self.graph = graph
        self.scope = scope
        self.boxes = boxes
        self.ways = ways
        order = reading_order(graph, scope)
        self.handlers = [node for node in order if graph.kind[node] == g.EVENT_SUBPROCESS]
        self.nodes = [node for node in order if graph.kind[node] not in (g.BOUNDARY, g.EVENT_SUBPROCESS)]
        self.rank = {node: position for position, node in enumerate(order)}
        self.places: list[_Place] = []
        self.place_of: dict[int, int] = {}
        self.layers: list[list[int]] = []
        self.passes: dict[int, list[int]] = {}  # flow → its points in the layers between
        self.right: list[float] = []  # where each layer ends

    def place(self) -> None:
        self._layers()
        self._long_flows()
        for sweep in range(_SWEEPS):
            self._order(forwards=sweep % 2 == 0)
        for sweep in range(_SWEEPS):
            self._heights(forwards=sweep % 2 == 0)
        self._boxes()
        self._ways()
        self._frame()

    def host(self, flow: int) -> int:
        """The node a flow leaves; the host for a boundary event."""
        source = self.graph.source[flow]
        return self.graph.attached[source] if self.graph.attached[source] >= 0 else source

    def flows(self) -> list[int]:
        return [f for f, source in enumerate(self.graph.source) if self.graph.scope[source] == self.scope]

    def is_back(self, flow: int) -> bool:
        return self.rank[self.graph.target[flow]] <= self.rank[self.host(flow)]

    def _layers(self) -> None:
        layer = dict.fromkeys(self.nodes, 0)
        leaving: dict[int, list[int]] = {node: [] for node in self.nodes}
        for flow in self.flows():
            if not self.is_back(flow):
                leaving[self.host(flow)].append(self.graph.target[flow])
        for node in self.nodes:
            for target in leaving[node]:
                layer[target] = max(layer[target], layer[node] + 1)
        self.layers = [[] for _ in range(max(layer.values(), default=0) + 1)]
        for node in self.nodes:
            self._add(_Place(node, layer[node], *self._size(node)))

    def _size(self, node: int) -> tuple[float, float, float]:
        kind = self.graph.kind[node]
        hanging = EVENT / 2 + LABEL[1] if self.graph.boundary[node] else 0.0
        if kind == g.SUBPROCESS:
            box = self.boxes[node]
            return max(box.width, LABEL[0] * len(self.graph.boundary[node])), box.height / 2, box.height / 2 + hanging
        if kind in g.GATEWAYS or kind in g.ENDS or kind in (g.START, g.CATCH):
            size = GATEWAY if kind in g.GATEWAYS else EVENT
            return LABEL[0], size / 2, size / 2 + LABEL[1]
        return TASK[0], TASK[1] / 2, TASK[1] / 2 + hanging

    def _add(self, place: _Place) -> int:
        number = len(self.places)
        self.places.append(place)
        self.layers[place.layer].append(number)
        if place.node >= 0:
            self.place_of[place.node] = number
        return number

    def _long_flows(self) -> None:
        for flow in self.flows():
            if self.is_back(flow):
                continue
            number, end = self.place_of[self.host(flow)], self.place_of[self.graph.target[flow]]
            is_too_much = len(self.places) > MOST_PLACES
            between = () if is_too_much else range(self.places[number].layer + 1, self.places[end].layer)
            points = [self._add(_Place(-1, layer)) for layer in between]
            self.passes[flow] = points
            for one, other in zip([number, *points], [*points, end], strict=True):
                self.places[one].after.append(other)
                self.places[other].before.append(one)

    def _order(self, *, forwards: bool) -> None:
        layers = self.layers if forwards else self.layers[::-1]
        position = {number: i for layer in self.layers for i, number in enumerate(layer)}
        for layer in layers:
            wanted = {}
            for number in layer:
                near = self.places[number].before if forwards else self.places[number].after
                wanted[number] = sum(position[n] for n in near) / len(near) if near else float(position[number])
            layer.sort(key=lambda number: (wanted[number], position[number]))
            position.update({number: i for i, number in enumerate(layer)})

    def _heights(self, *, forwards: bool) -> None:
        for layer in self.layers if forwards else self.layers[::-1]:
            wanted = []
            for number in layer:
                place = self.places[number]
                near = sorted(self.places[n].y for n in (place.before if forwards else place.after))
                middle = len(near) // 2
                wanted.append((near[middle] + near[~middle]) / 2 if near else place.y)
            bottom = float("-inf")
            for number, y in zip(layer, wanted, strict=True):
                place = self.places[number]
                place.y = max(y, bottom + GAP_Y + place.above)
                bottom = place.y + place.below
            shift = sum(y - self.places[n].y for n, y in zip(layer, wanted, strict=True)) / max(len(layer), 1)
            for number in layer:
                self.places[number].y += shift

    def _boxes(self) -> None:
        x = INSIDE
        top = min((place.y - place.above for place in self.places), default=0.0) - INSIDE - TITLE
        gaps = self._gaps()
        for index, layer in enumerate(self.layers):
            width = max((self.places[number].width for number in layer), default=0.0)
            for number in layer:
                place = self.places[number]
                place.y -= top
                if place.node >= 0:
                    self._box(place, x + width / 2)
            self.right.append(x + width)
            x += width + gaps[index]

    def _gaps(self) -> list[float]:
        """Room after each layer: enough for the names of the flows into the next one."""
        gaps = [GAP_X] * len(self.layers)
        for flow in self.flows():
            longest = max(map(len, self.graph.flow_names[flow]))
            if longest and not self.is_back(flow):
                layer = self.places[self.place_of[self.graph.target[flow]]].layer - 1
                gaps[layer] = max(gaps[layer], GAP_X + min(longest * LETTER, NAME))
        return gaps

    def _box(self, place: _Place, middle: float) -> None:
        kind = self.graph.kind[place.node]
        if kind == g.SUBPROCESS:
            box = self.boxes[place.node]
            self._move(place.node, middle - box.width / 2, place.y - box.height / 2)
        else:
            width, height = TASK
            if kind in g.GATEWAYS:
                width = height = GATEWAY
            elif kind in g.ENDS or kind in (g.START, g.CATCH):
                width = height = EVENT
            self.boxes[place.node] = Box(middle - width / 2, place.y - height / 2, width, height)
        host = self.boxes[place.node]
        events = self.graph.boundary[place.node]
        for position, event in enumerate(events):
            x = host.x + host.width * (position + 1) / (len(events) + 1) - EVENT / 2
            self.boxes[event] = Box(x, host.y + host.height - EVENT / 2, EVENT, EVENT)

    def _move(self, scope: int, dx: float, dy: float) -> None:
        """Shift a finished inner scope to its place."""
        inside = {scope}
        for node in range(scope + 1, len(self.graph.nodes)):
            if self.graph.scope[node] in inside:
                inside.add(node)
        for node in inside:
            box = self.boxes[node]
            self.boxes[node] = Box(box.x + dx, box.y + dy, box.width, box.height)
        for flow, source in enumerate(self.graph.source):
            if source in inside and source != scope:
                self.ways[flow] = tuple((x + dx, y + dy) for x, y in self.ways[flow])

    def _ways(self) -> None:
        bottom = max((place.y + place.below for place in self.places), default=0.0)
        tracks = [0] * (len(self.layers) + 1)
        for flow in self.flows():
            if self.is_back(flow):
                bottom += 14
                self.ways[flow] = self._back(flow, bottom)
            else:
                self.ways[flow] = self._forward(flow, tracks)
        self.bottom = bottom

    def _forward(self, flow: int, tracks: list[int]) -> Way:
        """Right out of the source (down out of a boundary event), up or down between the layers."""
        source, target = self.boxes[self.graph.source[flow]], self.boxes[self.graph.target[flow]]
        layer = self.places[self.place_of[self.host(flow)]].layer
        points = [(source.x + source.width, source.y + source.height / 2)]
        if self.graph.kind[self.graph.source[flow]] == g.BOUNDARY:
            low = source.y + source.height + 20 + tracks[layer] % 3 * 5
            points = [(source.x + source.width / 2, source.y + source.height), (source.x + source.width / 2, low)]
        heights = [self.places[number].y for number in self.passes[flow]] + [target.y + target.height / 2]
        for offset, y in enumerate(heights):
            if abs(y - points[-1][1]) > 0.5:
                tracks[layer + offset] += 1
                x = self.right[layer + offset] + 12 + tracks[layer + offset] % 4 * 8
                points += [(x, points[-1][1]), (x, y)]
        points.append((target.x, target.y + target.height / 2))
        return tuple(points)

    def _back(self, flow: int, y: float) -> Way:
        source, target = self.boxes[self.graph.source[flow]], self.boxes[self.graph.target[flow]]
        right = self.right[self.places[self.place_of[self.host(flow)]].layer] + 8
        if self.graph.kind[self.graph.source[flow]] == g.BOUNDARY:
            right = source.x + source.width / 2
            start: Way = ((right, source.y + source.height),)
        else:
            start = ((source.x + source.width, source.y + source.height / 2), (right, source.y + source.height / 2))
        left = target.x - 16
        height = target.y + target.height / 2
        return (*start, (right, y), (left, y), (left, height), (target.x, height))

    def _frame(self) -> None:
        """The box around everything, event subprocesses in a row below."""
        right = self.right[-1] + INSIDE
        bottom = self.bottom + INSIDE
        x = INSIDE
        for handler in self.handlers:
            box = self.boxes[handler]
            self._move(handler, x, bottom)
            x += box.width + INSIDE
        if self.handlers:
            right = max(right, x)
            bottom += max(self.boxes[handler].height for handler in self.handlers) + INSIDE
        self.boxes[self.scope] = Box(0, 0, right, bottom)
