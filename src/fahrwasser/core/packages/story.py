"""One case of a scenario: events in, effects done at once in the world of the scenario."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from fahrwasser.core.bpmn.events import (
    ArmTimer,
    Await,
    Call,
    CloseTask,
    DisarmTimer,
    Done,
    Effect,
    Ended,
    Error,
    Event,
    Finished,
    Forget,
    Incident,
    Message,
    OpenTask,
    Timer,
)
from fahrwasser.core.bpmn.graph import Graph
from fahrwasser.core.bpmn.state import State
from fahrwasser.core.bpmn.stepping import step
from fahrwasser.core.feel.values import from_json
from fahrwasser.core.packages.evaluator import CaseEvaluator, DecisionMade
from fahrwasser.core.packages.reading import BERLIN
from fahrwasser.core.packages.run import request_of
from fahrwasser.core.packages.values import Act
from fahrwasser.core.packages.world import Failed, World
from fahrwasser.core.refused import Refused

MOST_EVENTS = 2_000


@dataclass(slots=True)
class Story:
    """A running case. `flows`: sequence flows taken; `incidents`: node and reason, the case stands still then.

    `unreleased`: a decision that the machine may not make alone and nobody has looked at yet; `overstepped`: node and
    decision of every Bescheid that left all the same.
    """

    graph: Graph
    evaluator: CaseEvaluator
    world: World
    number: int
    state: State | None = None
    tasks: dict[int, str] = field(default_factory=dict)
    timers: dict[int, datetime] = field(default_factory=dict)
    waits: dict[int, str] = field(default_factory=dict)
    flows: set[str] = field(default_factory=set)
    nodes: set[str] = field(default_factory=set)
    opened: list[str] = field(default_factory=list)
    incidents: list[tuple[str, str]] = field(default_factory=list)
    end: str | None = None
    unreleased: str | None = None
    overstepped: list[tuple[str, str]] = field(default_factory=list)

    def happen(self, event: Event) -> None:
        """The event and everything that follows from it at once."""
        events = deque([event])
        for _ in range(MOST_EVENTS):
            if not events or self.incidents:
                return
            made = len(self.evaluator.decisions)
            stepped = step(self.graph, self.state, events.popleft(), self.evaluator)
            self.state = stepped.state
            self._release(self.evaluator.decisions[made:])
            calls = [call for call in map(self._take, stepped.effects) if call is not None]
            events.extend(result for result in map(self._done, calls) if result is not None)
        self.incidents.append((self.graph.id, f"more than {MOST_EVENTS} calls follow each other"))

    def act(self, act: Act) -> bool:
        """Do one step of the scenario; False when the case does not wait for it."""
        if self.end is not None or self.incidents:
            return False
        if act.task is not None:
            token = next((token for token, node in self.tasks.items() if node == act.task), None)
            if token is None:
                return False
            self.unreleased = None
            self.happen(Done(token, self.world.now, _values(act.result), self.world.now))
            return True
        if act.message is None or act.message not in self.waits.values():
            return False
        self.happen(Message(act.message, self.world.now, _values(act.data)))
        return True

    def next_timer(self) -> tuple[datetime, int] | None:
        """The timer that is due first."""
        return min(((due, token) for token, due in self.timers.items()), default=None)

    def fire(self, token: int) -> None:
        """The timer is due."""
        self.happen(Timer(token, self.world.now))

    def waits_for(self) -> str:
        """In words for a message: where the case stands."""
        if self.incidents:
            return "; ".join(f"{node}: {reason}" for node, reason in self.incidents)
        if self.end is not None:
            return f"end {self.end}"
        tasks = sorted(f"task {node}" for node in self.tasks.values())
        messages = sorted(f"message {name}" for name in self.waits.values())
        timers = [f"timer {due.astimezone(BERLIN):%Y-%m-%dT%H:%M}" for due in sorted(self.timers.values())]
        return ", ".join([*tasks, *messages, *timers]) or "?"

    def _take(self, effect: Effect) -> Call | None:
        match effect:
            case Call():
                return effect
            case OpenTask(token, node):
                self.tasks[token] = node
                self.opened.append(node)
            case CloseTask(token):
                self.tasks.pop(token, None)
            case ArmTimer(token, _, due):
                self.timers[token] = due
            case DisarmTimer(token):
                self.timers.pop(token, None)
            case Await(token, _, message):
                self.waits[token] = message
            case Forget(token):
                self.waits.pop(token, None)
            case Finished():
                self.nodes.add(effect.node)
                self.flows.update(effect.flows)
            case Ended(outcome, error):
                self.end = outcome
                if error:
                    self.incidents.append((outcome, f"nobody catches the error “{error}”"))
            case Incident(node, reason):
                self.incidents.append((node, reason))
        return None

    def _release(self, decisions: list[DecisionMade]) -> None:
        for made in decisions:
            if made.level is not None:
                self.unreleased = None if made.level.level in ("decide", "update") else made.decision

    def _done(self, call: Call) -> Event | None:
        variables = self.state.variables if self.state else {}
        try:
            request = request_of(self.graph, call.node, self.evaluator, variables, self.world.now)
            if self.unreleased is not None and request.parameters.get("art") == "bescheid":
                self.overstepped.append((call.node, self.unreleased))
            return Done(call.token, self.world.now, self.world.do(request, self.number), self.world.now)
        except Failed as failed:
            return Error(call.token, failed.code, self.world.now)
        except Refused as refused:
            self.incidents.append((call.node, refused.msgid % refused.values))
            return None


def _values(raw: Mapping[str, object]) -> dict[str, object]:
    return {name: from_json(value) for name, value in raw.items()}
