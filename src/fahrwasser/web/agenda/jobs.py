"""The long search for better plans, and what further plans say of one; outside of any request."""

import logging
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils import timezone

from fahrwasser.web.agenda.actions.studies import begin_study
from fahrwasser.web.agenda.models import Frame, Progress, Study, Version
from fahrwasser.web.agenda.quarters import Calendar, next_quarter
from fahrwasser.web.agenda.replanning import checked
from fahrwasser.web.agenda.robustness import Task, spreads_of, try_draws
from fahrwasser.web.agenda.running import progress_mark
from fahrwasser.web.agenda.solving import SolverFailed, explain, solve
from fahrwasser.web.jobs.nights import nightly
from fahrwasser.web.jobs.registry import handler
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality

log = logging.getLogger("fahrwasser.agenda")
SEARCH_S = 60.0
EXPLAIN_S = 120.0
REPLAN_ATTEMPTS = 3


@handler("agenda.solve", pace="heavy")
def run(municipality: Municipality, version: str, time_limit_s: float = SEARCH_S) -> None:
    """The version has the best plan found within a minute, its proven gap and its reasons; may be repeated."""
    key = uuid.UUID(version)
    with working_for(municipality):
        found = Version.objects.of(municipality).filter(pk=key, frozen_at=None).first()
        is_newest = found is not None and Version.objects.of(municipality).current() == found
        if found is None or found.search == Version.Search.DONE:
            return
        if not is_newest:  # a newer plan has replaced it: nobody waits for this one any more
            _write(key, found.answer, Version.Search.DONE)
            return
        _write(key, found.answer, Version.Search.RUNNING)

    def keep(newest: dict[str, Any]) -> None:
        with working_for(municipality):
            _write(key, newest, Version.Search.RUNNING)

    try:
        answer = solve(
            found.instance,
            start=found.answer.get("schedule") or {},
            time_limit_s=time_limit_s,
            on_progress=keep,
        )
    except SolverFailed as error:
        log.warning("the search for version %s failed: %s", key, error)
        with working_for(municipality):
            Version.objects.filter(pk=key, frozen_at=None).update(search=Version.Search.FAILED)
        return
    with working_for(municipality):
        _write(key, answer, Version.Search.DONE)
        newest = Version.objects.of(municipality).current()
        if newest is not None and newest.pk == key and answer.get("schedule"):
            begin_study(newest, Study.Kind.REASONS)


@handler("agenda.study", pace="heavy")
def work_out(municipality: Municipality, study: str) -> None:
    """What further plans say of a version, with its progress for whoever waits; may be repeated."""
    key = uuid.UUID(study)
    with working_for(municipality):
        found = Study.objects.of(municipality).select_related("version").filter(pk=key).first()
        if found is None or not found.is_working:
            return
        Study.objects.filter(pk=key).update(state=Version.Search.RUNNING)

    def tell(done: int, of: int) -> None:
        with working_for(municipality):
            Study.objects.filter(pk=key).update(done=done, steps=of)

    worked_out = WORKED_OUT[Study.Kind(found.kind)]
    values: dict[str, Any] = {"state": Version.Search.DONE}
    try:
        values |= {"result": worked_out(found, tell), "done": F("steps")}
    except SolverFailed as error:
        log.warning("the study %s failed: %s", key, error)
        values["state"] = Version.Search.FAILED
    with working_for(municipality):
        Study.objects.filter(pk=key).update(**values)


def _reasons(study: Study, tell: Callable[[int, int], None]) -> dict[str, Any]:
    version = study.version
    answer = explain(
        version.instance,
        version.answer,
        time_limit_s=EXPLAIN_S,
        on_progress=lambda news: tell(news["done"], news["of"]),
    )
    return {"explanations": answer["explanations"]}


def _draws(study: Study, tell: Callable[[int, int], None]) -> dict[str, Any]:
    version = study.version
    spreads = spreads_of(version.instance, version.facts["projects"])
    return try_draws(Task(version.instance, version.answer["schedule"], spreads, study.seed), tell)


def _replan(study: Study, tell: Callable[[int, int], None]) -> dict[str, Any]:
    """Asked once more when somebody has entered something in the meantime."""
    result: dict[str, Any] = {}
    for _attempt in range(REPLAN_ATTEMPTS):
        result = checked(study.municipality, study)
        with working_for(study.municipality):
            if result["mark"] == progress_mark(Progress.objects.of(study.municipality)):
                break
    return result


WORKED_OUT = {Study.Kind.REASONS: _reasons, Study.Kind.ROBUST: _draws, Study.Kind.REPLAN: _replan}


@nightly("agenda.watch")
def watch(municipality: Municipality, now: datetime) -> None:
    """Each new quarter asks whether a plan still fits that was kept for the council or of which something is known."""
    current = Version.objects.of(municipality).current()
    frame = Frame.objects.of(municipality).first()
    if frame is None or current is None or not current.answer.get("schedule"):
        return
    if not Progress.objects.of(municipality).exists() and Version.objects.of(municipality).council() is None:
        return
    today = timezone.localdate(now)
    is_over = Calendar(frame.first_quarter, frame.quarters).quarter_of(today) > 1
    begin = next_quarter(today) if is_over else frame.first_quarter
    known = Study.objects.of(municipality).filter(version=current, kind=Study.Kind.REPLAN).first()
    asked = known.result.get("begin") if known else current.facts["frame"]["first_quarter"]
    if asked != begin.isoformat():
        begin_study(current, Study.Kind.REPLAN)


def _write(key: uuid.UUID, answer: dict[str, Any], search: str) -> None:
    """Never touches a frozen version; an answer without plan never replaces a plan."""
    row = Version.objects.filter(pk=key, frozen_at=None)
    held = row.values_list("answer", flat=True).first() or {}
    loses = held.get("schedule") and not answer.get("schedule")
    row.update(search=search, **({} if loses else {"answer": answer}))
