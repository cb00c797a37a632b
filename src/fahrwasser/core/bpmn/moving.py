"""One step under way: tokens, scopes and effects while they change (engines.md 5: one scope mechanism).

A scope is named by the stay on its subprocess, so its parent and its node are that stay's; multi-instance or call
activities would be further stays that open a scope.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from fahrwasser.core.bpmn import graph as g
from fahrwasser.core.bpmn.due import due_of
from fahrwasser.core.bpmn.events import (
    ArmTimer,
    Await,
    Call,
    CloseTask,
    DisarmTimer,
    Effect,
    Ended,
    Evaluate,
    Finished,
    Forget,
    OpenTask,
)
from fahrwasser.core.bpmn.graph import Graph
from fahrwasser.core.bpmn.state import State
from fahrwasser.core.feel import Expression
from fahrwasser.core.refused import N_

MOST_VISITS = 10_000
_OVER = (CloseTask, DisarmTimer, Forget)
_ASKING = (OpenTask, Call, ArmTimer, Await, *_OVER)


class Stuck(Exception):  # the step is given up as a whole; caught in `step`
    """The step cannot be made: becomes an Incident."""

    def __init__(self, node: int, msgid: str, /, **values: str | int):
        self.node = node
        self.msgid = msgid
        self.values = values
        super().__init__(msgid)


class Move:
    """A step under way; made from a state, left as a state."""

    __slots__ = ("at", "effects", "evaluate", "graph", "joins", "last_end", "live", "next", "since", "stack", "tokens",
                 "variables", "watches")  # fmt: skip

    def __init__(self, graph: Graph, state: State, at: datetime, evaluate: Evaluate):
        self.graph = graph
        self.at = at
        self.since = int(at.timestamp() * 1000)
        self.evaluate = evaluate
        self.tokens = dict(state.tokens)
        self.watches = dict(state.watches)
        self.joins = dict(state.joins)
        self.live = dict(state.live)
        self.next = state.next
        self.variables = dict(state.variables)
        self.effects: list[Effect] = []
        self.stack: list[tuple[int, int]] = []  # (flow, scope) of tokens on their way
        self.last_end = 0

    def asked(self, first: int) -> tuple[Effect, ...]:
        """The effects, without what both began (number ≥ `first`) and was over again in this step."""
        over = {e.token for e in self.effects if isinstance(e, _OVER) and e.token >= first}
        if not over:
            return tuple(self.effects)
        return tuple(e for e in self.effects if not (isinstance(e, _ASKING) and e.token in over))

    def state(self) -> State:
        """The state reached."""
        return State(self.tokens, self.watches, self.joins, self.live, self.next, self.variables)

    def stay(self, node: int, scope: int) -> int:
        """A token stops at a node; its number."""
        token = self.next
        self.next = token + 1
        self.tokens[token] = (node, scope, self.since)
        return token

    def leave(
        self, node: int, scope: int, *, enabled: datetime | None = None, started: datetime | None = None, token: int = 0
    ) -> None:
        """A token is finished with a node and takes all its flows."""
        at = self.at
        self.effects.append(
            Finished(self.graph.nodes[node], enabled or at, started, at, token, self.graph.out_ids[node])
        )
        flows = self.graph.out[node]
        if len(flows) == 1:
            self.stack.append((flows[0], scope))
        elif flows:
            self.live[scope] += len(flows) - 1
            self.stack.extend((flow, scope) for flow in reversed(flows))
        else:
            self.last_end = node
            self.vanish(scope)

    def finish(self, token: int, *, started: datetime | None = None) -> None:
        """The stay ends regularly; the token goes on."""
        node, scope, since = self.tokens[token]
        self.close(token)
        self.leave(node, scope, enabled=moment(since), started=started, token=token)

    def vanish(self, scope: int) -> None:
        """A token is used up. A scope without tokens is complete, and so may be the one around it."""
        while True:
            self.live[scope] -= 1
            if self.live[scope]:
                return
            del self.live[scope]
            if scope == 0:
                self._drop_watches(0)
                self.effects.append(Ended(self.graph.nodes[self.last_end]))
                return
            node, parent, since = self.tokens[scope]
            self.close(scope)
            if self.graph.kind[node] == g.SUBPROCESS:
                self.leave(node, parent, enabled=moment(since), token=scope)
                return
            self.effects.append(Finished(self.graph.nodes[node], moment(since), None, self.at, scope, ()))
            scope = parent

    def close(self, token: int) -> None:
        """The stay is over, with everything that watched it."""
        node, _, _ = self.tokens.pop(token)
        self._say_over(token, node)
        self._drop_watches(token)

    def drop_watch(self, number: int) -> None:
        """One watch is over."""
        self._say_over(number, self.watches.pop(number)[0])

    def _drop_watches(self, owner: int) -> None:
        for number in [number for number, watch in self.watches.items() if watch[1] == owner]:
            self.drop_watch(number)

    def _say_over(self, number: int, node: int) -> None:
        kind, trigger = self.graph.kind[node], self.graph.work[node].trigger
        if kind in (g.USER, g.CALL):
            self.effects.append(CloseTask(number))
        elif trigger == "timer":
            self.effects.append(DisarmTimer(number))
        elif trigger == "message":
            self.effects.append(Forget(number))

    def arm(self, number: int, node: int) -> None:
        """Ask for the timer or message that `node` waits for under `number`."""
        work = self.graph.work[node]
        if work.trigger == "timer" and work.due is not None:
            due = self.due(work.due, node)
            self.effects.append(ArmTimer(number, self.graph.nodes[node], due))
        else:
            self.effects.append(Await(number, self.graph.nodes[node], work.message))

    def due(self, feel: Expression, node: int) -> datetime:
        """The moment a FEEL text names; Stuck when it names none."""
        due = due_of(self.evaluate.value(feel, self.variables, self.at), self.at)
        if due is None:
            raise Stuck(node, N_("“%(feel)s” gives no duration, date or date and time."), feel=feel.text)
        return due

    def watch(self, nodes: Iterable[int], owner: int) -> None:
        """Watch for the timers and messages of `nodes` while `owner` (a stay or scope) lasts."""
        for node in nodes:
            if self.graph.work[node].trigger != "error":
                number = self.next
                self.next = number + 1
                self.watches[number] = (node, owner, self.since)
                self.arm(number, node)

    def open_scope(self, scope: int, node: int, start: int) -> None:
        """The scope begins with one token on its start event; its event subprocesses are armed."""
        self.live[scope] = 1
        for event in self.graph.events[node]:
            self.watch(self.graph.starts[event], scope)
        self.leave(start, scope)

    def clear(self, scope: int) -> None:
        """Everything inside the scope is cancelled; the scope itself stays, without tokens."""
        doomed = {scope}
        gone = []
        for token, (_, parent, _) in self.tokens.items():  # ascending: a scope comes before what is in it
            if parent in doomed:
                doomed.add(token)
                gone.append(token)
        for number, (node, owner, _) in list(self.watches.items()):
            if owner == scope and self.graph.kind[node] == g.START:
                self.drop_watch(number)
        for token in gone:
            self.close(token)
            self.live.pop(token, None)
        self.joins = {key: flows for key, flows in self.joins.items() if key[0] not in doomed}
        self.stack = [moving for moving in self.stack if moving[1] not in doomed]
        self.live[scope] = 0

    def node_of(self, scope: int) -> int:
        """The node whose inside the scope is."""
        return self.tokens[scope][0] if scope else 0


def moment(since: int) -> datetime:
    """Milliseconds of 1970 as a moment in UTC."""
    return datetime.fromtimestamp(since / 1000, UTC)
