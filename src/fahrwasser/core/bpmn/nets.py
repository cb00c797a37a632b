"""Normal form for the soundness gate (engines.md 6): only exclusive and parallel nodes, one net per scope.

A task with several flows in is an exclusive join, with several out a parallel split; event-based gateways and
interrupting boundary events are exclusive choices. A non-interrupting boundary event is a parallel side branch that may
or may not happen, checked by itself when it ends by itself. A subprocess is one task here, its inside and each event
subprocess are nets of their own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from fahrwasser.core.bpmn import graph as g
from fahrwasser.core.bpmn.graph import Graph

EXCLUSIVE: Final = 0
PARALLEL: Final = 1
BEGIN: Final = 2
FINISH: Final = 3  # takes each token away
STOP: Final = 4  # terminate and error: takes all tokens away

Label = int | tuple["Label", "Label"] | None  # nodes of the process passed on a net edge, in order


@dataclass(slots=True)
class Net:
    """Node 0 BEGIN (one edge out, marked at first), 1 FINISH, 2 STOP. `origin`: node of the process, -1 for none."""

    kind: list[int] = field(default_factory=lambda: [BEGIN, FINISH, STOP])
    origin: list[int] = field(default_factory=lambda: [-1, -1, -1])
    source: list[int] = field(default_factory=list)
    target: list[int] = field(default_factory=list)
    label: list[Label] = field(default_factory=list)

    def add(self, kind: int, origin: int) -> int:
        """A new node."""
        self.kind.append(kind)
        self.origin.append(origin)
        return len(self.kind) - 1

    def connect(self, source: int, target: int, label: Label = None) -> None:
        """A new edge."""
        self.source.append(source)
        self.target.append(target)
        self.label.append(label)


def nets_of(graph: Graph, scope: int) -> list[Net]:
    """The net of what lies directly in `scope`, then one for each side branch that shares nothing with it.

    Such a branch begins at a non-interrupting boundary event and ends by itself; it may run several times at once.
    """
    nets = []
    roots = [list(graph.starts[scope])]
    for begin in roots:
        members = _reached(graph, begin, beside=False)
        for event in _beside(graph, members):
            if event in members:
                continue
            if _is_apart(graph, event, members):
                if [event] not in roots:
                    roots.append([event])
            else:
                members |= _reached(graph, [event], beside=False)
        nets.append(_net(graph, begin, members))
    return nets


def _reached(graph: Graph, roots: list[int], *, beside: bool) -> set[int]:
    """Nodes on a way from the roots; through non-interrupting boundary events only if `beside`."""
    seen = set(roots)
    waiting = list(roots)
    while waiting:
        node = waiting.pop()
        events = [event for event in graph.boundary[node] if beside or graph.interrupting[event]]
        for following in [*(graph.target[flow] for flow in graph.out[node]), *events]:
            if following not in seen:
                seen.add(following)
                waiting.append(following)
    return seen


def _beside(graph: Graph, members: set[int]) -> Iterator[int]:
    """Non-interrupting boundary events of the members, also of those that join while this runs."""
    asked: set[int] = set()
    while asked != members:
        for node in sorted(members - asked):
            asked.add(node)
            yield from (event for event in graph.boundary[node] if not graph.interrupting[event])


def _is_apart(graph: Graph, event: int, members: set[int]) -> bool:
    branch = _reached(graph, [event], beside=True)
    joins = [node for node in branch if graph.kind[node] == g.AND]
    return not branch & members and all(graph.source[flow] in branch for node in joins for flow in graph.into[node])


def _net(graph: Graph, begin: list[int], members: set[int]) -> Net:
    net = Net()
    entry: dict[int, int] = {}
    leave: dict[int, int] = {}
    for node in sorted(members):
        kind = graph.kind[node]
        if kind in g.ENDS:
            continue
        if kind in g.GATEWAYS:
            entry[node] = leave[node] = net.add(PARALLEL if kind == g.AND else EXCLUSIVE, node)
        elif kind in (g.BOUNDARY, g.START):
            leave[node] = net.add(PARALLEL, node)
        else:
            entry[node] = net.add(EXCLUSIVE, node)
            leave[node] = net.add(PARALLEL, node) if len(graph.out[node]) > 1 or graph.boundary[node] else entry[node]
    _begin(net, [leave[node] for node in begin])
    for node, last in leave.items():
        if node in entry and entry[node] != last:
            _activity(net, graph, node, entry[node], leave)
        for flow in graph.out[node]:
            target = graph.target[flow]
            if graph.kind[target] in g.ENDS:
                net.connect(last, 1 if graph.kind[target] == g.END else 2, target)
            else:
                net.connect(last, entry[target])
        if not graph.out[node]:
            net.connect(last, 1)
    return net


def _begin(net: Net, starts: list[int]) -> None:
    if len(starts) == 1:
        net.connect(0, starts[0])
        return
    choice = net.add(EXCLUSIVE, -1)
    net.connect(0, choice)
    for start in starts:
        net.connect(choice, start)


def _activity(net: Net, graph: Graph, node: int, entry: int, leave: dict[int, int]) -> None:
    """From the join before an activity to what may follow it: its own flows and its boundary events."""
    cutting = [event for event in graph.boundary[node] if graph.interrupting[event]]
    beside = [event for event in graph.boundary[node] if not graph.interrupting[event] and event in leave]
    before = entry
    if beside:
        before = net.add(PARALLEL, node)
        net.connect(entry, before)
        for event in beside:
            maybe = net.add(EXCLUSIVE, -1)
            net.connect(before, maybe)
            net.connect(maybe, leave[event])
            net.connect(maybe, 1)
    if cutting:
        choice = net.add(EXCLUSIVE, node)
        net.connect(before, choice)
        before = choice
        for event in cutting:
            net.connect(choice, leave[event])
    net.connect(before, leave[node])


def passed(label: Label) -> list[int]:
    """The nodes of a label, in order."""
    nodes = []
    waiting = [label]
    while waiting:
        part = waiting.pop()
        if isinstance(part, int):
            nodes.append(part)
        elif part is not None:
            waiting += (part[1], part[0])
    return nodes
