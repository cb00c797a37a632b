"""Working off the calls and timers of many cases at once: lock, do, step, write."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.utils.translation import override

from fahrwasser.core.bpmn.events import Done, Error, Event, Timer
from fahrwasser.core.feel.values import Value
from fahrwasser.core.packages.run import Request, request_of
from fahrwasser.core.refused import Refused
from fahrwasser.web.jobs.models import Job
from fahrwasser.web.jobs.registry import Hopeless
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.ui.languages import in_words

from .batch import Batch, Running, Taken
from .effects import ASK, CALL, FILE, SYSTEM, TIMER
from .filing import file_cases
from .models import Case
from .verbs import DOES, Call, CallFailed, Does, Later, effect_key

Clock = Callable[[Job], datetime]
TOGETHER = 500


class Stuck(Hopeless):
    """The case cannot go on from here until somebody has looked at it."""


def work(town: Municipality, jobs: Sequence[Job], at: Clock, does: Mapping[str, Does] = DOES) -> None:
    """All calls, timers and closings are done and written; whoever fails undoes them all and must be tried alone.

    `at` says when a job happens: now for the worker, its own time for a year that is being made up.

    `does`: how verbs are done where it is not as registered.
    """
    closed = [job.case for job in jobs if job.kind == FILE and job.case]
    jobs = [job for job in jobs if job.kind != FILE]
    batch = Batch(town.pk)
    batch.lock({job.case for job in jobs if job.case})
    batch.in_hand.update((job.case, token_of(job)) for job in jobs if job.case)
    for job in sorted(jobs, key=lambda job: (job.due, job.pk)):
        if job.case in batch.cases:
            _do(town, batch, batch.cases[job.case], job, at(job), does)
    batch.write()
    if closed:
        file_cases(town, closed)


def drain(town: Municipality, until: datetime) -> int:
    """Everything of the town's cases that is due by then happens at its own time, case by case in order; how many.

    In the caller's transaction: a year that is made up never meets the worker. Remote sources are not asked.
    """
    count = 0
    while True:
        due = Job.objects.of(town).filter(kind__in=(CALL, TIMER), due__lte=until, failed_at=None)
        first = due.order_by("case", "due", "id").distinct("case")
        jobs = list(first[:TOGETHER])
        if not jobs:
            return count
        work(town, jobs, lambda job: job.due)
        Job.objects.of(town).filter(pk__in=[job.pk for job in jobs]).delete()
        count += len(jobs)


def token_of(job: Job) -> int:
    """The stay in the process that the job belongs to."""
    return int(job.args["token"])


def call_of(town: Municipality, batch: Batch, running: Running, token: int, now: datetime) -> Call | None:
    """What the process asks for at this stay; None when it is not there any more. Raises Stuck."""
    if token not in running.state.tokens:
        return None
    node = running.graph.nodes[running.state.tokens[token][0]]
    try:
        request: Request = request_of(running.graph, node, running.evaluator().real, running.state.variables, now)
    except Refused as refused:
        raise Stuck(_said(refused)) from refused
    case = running.case
    return Call(town, case, running.release, node, effect_key(case.pk, token, node), request.parameters, now, batch)


def outcome(call: Call, token: int, do: Callable[[Call], Mapping[str, Value]]) -> Event:
    """The event with which the call comes back: its result, or the code of a business error. Raises Stuck."""
    try:
        return Done(token, call.now, dict(do(call)), started=call.now)
    except CallFailed as failed:
        return Error(token, failed.code, call.now)
    except Refused as refused:
        raise Stuck(f"{call.node}: {_said(refused)}") from refused


def _said(refused: Refused) -> str:
    """What stands in the case for its clerks, in the language of German offices."""
    english = refused.msgid % refused.values
    with override("de"):
        return f"{str(refused).removesuffix(english)}{in_words(refused)}"


def answered(
    town: Municipality, case: uuid.UUID, token: int, do: Callable[[Call], Mapping[str, Value]], now: datetime
) -> None:
    """One call whose work was done outside is over: `do` turns it into its result."""
    batch = Batch(town.pk)
    batch.lock([case])
    batch.in_hand.add((case, token))
    running = batch.cases.get(case)
    call = call_of(town, batch, running, token, now) if running else None
    if running and call:
        _take(batch, running.case, outcome(call, token, do))
        batch.write()


def give_up(batch: Batch, case: uuid.UUID, why: str) -> None:
    """The case shows why it cannot go on, until somebody tries again."""
    batch.lock([case])
    if case in batch.cases:
        batch.note(case)
        batch.cases[case].case.incident = why[:300]
        batch.write()


def verb_of(running: Running, node: str) -> str:
    """The verb of a service or send task."""
    return running.graph.work_of(node).verb


def _do(town: Municipality, batch: Batch, running: Running, job: Job, now: datetime, verbs: Mapping[str, Does]) -> None:
    token = token_of(job)
    if job.kind == TIMER:
        _take(batch, running.case, Timer(token, now))
        return
    call = call_of(town, batch, running, token, now)
    if call is not None:
        does = verbs.get(verb_of(running, call.node))
        if does is None:
            raise Stuck(f"{call.node}: nobody does the verb {verb_of(running, call.node)}")
        try:
            _take(batch, running.case, outcome(call, token, does))
        except Later:
            ids = {"case_id": str(running.case.pk), "token": token}
            batch.add(Job(municipality=town, kind=ASK, case=running.case.pk, args=ids, due=now))


def _take(batch: Batch, case: Case, event: Event) -> None:
    if batch.take(case.pk, event, SYSTEM) is Taken.STUCK:
        raise Stuck(case.incident)
