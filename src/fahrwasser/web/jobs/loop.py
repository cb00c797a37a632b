"""What the worker does each time round. Polling is the truth; nothing is kept in memory between two rounds.

Short jobs of one municipality are taken in a group and done in one transaction; when one fails, the group is done one
by one. A long job is leased instead: when its worker dies the lease runs out and it is done again.
"""

import logging
import threading
import uuid
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import DatabaseError, close_old_connections, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.ui.errors import place_of

from .models import Job, Mail
from .registry import HANDLERS, LEAVERS, TIDIERS, Hopeless, Pace

log = logging.getLogger("fahrwasser.worker")

GROUP = 100
POLL_SECONDS = 0.5
MAIL_LASTS = timedelta(days=14)
GIVE_UP_AFTER = 6  # attempts; afterwards the job is a dead letter with its last error


def load_handlers() -> None:
    """Imports `jobs.py` of each of our apps that has one."""
    for config in apps.get_app_configs():
        if config.name.startswith("fahrwasser.") and find_spec(f"{config.name}.jobs"):
            import_module(f"{config.name}.jobs")


def forever(stop: threading.Event, work: Callable[[], bool]) -> None:
    """Repeats `work` until told to stop; a lost database is waited for."""
    while not stop.is_set():
        try:
            busy = work()
            if not busy:
                tidy()
        except DatabaseError as error:
            log.warning("database not reachable (%s), trying again", type(error).__name__)
            close_old_connections()
            stop.wait(1)
            continue
        if not busy:
            stop.wait(POLL_SECONDS)
    for leave in LEAVERS:
        leave()


def until_idle() -> None:
    """Does everything that is due, for tests and `worker --once`."""
    while do_short() or do_long() or do_heavy():
        pass


def do_short() -> bool:
    """One group of short jobs of one municipality, and one mail beside it; True when there was something."""
    town = _town_with_due_work("short")
    has_worked = _do_group(town) if town else False
    return _send_mail() or has_worked  # mail goes on leaving while there is much to do


def do_long() -> bool:
    """One long job; True when there was one."""
    return _do_leased("long")


def do_heavy() -> bool:
    """One heavy job; True when there was one."""
    return _do_leased("heavy")


def _do_leased(pace: Pace) -> bool:
    town = _town_with_due_work(pace)
    if town is None:
        return False
    with working_for(town):
        due = _due(pace).filter(municipality=town).order_by("due", "id")
        job = due.select_for_update(skip_locked=True).first()
        if job is None:
            return False
        Job.objects.of(town).filter(pk=job.pk).update(
            due=timezone.now() + HANDLERS[job.kind].lease, attempts=F("attempts") + 1
        )
    try:
        HANDLERS[job.kind].run(Municipality.objects.get(pk=town), **job.args)
    except Exception as error:  # noqa: BLE001 the worker's outermost loop: whatever happens, the job must not be lost
        _put_off(job, error)
    else:
        with working_for(town):
            Job.objects.of(town).filter(pk=job.pk).delete()
    return True


def _kinds(pace: Pace) -> list[str]:
    return [kind for kind, handler in HANDLERS.items() if handler.pace == pace]


def _town_with_due_work(pace: Pace) -> uuid.UUID | None:
    """The worker's own policy shows it the due rows of every town."""
    return _due(pace).order_by("due").values_list("municipality_id", flat=True).first()


def _due(pace: Pace) -> QuerySet[Job]:
    kinds = _kinds(pace)
    return Job.objects.filter(due__lte=timezone.now(), failed_at=None, kind__in=kinds)


def _do_group(town: uuid.UUID) -> bool:
    municipality = Municipality.objects.get(pk=town)
    try:
        return _do(municipality, GROUP)
    except Exception:  # noqa: BLE001 one of them failed: find out which by doing them one by one
        log.info("a group of jobs failed, doing them one by one")
    with working_for(town):
        group = list(_due("short").filter(municipality=town).order_by("due")[:GROUP])
    for job in group:
        try:
            _do(municipality, 1, only=job.pk)
        except Exception as error:  # noqa: BLE001 the outermost loop: the others go on
            _put_off(job, error)
    return True


def _do(municipality: Municipality, at_most: int, only: uuid.UUID | None = None) -> bool:
    """In one transaction: take, do, remove."""
    with working_for(municipality):
        due = _due("short").filter(municipality=municipality).order_by("due", "id")
        if only:
            due = due.filter(pk=only)
        group = list(due.select_for_update(skip_locked=True)[:at_most])
        _run_all(municipality, group)
        Job.objects.of(municipality).filter(pk__in=[job.pk for job in group]).delete()
    return bool(group)


def _run_all(municipality: Municipality, jobs: list[Job]) -> None:
    """In order of due; those whose kind is done in groups together, when the first of them has its turn."""
    together: dict[str, list[Job]] = {}
    for job in jobs:
        kind = job.kind if HANDLERS[job.kind].is_group else str(job.pk)
        together.setdefault(kind, []).append(job)
    for same in together.values():
        handler = HANDLERS[same[0].kind]
        if handler.is_group:
            handler.run(municipality, same)
        else:
            handler.run(municipality, **same[0].args)


def _put_off(job: Job, error: Exception) -> None:
    """Tried again later, ever later; after `GIVE_UP_AFTER` attempts, or when hopeless, it stays as a dead letter."""
    log.warning("job %s (%s) failed: %s at %s", job.pk, job.kind, type(error).__name__, place_of(error))
    attempts = job.attempts + 1
    is_dead = attempts >= GIVE_UP_AFTER or isinstance(error, Hopeless)
    gave_up = HANDLERS[job.kind].gave_up
    with working_for(job.municipality_id):
        if is_dead and gave_up:
            gave_up(Municipality.objects.get(pk=job.municipality_id), job, error)
        Job.objects.of(job.municipality_id).filter(pk=job.pk).update(
            attempts=attempts,
            last_error=type(error).__name__,
            due=timezone.now() + timedelta(seconds=2**attempts),
            failed_at=timezone.now() if is_dead else None,
        )


def _send_mail() -> bool:
    """One mail: handed to the mail server inside the transaction that removes it (sent twice at worst, never lost)."""
    with transaction.atomic():
        mail = Mail.objects.filter(due__lte=timezone.now()).order_by("due").select_for_update(skip_locked=True).first()
        if mail is None:
            return False
        try:
            EmailMessage(mail.subject, mail.body, settings.DEFAULT_FROM_EMAIL, [mail.to]).send()
        except OSError as error:  # SMTP errors are OSErrors
            log.warning("mail %s not taken: %s", mail.pk, type(error).__name__)
            if mail.created_at < timezone.now() - MAIL_LASTS:
                mail.delete()  # nobody waits for it any more, and what it says has to go some day
                return True
            wait = timedelta(minutes=min(60, 2**mail.attempts))
            Mail.objects.filter(pk=mail.pk).update(attempts=F("attempts") + 1, due=timezone.now() + wait)
        else:
            mail.delete()
    return True


def tidy() -> None:
    """Whatever the apps want forgotten when there is nothing else to do."""
    for forget in TIDIERS:
        forget()
