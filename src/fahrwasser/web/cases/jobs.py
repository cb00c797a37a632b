"""What the worker does for cases: calls, questions, timers, and erasing."""

import uuid
from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from fahrwasser.web.jobs.models import Job
from fahrwasser.web.jobs.registry import Hopeless, handler
from fahrwasser.web.ports import sources
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality

from . import letters, standard_verbs  # registered by being imported
from .batch import Batch
from .calls import answered, call_of, give_up, work
from .effects import ASK, CALL, FILE, TIMER
from .history import erase
from .models import Case

ERASE = "cases.erase"
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


@handler(ASK, long=True, gave_up=gave_up, lease=LEASE)
def run_ask(municipality: Municipality, case_id: str, token: int) -> None:
    """A question over a network: read, ask without holding anything, then move the case on."""
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
    answer = sources.ask(to, question)
    with working_for(municipality):
        answered(municipality, case, token, lambda again: standard_verbs.noted(again, to, question, answer), now)


@handler(TIMER, group=True, gave_up=gave_up)
def run_timers(municipality: Municipality, jobs: Sequence[Job]) -> None:
    """Timers that are due; late ones happen now, once, in order of due."""
    _work_now(municipality, jobs)


@handler(ERASE)
def run_erase(municipality: Municipality, case: str) -> None:
    """Forgets the person of a closed case; only the worker may delete payloads."""
    erase(Case.objects.of(municipality).get(pk=case), now=timezone.now())


@handler(FILE, group=True)
def run_filing(municipality: Municipality, jobs: Sequence[Job]) -> None:
    """Closed cases go into the records."""
    _work_now(municipality, jobs)


def _work_now(municipality: Municipality, jobs: Sequence[Job]) -> None:
    now = timezone.now()
    work(municipality, jobs, lambda _job: now)
