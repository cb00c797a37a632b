"""What the worker does for cases: calls, questions, timers, and each night looking at the logs and removing."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from fahrwasser.web.jobs.models import Job
from fahrwasser.web.jobs.nights import nightly
from fahrwasser.web.jobs.registry import Hopeless, handler
from fahrwasser.web.ports import sources
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality

from . import letters, standard_verbs  # registered by being imported
from .actions import locked
from .batch import Batch
from .calls import answered, call_of, give_up, work
from .disposal import broken_words, dispose_due
from .effects import ASK, CALL, FILE, TIMER
from .history import broken_among, verify
from .models import Case

DISPOSE, VERIFY, BROKEN = "cases.dispose", "cases.verify", "cases.chain"
TOGETHER = 200
LEASE = timedelta(minutes=1)  # a question ends after ten seconds

__all__ = ["letters", "standard_verbs"]


def gave_up(town: Municipality, job: Job, error: Exception) -> None:
    """A dead letter: the operator sees the kind of error, the clerk an incident on the case."""
    if job.case:
        why = str(error) if isinstance(error, Hopeless) else type(error).__name__
        give_up(Batch(town.pk), job.case, why)


@handler(CALL, group=True, gave_up=gave_up)
def run_calls(municipality: Municipality, jobs: Sequence[Job]) -> None:
    """Up to a hundred calls of one town, written together."""
    _work_now(municipality, jobs)


@handler(ASK, pace="long", gave_up=gave_up, lease=LEASE)
def run_ask(municipality: Municipality, case_id: str, token: int) -> None:
    """A question over a network: note that it is asked, ask without holding anything, then move the case on."""
    case, now = uuid.UUID(case_id), timezone.now()
    with working_for(municipality):
        batch = Batch(municipality.pk)
        batch.lock([case])
        running = batch.cases.get(case)
        call = call_of(municipality, batch, running, token, now) if running else None
        if call is None:
            return
        to = standard_verbs.bound_to(call)
        question = standard_verbs.question_of(call, to)
        standard_verbs.log_query(call, to, question, sources.ASKED)
        batch.write()
    answer = sources.ask(to, question)
    with working_for(municipality):
        answered(municipality, case, token, lambda again: standard_verbs.noted(again, to, question, answer), now)


@handler(TIMER, group=True, gave_up=gave_up)
def run_timers(municipality: Municipality, jobs: Sequence[Job]) -> None:
    """Timers that are due; late ones happen now, once, in order of due."""
    _work_now(municipality, jobs)


@nightly(DISPOSE)
def run_disposal(town: Municipality, now: datetime) -> Mapping[str, str] | None:
    """What was kept long enough is removed."""
    return {} if dispose_due(town, now) else None


@nightly(VERIFY)
def run_verify(town: Municipality, now: datetime, after: str = "") -> Mapping[str, str] | None:
    """Every log of the town is looked at; one that seems broken is looked at again with its case locked."""
    rows = Case.objects.of(town).filter(pk__gt=after) if after else Case.objects.of(town)
    cases = list(rows.only("municipality_id", "sequence", "last_hash").order_by("pk")[:TOGETHER])
    broken = broken_among(town, cases)
    known = set(Job.objects.of(town).filter(kind=BROKEN, case__in=broken).values_list("case", flat=True))
    Job.objects.bulk_create(
        Job(municipality=town, kind=BROKEN, case=case, args={"case_id": str(case)}, due=now)
        for case in broken
        if case not in known
    )
    return {"after": str(cases[-1].pk)} if len(cases) == TOGETHER else None


class ChainBroken(Hopeless):
    """Somebody has changed, left out or cut off an event: no machine can mend that."""


@handler(BROKEN, gave_up=gave_up)
def run_broken(municipality: Municipality, case_id: str) -> None:
    """Raises ChainBroken: the operator sees it among the work given up, the clerk on the case."""
    _batch, found = locked(municipality.pk, uuid.UUID(case_id))
    event = verify(found)
    if event is not None:
        raise ChainBroken(broken_words(event))


@handler(FILE, group=True)
def run_filing(municipality: Municipality, jobs: Sequence[Job]) -> None:
    """Closed cases go into the records."""
    _work_now(municipality, jobs)


def _work_now(municipality: Municipality, jobs: Sequence[Job]) -> None:
    now = timezone.now()
    work(municipality, jobs, lambda _job: now)
