"""Where a process stands: a few integers and the results of its nodes. The history of events is not in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from fahrwasser.core.bpmn.graph import Graph
from fahrwasser.core.feel.literals import read_at_literal
from fahrwasser.core.feel.texts import time_text
from fahrwasser.core.feel.values import Days, Months, Range
from fahrwasser.core.refused import N_, Refused

Stay = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class State:
    """Never changed: `step` gives a new one. All keys are numbers of stays, given once and never again.

    tokens: number → (node, scope, since in ms of 1970 UTC). A scope is named by the stay on its subprocess, 0 is the
    process. watches: number → (event node, stay or scope it belongs to, since): boundary events, the branches of an
    event-based gateway, starts of event subprocesses. joins: (scope, gateway) → flows already there.
    live: scope → tokens inside, empty when the process is over. next: the next number, 0 = not begun.
    """

    tokens: Mapping[int, Stay] = field(default_factory=dict)
    watches: Mapping[int, Stay] = field(default_factory=dict)
    joins: Mapping[tuple[int, int], tuple[int, ...]] = field(default_factory=dict)
    live: Mapping[int, int] = field(default_factory=dict)
    next: int = 0
    variables: Mapping[str, Any] = field(default_factory=dict)

    @property
    def has_begun(self) -> bool:
        """Whether a Start was taken."""
        return self.next > 0

    @property
    def has_ended(self) -> bool:
        """Whether nothing can happen any more."""
        return self.has_begun and not self.live

    def marked(self, graph: Graph) -> frozenset[str]:
        """Ids of the nodes where tokens stand."""
        nodes = {node for node, _, _ in self.tokens.values()} | {node for _, node in self.joins}
        return frozenset(graph.nodes[node] for node in nodes)

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, in ascending numbers."""
        return {
            "tokens": {str(token): list(stay) for token, stay in self.tokens.items()},
            "watches": {str(token): list(stay) for token, stay in self.watches.items()},
            "joins": [[scope, node, *flows] for (scope, node), flows in self.joins.items()],
            "live": {str(scope): count for scope, count in self.live.items()},
            "next": self.next,
            "variables": {name: _packed(value) for name, value in self.variables.items()},
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> "State":
        """The state that wrote this JSON; Refused when it is none. The order of keys does not matter."""
        try:
            return cls(
                tokens=_stays(value["tokens"]),
                watches=_stays(value["watches"]),
                joins={(int(j[0]), int(j[1])): tuple(map(int, j[2:])) for j in sorted(value["joins"])},
                live={scope: int(count) for scope, count in sorted((int(s), c) for s, c in value["live"].items())},
                next=int(value["next"]),
                variables={name: _unpacked(item) for name, item in value["variables"].items()},
            )
        except (KeyError, TypeError, ValueError, AttributeError, IndexError, ArithmeticError):
            raise Refused(N_("The stored state of the case cannot be read.")) from None


BLANK = State()


def _stays(value: Mapping[str, list[int]]) -> dict[int, Stay]:
    stays = {}
    for token in sorted(map(int, value)):
        node, owner, since = value[str(token)]
        stays[token] = (int(node), int(owner), int(since))
    return stays


def _packed(value: Any) -> Any:
    """JSON that keeps the kind: {"#": number with fraction}, {"@": date, time or duration}, {"..": range}."""
    if value is None or type(value) is bool or type(value) is str:
        return value
    if type(value) is Decimal:
        is_plain = value == value.to_integral_value() and value.adjusted() < 34
        return int(value) if is_plain else {"#": str(value)}
    if type(value) is list:
        return [_packed(item) for item in value]
    if type(value) is dict:
        packed = {key: _packed(item) for key, item in value.items()}
        return {"{}": packed} if packed.keys() & {"#", "@", "..", "{}"} else packed
    if type(value) is datetime:
        return {"@": f"{value.date().isoformat()}T{time_text(value)}"}
    if type(value) is time:
        return {"@": time_text(value)}
    if type(value) in (date, Days, Months):
        return {"@": str(value)}
    if type(value) is Range:
        return {"..": [_packed(value.start), _packed(value.end), value.has_start, value.has_end]}
    return None  # functions are no results


def _unpacked(value: Any) -> Any:
    if type(value) is int:
        return Decimal(value)
    if type(value) is list:
        return [_unpacked(item) for item in value]
    if type(value) is dict:
        if "#" in value:
            return Decimal(value["#"])
        if "@" in value:
            return read_at_literal(value["@"])
        if ".." in value:
            start, end, has_start, has_end = value[".."]
            return Range(_unpacked(start), _unpacked(end), has_start, has_end)
        return {key: _unpacked(item) for key, item in value.get("{}", value).items()}
    return value
