"""What happens when a token reaches a node, by kind."""

from collections.abc import Callable

from fahrwasser.core.bpmn import graph as g
from fahrwasser.core.bpmn.events import Call, Ended, Finished, OpenTask
from fahrwasser.core.bpmn.moving import MOST_VISITS, Move, Stuck
from fahrwasser.core.refused import N_


def run(move: Move) -> None:
    """Move tokens until every one waits or is gone; Stuck after MOST_VISITS nodes."""
    target, kind = move.graph.target, move.graph.kind
    visits = 0
    while move.stack:
        flow, scope = move.stack.pop()
        node = target[flow]
        visits += 1
        if visits > MOST_VISITS:
            raise Stuck(
                node, N_("More than %(most)s nodes in one step: the process runs in a circle."), most=MOST_VISITS
            )
        _ENTER[kind[node]](move, node, scope, flow)


def _pass_on(move: Move, node: int, scope: int, flow: int) -> None:
    move.leave(node, scope)


def _user_task(move: Move, node: int, scope: int, flow: int) -> None:
    due = move.graph.work[node].due
    token = move.stay(node, scope)
    move.effects.append(OpenTask(token, move.graph.nodes[node], None if due is None else move.due(due, node)))
    move.watch(move.graph.boundary[node], token)


def _call(move: Move, node: int, scope: int, flow: int) -> None:
    token = move.stay(node, scope)
    move.effects.append(Call(token, move.graph.nodes[node]))
    move.watch(move.graph.boundary[node], token)


def _catch(move: Move, node: int, scope: int, flow: int) -> None:
    token = move.stay(node, scope)
    move.arm(token, node)
    move.watch(move.graph.boundary[node], token)


def _rule(move: Move, node: int, scope: int, flow: int) -> None:
    work = move.graph.work[node]
    move.variables[work.result] = move.evaluate.decide(work.decision, move.variables, move.at)
    move.leave(node, scope)


def _script(move: Move, node: int, scope: int, flow: int) -> None:
    work = move.graph.work[node]
    if work.script is not None:
        move.variables[work.result] = move.evaluate.value(work.script, move.variables, move.at)
    move.leave(node, scope)


def _subprocess(move: Move, node: int, scope: int, flow: int) -> None:
    token = move.stay(node, scope)
    move.watch(move.graph.boundary[node], token)
    move.open_scope(token, node, move.graph.starts[node][0])


def _exclusive(move: Move, node: int, scope: int, flow: int) -> None:
    graph = move.graph
    flows = graph.out[node]
    if len(flows) < 2:
        move.leave(node, scope)
        return
    chosen = graph.default[node]
    for candidate in flows:
        condition = graph.condition[candidate]
        if condition is not None and move.evaluate.value(condition, move.variables, move.at) is True:
            chosen = candidate
            break
    if chosen < 0:
        raise Stuck(node, N_("No condition is true and there is no default flow."))
    move.effects.append(Finished(graph.nodes[node], move.at, None, move.at, 0, (graph.flows[chosen],)))
    move.stack.append((chosen, scope))


def _parallel(move: Move, node: int, scope: int, flow: int) -> None:
    needed = move.graph.into[node]
    if len(needed) > 1:
        arrived = [*move.joins.pop((scope, node), ()), flow]
        if len(arrived) < len(needed) or set(arrived) != set(needed):
            move.joins[scope, node] = tuple(sorted(arrived))
            return
        for one in needed:
            arrived.remove(one)
        if arrived:
            move.joins[scope, node] = tuple(arrived)
        move.live[scope] -= len(needed) - 1
    move.leave(node, scope)


def _event_gateway(move: Move, node: int, scope: int, flow: int) -> None:
    token = move.stay(node, scope)
    move.watch([move.graph.target[f] for f in move.graph.out[node]], token)


def _terminate(move: Move, node: int, scope: int, flow: int) -> None:
    move.effects.append(Finished(move.graph.nodes[node], move.at, None, move.at, 0, ()))
    move.clear(scope)
    move.live[scope] = 1
    move.last_end = node
    move.vanish(scope)


def _error_end(move: Move, node: int, scope: int, flow: int) -> None:
    code = move.graph.work[node].code
    move.effects.append(Finished(move.graph.nodes[node], move.at, None, move.at, 0, ()))
    if not throw(move, code, scope):
        move.clear(0)
        move.live.clear()
        move.effects.append(Ended(move.graph.nodes[node], code))


def throw(move: Move, code: str, scope: int) -> bool:
    """The error walks up: event subprocess of the scope, its boundary, the scope around it. False = nobody catches."""
    graph = move.graph
    is_from_handler = False
    while True:
        inside = move.node_of(scope)
        events = () if is_from_handler else graph.events[inside]
        caught = catching(move, [graph.starts[event][0] for event in events], code)
        if caught >= 0:
            move.clear(scope)
            begin_event_subprocess(move, caught, scope)
            return True
        if scope == 0:
            return False
        _, parent, _ = move.tokens[scope]
        caught = catching(move, graph.boundary[inside], code)
        if caught >= 0:
            move.clear(scope)
            del move.live[scope]
            move.close(scope)
            move.leave(caught, parent)
            return True
        is_from_handler = graph.kind[inside] == g.EVENT_SUBPROCESS
        scope = parent


def catching(move: Move, nodes: list[int] | tuple[int, ...], code: str) -> int:
    """The error event among `nodes` for the code, else the one for every error, else -1."""
    works = [(node, move.graph.work[node]) for node in nodes if move.graph.work[node].trigger == "error"]
    for wanted in (code, ""):
        for node, work in works:
            if work.code == wanted:
                return node
    return -1


def begin_event_subprocess(move: Move, start: int, scope: int) -> None:
    """One more token in the scope: a stay on the event subprocess that `start` belongs to."""
    node = move.graph.scope[start]
    move.live[scope] += 1
    token = move.stay(node, scope)
    move.open_scope(token, node, start)


_ENTER: dict[int, Callable[[Move, int, int, int], None]] = {
    g.SUBPROCESS: _subprocess,
    g.END: _pass_on,
    g.ERROR_END: _error_end,
    g.TERMINATE: _terminate,
    g.USER: _user_task,
    g.CALL: _call,
    g.RULE: _rule,
    g.SCRIPT: _script,
    g.RECEIVE: _catch,
    g.CATCH: _catch,
    g.XOR: _exclusive,
    g.AND: _parallel,
    g.EVENT_GATEWAY: _event_gateway,
}
