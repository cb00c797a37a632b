"""How elements may be connected (BPMN 2.0.2, 7.6 and 10): what a file gets wrong is refused with the line."""

from fahrwasser.core.bpmn import graph as g
from fahrwasser.core.bpmn.graph import Graph
from fahrwasser.core.refused import N_, Refused


def require_wiring(graph: Graph) -> None:
    """Raises Refused for the first element, in document order, that is connected against the rules."""
    for node in range(len(graph.nodes)):
        if graph.kind[node] in g.SCOPES:
            _require_starts(graph, node)
        if node:
            _require_flows(graph, node)
            _require_trigger(graph, node)
    for flow in range(len(graph.flows)):
        _require_condition(graph, flow)


def _bad(graph: Graph, node: int, message: str) -> Refused:
    return Refused(message, line=graph.lines[node], column=1, id=graph.nodes[node])


def _require_starts(graph: Graph, node: int) -> None:
    starts = graph.starts[node]
    if not starts:
        raise _bad(graph, node, N_("“%(id)s” has no start event."))
    triggers = [graph.work[start].trigger for start in starts]
    if graph.kind[node] == g.PROCESS:
        names = [graph.work[start].message for start in starts]
        if not set(triggers) <= {"", "message"} or len(set(names)) < len(names):
            raise _bad(graph, node, N_("“%(id)s” may start without trigger once and once by each message."))
    elif len(starts) > 1:
        raise _bad(graph, node, N_("“%(id)s” has several start events; give it one."))
    elif graph.kind[node] == g.SUBPROCESS and triggers != [""]:
        raise _bad(graph, node, N_("The start event of the subprocess “%(id)s” has a trigger; remove it."))
    elif graph.kind[node] == g.EVENT_SUBPROCESS and triggers == [""]:
        raise _bad(graph, node, N_("The event subprocess “%(id)s” needs a timer, message or error at its start."))


def _require_flows(graph: Graph, node: int) -> None:
    kind, out, into = graph.kind[node], graph.out[node], graph.into[node]
    if into and kind in (g.START, g.BOUNDARY, g.EVENT_SUBPROCESS):
        raise _bad(graph, node, N_("No flow may lead into “%(id)s”."))
    if out and (kind in g.ENDS or kind == g.EVENT_SUBPROCESS):
        raise _bad(graph, node, N_("No flow may leave “%(id)s”."))
    default = graph.default[node]
    if default >= 0 and (graph.source[default] != node or graph.condition[default] is not None):
        raise _bad(graph, node, N_("The default flow of “%(id)s” has to leave it and to have no condition."))
    if kind == g.EVENT_GATEWAY:
        targets = [graph.target[flow] for flow in out]
        if len(targets) < 2 or any(graph.kind[t] not in (g.CATCH, g.RECEIVE) for t in targets):
            raise _bad(graph, node, N_("“%(id)s” needs two or more flows, each to an event or a receive task."))
        if any(len(graph.into[t]) != 1 or graph.boundary[t] for t in targets):
            raise _bad(graph, node, N_("What follows “%(id)s” may have neither other flows in nor boundary events."))


def _require_trigger(graph: Graph, node: int) -> None:
    kind, trigger = graph.kind[node], graph.work[node].trigger
    if kind in (g.CATCH, g.BOUNDARY) and not trigger:
        raise _bad(graph, node, N_("The event “%(id)s” needs a timer or a message."))
    if trigger == "error" and kind != g.ERROR_END and not graph.interrupting[node]:
        raise _bad(graph, node, N_("The error event “%(id)s” has to be interrupting."))
    if kind == g.ERROR_END and not graph.work[node].code:
        raise _bad(graph, node, N_("The error end event “%(id)s” has to name an error with a code."))
    if kind == g.START and not graph.interrupting[node] and graph.kind[graph.scope[node]] != g.EVENT_SUBPROCESS:
        raise _bad(graph, node, N_("Only the start of an event subprocess can be non-interrupting: “%(id)s”."))


def _require_condition(graph: Graph, flow: int) -> None:
    source = graph.source[flow]
    is_choice = graph.kind[source] == g.XOR and len(graph.out[source]) > 1
    if graph.condition[flow] is not None and not is_choice:
        raise Refused(
            N_("The flow “%(id)s” has a condition but does not leave a splitting exclusive gateway; remove it."),
            line=graph.flow_lines[flow], column=1, id=graph.flows[flow],
        )  # fmt: skip
    if graph.condition[flow] is None and is_choice and graph.default[source] != flow:
        raise Refused(
            N_("The flow “%(id)s” leaves a splitting exclusive gateway; give it a condition or make it the default."),
            line=graph.flow_lines[flow], column=1, id=graph.flows[flow],
        )  # fmt: skip
