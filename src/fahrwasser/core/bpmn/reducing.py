"""Reduce a net by rules that keep soundness, with a work list (linear for structured models).

What is left of a structured sound process is one edge from BEGIN to FINISH.
"""

from fahrwasser.core.bpmn.nets import EXCLUSIVE, FINISH, PARALLEL, STOP, Label, Net


def reduced(net: Net, *, stops_end: bool) -> Net:
    """The residue. `stops_end`: treat STOP as FINISH; sound then implies sound with STOP, not the other way round."""
    return _Reduction(net, stops_end=stops_end).run()


def is_done(net: Net) -> bool:
    """Whether nothing but BEGIN → FINISH (or STOP) is left."""
    return len(net.source) == 1 and net.kind[net.target[0]] in (FINISH, STOP)


class _Reduction:
    def __init__(self, net: Net, *, stops_end: bool):
        self.net = net
        self.kind = net.kind
        self.source = list(net.source)
        self.target = [1 if stops_end and net.kind[t] == STOP else t for t in net.target]
        self.label: list[Label] = list(net.label)
        count = len(net.kind)
        self.into: list[dict[int, None]] = [{} for _ in range(count)]  # ordered sets of edges
        self.out: list[dict[int, None]] = [{} for _ in range(count)]
        self.between: dict[tuple[int, int], int] = {}  # edges that make a second one between the same nodes needless
        self.waiting: list[int] = []
        self.is_waiting = [False] * count
        self.on_circle: set[int] | None = None

    def run(self) -> Net:
        for edge in range(len(self.source)):
            self.link(edge)
        for node in range(len(self.kind) - 1, -1, -1):
            self.visit_later(node)
        while self.waiting:
            node = self.waiting.pop()
            self.is_waiting[node] = False
            if self.kind[node] in (EXCLUSIVE, PARALLEL):
                self.visit(node)
        return self.residue()

    def residue(self) -> Net:
        left = Net()
        number = {0: 0, 1: 1, 2: 2}
        for node in range(3, len(self.kind)):
            if self.into[node] or self.out[node]:
                number[node] = left.add(self.kind[node], self.net.origin[node])
        for node in range(len(self.kind)):
            for edge in self.out[node]:
                left.connect(number[node], number[self.target[edge]], self.label[edge])
        return left

    def visit_later(self, node: int) -> None:
        if not self.is_waiting[node]:
            self.is_waiting[node] = True
            self.waiting.append(node)

    def link(self, edge: int) -> None:
        """Put the edge in, unless there is one that does the same."""
        source, target = self.source[edge], self.target[edge]
        kind = self.kind[source]
        if kind in (EXCLUSIVE, PARALLEL) and self.kind[target] in (kind, FINISH):
            if (source, target) in self.between:
                self.visit_later(source)
                self.visit_later(target)
                return
            self.between[source, target] = edge
        self.out[source][edge] = None
        self.into[target][edge] = None

    def unlink(self, edge: int) -> None:
        source, target = self.source[edge], self.target[edge]
        del self.out[source][edge]
        del self.into[target][edge]
        if self.between.get((source, target)) == edge:
            del self.between[source, target]

    def visit(self, node: int) -> None:
        out, into, kind = self.out[node], self.into[node], self.kind[node]
        if len(out) > 1:
            self.drop_needless(node, kind)
        if not out or not into:
            return
        if len(into) == 1 and len(out) == 1:
            self.bypass(node, next(iter(into)), next(iter(out)))
        elif len(out) == 1:
            edge = next(iter(out))
            follower = self.target[edge]
            if self.kind[follower] == kind and follower != node:
                self.merge_into_follower(node, follower, edge)
        elif len(into) == 1:
            edge = next(iter(into))
            leader = self.source[edge]
            if self.kind[leader] == kind and leader != node:
                self.merge_into_leader(node, leader, edge)

    def drop_needless(self, node: int, kind: int) -> None:
        """An exclusive circle of one node that can be left; a parallel branch that only ends."""
        loop = self.between.get((node, node))
        if kind == EXCLUSIVE and loop is not None:
            self.unlink(loop)
        ending = self.between.get((node, 1))
        if kind == PARALLEL and ending is not None and node not in self.circles():
            self.unlink(ending)

    def bypass(self, node: int, edge: int, gone: int) -> None:
        if edge == gone:
            return
        self.unlink(edge)
        self.unlink(gone)
        self.label[edge] = _joined(self.label[edge], self.net.origin[node], self.label[gone])
        self.target[edge] = self.target[gone]
        self.link(edge)
        self.visit_later(self.source[edge])
        self.visit_later(self.target[edge])

    def merge_into_follower(self, node: int, follower: int, edge: int) -> None:
        self.unlink(edge)
        for moved in list(self.into[node]):
            self.unlink(moved)
            self.target[moved] = follower
            self.label[moved] = _joined(self.label[moved], self.net.origin[node], self.label[edge])
            self.link(moved)
            self.visit_later(self.source[moved])
        self.visit_later(follower)

    def merge_into_leader(self, node: int, leader: int, edge: int) -> None:
        self.unlink(edge)
        for moved in list(self.out[node]):
            self.unlink(moved)
            self.source[moved] = leader
            self.label[moved] = _joined(self.label[edge], self.net.origin[node], self.label[moved])
            self.link(moved)
            self.visit_later(self.target[moved])
        self.visit_later(leader)

    def circles(self) -> set[int]:
        """Nodes on a circle of the whole net: they may fire again before a branch of theirs has ended."""
        if self.on_circle is None:
            self.on_circle = _on_circle(self.net)
        return self.on_circle


def _joined(first: Label, origin: int, second: Label) -> Label:
    middle: Label = origin if origin >= 0 else None
    if first is not None:
        middle = first if middle is None else (first, middle)
    if second is None:
        return middle
    return second if middle is None else (middle, second)


def _on_circle(net: Net) -> set[int]:
    """Nodes in a strongly connected component of more than one node, or with an edge to themselves."""
    follow: list[list[int]] = [[] for _ in net.kind]
    back: list[list[int]] = [[] for _ in net.kind]
    for source, target in zip(net.source, net.target, strict=True):
        follow[source].append(target)
        back[target].append(source)
    seen = [False] * len(net.kind)
    component = [-1] * len(net.kind)
    size: dict[int, int] = {}
    for root in _finish_order(follow)[::-1]:
        if seen[root]:
            continue
        waiting = [root]
        seen[root] = True
        while waiting:
            node = waiting.pop()
            component[node] = root
            size[root] = size.get(root, 0) + 1
            for before in back[node]:
                if not seen[before]:
                    seen[before] = True
                    waiting.append(before)
    own = {source for source, target in zip(net.source, net.target, strict=True) if source == target}
    return {node for node in range(len(net.kind)) if size[component[node]] > 1} | own


def _finish_order(follow: list[list[int]]) -> list[int]:
    """Nodes in the order in which a depth-first walk leaves them."""
    seen = [False] * len(follow)
    order: list[int] = []
    for root in range(len(follow)):
        if seen[root]:
            continue
        seen[root] = True
        walk = [(root, iter(follow[root]))]
        while walk:
            node, rest = walk[-1]
            following = next((n for n in rest if not seen[n]), -1)
            if following < 0:
                walk.pop()
                order.append(node)
            else:
                seen[following] = True
                walk.append((following, iter(follow[following])))
    return order
