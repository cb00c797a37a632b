"""Invented processes for the benchmark and the tests: block-structured (sound by construction) and entangled ones."""

import random
from dataclasses import dataclass, field
from itertools import pairwise

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:fw="urn:fahrwasser:bpmn:1" '
    'targetNamespace="urn:model"><message id="m" name="antwort"/><error id="err" errorCode="WEG"/>\n'
)
TIMER = '<timerEventDefinition><timeDuration>duration("P1D")</timeDuration></timerEventDefinition>'
MESSAGE = '<messageEventDefinition messageRef="m"/>'
ELEMENTS = {
    "start": '<startEvent id="{id}"/>',
    "message start": '<startEvent id="{id}" isInterrupting="false">' + MESSAGE + "</startEvent>",
    "end": '<endEvent id="{id}"/>',
    "stop": '<endEvent id="{id}"><terminateEventDefinition/></endEvent>',
    "user": '<userTask id="{id}"><extensionElements><fw:task role="amt"/></extensionElements></userTask>',
    "script": '<scriptTask id="{id}" scriptFormat="feel"><extensionElements><fw:set result="r_{id}"/>'
    "</extensionElements><script>1</script></scriptTask>",
    "service": '<serviceTask id="{id}"><extensionElements><fw:call verb="query"/></extensionElements></serviceTask>',
    "timer": '<intermediateCatchEvent id="{id}">' + TIMER + "</intermediateCatchEvent>",
    "message": '<intermediateCatchEvent id="{id}">' + MESSAGE + "</intermediateCatchEvent>",
    "interrupting": '<boundaryEvent id="{id}" attachedToRef="{host}">' + TIMER + "</boundaryEvent>",
    "beside": '<boundaryEvent id="{id}" attachedToRef="{host}" cancelActivity="false">' + MESSAGE + "</boundaryEvent>",
    "exclusive": '<exclusiveGateway id="{id}"{default}/>',
    "parallel": '<parallelGateway id="{id}"/>',
    "events": '<eventBasedGateway id="{id}"/>',
    "subprocess": '<subProcess id="{id}">{inside}</subProcess>',
    "handler": '<subProcess id="{id}" triggeredByEvent="true">{inside}</subProcess>',
}
TASKS = ("user", "script", "service", "timer")
BLOCKS = ("choice", "parallel", "loop", "events", "subprocess", "boundary", "beside", "handler")


@dataclass
class Element:
    """One element: what it is, its scope, the task a boundary event is attached to."""

    kind: str
    scope: str
    host: str = ""


@dataclass
class Model:
    """A process while it is written; the kind of a gateway may be changed before `xml`."""

    rng: random.Random
    elements: dict[str, Element] = field(default_factory=dict)
    flows: list[tuple[str, str, str]] = field(default_factory=list)  # scope, source, target

    def put(self, scope: str, kind: str, host: str = "") -> str:
        """A new element; its id."""
        name = f"{kind[0]}{len(self.elements) + 1}"
        self.elements[name] = Element(kind, scope, host)
        return name

    def chain(self, scope: str, *names: str) -> None:
        """Flows from each to the next."""
        self.flows += [(scope, source, target) for source, target in pairwise(names)]

    def gateways(self) -> list[str]:
        """Exclusive and parallel gateways."""
        return [name for name, element in self.elements.items() if element.kind in ("exclusive", "parallel")]

    def flip(self, name: str) -> None:
        """Exclusive becomes parallel and the other way round."""
        element = self.elements[name]
        element.kind = "parallel" if element.kind == "exclusive" else "exclusive"

    def xml(self) -> bytes:
        """The file; the first flow out of an exclusive gateway is its default, the other conditions are false."""
        self._by_scope: dict[str, list[str]] = {}
        self._leaving: dict[str, list[str]] = {}
        for name, element in self.elements.items():
            self._by_scope.setdefault(element.scope, []).append(name)
        for _, source, target in self.flows:
            self._leaving.setdefault(source, []).append(target)
        self._flow_texts: dict[str, list[str]] = {}
        for scope, source, target in self.flows:
            self._flow_texts.setdefault(scope, []).append(self._flow(source, target))
        return f'{HEAD}<process id="p" isExecutable="true">{self._scope("p")}</process></definitions>'.encode()

    def _scope(self, scope: str) -> str:
        return "\n".join([*map(self._element, self._by_scope[scope]), *self._flow_texts.get(scope, [])])

    def _element(self, name: str) -> str:
        element, leaving = self.elements[name], self._leaving.get(name, [])
        default = f' default="{name}_{leaving[0]}"' if len(leaving) > 1 else ""
        inside = self._scope(name) if element.kind in ("subprocess", "handler") else ""
        return ELEMENTS[element.kind].format(id=name, host=element.host, default=default, inside=inside)

    def _flow(self, source: str, target: str) -> str:
        leaving = self._leaving[source]
        is_choice = self.elements[source].kind == "exclusive" and len(leaving) > 1 and leaving[0] != target
        condition = "<conditionExpression>false</conditionExpression>" if is_choice else ""
        return (
            f'<sequenceFlow id="{source}_{target}" sourceRef="{source}" targetRef="{target}">{condition}</sequenceFlow>'
        )


def structured(rng: random.Random, size: int) -> Model:
    """Nested sequences, choices, parallel blocks, loops, events, subprocesses, handlers: about `size` elements."""
    model = Model(rng)
    _inside(model, "p", size, "start")
    return model


def entangled(rng: random.Random, size: int, blocks: int, width: int) -> Model:
    """A structured part, then parallel `blocks` that are sound but not nested.

    In each block a choice of two parallel splits feeds the same `width` exclusive joins, and a parallel join collects
    them: no rule of the gate takes that apart, so it has to search.
    """
    model = Model(rng)
    start, end = model.put("p", "start"), model.put("p", "end")
    first, last = _block(model, "p", size)
    split, join = model.put("p", "parallel"), model.put("p", "parallel")
    model.chain("p", start, first)
    model.chain("p", last, split)
    for _ in range(blocks):
        choice, collect = model.put("p", "exclusive"), model.put("p", "parallel")
        forks = [model.put("p", "parallel"), model.put("p", "parallel")]
        model.chain("p", split, choice)
        for fork in forks:
            model.chain("p", choice, fork)
        for _ in range(width):
            meet = model.put("p", "exclusive")
            for fork in forks:
                model.chain("p", fork, _task(model, "p"), meet)
            model.chain("p", meet, _task(model, "p"), collect)
        model.chain("p", collect, join)
    model.chain("p", join, end)
    return model


def _inside(model: Model, scope: str, size: int, start_kind: str) -> None:
    start, end = model.put(scope, start_kind), model.put(scope, "end")
    first, last = _block(model, scope, max(size - 2, 1))
    model.chain(scope, start, first)
    model.chain(scope, last, end)


def _task(model: Model, scope: str) -> str:
    return model.put(scope, model.rng.choice(TASKS))


def _block(model: Model, scope: str, size: int) -> tuple[str, str]:
    """First and last element of a block with one way in and one way out."""
    if size < 4:
        names = [_task(model, scope) for _ in range(max(size, 1))]
        model.chain(scope, *names)
        return names[0], names[-1]
    if model.rng.random() < 0.45:
        cut = model.rng.randint(1, size - 1)
        first, middle = _block(model, scope, cut)
        other, last = _block(model, scope, size - cut)
        model.chain(scope, middle, other)
        return first, last
    return _BUILD[model.rng.choice(BLOCKS)](model, scope, size)


def _branches(model: Model, scope: str, size: int, kind: str) -> tuple[str, str]:
    split, join = model.put(scope, kind), model.put(scope, kind)
    count = min(model.rng.randint(2, 4), (size - 2) // 1)
    for _ in range(count):
        first, last = _block(model, scope, max((size - 2) // count, 1))
        model.chain(scope, split, first)
        model.chain(scope, last, join)
    return split, join


def _choice(model: Model, scope: str, size: int) -> tuple[str, str]:
    return _branches(model, scope, size, "exclusive")


def _parallel(model: Model, scope: str, size: int) -> tuple[str, str]:
    return _branches(model, scope, size, "parallel")


def _loop(model: Model, scope: str, size: int) -> tuple[str, str]:
    join, split = model.put(scope, "exclusive"), model.put(scope, "exclusive")
    first, last = _block(model, scope, max(size - 3, 1))
    model.chain(scope, join, first)
    model.chain(scope, last, split, _task(model, scope), join)
    return join, split


def _events(model: Model, scope: str, size: int) -> tuple[str, str]:
    split, join = model.put(scope, "events"), model.put(scope, "exclusive")
    for kind in ("timer", "message"):
        first, last = _block(model, scope, max((size - 4) // 2, 1))
        model.chain(scope, split, model.put(scope, kind), first)
        model.chain(scope, last, join)
    return split, join


def _subprocess(model: Model, scope: str, size: int) -> tuple[str, str]:
    name = model.put(scope, "subprocess")
    _inside(model, name, size - 1, "start")
    return name, name


def _handler(model: Model, scope: str, size: int) -> tuple[str, str]:
    name = model.put(scope, "subprocess")
    _inside(model, name, size // 2, "start")
    _inside(model, model.put(name, "handler"), size - size // 2 - 2, "message start")
    return name, name


def _boundary(model: Model, scope: str, size: int) -> tuple[str, str]:
    host, _ = _subprocess(model, scope, size // 2)
    join = model.put(scope, "exclusive")
    first, last = _block(model, scope, max(size - size // 2 - 2, 1))
    model.chain(scope, host, join)
    model.chain(scope, model.put(scope, "interrupting", host), first)
    model.chain(scope, last, join)
    return host, join


def _beside(model: Model, scope: str, size: int) -> tuple[str, str]:
    host, _ = _subprocess(model, scope, size // 2)
    first, last = _block(model, scope, max(size - size // 2 - 2, 1))
    model.chain(scope, model.put(scope, "beside", host), first)
    model.chain(scope, last, model.put(scope, "end"))
    return host, host


_BUILD = {
    "choice": _choice,
    "parallel": _parallel,
    "loop": _loop,
    "events": _events,
    "subprocess": _subprocess,
    "handler": _handler,
    "boundary": _boundary,
    "beside": _beside,
}
