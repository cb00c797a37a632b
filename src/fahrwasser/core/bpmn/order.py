"""The order in which people read a process: along the flows, each branch to its end, joins after their branches."""

from fahrwasser.core.bpmn import graph as g
from fahrwasser.core.bpmn.graph import Graph


def following(graph: Graph, node: int) -> list[int]:
    """Nodes that can come right after a node: by its flows, then by its boundary events (which count as nodes)."""
    return [*(graph.target[flow] for flow in graph.out[node]), *graph.boundary[node]]


def reading_order(graph: Graph, scope: int) -> list[int]:
    """All nodes directly in the scope: topological but for loops, event subprocesses last."""
    inside = [node for node in range(1, len(graph.nodes)) if graph.scope[node] == scope]
    flowing = [node for node in inside if graph.kind[node] != g.EVENT_SUBPROCESS]
    loose = [node for node in flowing if not graph.into[node] and graph.attached[node] < 0]
    seen: set[int] = set()
    left: list[int] = []
    starts = graph.starts[scope]
    for root in [*(node for node in loose[::-1] if node not in starts), *starts[::-1]]:
        _walk(graph, root, seen, left)
    circles = [node for node in flowing if node not in seen]
    return [*reversed(left), *circles, *graph.events[scope]]


def _walk(graph: Graph, root: int, seen: set[int], left: list[int]) -> None:
    """Depth first; `left` gets each node when everything after it is done."""
    if root in seen:
        return
    seen.add(root)
    walk = [(root, iter(following(graph, root)[::-1]))]
    while walk:
        node, rest = walk[-1]
        other = next((n for n in rest if n not in seen), -1)
        if other < 0:
            walk.pop()
            left.append(node)
        else:
            seen.add(other)
            walk.append((other, iter(following(graph, other)[::-1])))
