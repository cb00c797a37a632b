"""A person's own way to one case: a secret address, and for the status page a code beside it.

Neither is stored, only their hashes. Five wrong codes lock the link; whoever guesses learns nothing more from it.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F
from django.utils.crypto import constant_time_compare

from fahrwasser.web.tenants.models import Municipality

from .models import Case, Link

TOKEN_BYTES = 24
CODE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that looks like something else
CODE_LENGTH = 8
WRONG_CODES_ALLOWED = 5
LASTS = timedelta(days=365)
UNDO_LASTS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Secret:
    """What is told the person once: the last part of the address and, with a status page, the code."""

    token: str
    code: str


def new_secret(*, with_code: bool) -> Secret:
    """Random, from the system."""
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH)) if with_code else ""
    return Secret(secrets.token_urlsafe(TOKEN_BYTES), code)


def create(
    case: Case, purpose: Link.Purpose, *, now: datetime, secret: Secret | None = None, lasts: timedelta | None = None
) -> Secret:
    """The link is there; only its hashes are kept. An undo link needs no code."""
    made = secret or new_secret(with_code=purpose == Link.Purpose.STATUS)
    Link.objects.create(
        municipality_id=case.municipality_id,
        case=case,
        purpose=purpose,
        token_hash=hash_token(made.token),
        code_hash=hash_code(made.token, made.code) if made.code else "",
        expires_at=now + (lasts or (LASTS if purpose == Link.Purpose.STATUS else UNDO_LASTS)),
    )
    return made


def find(town: Municipality, token: str, purpose: Link.Purpose, now: datetime) -> Link | None:
    """The link of this address with its case, if there is one and it has not run out; 1 query."""
    links = Link.objects.of(town).filter(token_hash=hash_token(token), purpose=purpose, expires_at__gt=now)
    return links.select_related("case").first()


def opens(link: Link, token: str, code: str) -> bool:
    """Whether the code is right; a wrong one counts, and after five none is right any more."""
    tries = Link.objects.of(link.municipality_id).filter(pk=link.pk)
    if not tries.filter(wrong_codes__lt=WRONG_CODES_ALLOWED).exists():
        return False
    if constant_time_compare(hash_code(token, read_code(code)), link.code_hash):
        tries.update(wrong_codes=0)
        return True
    tries.update(wrong_codes=F("wrong_codes") + 1)
    return False


def is_locked(link: Link) -> bool:
    """Too many wrong codes; the town hall can make a new link."""
    return link.wrong_codes >= WRONG_CODES_ALLOWED


def use(link: Link, now: datetime) -> bool:
    """True for the first use only (an undo link works once)."""
    return Link.objects.of(link.municipality_id).filter(pk=link.pk, used_at=None).update(used_at=now) == 1


def hash_token(token: str) -> str:
    """What is looked up: a random token needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def hash_code(token: str, code: str) -> str:
    """A code is short: bound to its token, which nobody has who only sees the database."""
    return hashlib.sha256(f"{token}\n{code}".encode()).hexdigest()


def read_code(typed: str) -> str:
    """As people type it: small letters, blanks and hyphens are all right."""
    return "".join(c for c in typed.upper() if c in CODE_LETTERS)


def shown_code(code: str) -> str:
    """Two groups of four are easier to copy."""
    return f"{code[:4]}-{code[4:]}"
