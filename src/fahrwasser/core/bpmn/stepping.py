"""step(graph, state, event, evaluate) → new state and effects: pure, deterministic, in document order."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fahrwasser.core.bpmn import graph as g
from fahrwasser.core.bpmn.entering import begin_event_subprocess, catching, run, throw
from fahrwasser.core.bpmn.events import Done, Effect, Error, Evaluate, Event, Finished, Incident, Message, Start, Timer
from fahrwasser.core.bpmn.graph import Graph
from fahrwasser.core.bpmn.moving import Move, Stuck, moment
from fahrwasser.core.bpmn.state import BLANK, State
from fahrwasser.core.refused import N_


@dataclass(frozen=True, slots=True)
class Stepped:
    """Where the process stands now and what it asks for, in order. An Incident comes alone, with the old state."""

    state: State
    effects: tuple[Effect, ...]


def step(graph: Graph, state: State | None, event: Event, evaluate: Evaluate) -> Stepped:
    """Take one event and run until every token waits. No state = not begun.

    An event that nothing waits for (repeated, late, foreign) gives the same state and no effects. Reads no clock and
    nothing but its arguments; `state` is not changed. Never raises.
    """
    before = state or BLANK
    move = Move(graph, before, event.at, evaluate)
    try:
        if not _TAKE[type(event)](move, event, before):
            return Stepped(before, ())
        run(move)
    except Stuck as stuck:
        return Stepped(before, (Incident(graph.nodes[stuck.node], stuck.msgid, stuck.values),))
    return Stepped(move.state(), move.asked(before.next))


def _start(move: Move, event: Start, before: State) -> bool:
    if before.has_begun:
        return False
    for start in move.graph.starts[0]:
        work = move.graph.work[start]
        if work.message == (event.message or ""):
            move.next = 1
            _take_values(move, start, event.values)
            move.open_scope(0, 0, start)
            return True
    raise Stuck(0, N_("The process has no start event for “%(message)s”."), message=event.message or "")


def _done(move: Move, event: Done, before: State) -> bool:
    if event.token not in move.tokens:
        return False
    node = move.tokens[event.token][0]
    if move.graph.kind[node] not in (g.USER, g.CALL):
        return False
    work = move.graph.work[node]
    if work.outcomes and (event.result or {}).get("ausgang") not in work.outcomes:
        raise Stuck(node, N_("The outcome is none of: %(known)s."), known=", ".join(work.outcomes))
    _take_values(move, node, event.result)
    move.finish(event.token, started=event.started)
    return True


def _timer(move: Move, event: Timer, before: State) -> bool:
    return _is_awaited(move, event.token, "timer", "") and _trigger(move, event.token, None)


def _message(move: Move, event: Message, before: State) -> bool:
    if event.token is not None:
        return _is_awaited(move, event.token, "message", event.name) and _trigger(move, event.token, event.values)
    waiting = [n for n in (*move.tokens, *move.watches) if _is_awaited(move, n, "message", event.name)]
    if len(waiting) > 1:
        raise Stuck(
            _node(move, waiting[0]), N_("Several places wait for the message “%(message)s”."), message=event.name
        )
    return bool(waiting) and _trigger(move, waiting[0], event.values)


def _error(move: Move, event: Error, before: State) -> bool:
    if event.token not in move.tokens:
        return False
    node, scope, _ = move.tokens[event.token]
    if move.graph.kind[node] not in (g.USER, g.CALL):
        return False
    caught = catching(move, move.graph.boundary[node], event.code)
    if caught >= 0:
        move.close(event.token)
        move.leave(caught, scope)
    elif not throw(move, event.code, scope):
        raise Stuck(node, N_("Nobody catches the error “%(code)s”."), code=event.code)
    return True


_TAKE: dict[type, Callable[[Move, Any, State], bool]] = {
    Start: _start,
    Done: _done,
    Timer: _timer,
    Message: _message,
    Error: _error,
}


def _node(move: Move, number: int) -> int:
    return (move.tokens.get(number) or move.watches[number])[0]


def _is_awaited(move: Move, number: int, trigger: str, message: str) -> bool:
    found = move.tokens.get(number) or move.watches.get(number)
    if found is None:
        return False
    work = move.graph.work[found[0]]
    return work.trigger == trigger and work.message == message


def _take_values(move: Move, node: int, values: Any) -> None:
    name = move.graph.work[node].result
    if name:
        move.variables[name] = None if values is None else dict(values)


def _trigger(move: Move, number: int, values: Any) -> bool:
    """A timer or message that is waited for has come."""
    _take_values(move, _node(move, number), values)
    if number in move.tokens:
        move.finish(number)
        return True
    node, owner, since = move.watches[number]
    kind = move.graph.kind[node]
    if kind == g.BOUNDARY:
        _boundary(move, number, node, owner)
    elif kind == g.START:
        _event_subprocess(move, number, node, owner)
    else:
        gateway, scope, _ = move.tokens[owner]
        taken = next(flow for flow in move.graph.out[gateway] if move.graph.target[flow] == node)
        move.close(owner)
        passed = Finished(move.graph.nodes[gateway], moment(since), None, move.at, owner, (move.graph.flows[taken],))
        move.effects.append(passed)
        move.leave(node, scope, enabled=moment(since), token=number)
    return True


def _boundary(move: Move, number: int, node: int, owner: int) -> None:
    _, scope, _ = move.tokens[owner]
    if move.graph.interrupting[node]:
        if owner in move.live:
            move.clear(owner)
            del move.live[owner]
        move.close(owner)
    else:
        _rearm(move, number, node, owner)
        move.live[scope] += 1
    move.leave(node, scope, token=number)


def _event_subprocess(move: Move, number: int, start: int, scope: int) -> None:
    if move.graph.interrupting[start]:
        move.clear(scope)
    else:
        _rearm(move, number, start, scope)
    begin_event_subprocess(move, start, scope)


def _rearm(move: Move, number: int, node: int, owner: int) -> None:
    """A non-interrupting timer fires once; a message may come again, under a new number."""
    move.drop_watch(number)
    if move.graph.work[node].trigger == "message":
        move.watch([node], owner)
