"""The soundness gate: a process that may be published can always end, never waits for ever and leaves nothing behind.

Sound = no deadlock, at most one token per flow, the end reachable from everywhere, no dead node. Data are ignored,
hence every exclusive split needs a default flow.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from fahrwasser.core.bpmn import graph as g
from fahrwasser.core.bpmn.graph import Graph
from fahrwasser.core.bpmn.nets import STOP, Net, nets_of
from fahrwasser.core.bpmn.reducing import is_done, reduced
from fahrwasser.core.bpmn.searching import Found, OutOfBudget, search
from fahrwasser.core.refused import N_

Status = Literal["sound", "unsound", "not provable"]

_REASONS = {
    "stuck": N_("The process can get stuck: “%(node)s” waits for a branch that no longer comes."),
    "twice": N_("“%(node)s” can be reached twice at the same time; join the branches before it."),
    "endless": N_("From “%(node)s” on, the process can no longer come to its end."),
    "dead": N_("“%(node)s” can never be reached."),
}


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong: `reason` is an English msgid that takes `node`; `path` the ids on the way there, if any."""

    reason: str
    node: str
    line: int
    path: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.reason % {"node": self.node}


@dataclass(frozen=True, slots=True)
class Verdict:
    """`status` "sound" has no flaws; "not provable" = the budget was used up: a person has to sign off."""

    status: Status
    flaws: tuple[Flaw, ...] = ()

    @property
    def reason(self) -> str:
        """The first flaw in English; "" for none."""
        return str(self.flaws[0]) if self.flaws else ""

    @property
    def path(self) -> tuple[str, ...]:
        """Ids of the nodes on the way to the first flaw: the counter-example."""
        return self.flaws[0].path if self.flaws else ()


def check(graph: Graph, *, budget_s: float = 2.0, clock: Callable[[], float] = time.monotonic) -> Verdict:
    """The verdict on one process with all its subprocesses; `clock` (seconds) only ends a search that is too long."""
    flaws = _structure(graph)
    if flaws:
        return Verdict("unsound", flaws)
    end = clock() + budget_s
    unproven = []
    for scope in [node for node, kind in enumerate(graph.kind) if kind in g.SCOPES]:
        try:
            found = next(filter(None, (problem_of(net, lambda: clock() > end) for net in nets_of(graph, scope))), None)
        except OutOfBudget:
            unproven.append(_flaw(graph, N_("“%(node)s” has too many branches at a time to be checked."), scope))
            continue
        if found is not None:
            path = tuple(graph.nodes[node] for node in found.path)
            return Verdict("unsound", (_flaw(graph, _REASONS[found.problem], found.node or scope, path),))
    return Verdict("not provable", tuple(unproven)) if unproven else Verdict("sound")


def problem_of(net: Net, is_late: Callable[[], bool]) -> Found | None:
    """What makes the net unsound, None for nothing. Raises OutOfBudget."""
    residue = reduced(net, stops_end=True)
    if is_done(residue):
        return None
    if any(net.kind[target] == STOP for target in net.target):
        residue = reduced(net, stops_end=False)
    return search(residue, is_late)


def _flaw(graph: Graph, reason: str, node: int, path: tuple[str, ...] = ()) -> Flaw:
    return Flaw(reason, graph.nodes[node], graph.lines[node], path)


def _structure(graph: Graph) -> tuple[Flaw, ...]:
    """What can be seen without looking at tokens, in document order."""
    forward = _reachable(graph, [start for starts in graph.starts for start in starts], backwards=False)
    ends = [node for node, kind in enumerate(graph.kind) if kind in g.ENDS or kind == g.EVENT_SUBPROCESS]
    backward = _reachable(graph, ends, backwards=True)
    flaws = []
    for node in range(1, len(graph.nodes)):
        kind = graph.kind[node]
        if node not in forward and kind != g.EVENT_SUBPROCESS:
            flaws.append(_flaw(graph, _REASONS["dead"], node))
        elif not graph.out[node] and kind not in g.ENDS and kind != g.EVENT_SUBPROCESS:
            flaws.append(_flaw(graph, N_("After “%(node)s” the way stops; lead it to an end event."), node))
        elif node not in backward:
            flaws.append(_flaw(graph, _REASONS["endless"], node))
        elif kind == g.XOR and len(graph.out[node]) > 1 and graph.default[node] < 0:
            flaws.append(_flaw(graph, N_("The exclusive gateway “%(node)s” has no default flow; choose one."), node))
    return tuple(flaws)


def _reachable(graph: Graph, roots: list[int], *, backwards: bool) -> set[int]:
    """Nodes on a way from (or, backwards, to) one of `roots`; a boundary event follows its host."""
    edges, ends = (graph.into, graph.source) if backwards else (graph.out, graph.target)
    seen = set(roots)
    waiting = list(seen)
    while waiting:
        node = waiting.pop()
        following = [ends[flow] for flow in edges[node]]
        if not backwards:
            following += graph.boundary[node]
        elif graph.attached[node] >= 0:
            following.append(graph.attached[node])
        for other in following:
            if other not in seen:
                seen.add(other)
                waiting.append(other)
    return seen
