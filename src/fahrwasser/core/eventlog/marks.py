"""Which activities of a process mean something for its figures; read off the graph, so no package declares it."""

from dataclasses import dataclass
from typing import Literal

from fahrwasser.core.bpmn import graph as g
from fahrwasser.core.bpmn.graph import Graph

Mark = Literal["task", "question", "answer"]
ANSWER_OF_THE_PERSON = "antwort"
"""The message with which a person answers the office (docs/reference/package.md)."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Ids of activities: work of people, letters that ask the person back, letters that are the office's answer.

    A case with a Bescheid stays open until the objection period is over; for the person it is over with the first
    letter that asks nothing.
    """

    tasks: frozenset[str]
    questions: frozenset[str]
    answers: frozenset[str]

    def pairs(self) -> list[tuple[str, Mark]]:
        """(activity, mark), sorted."""
        found: list[tuple[str, Mark]] = [(node, "task") for node in self.tasks]
        found += [(node, "question") for node in self.questions]
        found += [(node, "answer") for node in self.answers]
        return sorted(found)


def marks_of(graph: Graph) -> Marks:
    """The activities of one process that its figures are made of."""
    nodes = range(len(graph.nodes))
    letters = {node for node in nodes if graph.kind[node] == g.CALL and graph.work[node].verb == "letter"}
    questions = letters & _before_an_answer(graph)
    return Marks(
        tasks=frozenset(graph.nodes[node] for node in nodes if graph.kind[node] == g.USER),
        questions=frozenset(graph.nodes[node] for node in questions),
        answers=frozenset(graph.nodes[node] for node in letters - questions),
    )


def _before_an_answer(graph: Graph) -> set[int]:
    """Letters and messages after which the case waits for the person's answer, with nothing else in between."""
    found: set[int] = set()
    waiting = [node for node in range(len(graph.nodes)) if graph.work[node].message == ANSWER_OF_THE_PERSON]
    waiting += [graph.attached[node] for node in waiting if graph.attached[node] >= 0]
    while waiting:
        node = waiting.pop()
        for flow in graph.into[node]:
            before = graph.source[flow]
            if before not in found and _leads_on(graph, before):
                found.add(before)
                if graph.work[before].verb != "letter":
                    waiting.append(before)
    return found


def _leads_on(graph: Graph, node: int) -> bool:
    """Gateways, scripts, the wait itself and what is sent; work, rules and other calls end the search."""
    kind = graph.kind[node]
    if kind == g.CALL:
        return graph.work[node].verb in ("letter", "message")
    return kind in g.GATEWAYS or kind in (g.RECEIVE, g.SCRIPT)
