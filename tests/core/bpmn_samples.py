"""Processes for the tests, written in a few words, and an evaluator that answers from a table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from fahrwasser.core.bpmn.events import Done, Effect, Error, Event, Message, OpenTask, Start, Timer
from fahrwasser.core.bpmn.graph import Expression, Graph
from fahrwasser.core.bpmn.reading import read_processes
from fahrwasser.core.bpmn.state import State
from fahrwasser.core.bpmn.stepping import step

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:fw="urn:fahrwasser:bpmn:1" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" targetNamespace="urn:test">\n'
    '<message id="m1" name="antwort"/>\n<message id="m2" name="antrag.eingang"/>\n'
    '<error id="err1" errorCode="WEG"/>\n<error id="err2" errorCode="ANDERS"/>\n'
)


def process(body: str, *, head: str = HEAD) -> bytes:
    """A file with one process `p`."""
    return f'{head}<process id="p" isExecutable="true">\n{body}\n</process>\n</definitions>'.encode()


def read(body: str, names: tuple[str, ...] = ()) -> Graph:
    """The graph of one process."""
    return read_processes(process(body), place="prozess.bpmn", names=names)["p"]


def own(text: str) -> str:
    """Extension elements around our own."""
    return f"<extensionElements>{text}</extensionElements>"


def start(name: str = "s", trigger: str = "", more: str = "") -> str:
    """A start event."""
    return f'<startEvent id="{name}" {more}>{trigger}</startEvent>\n'


def end(name: str = "e", trigger: str = "") -> str:
    """An end event."""
    return f'<endEvent id="{name}">{trigger}</endEvent>\n'


def user(name: str, more: str = "") -> str:
    """A user task of the office; its result has its own name."""
    return (
        f'<userTask id="{name}" name="{name}">{own(f"""<fw:task role="amt" result="r_{name}" {more}/>""")}</userTask>\n'
    )


def service(name: str, more: str = "") -> str:
    """A service task that asks the vehicle register."""
    call = f"""<fw:call verb="query" result="r_{name}"><fw:with name="port" feel='"fahrzeug"'/></fw:call>"""
    return f'<serviceTask id="{name}" {more}>{own(call)}</serviceTask>\n'


def script(name: str, text: str) -> str:
    """A script task."""
    result = own(f'<fw:set result="r_{name}"/>')
    return f'<scriptTask id="{name}" scriptFormat="feel">{result}<script>{text}</script></scriptTask>\n'


def rule(name: str) -> str:
    """A business rule task."""
    decide = own(f'<fw:decide decision="{name}" result="r_{name}"/>')
    return f'<businessRuleTask id="{name}">{decide}</businessRuleTask>\n'


def xor(name: str, default: str = "") -> str:
    """An exclusive gateway."""
    return f'<exclusiveGateway id="{name}"' + (f' default="{default}"' if default else "") + "/>\n"


def both(name: str) -> str:
    """A parallel gateway."""
    return f'<parallelGateway id="{name}"/>\n'


def after(text: str = "P3D") -> str:
    """A timer of that duration."""
    return f'<timerEventDefinition><timeDuration>duration("{text}")</timeDuration></timerEventDefinition>'


def mail(name: str = "m1") -> str:
    """A message trigger."""
    return f'<messageEventDefinition messageRef="{name}"/>'


def mishap(name: str = "") -> str:
    """An error trigger."""
    return "<errorEventDefinition" + (f' errorRef="{name}"' if name else "") + "/>"


def catch(name: str, trigger: str) -> str:
    """An intermediate event."""
    return f'<intermediateCatchEvent id="{name}">{trigger}</intermediateCatchEvent>\n'


def boundary(name: str, host: str, trigger: str, more: str = "") -> str:
    """A boundary event; its message, if any, becomes the variable of its name."""
    return f'<boundaryEvent id="{name}" attachedToRef="{host}" {more}>{trigger}</boundaryEvent>\n'


def inside(name: str, body: str, more: str = "") -> str:
    """A subprocess."""
    return f'<subProcess id="{name}" {more}>\n{body}</subProcess>\n'


def flows(*ways: str) -> str:
    """`a>b>c` one flow each, named a_b; `a>b: text` with that condition."""
    lines = []
    for way in ways:
        path, _, condition = way.partition(":")
        nodes = path.strip().split(">")
        for source, target in pairwise(nodes):
            text = f"<conditionExpression>{condition.strip()}</conditionExpression>" if condition else ""
            name = f"{source}_{target}"
            lines.append(f'<sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">{text}</sequenceFlow>\n')
    return "".join(lines)


@dataclass
class Answers:
    """An evaluator: FEEL as it is, business rules from a table."""

    rules: dict[str, Any] = field(default_factory=dict)
    known: dict[str, Any] = field(default_factory=dict)

    def value(self, feel: Expression, variables: Mapping[str, Any], now: datetime) -> Any:
        return feel({**self.known, **variables}, now=now)

    def decide(self, decision: str, variables: Mapping[str, Any], now: datetime) -> Any:
        return self.rules.get(decision)


class Story:
    """A process told event by event; keeps what is open outside, by the effects alone."""

    def __init__(self, graph: Graph, answers: Answers | None = None):
        self.graph = graph
        self.answers = answers or Answers()
        self.state: State | None = None
        self.now = NOON
        self.effects: list[Effect] = []
        self.last: tuple[Effect, ...] = ()
        self.open: dict[int, Effect] = {}

    def send(self, event: Event) -> tuple[Effect, ...]:
        stepped = step(self.graph, self.state, event, self.answers)
        self.state = State.from_json(stepped.state.to_json())
        assert not self.state.has_ended or not (self.state.tokens or self.state.watches or self.state.joins)
        self.last = stepped.effects
        self.effects.extend(stepped.effects)
        for effect in stepped.effects:
            self.take(effect)
        return stepped.effects

    def take(self, effect: Effect) -> None:
        kind = type(effect).__name__
        if kind in ("OpenTask", "Call", "ArmTimer", "Await"):
            assert effect.token not in self.open
            self.open[effect.token] = effect
        elif kind in ("CloseTask", "DisarmTimer", "Forget"):
            del self.open[effect.token]

    def start(self, message: str | None = None, values: Mapping[str, Any] | None = None) -> "Story":
        self.send(Start(self.now, message, values))
        return self

    def later(self, **how_long: float) -> "Story":
        self.now += timedelta(**how_long)
        return self

    def token(self, node: str) -> int:
        return next(number for number, effect in self.open.items() if effect.node == node)

    def done(self, node: str, result: Mapping[str, Any] | None = None) -> "Story":
        self.send(Done(self.token(node), self.now, result))
        return self

    def timer(self, node: str) -> "Story":
        self.send(Timer(self.token(node), self.now))
        return self

    def message(self, name: str, values: Mapping[str, Any] | None = None) -> "Story":
        self.send(Message(name, self.now, values))
        return self

    def error(self, node: str, code: str) -> "Story":
        self.send(Error(self.token(node), code, self.now))
        return self

    @property
    def waits(self) -> list[str]:
        """What is open outside, by node."""
        return sorted(effect.node for effect in self.open.values())

    @property
    def tasks(self) -> list[str]:
        return sorted(effect.node for effect in self.open.values() if isinstance(effect, OpenTask))

    @property
    def finished(self) -> list[str]:
        return [effect.node for effect in self.effects if type(effect).__name__ == "Finished"]

    @property
    def outcome(self) -> str | None:
        return next((e.outcome for e in self.effects if type(e).__name__ == "Ended"), None)

    @property
    def reason(self) -> str:
        return next((e.reason for e in self.last if type(e).__name__ == "Incident"), "")
