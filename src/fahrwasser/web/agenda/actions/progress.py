"""How the projects go: entered on the page of a project, or moved on the board."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.agenda.baseline import planned_in
from fahrwasser.web.agenda.models import Progress, Study, Version
from fahrwasser.web.agenda.reading import plan_of
from fahrwasser.web.tenants.models import Municipality

from .invoices import billed
from .studies import begin_study


class ChangedMeanwhile(Exception):
    """Somebody else has changed the project since this person looked at it; nothing was written."""


@dataclass(frozen=True, slots=True)
class State:
    """How one project goes, as entered; `state` is a Progress.State."""

    state: str
    started_on: date | None = None
    finished_on: date | None = None
    days_spent: Decimal = Decimal(0)
    note: str = ""
    euros_spent: int | None = None
    minutes_per_case: Decimal | None = None


def progress(by: Member, project: str, state: State, *, seen: int | None = None) -> Progress:
    """The project's state is noted; the next plan starts from it (done stays done, running keeps its begin).

    `seen` = the revision that the person saw (0 = no entry yet). Raises ChangedMeanwhile when it is not that any more.
    """
    by.require(Right.PLAN)
    row = _written(by, project, {name: getattr(state, name) for name in State.__slots__}, seen)
    record_act(by, "agenda.progress", project, state=state.state)
    _check_plan(by)
    return row


def move(by: Member, project: str, state: str, *, today: date, seen: int) -> Progress:
    """The card of the project lies in another column: its begin and end follow, what was entered else stays.

    Raises ChangedMeanwhile.
    """
    by.require(Right.PLAN)
    row = Progress.objects.of(by.municipality).filter(project=project).first() or Progress(project=project)
    begun, finished = row.started_on, row.finished_on
    if state in Progress.NOT_BEGUN:
        begun = None
    elif state in (Progress.State.RUNNING, Progress.State.DONE):
        begun = begun or today
    known = {name: getattr(row, name) for name in State.__slots__}
    is_done = state == Progress.State.DONE
    moved = known | {"state": state, "started_on": begun, "finished_on": (finished or today) if is_done else None}
    return progress(by, project, State(**moved), seen=seen)


def _written(by: Member, project: str, values: dict[str, Any], seen: int | None) -> Progress:
    town = by.municipality
    row = Progress.objects.of(town).select_for_update().filter(project=project).first()
    if seen is not None and seen != (row.revision if row else 0):
        raise ChangedMeanwhile(project)
    if row and (paid := billed(town, project)) is not None:
        values["euros_spent"] = paid  # bills count more than what somebody remembers
    if values["state"] in Progress.NOT_BEGUN:
        values["planned"] = {}
    elif row is None or not row.planned:
        values["planned"] = _planned(town, project)
    if row is None:
        try:
            with transaction.atomic():
                return Progress.objects.create(municipality=town, project=project, revision=1, **values)
        except IntegrityError as error:  # another person wrote the first entry in this very moment
            raise ChangedMeanwhile(project) from error
    Progress.objects.of(town).filter(pk=row.pk).update(revision=row.revision + 1, **values)
    row.refresh_from_db()
    return row


def _planned(town: Municipality, project: str) -> dict[str, Any]:
    """What the council has kept of it, else what the plan of today says."""
    for version in (Version.objects.of(town).council(), Version.objects.of(town).current()):
        found = planned_in(plan_of(version), project) if version else None
        if found is not None:
            return found.to_json()
    return {}


def _check_plan(by: Member) -> None:
    """Whether the plan still fits is found out in the background."""
    current = Version.objects.of(by.municipality).current()
    if current is not None and current.answer.get("schedule"):
        begin_study(current, Study.Kind.REPLAN)
