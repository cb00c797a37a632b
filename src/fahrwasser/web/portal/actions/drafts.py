"""A draft from its first page to the last; found by its address and opened by cookie, code or desk."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F

from fahrwasser.web.catalogue.models import Adoption
from fahrwasser.web.tenants import secrets

from ..models import Draft

KEPT_DAYS = 30
PURPOSE = "draft"


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
    draft = Draft.objects.create(
        municipality_id=adoption.municipality_id,
        adoption=adoption,
        release_id=adoption.release_id,
        token_hash=secrets.hashed(token),
        channel=channel,
        language=language,
        taken_by=taken_by,
        is_test=is_test,
        begun_at=now,
        changed_at=now,
        expires_at=now + timedelta(days=KEPT_DAYS),
    )
    return draft, token


def keep_answers(draft: Draft, answers: Mapping[str, Any], *, now: datetime) -> None:
    """The answers so far; the later write wins, nothing is merged. 1 statement."""
    expires = now + timedelta(days=KEPT_DAYS)
    rows = Draft.objects.of(draft.municipality_id).filter(pk=draft.pk, case=None)
    rows.update(answers=dict(answers), changed_at=now, expires_at=expires, version=F("version") + 1)
    draft.answers = dict(answers)


def take_behalf(draft: Draft, behalf: str, representative: Mapping[str, str]) -> None:
    """The application is made for somebody else; empty `behalf`: for oneself."""
    rows = Draft.objects.of(draft.municipality_id).filter(pk=draft.pk, case=None)
    rows.update(behalf=behalf, representative=dict(representative))
    draft.behalf, draft.representative = behalf, dict(representative)


def code_for(draft: Draft) -> str:
    """The code that opens the draft on another device; always the same for one draft."""
    return secrets.derived_code(PURPOSE, str(draft.pk))


def fits_code(draft: Draft, typed: str) -> bool:
    """True when the code fits; after five wrong ones the address is locked for good (the office can help)."""
    if draft.wrong_codes >= secrets.WRONG_CODES:
        return False
    if secrets.is_code(typed, code_for(draft)):
        return True
    Draft.objects.of(draft.municipality_id).filter(pk=draft.pk).update(wrong_codes=F("wrong_codes") + 1)
    return False
