"""A process in plain words, step by step: the text beside the drawing, for everyone who cannot or need not see it."""

from typing import Final

from fahrwasser.core.bpmn import graph as g
from fahrwasser.core.bpmn.graph import Graph
from fahrwasser.core.bpmn.order import reading_order

GERMAN: Final = 0
ENGLISH: Final = 1

# The sentences, German and English.
_SAY: Final[dict[str, tuple[str, str]]] = {
    "start": ("Beginn.", "Start."),
    "start message": ("Beginn durch die Nachricht „{message}“.", "Start by the message “{message}”."),
    "start timer": ("Beginn nach Zeit.", "Start by time."),
    "start error": ("Beginn bei einem Fehler.", "Start by an error."),
    "user": ("Aufgabe für {role}.", "Task for {role}."),
    "outcomes": ("Mögliche Ergebnisse: {outcomes}.", "Possible outcomes: {outcomes}."),
    "call": ("Geschieht automatisch ({verb}).", "Happens by itself ({verb})."),
    "rule": ("Wird nach Regeln entschieden ({decision}).", "Is decided by rules ({decision})."),
    "script": ("Wird berechnet.", "Is computed."),
    "wait message": ("Wartet auf die Nachricht „{message}“.", "Waits for the message “{message}”."),
    "wait timer": ("Wartet auf einen Zeitpunkt.", "Waits for a point in time."),
    "sub": ("Teilablauf, hier Schritt für Schritt:", "Sub-process, step by step:"),
    "handler": ("Nebenablauf, der den übrigen Ablauf beendet:", "Side process that ends the rest of the process:"),
    "handler beside": ("Nebenablauf, der daneben läuft:", "Side process that runs beside:"),
    "choice": ("Entscheidung.", "Choice."),
    "if": ("Bei „{name}“ weiter mit {to}.", "If “{name}”, go on with {to}."),
    "else": ("Sonst weiter mit {to}.", "Otherwise go on with {to}."),
    "all": ("Gleichzeitig weiter mit {to}.", "Go on with {to} at the same time."),
    "join": ("Wartet, bis alle Zweige hier sind.", "Waits until all branches are here."),
    "first": ("Was zuerst eintritt, gilt: {to}.", "Whatever comes first counts: {to}."),
    "next": ("Weiter mit {to}.", "Go on with {to}."),
    "end": ("Ende.", "End."),
    "end error": ("Ende mit dem Fehler „{code}“.", "End with the error “{code}”."),
    "terminate": ("Ende von allem, was hier noch läuft.", "End of everything still running here."),
    "timer": ("nach Zeit", "after some time"),
    "message": ("bei der Nachricht „{message}“", "by the message “{message}”"),
    "error": ("bei einem Fehler", "on an error"),
    "cut": ("Wird abgebrochen {by} („{name}“), dann weiter mit {to}.", "Is cut off {by} (“{name}”), then {to}."),
    "beside": ("Zusätzlich {by} („{name}“): {to}.", "In addition {by} (“{name}”): {to}."),
    "here": ("[markiert]", "[marked]"),
    "and": (" und ", " and "),
    "nothing": ("nichts weiter", "nothing more"),
}
_VERBS: Final = {
    "query": ("Abfrage", "query"), "letter": ("Schreiben", "letter"), "register": ("Register", "register"),
    "message": ("Nachricht", "message"), "hand_over": ("Übergabe", "hand-over"), "number": ("Nummer", "number"),
    "payment": ("Zahlung", "payment"),
    "withdraw_payment": ("Rückzug einer Zahlung", "withdrawal of a payment"),
}  # fmt: skip


def told(graph: Graph, language: str, marked: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """One line per step, numbered "1." or inside a subprocess "4.2."; `marked` steps say so."""
    return tuple(_Told(graph, ENGLISH if language == "en" else GERMAN, marked).lines(0, ""))


class _Told:
    def __init__(self, graph: Graph, language: int, marked: frozenset[str]):
        self.graph = graph
        self.language = language
        self.marked = marked
        self.numbers: dict[int, str] = {}

    def say(self, key: str, **values: str) -> str:
        return _SAY[key][self.language].format(**values)

    def name(self, node: int) -> str:
        return self.graph.names[node][self.language] or self.graph.nodes[node]

    def lines(self, scope: int, prefix: str) -> list[str]:
        order = [node for node in reading_order(self.graph, scope) if self.is_step(node)]
        for position, node in enumerate(order, start=1):
            self.numbers[node] = f"{prefix}{position}"
        lines = []
        for node in order:
            mark = self.say("here") + " " if self.graph.nodes[node] in self.marked else ""
            parts = [*self.what(node), *self.then(node)]
            if self.graph.kind[node] in g.SCOPES:
                parts = [*parts[1:], parts[0]]  # "step by step:" stands right before the steps
            text = " ".join(part for part in parts if part)
            lines.append(f"{self.numbers[node]}. {mark}{self.name(node)}: {text}")
            if self.graph.kind[node] in g.SCOPES:
                lines += self.lines(node, f"{self.numbers[node]}.")
        return lines

    def is_step(self, node: int) -> bool:
        """Boundary events are told with their task, mere joins of a choice not at all."""
        kind = self.graph.kind[node]
        return kind != g.BOUNDARY and not (kind == g.XOR and len(self.graph.out[node]) == 1)

    def what(self, node: int) -> list[str]:
        kind, work = self.graph.kind[node], self.graph.work[node]
        if kind == g.START:
            return [self.say(f"start {work.trigger}".strip(), message=work.message)]
        if kind == g.USER:
            outcomes = self.say("outcomes", outcomes=", ".join(work.outcomes)) if work.outcomes else ""
            return [self.say("user", role=work.role), outcomes]
        if kind == g.CALL:
            verb = _VERBS.get(work.verb, (work.verb, work.verb))[self.language]
            return [self.say("call", verb=verb)]
        if kind in (g.CATCH, g.RECEIVE):
            return [self.say(f"wait {work.trigger}", message=work.message)]
        if kind == g.EVENT_SUBPROCESS:
            is_cutting = self.graph.interrupting[self.graph.starts[node][0]]
            return [self.say("handler" if is_cutting else "handler beside")]
        if kind == g.AND:
            return [self.say("join") if len(self.graph.into[node]) > 1 else ""]
        plain = {g.RULE: "rule", g.SCRIPT: "script", g.SUBPROCESS: "sub", g.XOR: "choice", g.END: "end",
                 g.ERROR_END: "end error", g.TERMINATE: "terminate"}  # fmt: skip
        return [self.say(plain[kind], decision=work.decision, code=work.code)] if kind in plain else []

    def then(self, node: int) -> list[str]:
        graph, flows = self.graph, self.graph.out[node]
        sentences = [self.event(event) for event in graph.boundary[node]]
        if not flows:
            return sentences
        if graph.kind[node] == g.XOR:
            default = graph.default[node]
            told = [
                self.say("if", name=self.flow_name(flow), to=self.to([flow]))
                for flow in flows
                if flow != default or len(flows) == 1
            ]
            return [*told, *([self.say("else", to=self.to([default]))] if default >= 0 else []), *sentences]
        key = "first" if graph.kind[node] == g.EVENT_GATEWAY else "all" if len(flows) > 1 else "next"
        return [self.say(key, to=self.to(list(flows))), *sentences]

    def event(self, event: int) -> str:
        work = self.graph.work[event]
        by = self.say(work.trigger, message=work.message)
        to = self.to(list(self.graph.out[event])) or self.say("nothing")
        return self.say("cut" if self.graph.interrupting[event] else "beside", by=by, name=self.name(event), to=to)

    def flow_name(self, flow: int) -> str:
        condition = self.graph.condition[flow]
        return self.graph.flow_names[flow][self.language] or (condition.text if condition else self.graph.flows[flow])

    def to(self, flows: list[int]) -> str:
        """The numbers of the steps the flows lead to, mere joins passed over."""
        found = []
        for flow in flows:
            node = self.graph.target[flow]
            seen = set()
            while not self.is_step(node) and node not in seen:
                seen.add(node)
                node = self.graph.target[self.graph.out[node][0]]
            found.append(f"{self.numbers.get(node, '?')} ({self.name(node)})")
        return self.say("and").join(found)
