"""A person's own way to one case: a secret address, and for the status page a code beside it.

Both are derived from the server's key, so they can be shown again without being stored; the row keeps the keyed hash
of the address. Five wrong codes in a row lock the page until the code was sent or handed out again.
"""

import uuid
from datetime import datetime, timedelta

from django.db.models import F

from fahrwasser.web.tenants import secrets
from fahrwasser.web.tenants.models import Municipality

from .models import Case, Link

STATUS_LASTS = timedelta(days=365)
UNDO_LASTS = timedelta(days=30)


def status_token(case: uuid.UUID) -> str:
    """The last part of the status page's address."""
    return secrets.derived_token("status", str(case))


def status_code(case: uuid.UUID) -> str:
    """The code that opens the status page on another device."""
    return secrets.derived_code("status", str(case))


def undo_token(case: uuid.UUID) -> str:
    """The last part of the address under which a person takes back what a case has done unasked."""
    return secrets.derived_token("undo", str(case))


def open_status(case: Case, now: datetime) -> None:
    """The status page is there; opened twice it is the same one."""
    row = _row(case, Link.Purpose.STATUS, status_token(case.pk), now + STATUS_LASTS)
    Link.objects.bulk_create([row], ignore_conflicts=True)


def undo_row(case: Case) -> Link:
    """The row of an undo link, to be written with the case."""
    return _row(case, Link.Purpose.UNDO, undo_token(case.pk), case.opened_at + UNDO_LASTS)


def find(town: Municipality, token: str, purpose: str, now: datetime) -> Link | None:
    """The link at this address with its case, unless it has run out; 1 query."""
    rows = Link.objects.of(town).filter(token_hash=secrets.hashed(token), purpose=purpose, expires_at__gt=now)
    rows = rows.select_related("case__adoption", "case__release", "case__municipality")
    return rows.defer("case__release__content", "case__state").first()


def fits(link: Link, typed: str) -> bool:
    """True when the code fits; after five wrong ones in a row none does, until `unlock`."""
    rows = Link.objects.of(link.municipality_id).filter(pk=link.pk)
    if not rows.filter(wrong_codes__lt=secrets.WRONG_CODES).update(wrong_codes=F("wrong_codes") + 1):
        return False
    if not secrets.is_code(typed, status_code(link.case_id)):
        return False
    rows.update(wrong_codes=0)
    return True


def unlock(case: Case) -> None:
    """The code has been sent or handed out: it may be typed again."""
    rows = Link.objects.of(case.municipality_id).filter(case=case, purpose=Link.Purpose.STATUS)
    rows.update(wrong_codes=0)


def reopen(case: Case, now: datetime) -> None:
    """The address is handed out: it opens the status page from now on, also when it had run out or never was one."""
    open_status(case, now)
    unlock(case)
    rows = Link.objects.of(case.municipality_id).filter(case=case, purpose=Link.Purpose.STATUS)
    rows.update(expires_at=now + STATUS_LASTS)


def _row(case: Case, purpose: str, token: str, expires: datetime) -> Link:
    return Link(
        municipality_id=case.municipality_id,
        case=case,
        purpose=purpose,
        token_hash=secrets.hashed(token),
        expires_at=expires,
    )
