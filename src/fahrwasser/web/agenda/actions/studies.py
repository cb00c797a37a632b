"""Further plans around a version: reasons in depth, and how sure it is; worked out by jobs."""

import secrets
import uuid

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.agenda.models import Study, Version
from fahrwasser.web.jobs.actions import enqueue

from .council import NotPossible, require_planner

STUDY_JOB = "agenda.study"
SEEDS = 10**6


def ask_study(by: Member, version: Version, kind: str) -> Study:
    """The job that works it out is on its way; asked again, it is done anew. Raises NotPossible without a plan."""
    require_planner(by)
    if not version.answer.get("schedule"):
        raise NotPossible("no plan")
    study = begin_study(version, kind, made_by=by.user_id)
    record_act(by, f"agenda.{study.kind}", str(version.pk), number=version.number)
    return study


def begin_study(version: Version, kind: str, *, made_by: uuid.UUID | None = None) -> Study:
    """As `ask_study`, for the job that has just found the plan; one that is being worked on goes on."""
    known = Study.objects.of(version.municipality).filter(version=version, kind=kind).first()
    if known is not None and known.is_working:
        return known
    study, _ = Study.objects.update_or_create(
        municipality=version.municipality,
        version=version,
        kind=kind,
        defaults={
            "state": Version.Search.WAITING,
            "done": 0,
            "steps": 0,
            "seed": secrets.randbelow(SEEDS),
            "result": {},
            "made_by": made_by,
        },
    )
    enqueue(STUDY_JOB, version.municipality, study=str(study.pk))
    return study
