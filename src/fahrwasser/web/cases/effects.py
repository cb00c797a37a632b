"""What a step asks of the world, as rows: events, decisions, tasks, waits, and jobs for calls and timers."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

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

from .models import Case
from .rows import Rows, Times, record

SYSTEM = "system"
CALL, ASK, TIMER = "cases.call", "cases.ask", "cases.timer"
FILE = "cases.file"
NO_TOKEN = -1  # work for the case as a whole
DUE_WITHOUT_DEADLINE = timedelta(days=7)
"""A task of a process that names no deadline."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step that was made: from where, by what, by whom, with which decisions on the way."""

    case: Case
    graph: Graph
    before: State
    event: Event
    actor: str
    values: Mapping[str, Any] | None
    decisions: list[DecisionMade]
    in_hand: set[tuple[UUID, int]]


def apply(made: Step, effects: tuple[Effect, ...], rows: Rows) -> None:
    """The effects become rows; the case gets its new sequence, hash, end and outcome."""
    finished = {effect.token for effect in effects if isinstance(effect, Finished)}
    bearer = _bearer(made, effects)
    decisions = iter(made.decisions)
    for effect in effects:
        if isinstance(effect, Finished):
            if made.graph.kind[made.graph.index[effect.node]] not in g.GATEWAYS:
                _finished(made, effect, effect is bearer, decisions, rows)
        elif isinstance(effect, CloseTask):
            _closed(made, effect.token, effect.token in finished, rows)
        elif isinstance(effect, Ended):
            made.case.closed_at = made.event.at
            made.case.outcome = effect.outcome
            rows.begin("jobs", made.case.id, NO_TOKEN, kind=FILE, args={}, due=made.event.at)
            if effect.error:
                made.case.incident = f"{effect.outcome}: {effect.error}"
        else:
            _begun_or_over(made, effect, rows)


def _begun_or_over(made: Step, effect: Effect, rows: Rows) -> None:
    case, at = made.case, made.event.at
    match effect:
        case OpenTask(token, node, due):
            role, deadline = made.graph.work_of(node).role, due or at + DUE_WITHOUT_DEADLINE
            rows.begin("tasks", case.id, token, node=node, role=role, unit_id=case.unit_id, opened_at=at,
                       due=deadline, outcome="")  # fmt: skip
        case Call(token, _):
            rows.begin("jobs", case.id, token, kind=CALL, args={"token": token}, due=at)
        case ArmTimer(token, _, due):
            rows.begin("jobs", case.id, token, kind=TIMER, args={"token": token}, due=due)
        case DisarmTimer(token):
            _end_job(made, token, rows)
        case Await(token, _, message):
            rows.begin("waits", case.id, token, message=message)
        case Forget(token):
            rows.end("waits_over", case.id, token)


def _bearer(made: Step, effects: Iterable[Effect]) -> Finished | None:
    """The finished node that carries who did it and what came with it: the one the event was for."""
    finished = [effect for effect in effects if isinstance(effect, Finished)]
    event = made.event
    if isinstance(event, Message):
        waited = [f for f in finished if made.graph.work_of(f.node).message == event.name]
        return next(iter(waited or finished), None)
    if isinstance(event, Start):
        return next(iter(finished), None)
    return next((f for f in finished if f.token == event.token), None)


def _finished(made: Step, effect: Finished, is_bearer: bool, decisions: Iterator[DecisionMade], rows: Rows) -> None:
    times = Times(effect.enabled, effect.started or effect.completed, effect.completed)
    actor = made.actor if is_bearer else SYSTEM
    kind = "act" if actor != SYSTEM else "node"
    if made.graph.kind[made.graph.index[effect.node]] == g.RULE:
        decision = next(decisions)
        number = record(rows, made.case, kind, effect.node, times, actor, _kept(decision))
        rows.add("decisions", _decision(made, decision, number))
    else:
        record(rows, made.case, kind, effect.node, times, actor, made.values if is_bearer else None)


def _kept(made: DecisionMade) -> dict[str, Any]:
    reasons = (
        [{"msgid": reason.msgid, "values": dict(reason.values)} for reason in made.level.reasons] if made.level else []
    )
    return {"decision": made.decision, "inputs": dict(made.inputs), "value": made.value, "reasons": reasons}


def _decision(made: Step, decision: DecisionMade, number: int) -> dict[str, Any]:
    level = decision.level
    fired = [
        {"decision": f.decision, "table": f.table, "rules": list(f.rules), "annotations": to_json(list(f.annotations))}
        for f in decision.fired
    ]
    return {
        "id": uuid4(), "case_id": made.case.id, "sequence": number, "decision": decision.decision,
        "outcome": (decision.outcome or "")[:60], "level": level.level if level else "",
        "norm": (level.norm if level else "")[:200], "rules": fired, "made_at": made.event.at,
    }  # fmt: skip


def _closed(made: Step, token: int, is_done: bool, rows: Rows) -> None:
    """A task or call is over: done, or taken back by the process."""
    node = made.before.tokens[token][0] if token in made.before.tokens else -1
    if node >= 0 and made.graph.kind[node] == g.CALL:
        _end_job(made, token, rows)
    elif is_done and isinstance(made.event, Done):
        done_by = UUID(made.actor) if _is_person(made.actor) else None
        outcome = str((made.event.result or {}).get("ausgang", ""))[:40]
        rows.end("tasks_done", made.case.id, token, done_at=made.event.at, done_by=done_by, outcome=outcome)
    else:
        rows.end("tasks_withdrawn", made.case.id, token)


def _end_job(made: Step, token: int, rows: Rows) -> None:
    if (made.case.id, token) not in made.in_hand:
        rows.end("jobs_over", made.case.id, token)


def _is_person(actor: str) -> bool:
    """People act under the id of their account, everything else under a word."""
    return len(actor) == 36 and actor.count("-") == 4
