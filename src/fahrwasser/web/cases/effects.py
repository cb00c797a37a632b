"""What a step asks of the world, as rows: events, decisions, tasks, waits, and jobs for calls and timers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import UUID

from fahrwasser.core.bpmn import graph as g
from fahrwasser.core.bpmn.events import (
    ArmTimer,
    Await,
    Call,
    CloseTask,
    DisarmTimer,
    Done,
    Effect,
    Ended,
    Event,
    Finished,
    Forget,
    Message,
    OpenTask,
    Start,
)
from fahrwasser.core.bpmn.graph import Graph
from fahrwasser.core.bpmn.state import State
from fahrwasser.core.feel.values import to_json
from fahrwasser.core.packages.evaluator import DecisionMade

from .literals import Asked, decided, new_key
from .models import Case
from .rows import NO_TOKEN, Rows, Times, record

SYSTEM = "system"
CALL, ASK, TIMER = "cases.call", "cases.ask", "cases.timer"
FILE = "cases.file"
DUE_WITHOUT_DEADLINE = timedelta(days=7)
"""A task of a process that names no deadline."""


class Step(NamedTuple):
    """One step that was made: from where, by what, by whom, with which decisions on the way."""

    case: Case
    graph: Graph
    before: State
    event: Event
    actor: str
    values: Mapping[str, Any] | None
    decisions: list[DecisionMade]
    in_hand: set[tuple[UUID, int]]


@dataclass(slots=True)
class _Told:
    """An event to be recorded, with the nodes that were passed at once behind it."""

    activity: str
    times: Times
    actor: str
    payload: Mapping[str, Any] | None
    decision: DecisionMade | None
    passed: list[str]


def apply(made: Step, effects: tuple[Effect, ...], rows: Rows) -> None:
    """The effects become rows; the case gets its new sequence, hash, end and outcome."""
    finished = [effect for effect in effects if type(effect) is Finished]
    _record(made, finished, rows)
    done = {effect.token for effect in finished}
    for effect in effects:
        match effect:
            case Finished():
                pass
            case CloseTask(token):
                _closed(made, token, token in done, rows)
            case Ended(outcome, error):
                made.case.closed_at = made.event.at
                made.case.outcome = outcome
                rows.order(made.case.key, NO_TOKEN, FILE, made.event.at)
                if error:
                    made.case.incident = f"{outcome}: {error}"
            case _:
                _begun_or_over(made, effect, rows)


def _begun_or_over(made: Step, effect: Effect, rows: Rows) -> None:
    case, at = made.case, made.event.at
    match effect:
        case OpenTask(token, node, due):
            role, deadline = made.graph.work_of(node).role, due or at + DUE_WITHOUT_DEADLINE
            rows.ask(Asked(new_key(), case.key, token, node, role, case.unit_id, at, deadline))
        case Call(token, _):
            rows.order(case.key, token, CALL, at)
        case ArmTimer(token, _, due):
            rows.order(case.key, token, TIMER, due)
        case DisarmTimer(token):
            _end_job(made, token, rows)
        case Await(token, _, message):
            rows.wait(case.key, token, message)
        case Forget(token):
            rows.end("waits_over", case.key, token)


def _bearer(made: Step, finished: Sequence[Finished]) -> Finished | None:
    """The finished node that carries who did it and what came with it: the one the event was for."""
    event = made.event
    if isinstance(event, Message):
        waited = [f for f in finished if made.graph.work_of(f.node).message == event.name]
        return next(iter(waited or finished), None)
    if isinstance(event, Start):
        return next(iter(finished), None)
    return next((f for f in finished if f.token == event.token), None)


def _record(made: Step, finished: Sequence[Finished], rows: Rows) -> None:
    """One event for each node that waited, was decided or carries the act; the others are told with the one before."""
    bearer, decisions, told = _bearer(made, finished), iter(made.decisions), list[_Told]()
    for effect in finished:
        kind = made.graph.kind[made.graph.index[effect.node]]
        if kind == g.RULE:
            decision = next(decisions)
            told.append(_told(made, effect, effect is bearer, decision))
        elif told and effect is not bearer and not effect.token and kind not in g.GATEWAYS:
            told[-1].passed.append(effect.node)
        elif kind not in g.GATEWAYS:
            told.append(_told(made, effect, effect is bearer))
    for one in told:
        by = "act" if one.actor != SYSTEM else "node"
        passed = " ".join(one.passed)
        number = record(rows, made.case, by, one.activity, one.times, one.actor, one.payload, passed)
        if one.decision:
            rows.add("decisions", _decision(made, one.decision, number))


def _told(made: Step, effect: Finished, is_bearer: bool, decision: DecisionMade | None = None) -> _Told:
    times = Times(effect.enabled, effect.started or effect.completed, effect.completed)
    payload = _kept(decision) if decision else made.values if is_bearer else None
    return _Told(effect.node, times, made.actor if is_bearer else SYSTEM, payload, decision, [])


def _kept(made: DecisionMade) -> dict[str, Any]:
    reasons = (
        [{"msgid": reason.msgid, "values": dict(reason.values)} for reason in made.level.reasons] if made.level else []
    )
    return {"decision": made.decision, "inputs": dict(made.inputs), "value": made.value, "reasons": reasons}


def _decision(made: Step, decision: DecisionMade, number: int) -> str:
    level = decision.level
    fired = [
        {"decision": f.decision, "table": f.table, "rules": list(f.rules), "annotations": to_json(list(f.annotations))}
        for f in decision.fired
    ]
    return decided(
        made.case.key, number, decision.decision, (decision.outcome or "")[:60], level.level if level else "",
        (level.norm if level else "")[:200], fired, made.event.at,
    )  # fmt: skip


def _closed(made: Step, token: int, is_done: bool, rows: Rows) -> None:
    """A task or call is over: done, or taken back by the process."""
    node = made.before.tokens[token][0] if token in made.before.tokens else -1
    if node >= 0 and made.graph.kind[node] == g.CALL:
        _end_job(made, token, rows)
    elif is_done and isinstance(made.event, Done):
        done_by = UUID(made.actor) if _is_person(made.actor) else None
        outcome = str((made.event.result or {}).get("ausgang", ""))[:40]
        rows.done(made.case.key, token, made.event.at, done_by, outcome)
    else:
        rows.withdraw(made.case.key, token)


def _end_job(made: Step, token: int, rows: Rows) -> None:
    if (made.case.id, token) not in made.in_hand:
        rows.end("jobs_over", made.case.key, token)


def _is_person(actor: str) -> bool:
    """People act under the id of their account, everything else under a word."""
    return len(actor) == 36 and actor.count("-") == 4
