"""The plan: its assumptions, the proposal of the machine, and what people change by hand."""

import uuid
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from fahrwasser.core.agenda.catalogue.projects import base_of
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.agenda.changes import FREE, Change, HoldChange, WhatIf, dropped_bases, repaired
from fahrwasser.web.agenda.models import Frame, Hold, Version, Wish
from fahrwasser.web.agenda.numbers import next_number, one_after_the_other
from fahrwasser.web.agenda.planning import Question, frame_value, question_of, quick_answer
from fahrwasser.web.agenda.solving import SolverFailed, replan
from fahrwasser.web.jobs.actions import enqueue
from fahrwasser.web.tenants.models import Municipality

from .council import NotPossible, require_planner
from .rolling import begin_now, quarters_later, renumber, roll_forward

TRIAL_S = 2.7
SEARCH_JOB = "agenda.solve"


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What the town gives; EUR a year, hours a week; `duties` = ids of confirmed duties."""

    hours_per_week: Decimal
    budget_per_year: int
    first_quarter: date
    duties: frozenset[str] = field(default_factory=frozenset)
    running_cap_per_year: int | None = None


def make_frame(by: Member, given: Assumptions) -> Frame:
    """The assumptions of every plan from now on; earlier versions keep theirs."""
    require_planner(by)
    before = Frame.objects.of(by.municipality).select_for_update().first()
    if before is not None:
        renumber(by.municipality, before.first_quarter, given.first_quarter)
    frame, _ = Frame.objects.update_or_create(
        municipality=by.municipality,
        defaults={
            "hours_per_week": given.hours_per_week,
            "budget_per_year": given.budget_per_year,
            "first_quarter": given.first_quarter,
            "confirmed_duties": sorted(given.duties),
            "running_cap_per_year": given.running_cap_per_year,
        },
    )
    record_act(by, "agenda.frame", str(frame.pk), hours=str(given.hours_per_week), budget=given.budget_per_year)
    return frame


def make_proposal(by: Member) -> Version:
    """A plan that can be carried is there at once; the job that looks for better ones is on its way.

    Raises NotPossible without assumptions, core Refused when no plan can be asked for.
    """
    require_planner(by)
    town = by.municipality
    current = Version.objects.of(town).current()
    frame = roll_forward(_frame(town), timezone.localdate())
    question = question_of(town, frame, current, Change())
    answer = quick_answer(question.instance, _schedule(current))
    version = new_version(by, Version.Kind.PROPOSAL, question.instance, question.facts, answer)
    record_act(by, "agenda.propose", str(version.pk), number=version.number)
    return version


def draft_change(by: Member, change: Change) -> Version:
    """The plan with this change, to look at its price; nothing else is changed. Takes about `TRIAL_S` seconds.

    `change` counts quarters as the assumptions do. Raises NotPossible without assumptions.
    """
    _require_for(by, change)
    town = by.municipality
    current = Version.objects.of(town).current()
    later = quarters_later(_frame(town), timezone.localdate())
    question = _from_now_on(town, current, change.in_later_plan(later))
    start = {project: max(1, quarter - later) for project, quarter in (_schedule(current) or {}).items()}
    try:
        answer = replan(question.instance, start=start, time_limit_s=TRIAL_S)
    except SolverFailed:
        answer = quick_answer(question.instance, start)
    one_after_the_other(town)  # before the row is touched: whoever accepts it in another tab does it in this order, too
    Version.objects.of(town).filter(kind=Version.Kind.TRIAL, made_by=by.user_id).delete()
    return Version.objects.create(
        municipality=town,
        number=next_number(town),
        kind=Version.Kind.TRIAL,
        instance=question.instance,
        facts=question.facts,
        answer=answer,
        change={**change.to_json(), "base": str(current.pk) if current else "", "later": later},
        search=Version.Search.DONE,
        made_by=by.user_id,
    )


def _from_now_on(town: Municipality, current: Version | None, change: Change) -> Question:
    """A plan never begins in the past. That it begins later is only tried here, hence taken back."""
    with transaction.atomic():
        question = question_of(town, roll_forward(_frame(town), timezone.localdate()), current, change)
        transaction.set_rollback(True)
    return question


def accept_trial(by: Member, trial: Version) -> Version:
    """The tried change is made: its plan is the town's plan now. Raises NotPossible when the plan has changed since."""
    change = Change.as_tried(trial.change)
    _require_for(by, change)
    town, today = by.municipality, timezone.localdate()
    one_after_the_other(town)
    current, frame = Version.objects.of(town).current(), _frame(town)
    if trial.kind != Version.Kind.TRIAL or trial.change.get("base") != (str(current.pk) if current else ""):
        raise NotPossible("stale")
    if trial.facts["frame"]["first_quarter"] != begin_now(frame, today).isoformat():
        raise NotPossible("stale")
    roll_forward(frame, today)
    _write(by, change)
    version = new_version(by, Version.Kind.DRAFT, trial.instance, trial.facts, trial.answer)
    trial.delete()
    record_act(by, "agenda.change", str(version.pk), number=version.number)
    return version


def discard_trial(by: Member, trial: Version) -> None:
    """Nothing was changed."""
    require_planner(by)
    Version.objects.of(by.municipality).filter(pk=trial.pk, kind=Version.Kind.TRIAL).delete()


def hold(by: Member, change: HoldChange) -> Version:
    """Set by hand without looking at the price first (demo data, import); the plan is made anew."""
    require_planner(by)
    _write(by, Change(hold=change))
    return make_proposal(by)


def wish(by: Member, change: Change) -> Wish | None:
    """The head's wish is noted (with its project: the next plan keeps it)."""
    by.require(Right.DECIDE)
    return _write(by, change)


def withdraw_wish(by: Member, wish_id: uuid.UUID) -> Version:
    """The wish no longer counts; the plan is made anew."""
    by.require(Right.DECIDE)
    _withdraw(by, wish_id)
    return make_proposal(by)


def _withdraw(by: Member, wish_id: uuid.UUID) -> None:
    Wish.objects.of(by.municipality).filter(pk=wish_id, withdrawn_at=None).update(withdrawn_at=timezone.now())
    record_act(by, "agenda.withdraw", str(wish_id))


def _require_for(by: Member, change: Change) -> None:
    """What the head wished, only the head sets or drops; the rest is for planners."""
    require_planner(by)
    if change.wish is not None or _wishes_dropped(by.municipality, change).exists():
        by.require(Right.DECIDE)


def _wishes_dropped(town: Municipality, change: Change) -> QuerySet[Wish]:
    return Wish.objects.of(town).filter(project__in=dropped_bases(change.repair), withdrawn_at=None)


def _write(by: Member, change: Change) -> Wish | None:
    """Rows of the change; a repair comes after it, so that it may drop what has just been set."""
    town, made = by.municipality, None
    if change.hold is not None:
        base = base_of(change.hold.project)
        same = [row.pk for row in Hold.objects.of(town) if base_of(row.project) == base]
        Hold.objects.of(town).filter(pk__in=same).delete()
        if change.hold.kind != FREE:
            Hold.objects.create(
                municipality=town,
                project=change.hold.project,
                kind=change.hold.kind,
                start=change.hold.start,
                made_by=by.user_id,
            )
        record_act(by, "agenda.hold", change.hold.project, kind=change.hold.kind)
    if change.wish is not None:
        made = Wish.objects.create(
            municipality=town,
            text=change.wish.text,
            project=change.wish.project,
            latest_finish=change.wish.latest_finish,
            made_by=by.user_id,
        )
        record_act(by, "agenda.wish", str(made.pk), project=change.wish.project)
    if change.whatif is not None:
        _what_if(by, change.whatif)
    if change.repair:
        _repair(by, change)
    return made


def _what_if(by: Member, given: WhatIf) -> None:
    Frame.objects.of(by.municipality).update(
        hours_per_week=Decimal(str(given.hours_per_week)),
        budget_per_year=round(given.budget_per_year),
        adjustments=[asdict(adjustment) for adjustment in given.adjustments],
    )
    record_act(by, "agenda.whatif", hours=str(given.hours_per_week), budget=given.budget_per_year)


def _repair(by: Member, change: Change) -> None:
    town = by.municipality
    frame = _frame(town)
    after = repaired(frame_value(frame), change.repair)
    bases = dropped_bases(change.repair)
    held = [row.pk for row in Hold.objects.of(town) if base_of(row.project) in bases]
    Hold.objects.of(town).filter(pk__in=held).delete()
    for row in _wishes_dropped(town, change):
        _withdraw(by, row.pk)
    Frame.objects.of(town).filter(pk=frame.pk).update(
        hours_per_week=Decimal(str(after.hours_per_week)),
        budget_per_year=round(after.budget_per_year),
        running_cap_per_year=None if after.running_cap_per_year is None else round(after.running_cap_per_year),
        confirmed_duties=sorted(after.confirmed_duties),
    )
    record_act(by, "agenda.repair", str(frame.pk))


def new_version(
    by: Member, kind: str, instance: dict[str, object], facts: dict[str, object], answer: dict[str, object]
) -> Version:
    """The plan that counts from now on; the job that looks for better ones is on its way."""
    version = Version.objects.create(
        municipality=by.municipality,
        number=next_number(by.municipality),
        kind=kind,
        instance=instance,
        facts=facts,
        answer=answer,
        search=Version.Search.WAITING,
        made_by=by.user_id,
    )
    enqueue(SEARCH_JOB, by.municipality, version=str(version.pk))
    return version


def _frame(town: Municipality) -> Frame:
    frame = Frame.objects.of(town).first()
    if frame is None:
        raise NotPossible("no assumptions")
    return frame


def _schedule(version: Version | None) -> dict[str, int] | None:
    return (version.answer.get("schedule") or None) if version else None
