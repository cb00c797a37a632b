"""What the worker does for cases: calls, questions, timers, and erasing."""

from collections.abc import Sequence

from django.utils import timezone

from fahrwasser.web.jobs.models import Job
from fahrwasser.web.jobs.registry import Hopeless, handler
from fahrwasser.web.tenants.models import Municipality

from . import letters, standard_verbs  # registered by being imported
from .batch import Batch
from .calls import give_up, work
from .effects import CALL, QUERY, TIMER
from .history import erase
from .models import Case

ERASE = "cases.erase"

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


@handler(QUERY, group=True, gave_up=gave_up)
def run_queries(municipality: Municipality, jobs: Sequence[Job]) -> None:
    """The same for questions to sources."""
    _work_now(municipality, jobs)


@handler(TIMER, group=True, gave_up=gave_up)
def run_timers(municipality: Municipality, jobs: Sequence[Job]) -> None:
    """Timers that are due; late ones happen now, once, in order of due."""
    _work_now(municipality, jobs)


@handler(ERASE)
def run_erase(municipality: Municipality, case: str) -> None:
    """Forgets the person of a closed case; only the worker may delete payloads."""
    erase(Case.objects.of(municipality).get(pk=case), now=timezone.now())


def _work_now(municipality: Municipality, jobs: Sequence[Job]) -> None:
    now = timezone.now()
    work(municipality, jobs, lambda _job: now)
