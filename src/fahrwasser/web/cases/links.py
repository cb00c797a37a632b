"""A person's own way to one case: a secret address, and for the status page a code beside it.

Both are derived from the server's key, so they can be shown again without being stored; the row keeps the keyed hash
of the address. Five wrong codes in a row lock the page until the code was sent or handed out again.

Facts, events and messages hold an address only with a place for its secret, which is filled in on paper, in mail and
on the person's own pages.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q
from django.urls import get_script_prefix, reverse

from fahrwasser.web.jobs.actions import absolute
from fahrwasser.web.tenants import secrets
from fahrwasser.web.tenants.models import Municipality

from .models import Case, Link

LASTS = timedelta(days=365)
"""After the case was closed, or its address was handed out."""
PLACE = "ihr-link"


def status_token(case: uuid.UUID) -> str:
    """The last part of the status page's address."""
    return secrets.derived_token("status", str(case))


def status_code(case: uuid.UUID) -> str:
    """The code that opens the status page on another device."""
    return secrets.derived_code("status", str(case))


def undo_token(case: uuid.UUID) -> str:
    """The last part of the address under which a person takes back what a case has done unasked."""
    return secrets.derived_token("undo", str(case))


def status_address(town: Municipality, case: uuid.UUID) -> str:
    """The full address of the status page, for mail and paper."""
    return full_address(town, reverse("status", args=[status_token(case)]))


def undo_address(town: Municipality, case: uuid.UUID | None = None) -> str:
    """The full address where a case is taken back; without a case with a place for the secret, to be kept."""
    return full_address(town, reverse("undo", args=[undo_token(case) if case else PLACE]))


def full_address(town: Municipality, path: str) -> str:
    """`path` as `reverse` gives it, inside the town's request or outside."""
    return absolute(town, "/" + path.removeprefix(get_script_prefix()))


def has_undo(text: str) -> bool:
    """Whether the text names the place of an undo address."""
    return f"/{PLACE}/" in text


def revealed(value: Any, case: uuid.UUID) -> Any:
    """The text or JSON with the secret in its place: for the eyes of the person only."""
    if isinstance(value, str):
        return value.replace(f"/{PLACE}/", f"/{undo_token(case)}/")
    if isinstance(value, Mapping):
        return {name: revealed(inner, case) for name, inner in value.items()}
    if isinstance(value, list):
        return [revealed(inner, case) for inner in value]
    return value


def open_status(case: Case, now: datetime) -> None:
    """The status page is there; opened twice it is the same one."""
    Link.objects.bulk_create([status_row(case, now)], ignore_conflicts=True)


def status_row(case: Case, now: datetime) -> Link:
    """The row of a status link, to be written with the case, once."""
    return _row(case, Link.Purpose.STATUS, status_token(case.pk), now + LASTS)


def undo_row(case: Case) -> Link:
    """The row of an undo link, to be written with the case."""
    return _row(case, Link.Purpose.UNDO, undo_token(case.pk), case.opened_at)


def find(town: Municipality, token: str, purpose: str, now: datetime) -> Link | None:
    """The link at this address with its case; it lives as long as the case is open, and a year longer. 1 query."""
    alive = Q(case__closed_at=None) | Q(case__closed_at__gt=now - LASTS) | Q(expires_at__gt=now)
    rows = Link.objects.of(town).filter(alive, token_hash=secrets.hashed(token), purpose=purpose)
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
    rows.update(expires_at=now + LASTS)


def _row(case: Case, purpose: str, token: str, expires: datetime) -> Link:
    return Link(
        municipality_id=case.municipality_id,
        case=case,
        purpose=purpose,
        token_hash=secrets.hashed(token),
        expires_at=expires,
    )
