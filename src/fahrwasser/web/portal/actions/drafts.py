"""A draft from its first page to the last; found by its address and opened by cookie, code or desk."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F

from fahrwasser.web.catalogue.models import Adoption
from fahrwasser.web.jobs.actions import enqueue, send_mail
from fahrwasser.web.tenants import secrets

from ..models import Draft

KEPT_DAYS = 30
PURPOSE = "draft"
FORGET = "portal.forget"
MOST_MAILS = 5  # of one draft; nobody can be flooded with mail from here


def begin(
    adoption: Adoption,
    *,
    now: datetime,
    language: str,
    channel: str = "online",
    taken_by: uuid.UUID | None = None,
    is_test: bool = False,
) -> tuple[Draft, str]:
    """An empty draft on the town's current release, and its secret address; kept 30 days after the last change."""
    token = secrets.new_token()
    expires = now + timedelta(days=KEPT_DAYS)
    draft = Draft.objects.create(
        municipality_id=adoption.municipality_id,
        adoption=adoption,
        token_hash=secrets.hashed(token),
        channel=channel,
        language=language,
        taken_by=taken_by,
        is_test=is_test,
        begun_at=now,
        changed_at=now,
        expires_at=expires,
    )
    enqueue(FORGET, adoption.municipality, due=expires, draft=str(draft.pk))
    return draft, token


def keep_answers(draft: Draft, answers: Mapping[str, Any], *, now: datetime) -> None:
    """The answers so far; the later write wins, nothing is merged. 1 statement."""
    expires = now + timedelta(days=KEPT_DAYS)
    rows = Draft.objects.of(draft.municipality_id).filter(pk=draft.pk, case=None)
    rows.update(answers=dict(answers), changed_at=now, expires_at=expires, version=F("version") + 1)
    draft.answers = dict(answers)


def take_behalf(draft: Draft, behalf: str, representative: Mapping[str, Any]) -> None:
    """The application is made for somebody else; empty `behalf`: for oneself."""
    rows = Draft.objects.of(draft.municipality_id).filter(pk=draft.pk, case=None)
    rows.update(behalf=behalf, representative=dict(representative))
    draft.behalf, draft.representative = behalf, dict(representative)


def code_for(draft: Draft) -> str:
    """The code that opens the draft on another device; always the same for one draft."""
    return secrets.derived_code(PURPOSE, str(draft.pk))


def fits_code(draft: Draft, typed: str) -> bool:
    """True when the code fits; after five wrong ones in a row none does, until the code was sent by mail.

    Counted before it is compared, so that guesses at the same moment count, too.
    """
    rows = Draft.objects.of(draft.municipality_id).filter(pk=draft.pk)
    if not rows.filter(wrong_codes__lt=secrets.WRONG_CODES).update(wrong_codes=F("wrong_codes") + 1):
        return False
    if not secrets.is_code(typed, code_for(draft)):
        return False
    rows.update(wrong_codes=0)
    return True


def mail_way_back(draft: Draft, to: str, subject: str, body: str, *, unlock: bool = False) -> None:
    """Address and code of the draft by mail, five times at most; `unlock`: the receiver is known, guessing is over."""
    rows = Draft.objects.of(draft.municipality_id).filter(pk=draft.pk, mails__lt=MOST_MAILS)
    if rows.update(mails=F("mails") + 1):
        send_mail(to, subject, body)
        if unlock:
            Draft.objects.of(draft.municipality_id).filter(pk=draft.pk).update(wrong_codes=0)


def forget(draft: Draft, *, now: datetime) -> bool:
    """A draft that has run out is gone with its files; one that was changed since is looked at again later."""
    if draft.expires_at > now:
        enqueue(FORGET, draft.municipality, due=draft.expires_at, draft=str(draft.pk))
        return False
    Draft.objects.of(draft.municipality_id).filter(pk=draft.pk).delete()
    return True
