"""What town and coach write: what is released, the phase, obstacles, appointments, questions to the coach."""

import uuid
from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from fahrwasser.core.programme.phases import phases, reached
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.accounts.roles import Right, Role
from fahrwasser.web.inventory.models import Service
from fahrwasser.web.jobs.actions import enqueue
from fahrwasser.web.jobs.models import Job
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.tenants.turns import wait_turn

from ..facts import known_of, open_phase
from ..models import Appointment, CoachQuestion, Obstacle, Phase, Share
from ..release import release
from ..sharing import offered_to

RELEASE = "programme.release"


class ReleasedMeanwhile(Exception):
    """Somebody else has changed what is released since this person looked at it; nothing was written."""


def share(
    by: Member, audience: str, parts: Iterable[str], now: datetime, *, seen: Collection[str] | None = None
) -> None:
    """Exactly these parts are released to this audience from now on; what is not is gone from the sheet at once.

    Raises PermissionDenied without the right to plan for the town itself: no coach releases anything. `seen` = the
    parts that were ticked when the person looked: an old page must not release again what somebody has just taken
    back. Raises ReleasedMeanwhile.
    """
    _require_town(by)
    _one_after_the_other(by.municipality)
    wanted = offered_to(audience).keys() & set(parts)
    rows = Share.objects.of(by.municipality).filter(audience=audience, withdrawn_at=None)
    given = set(rows.values_list("part", flat=True))
    if seen is not None and set(seen) != given:
        raise ReleasedMeanwhile(audience)
    rows.exclude(part__in=wanted).update(withdrawn_at=now)
    Share.objects.bulk_create(
        Share(municipality=by.municipality, audience=audience, part=part, given_by=by.user_id)
        for part in sorted(wanted - given)
    )
    if wanted != given:
        record_act(by, "programme.share", audience, parts=", ".join(sorted(wanted)))
    release(by.municipality, now)


def look_at_phase(town: Municipality, now: datetime) -> Phase:
    """The town stands in the furthest phase that its facts open; it never goes back by itself."""
    _one_after_the_other(town)
    facts = known_of(town, now).flags
    kind, today = reached(facts), timezone.localdate(now)
    current = open_phase(town)
    order = [known.key for known in phases()]
    if current and order.index(current.kind) >= order.index(kind.key):
        return current
    if current:
        Phase.objects.of(town).filter(pk=current.pk).update(left_on=today)
    target = date.fromordinal(today.toordinal() + kind.days) if kind.days else None
    return Phase.objects.create(municipality=town, kind=kind.key, entered_on=today, target_on=target)


def set_target(by: Member, target: date) -> None:
    """The town wants to be through with its phase by this day."""
    _require_town_or_coach(by)
    phase = look_at_phase(by.municipality, timezone.now())
    Phase.objects.of(by.municipality).filter(pk=phase.pk).update(target_on=target)
    record_act(by, "programme.target", "town", day=target.isoformat())
    later(by.municipality)


def say_stuck(by: Member, reason: str, note: str, now: datetime) -> None:
    """The town (or its coach) says why it does not go on; an empty reason means it goes on again."""
    _require_town_or_coach(by)
    phase = look_at_phase(by.municipality, now)
    since = (phase.stuck_since or timezone.localdate(now)) if reason else None
    rows = Phase.objects.of(by.municipality).filter(pk=phase.pk)
    rows.update(stuck_reason=reason, stuck_note=note if reason else "", stuck_since=since)
    record_act(by, "programme.stuck" if reason else "programme.unstuck", "town")
    later(by.municipality)


def name_obstacle(
    by: Member, *, code: str, project: str, hours: int | None, note: str, service: Service | None = None
) -> Obstacle:
    """One more thing that keeps the town, or one service of it, from going on."""
    by.require(Right.PLAN)
    row = Obstacle.objects.create(
        municipality=by.municipality,
        code=code,
        project=project,
        service=service,
        hours=hours,
        note=note,
        named_by=by.user_id,
    )
    record_act(by, "programme.obstacle", "town", code=code)
    later(by.municipality)
    return row


def solve_obstacle(by: Member, key: uuid.UUID, now: datetime) -> None:
    """It no longer stands in the way; twice changes nothing."""
    by.require(Right.PLAN)
    if Obstacle.objects.of(by.municipality).filter(pk=key, solved_at=None).update(solved_at=now):
        record_act(by, "programme.solved", "town")
        later(by.municipality)


def appoint_meeting(by: Member, *, kind: str, at: datetime, minutes: int, title: str, note: str) -> Appointment:
    """Town and coach meet."""
    _require_town_or_coach(by)
    row = Appointment.objects.create(
        municipality=by.municipality, kind=kind, at=at, minutes=minutes, title=title, note=note, made_by=by.user_id
    )
    record_act(by, "programme.appointment", "town")
    later(by.municipality)
    return row


def cancel_meeting(by: Member, key: uuid.UUID, now: datetime) -> None:
    """They do not meet; twice changes nothing."""
    _require_town_or_coach(by)
    if Appointment.objects.of(by.municipality).filter(pk=key, cancelled_at=None).update(cancelled_at=now):
        record_act(by, "programme.cancel", "town")
        later(by.municipality)


def ask_coach(by: Member, text: str, project: str = "") -> CoachQuestion:
    """A question that only the coach reads."""
    by.require(Right.SEE_PLAN)
    if by.roles == {Role.LOTSE}:
        raise PermissionDenied("own town")
    row = CoachQuestion.objects.create(municipality=by.municipality, text=text, project=project, asked_by=by.user_id)
    later(by.municipality)
    return row


def answer_as_coach(by: Member, key: uuid.UUID, text: str, now: datetime) -> bool:
    """The coach answers; False if it has been answered already. Raises PermissionDenied for anybody else."""
    if Role.LOTSE not in by.roles:
        raise PermissionDenied("lotse")
    rows = CoachQuestion.objects.of(by.municipality).filter(pk=key, answered_at=None)
    done = rows.update(answer=text, answered_by=by.user_id, answered_at=now)
    later(by.municipality)
    return bool(done)


def later(town: Municipality) -> None:
    """The sheets are copied anew as soon as the worker comes by; one job is enough."""
    if not Job.objects.of(town).filter(kind=RELEASE).exists():
        enqueue(RELEASE, town)


def _one_after_the_other(town: Municipality) -> None:
    """The night's job and two people at once would else open the same phase or release the same part twice."""
    wait_turn(town, "programme")


def _require_town(by: Member) -> None:
    """The town's own Navigator or head; a coach never, not even with a mandate to edit."""
    if not by.roles & {Role.NAVIGATOR, Role.HEAD}:
        raise PermissionDenied("town")


def _require_town_or_coach(by: Member) -> None:
    if not by.roles & {Role.NAVIGATOR, Role.HEAD, Role.LOTSE}:
        raise PermissionDenied("town or coach")
