"""What a town gives to all: questions and answers, solutions, pooled requests, search for neighbours.

The row carries the town, never a person; who wrote it stands in the town's own log.
"""

import uuid
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied

from fahrwasser.core.refused import N_, Refused
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.accounts.roles import Right, Role

from ..models import Answer, Backing, Partner, PooledRequest, Question, Solution
from .coaching import later


def ask(by: Member, *, title: str, text: str, project: str = "", package: str = "", obstacle: str = "") -> Question:
    """A question of the town to all towns."""
    _require_own(by)
    row = Question.objects.create(
        municipality=by.municipality, title=title, text=text, project=project, package=package, obstacle=obstacle
    )
    record_act(by, "network.ask", f"question:{row.pk}")
    later(by.municipality)
    return row


def answer(by: Member, question: Question, text: str) -> Answer:
    """The town's answer, or a coach's. Raises Refused when the question is closed."""
    by.require(Right.SEE_PLAN)
    if question.closed_at:
        raise Refused(N_("This question is closed. Please ask a new one."))
    row = Answer.objects.create(
        municipality=by.municipality, question=question, text=text, is_coach=by.roles == {Role.LOTSE}
    )
    record_act(by, "network.answer", f"question:{question.pk}")
    return row


def take_back(by: Member, key: uuid.UUID, now: datetime) -> None:
    """An own answer is no longer shown: the town's by the town, the coach's by the coach. Another town's stays."""
    by.require(Right.SEE_PLAN)
    rows = Answer.objects.of(by.municipality).filter(pk=key, withdrawn_at=None, is_coach=by.roles == {Role.LOTSE})
    if rows.update(withdrawn_at=now):
        record_act(by, "network.take_back", f"answer:{key}")


def solve(by: Member, question: Question, key: uuid.UUID) -> bool:
    """This answer solved the town's question; False if it is not its question or not an answer to it."""
    _require_own(by)
    if not Answer.objects.filter(pk=key, question=question, withdrawn_at=None).exists():
        return False
    done = Question.objects.of(by.municipality).filter(pk=question.pk).update(solved_by=key)
    if done:
        record_act(by, "network.solve", f"question:{question.pk}")
        later(by.municipality)
    return bool(done)


def close(by: Member, question: Question, now: datetime) -> None:
    """The town no longer needs an answer."""
    _require_own(by)
    if Question.objects.of(by.municipality).filter(pk=question.pk, closed_at=None).update(closed_at=now):
        record_act(by, "network.close", f"question:{question.pk}")
        later(by.municipality)


def give_solution(
    by: Member,
    *,
    project: str,
    tool: str,
    package: str = "",
    days: Decimal | None = None,
    hours_saved: int | None = None,
    is_measured: bool = False,
    lesson: str = "",
    contact: str = "",
) -> Solution:
    """The town tells the others what it solved with what; exactly these words leave it."""
    _require_own(by)
    by.require(Right.PLAN)
    row = Solution.objects.create(
        municipality=by.municipality,
        project=project,
        package=package,
        tool=tool,
        days=days,
        hours_saved=hours_saved,
        is_measured=is_measured,
        lesson=lesson,
        contact=contact,
    )
    record_act(by, "network.solution", f"project:{project}")
    later(by.municipality)
    return row


def withdraw_solution(by: Member, key: uuid.UUID, now: datetime) -> None:
    """The others no longer see it."""
    _require_own(by)
    by.require(Right.PLAN)
    if Solution.objects.of(by.municipality).filter(pk=key, withdrawn_at=None).update(withdrawn_at=now):
        record_act(by, "network.solution_back", f"solution:{key}")
        later(by.municipality)


def start_request(
    by: Member, *, title: str, text: str, to: str, addressee: str, obstacle: str, hours: int, project: str = ""
) -> PooledRequest:
    """A request that others can join; the town itself is the first behind it."""
    _require_own(by)
    by.require(Right.PLAN)
    row = PooledRequest.objects.create(
        municipality=by.municipality,
        title=title,
        text=text,
        to=to,
        addressee=addressee,
        project=project,
        obstacle=obstacle,
    )
    back(by, row, hours)
    return row


def back(by: Member, request: PooledRequest, hours: int) -> None:
    """The town stands behind a request with so many hours a year; said again, the newer figure counts."""
    _require_own(by)
    by.require(Right.PLAN)
    Backing.objects.update_or_create(municipality=by.municipality, request=request, defaults={"hours": hours})
    record_act(by, "network.back", f"request:{request.pk}", hours=hours)


def unback(by: Member, request: PooledRequest) -> None:
    """The town no longer stands behind it."""
    _require_own(by)
    by.require(Right.PLAN)
    if Backing.objects.of(by.municipality).filter(request=request).delete()[0]:
        record_act(by, "network.unback", f"request:{request.pk}")


def set_standing(by: Member, request: PooledRequest, standing: str) -> bool:
    """Where the request stands, said by the town that started it; False for every other."""
    _require_own(by)
    by.require(Right.PLAN)
    done = PooledRequest.objects.of(by.municipality).filter(pk=request.pk).update(standing=standing)
    if done:
        record_act(by, "network.standing", f"request:{request.pk}", standing=standing)
    return bool(done)


def seek(
    by: Member,
    *,
    kind: str,
    topic: str,
    text: str,
    contact: str,
    days_per_quarter: Decimal | None = None,
    project: str = "",
) -> Partner:
    """The town looks for neighbours."""
    _require_own(by)
    by.require(Right.PLAN)
    row = Partner.objects.create(
        municipality=by.municipality,
        kind=kind,
        topic=topic,
        project=project,
        text=text,
        contact=contact,
        days_per_quarter=days_per_quarter,
    )
    record_act(by, "network.seek", f"partner:{row.pk}")
    return row


def found(by: Member, key: uuid.UUID, now: datetime) -> None:
    """The town has found somebody, or looks no longer."""
    _require_own(by)
    by.require(Right.PLAN)
    if Partner.objects.of(by.municipality).filter(pk=key, closed_at=None).update(closed_at=now):
        record_act(by, "network.found", f"partner:{key}")


def _require_own(by: Member) -> None:
    """Somebody of the town itself who sees its plan; a coach does not speak for a town."""
    by.require(Right.SEE_PLAN)
    if by.roles == {Role.LOTSE}:
        raise PermissionDenied("own town")
