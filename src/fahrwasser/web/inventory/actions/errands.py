"""Part of the quick check sent to a colleague by link: five minutes, no login, nothing else to see."""

import hashlib
import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext as _

from fahrwasser.core.inventory import questions as core
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.accounts.models import Unit
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.inventory.models import Answer, Errand
from fahrwasser.web.inventory.questions import Round, round_of, value_of
from fahrwasser.web.jobs.actions import absolute, send_mail
from fahrwasser.web.tenants.models import Act, Municipality
from fahrwasser.web.ui.languages import page_language

from .checks import finish, keep_answer

VALID_FOR = timedelta(days=14)
VALID_TODAY = timedelta(hours=12)  # an own_link lives as long as a session
SALT = "fahrwasser.errand"
PATH = "/aufgabe/%s/"  # the address of `errand` below a town; a test follows the link


class LinkNotValid(Exception):
    """Unknown, used, revoked or expired: nobody learns which."""


@dataclass(frozen=True, slots=True)
class Request:
    """Who is asked what; `email` may be empty: then the link is handed over by other means."""

    office: str
    questions: tuple[str, ...]
    note: str = ""
    email: str = ""


def send_errand(by: Member, current: Round, request: Request) -> tuple[Errand, str]:
    """The task and its token, which is shown once and never stored."""
    by.require(Right.RECORD)
    token = secrets.token_urlsafe(32)
    errand = Errand.objects.create(
        municipality=by.municipality,
        check_round=current.check,
        questions=list(request.questions),
        office=request.office,
        unit=Unit.objects.of(by.municipality).filter(name__iexact=request.office, closed_at=None).first(),
        note=request.note,
        token_hash=hash_of(token),
        sent_by=by.user_id,
        expires_at=timezone.now() + VALID_FOR,
    )
    record_act(by, "errand.send", f"errand:{errand.pk}", questions=len(request.questions))
    if request.email:
        send_mail(request.email, _("Five minutes for your town hall’s quick check"), _mail(by, errand, token))
    return errand, token


def revoke_errand(by: Member, errand_id: uuid.UUID) -> None:
    """The link stops working at once; answers already given stay."""
    by.require(Right.RECORD)
    Errand.objects.of(by.municipality).filter(pk=errand_id, revoked_at=None).update(revoked_at=timezone.now())
    record_act(by, "errand.revoke", f"errand:{errand_id}")


def find_errand(town: Municipality, token: str) -> Errand:
    """The waiting task behind a mailed link or an `own_link`; 1 query. Raises LinkNotValid."""
    waiting = Errand.objects.waiting(town, timezone.now())
    try:
        waiting = waiting.filter(pk=uuid.UUID(signing.loads(token, salt=SALT, max_age=VALID_TODAY)))
    except signing.BadSignature:
        waiting = waiting.filter(token_hash=hash_of(token))
    errand = waiting.select_related("check_round__question_set").first()
    if errand is None:
        raise LinkNotValid
    return errand


def own_link(errand: Errand) -> str:
    """A token for somebody who is logged in and works in the office that is asked; the mailed one stays valid."""
    return signing.dumps(str(errand.pk), salt=SALT)


@dataclass(frozen=True, slots=True)
class Task:
    """What the colleague sees: the questions of the errand that apply, and what was answered through this link."""

    errand: Errand
    questions: tuple[core.Question, ...]
    answers: dict[str, object]
    latest: dict[str, Answer]
    """The answer that counts now, whoever gave it: not to be shown, only to notice that there is a new one."""

    def next_question(self) -> core.Question | None:
        """The first one without an answer."""
        return next((q for q in self.questions if q.id not in self.answers), None)


def task_of(errand: Errand) -> Task:
    """Reads the round once; answers of other people decide only what is visible, they are not shown. 1 query."""
    given = list(Answer.objects.given(errand.check_round))
    everything = {answer.question: answer.value for answer in given}
    latest = {answer.question: answer for answer in given}
    own = {answer.question: answer.value for answer in given if answer.errand_id == errand.pk}
    asked = core.visible(value_of(errand.check_round.question_set), everything)
    return Task(errand, tuple(q for q in asked if q.id in errand.questions), own, latest)


def answer_errand(errand: Errand, question: core.Question, raw: Sequence[str]) -> Task:
    """Keeps a colleague's answer; after the last one the link is used up. The link is the authority: no login.

    Raises core Refused when the raw form values are no answer.
    """
    town = errand.municipality
    keep_answer(errand.check_round, question, core.parse_answer(question, raw, page_language()), errand=errand)
    task = task_of(errand)
    if task.next_question() is None:
        Errand.objects.of(town).filter(pk=errand.pk).update(done_at=timezone.now())
        Act.objects.create(municipality=town, role="errand", verb="errand.done", subject=f"errand:{errand.pk}")
        if errand.check_round.finished_at is not None:
            finish(town, round_of(errand.check_round), author=None)
    return task


def hash_of(token: str) -> str:
    """What is kept of a link's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _mail(by: Member, errand: Errand, token: str) -> str:
    asked = _("%(name)s asks you for about five minutes: a few questions about your office, by this link.")
    until = _("The link needs no password. It works until %(day)s and shows nothing but these questions.")
    lines = [
        _("Good day,"),
        asked % {"name": by.name},
        errand.note,
        absolute(by.municipality, PATH % token),
        until % {"day": f"{timezone.localtime(errand.expires_at):%d.%m.%Y}"},
        by.municipality.name,
    ]
    return "\n\n".join(line for line in lines if line) + "\n"
