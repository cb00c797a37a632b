"""A process as SVG made on the server, with the same content in words.

No style attributes, scripts or links: colours are presentation attributes and may be overruled by the classes
`fw-process__…`. What is marked has a thick frame and a tick, not only a colour.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Final

from fahrwasser.core.bpmn import graph as g
from fahrwasser.core.bpmn.graph import Box, Graph
from fahrwasser.core.bpmn.layout import layout
from fahrwasser.core.bpmn.places import LABEL, LETTER, NAME, Layout, Way
from fahrwasser.core.bpmn.symbols import INK, LINE, MARK, SOFT, symbol
from fahrwasser.core.bpmn.told import ENGLISH, GERMAN, told

_LINE_HEIGHT: Final = 16.0
_MARKED: Final = ("markiert", "marked")


@dataclass(frozen=True, slots=True)
class Drawing:
    """`svg` goes into the page as it is; `steps` are the lines of the text alternative."""

    svg: str
    steps: tuple[str, ...]

    @property
    def text(self) -> str:
        """The text alternative, one line per step."""
        return "\n".join(self.steps)


def draw(graph: Graph, language: str = "de", *, marked: frozenset[str] = frozenset()) -> Drawing:
    """The drawing in German or English ("en"); `marked` are ids of nodes to point out (tokens, a counter-example)."""
    steps = told(graph, language, marked)
    return Drawing(_Picture(graph, ENGLISH if language == "en" else GERMAN, marked).svg(steps), steps)


class _Picture:
    def __init__(self, graph: Graph, language: int, marked: frozenset[str]):
        self.graph = graph
        self.language = language
        self.marked = marked
        self.layout: Layout = layout(graph)
        self.key = re.sub(r"\W", "-", graph.id)

    def svg(self, steps: tuple[str, ...]) -> str:
        frame, key = self.layout.boxes[0], self.key
        size = f'width="{_n(frame.width)}" height="{_n(frame.height)}"'
        view = f'viewBox="{_n(frame.x)} {_n(frame.y)} {_n(frame.width)} {_n(frame.height)}"'
        tip = 'viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto-start-reverse"'
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" class="fw-process" role="img" {size} {view} ',
            f'aria-labelledby="{key}-title {key}-desc" font-family="Fira Sans, sans-serif" font-size="13">',
            f'<title id="{key}-title">{escape(self.name(0))}</title>',
            f'<desc id="{key}-desc">{escape(" ".join(steps))}</desc>',
            f'<defs><marker id="{key}-tip" {tip}><path d="M0 0 10 5 0 10Z" fill="{LINE}"/></marker></defs>',
        ]
        parts += self.frames()
        parts += [self.flow(flow) for flow in range(len(self.graph.flows))]
        parts += [self.node(node) for node, kind in enumerate(self.graph.kind) if kind not in g.SCOPES]
        return "".join((*parts, "</svg>"))

    def name(self, node: int) -> str:
        kind = self.graph.kind[node]
        return self.graph.names[node][self.language] or ("" if kind in g.GATEWAYS else self.graph.nodes[node])

    def frames(self) -> Iterator[str]:
        """Subprocesses, outer ones first."""
        for node in range(1, len(self.graph.nodes)):
            if self.graph.kind[node] in g.SCOPES:
                box, is_marked = self.layout.boxes[node], self.graph.nodes[node] in self.marked
                dash = ' stroke-dasharray="3 4"' if self.graph.kind[node] == g.EVENT_SUBPROCESS else ""
                yield (
                    f'<g class="fw-process__scope"><rect x="{_n(box.x)}" y="{_n(box.y)}" width="{_n(box.width)}" '
                    f'height="{_n(box.height)}" rx="10" fill="{SOFT}" {_frame(is_marked)}{dash}/>'
                    f'<text x="{_n(box.x + 14)}" y="{_n(box.y + 20)}" fill="{INK}" font-weight="600">'
                    f"{escape(_fitting(self.name(node), box.width - 28))}</text>{self.tick(node, box)}</g>"
                )

    def flow(self, flow: int) -> str:
        way = self.layout.ways[flow]
        path = "M" + " L".join(f"{_n(x)} {_n(y)}" for x, y in way)
        name = self.graph.flow_names[flow][self.language]
        label = self.flow_label(way, name) if name else ""
        is_default = self.graph.default[self.graph.source[flow]] == flow
        slash = ""
        if is_default:
            x, y = way[0]
            slash = f'<path d="M{_n(x + 4)} {_n(y + 5)} l6 -10" fill="none" stroke="{LINE}" stroke-width="1.5"/>'
        return (
            f'<g class="fw-process__flow"><path d="{path}" fill="none" stroke="{LINE}" stroke-width="1.5" '
            f'stroke-linejoin="round" marker-end="url(#{self.key}-tip)"/>{slash}{label}</g>'
        )

    def flow_label(self, way: Way, name: str) -> str:
        """The name above the level piece before the tip (of a loop: the longest), on white to stay readable."""
        level = [(a, b) for a, b in pairwise(way) if a[1] == b[1]] or [(way[0], way[1])]
        (x, y), (end, _) = level[-1]
        if way[-1][0] > way[0][0]:
            return _text(end - 12, y - 6, _fitting(name, NAME), "end", halo=True)
        (x, y), (end, _) = max(level, key=lambda piece: abs(piece[0][0] - piece[1][0]))
        return _text((x + end) / 2, y - 6, _fitting(name, max(abs(end - x), NAME)), "middle", halo=True)

    def node(self, node: int) -> str:
        box, kind, name = self.layout.boxes[node], self.graph.kind[node], self.name(node)
        is_marked = self.graph.nodes[node] in self.marked
        work, event = self.graph.work[node], self.graph.elements[node]
        said = f"{name} ({_MARKED[self.language]})" if is_marked else name
        parts = [f'<g class="fw-process__node{" fw-process__node--marked" if is_marked else ""}">']
        if said:
            parts.append(f"<title>{escape(said)}</title>")
        if kind in g.ACTIVITIES:
            parts.append(f'<rect x="{_n(box.x)}" y="{_n(box.y)}" width="{_n(box.width)}" height="{_n(box.height)}" '
                         f'rx="8" fill="#fff" {_frame(is_marked)}/>')  # fmt: skip
            parts += self.task_text(box, name)
        else:
            parts += _shape(box, kind, self.graph.interrupting[node], is_marked)
            parts += self.label(box, name, is_below=kind == g.BOUNDARY)
        parts.append(symbol(event, kind, work.trigger, box))
        return "".join((*parts, self.tick(node, box), "</g>"))

    def task_text(self, box: Box, name: str) -> Iterator[str]:
        lines = _wrapped(name, box.width - 20, most=3)
        middle = box.y + box.height / 2 + 10
        for position, line in enumerate(lines):
            y = middle + (position - (len(lines) - 1) / 2) * _LINE_HEIGHT + 3
            yield _text(box.x + box.width / 2, y, line, "middle")

    def label(self, box: Box, name: str, *, is_below: bool) -> Iterator[str]:
        """Under the symbol; beside the flow for a boundary event."""
        x, anchor = box.x + box.width / 2, "middle"
        if is_below:
            x, anchor = x + 10, "start"
        for position, line in enumerate(_wrapped(name, LABEL[0], most=2)):
            yield _text(x, box.y + box.height + 14 + position * 14, line, anchor, halo=True)

    def tick(self, node: int, box: Box) -> str:
        if self.graph.nodes[node] not in self.marked:
            return ""
        x, y = box.x + 2, box.y + 2
        return (
            f'<circle cx="{_n(x)}" cy="{_n(y)}" r="9" fill="{MARK}"/><path d="M{_n(x - 4)} {_n(y)} l3 3 5 -6" '
            'fill="none" stroke="#fff" stroke-width="2"/>'
        )


def _shape(box: Box, kind: int, is_interrupting: bool, is_marked: bool) -> Iterator[str]:
    x, y, half = box.x + box.width / 2, box.y + box.height / 2, box.width / 2
    frame = _frame(is_marked)
    if kind in g.GATEWAYS:
        yield f'<path d="M{_n(x)} {_n(box.y)} l{_n(half)} {_n(half)} {_n(-half)} {_n(half)} {_n(-half)} {_n(-half)}Z" fill="#fff" {frame}/>'  # noqa: E501
        return
    dash = "" if is_interrupting else ' stroke-dasharray="4 3"'
    thick = ' stroke-width="3.5"' if kind in g.ENDS and not is_marked else ""
    frame = frame.replace(' stroke-width="1.5"', thick) if thick else frame
    yield f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(half)}" fill="#fff" {frame}{dash}/>'
    if kind in (g.CATCH, g.BOUNDARY, g.EVENT_GATEWAY):
        yield f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(half - 3.5)}" fill="none" stroke="{INK}"{dash}/>'


def _frame(is_marked: bool) -> str:
    return f'stroke="{MARK}" stroke-width="4"' if is_marked else f'stroke="{INK}" stroke-width="1.5"'


def _text(x: float, y: float, text: str, anchor: str, *, halo: bool = False) -> str:
    back = ' stroke="#fff" stroke-width="4" paint-order="stroke"' if halo else ""
    return f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}" fill="{INK}"{back}>{escape(text)}</text>'


def _fitting(text: str, width: float) -> str:
    most = max(int(width / LETTER), 4)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _wrapped(text: str, width: float, *, most: int) -> list[str]:
    """At most `most` lines; a word too long for a line is broken with a hyphen, the rest cut with an ellipsis."""
    room = max(int(width / LETTER), 6)
    words: list[str] = []
    for word in text.split():
        while len(word) > room:
            words.append(word[: room - 1] + "-")
            word = word[room - 1 :]  # noqa: PLW2901 - the rest of the word is the next word
        words.append(word)
    lines: list[str] = []
    for word in words:
        if lines and len(lines[-1]) + 1 + len(word) <= room and not lines[-1].endswith("-"):
            lines[-1] += " " + word
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], _fitting(" ".join(lines[most - 1 :]), width)]
    return lines


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
