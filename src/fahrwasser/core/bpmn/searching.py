"""Search all markings of a net, breadth first: a marking is an integer with one bit per edge.

Finds the shortest way to a marking that is stuck, puts two tokens on one edge, or cannot end any more.
"""

from array import array
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from fahrwasser.core.bpmn.nets import EXCLUSIVE, FINISH, PARALLEL, STOP, Net, passed

MOST_MARKINGS: Final = 2_000_000
MOST_FIRES: Final = 100_000
_LOOK_EVERY: Final = 2_048

Problem = Literal["stuck", "twice", "endless", "dead"]


@dataclass(frozen=True, slots=True)
class Found:
    """What is wrong, at which node of the process, and the nodes passed on the way there."""

    problem: Problem
    node: int
    path: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Fire:
    needs: int
    gives: int
    node: int
    clears: bool = False


class OutOfBudget(Exception):
    """Too many markings or too little time."""


def search(net: Net, is_late: Callable[[], bool]) -> Found | None:
    """The first problem, None when the net is sound. Raises OutOfBudget when `is_late` or beyond MOST_MARKINGS."""
    return _Search(net, is_late).run()


class _Search:
    def __init__(self, net: Net, is_late: Callable[[], bool]):
        self.net = net
        self.is_late = is_late
        self.by_bit: list[list[_Fire]] = [[] for _ in net.source]
        for fire in _fires(net):
            self.by_bit[(fire.needs & -fire.needs).bit_length() - 1].append(fire)
        first = sum(1 << edge for edge, source in enumerate(net.source) if source == 0)
        self.markings = [first]
        self.number = {first: 0}
        self.parent: list[int] = [-1]
        self.fired: list[_Fire | None] = [None]
        self.head = array("i", [-1])  # backward edges as linked lists: newest edge into a marking
        self.next = array("i")
        self.origin = array("i")

    def run(self) -> Found | None:
        position = 0
        while position < len(self.markings):
            if position % _LOOK_EVERY == 0 and (self.is_late() or position > MOST_MARKINGS):
                raise OutOfBudget
            marking = self.markings[position]
            fires = [fire for fire in self.candidates(marking) if not fire.needs & ~marking]
            if marking and not fires:
                return Found("stuck", self.waiting_node(marking), self.path(position))
            for fire in fires:
                rest = marking & ~fire.needs
                if rest & fire.gives and not fire.clears:
                    node = self.net.origin[fire.node]
                    twice = node if node >= 0 else self.node_behind((rest & fire.gives).bit_length() - 1)
                    return Found("twice", twice, self.path(position, fire))
                self.reach(position, 0 if fire.clears else rest | fire.gives, fire)
            position += 1
        return self.endless() or self.dead()

    def candidates(self, marking: int) -> list[_Fire]:
        found: list[_Fire] = []
        while marking:
            low = marking & -marking
            found += self.by_bit[low.bit_length() - 1]
            marking ^= low
        return found

    def reach(self, position: int, marking: int, fire: _Fire) -> None:
        number = self.number.get(marking)
        if number is None:
            number = self.number[marking] = len(self.markings)
            self.markings.append(marking)
            self.parent.append(position)
            self.fired.append(fire)
            self.head.append(-1)
        self.next.append(self.head[number])
        self.head[number] = len(self.origin)
        self.origin.append(position)

    def endless(self) -> Found | None:
        """The first marking from which the empty one cannot be reached."""
        can_end = bytearray(len(self.markings))
        waiting = [self.number[0]] if 0 in self.number else []
        for number in waiting:
            can_end[number] = 1
        while waiting:
            edge = self.head[waiting.pop()]
            while edge >= 0:
                before = self.origin[edge]
                if not can_end[before]:
                    can_end[before] = 1
                    waiting.append(before)
                edge = self.next[edge]
        number = can_end.find(0)
        if number < 0:
            return None
        return Found("endless", self.node_behind(self.markings[number].bit_length() - 1), self.path(number))

    def dead(self) -> Found | None:
        """An edge that no token ever passes."""
        marked = 0
        for marking in self.markings:
            marked |= marking
        for edge in range(len(self.net.source)):
            if not marked >> edge & 1:
                return Found("dead", self.node_behind(edge), ())
        return None

    def waiting_node(self, marking: int) -> int:
        """The parallel join that waits for ever: the one behind the first marked edge."""
        return self.net.origin[self.net.target[(marking & -marking).bit_length() - 1]]

    def node_behind(self, edge: int) -> int:
        nodes = passed(self.net.label[edge])
        if nodes:
            return nodes[0]
        origin = self.net.origin[self.net.target[edge]]
        return origin if origin >= 0 else max(self.net.origin[self.net.source[edge]], 0)

    def path(self, position: int, last: _Fire | None = None) -> tuple[int, ...]:
        """Nodes of the process on the way from the beginning to the marking, each named when first passed."""
        fires = [last] if last else []
        while position > 0:
            fire = self.fired[position]
            if fire is not None:
                fires.append(fire)
            position = self.parent[position]
        nodes = [
            node for edge, source in enumerate(self.net.source) if source == 0 for node in passed(self.net.label[edge])
        ]
        for fire in reversed(fires):
            nodes.append(self.net.origin[fire.node])
            gives = fire.gives
            while gives:
                low = gives & -gives
                nodes += passed(self.net.label[low.bit_length() - 1])
                gives ^= low
        return tuple(dict.fromkeys(node for node in nodes if node >= 0))


def _fires(net: Net) -> list[_Fire]:
    into: list[list[int]] = [[] for _ in net.kind]
    out: list[list[int]] = [[] for _ in net.kind]
    for edge, (source, target) in enumerate(zip(net.source, net.target, strict=True)):
        out[source].append(1 << edge)
        into[target].append(1 << edge)
    fires: list[_Fire] = []
    for node, kind in enumerate(net.kind):
        if kind == EXCLUSIVE and len(fires) + len(into[node]) * len(out[node]) > MOST_FIRES:
            raise OutOfBudget
        if kind == EXCLUSIVE:
            fires += [_Fire(one, other, node) for one in into[node] for other in out[node]]
        elif kind == PARALLEL and into[node]:
            fires.append(_Fire(sum(into[node]), sum(out[node]), node))
        elif kind in (FINISH, STOP):
            fires += [_Fire(one, 0, node, clears=kind == STOP) for one in into[node]]
    return fires
