"""A case that cannot go on by itself: it says why, and a person tries again, goes on by hand, or closes it."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from fahrwasser.core.bpmn.state import State
from fahrwasser.core.refused import N_, Refused
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.roles import Right

from . import store
from .actions import SYSTEM, locked
from .batch import LONGEST_INCIDENT
from .effects import FILE
from .models import Case
from .rows import NO_TOKEN, at_once, record

BY_HAND, GIVEN_UP = "von_hand", "eingestellt"
ENDINGS: Final = (BY_HAND, GIVEN_UP)


def stop(
    case: Case, why: str, activity: str, values: Mapping[str, Any] | None = None, *, now: datetime, key: str
) -> None:
    """The case says `why` until somebody has looked; what happened is one of its events. Counts once for each key."""
    batch, found = locked(case.municipality_id, case.pk)
    if store.claim_keys(batch.town, {key: found.pk}):
        found.incident = why[:LONGEST_INCIDENT]
        record(batch.note(found.pk), found, "act", activity, at_once(now), SYSTEM, values)
        batch.write()


def settled(case: Case, what: str, activity: str, values: Mapping[str, Any], *, actor: str, now: datetime) -> None:
    """A person has settled something about the case; an incident that names `what` is taken off."""
    batch, found = locked(case.municipality_id, case.pk)
    if what in found.incident:
        found.incident = ""
    record(batch.note(found.pk), found, "act", activity, at_once(now), actor, values)
    batch.write()


def close_stuck(by: Member, case_id: uuid.UUID, ending: str, reason: str, now: datetime) -> Case:
    """The machine does nothing more in a case that is stuck: tasks, waits, timers and calls end, and it is filed.

    `ending`: the office goes on by hand, or nothing more is to be done. Raises Refused when the case is closed, or
    goes on by itself: then it is decided by its process.
    """
    by.require(Right.CASES)
    if ending not in ENDINGS:
        raise ValueError(ending)
    batch, case = locked(by.municipality.pk, case_id)
    if case.closed_at is not None or not case.incident:
        raise Refused(N_("This case is not stuck any more. Nothing was changed."))
    running, rows = batch.cases[case.pk], batch.note(case.pk)
    before = running.state
    for stay in (*before.tokens, *before.watches):
        rows.withdraw(case.key, stay)
        rows.end("waits_over", case.key, stay)
        rows.end("jobs_over", case.key, stay)
    running.state = State(next=before.next, variables=before.variables)
    case.state = running.state.to_json()
    kept = {"grund": reason, "stand": case.incident}
    case.closed_at, case.outcome, case.incident = now, ending, ""
    rows.order(case.key, NO_TOKEN, FILE, now)
    record(rows, case, "act", ending, at_once(now), str(by.user_id), kept)
    batch.write()
    return case
