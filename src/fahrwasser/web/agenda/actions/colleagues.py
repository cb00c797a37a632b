"""Voices of colleagues, and marks of what was learnt."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.accounts.models import UnitMember
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.agenda.models import TrainingDone, Voice


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says: about a project of the plan or a package, that it hinders or helps, and why."""

    kind: str
    text: str
    project: str = ""
    package: str = ""


def say(by: Member, said: Said) -> Voice:
    """Reaches the Navigator's week at once; the office is that of the person, when it is exactly one."""
    by.require(Right.RECORD_OWN)
    rows = UnitMember.objects.of(by.municipality).filter(
        membership__user_id=by.user_id, membership__revoked_at=None, unit__closed_at=None
    )
    units = set(rows.values_list("unit_id", flat=True)[:2])
    voice = Voice.objects.create(
        municipality=by.municipality,
        project=said.project,
        package=said.package,
        kind=said.kind,
        text=said.text,
        unit_id=units.pop() if len(units) == 1 else None,
        made_by=by.user_id,
    )
    record_act(by, "voice.say", f"voice:{voice.pk}", project=said.project, package=said.package, kind=said.kind)
    return voice


def read_voice(by: Member, key: uuid.UUID) -> None:
    """Noted; the colleague sees that somebody has read it."""
    require_navigator(by)
    changed = Voice.objects.of(by.municipality).filter(pk=key, state=Voice.State.NEW).update(state=Voice.State.READ)
    if changed:
        record_act(by, "voice.read", f"voice:{key}")


def answer_voice(by: Member, key: uuid.UUID, answer: str) -> None:
    """The colleague sees the answer; a later one replaces it."""
    require_navigator(by)
    values = {"state": Voice.State.ANSWERED, "answer": answer, "answered_at": timezone.now()}
    if Voice.objects.of(by.municipality).filter(pk=key).update(**values):
        record_act(by, "voice.answer", f"voice:{key}")


def note_passed_on(by: Member, key: uuid.UUID, now: datetime) -> None:
    """The colleague sees that it went on to the authors of the package, without office and name."""
    require_navigator(by)
    Voice.objects.of(by.municipality).filter(pk=key).update(passed_on_at=now)
    Voice.objects.of(by.municipality).filter(pk=key, state=Voice.State.NEW).update(state=Voice.State.READ)


def require_navigator(by: Member) -> None:
    """Both rights, so that a coach with the mandate to plan does not read what colleagues say."""
    by.require(Right.RECORD_OWN)
    by.require(Right.PLAN)


def mark_training(by: Member, project: str, training: str, *, done: bool) -> None:
    """Done, or open again."""
    by.require(Right.RECORD_OWN)
    rows = TrainingDone.objects.of(by.municipality).filter(project=project, training=training)
    if done:
        TrainingDone.objects.get_or_create(
            municipality=by.municipality, project=project, training=training, defaults={"marked_by": by.user_id}
        )
    else:
        rows.delete()
    record_act(by, "training.done" if done else "training.open", f"project:{project}", training=training)
