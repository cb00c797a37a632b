"""A process as immutable integer arrays: read once per release, shared by step, soundness, drawing and simulation.

Node 0 is the process itself; every other node lies in the scope of an earlier node (the process or a subprocess).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from fahrwasser.core.feel import Expression

PROCESS: Final = 0
SUBPROCESS: Final = 1
EVENT_SUBPROCESS: Final = 2
START: Final = 3
END: Final = 4
ERROR_END: Final = 5
TERMINATE: Final = 6
USER: Final = 7
CALL: Final = 8  # service and send task
RULE: Final = 9
SCRIPT: Final = 10
RECEIVE: Final = 11
CATCH: Final = 12
XOR: Final = 13
AND: Final = 14
EVENT_GATEWAY: Final = 15
BOUNDARY: Final = 16

SCOPES: Final = frozenset({PROCESS, SUBPROCESS, EVENT_SUBPROCESS})
ENDS: Final = frozenset({END, ERROR_END, TERMINATE})
ACTIVITIES: Final = frozenset({SUBPROCESS, USER, CALL, RULE, SCRIPT, RECEIVE})
GATEWAYS: Final = frozenset({XOR, AND, EVENT_GATEWAY})


@dataclass(frozen=True, slots=True)
class Work:
    """What a node does beyond moving tokens; fields that do not belong to its kind are empty.

    `result` names the variable that takes the outcome. `due`: deadline of a user task, or when a timer fires; gives a
    duration, a date (that day 00:00 Europe/Berlin) or a date and time. `trigger` is "timer", "message", "error" or "".
    `code` is the code of an error, "" catches every error. `fields`: short texts a person may add to the outcome of a
    user task; they come back in its result under these names.
    """

    result: str = ""
    role: str = ""
    outcomes: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    due: Expression | None = None
    decision: str = ""
    verb: str = ""
    parameters: tuple[tuple[str, Expression], ...] = ()
    script: Expression | None = None
    trigger: str = ""
    message: str = ""
    code: str = ""


NO_WORK: Final = Work()


@dataclass(frozen=True, slots=True)
class Box:
    """Where a node is drawn, in pixels."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Graph:
    """One process. Arrays by node or by flow (edge), both in document order; -1 = none.

    `out`/`into` hold flows; `default` the default flow of a split; `boundary` the boundary events of an activity;
    `events` the event subprocesses of a scope; `starts` the start events of a scope. `boxes` and `waypoints` are the
    drawing of the file, None when the file has none (or only a part).
    """

    nodes: tuple[str, ...]
    names: tuple[tuple[str, str], ...]  # German, English
    lines: tuple[int, ...]
    elements: tuple[str, ...]
    kind: tuple[int, ...]
    scope: tuple[int, ...]
    out: tuple[tuple[int, ...], ...]
    into: tuple[tuple[int, ...], ...]
    default: tuple[int, ...]
    boundary: tuple[tuple[int, ...], ...]
    events: tuple[tuple[int, ...], ...]
    starts: tuple[tuple[int, ...], ...]
    interrupting: tuple[bool, ...]
    attached: tuple[int, ...]
    work: tuple[Work, ...]
    flows: tuple[str, ...]
    flow_lines: tuple[int, ...]
    flow_names: tuple[tuple[str, str], ...]
    source: tuple[int, ...]
    target: tuple[int, ...]
    condition: tuple[Expression | None, ...]
    boxes: tuple[Box, ...] | None
    waypoints: tuple[tuple[tuple[float, float], ...], ...] | None
    index: Mapping[str, int] = field(repr=False)
    out_ids: tuple[tuple[str, ...], ...] = field(repr=False)

    @property
    def id(self) -> str:
        """The id of the process."""
        return self.nodes[0]

    @property
    def results(self) -> frozenset[str]:
        """Names of all variables the process can set."""
        return frozenset(work.result for work in self.work if work.result)

    def work_of(self, node: str) -> Work:
        """What the node with this id does; KeyError for an unknown id."""
        return self.work[self.index[node]]
