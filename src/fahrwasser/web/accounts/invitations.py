"""Links with which an invited person sets the first password: signed, valid 7 days, used up by setting a password."""

import uuid
from datetime import timedelta

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from .models import User

SALT = "fahrwasser.invitation"
VALID = timedelta(days=7)


def token_for(person: User) -> str:
    """What stands in the link: who, the state of the account as a hash, and when; signed with SECRET_KEY."""
    return signing.dumps([str(person.pk), _state(person)], salt=SALT)


def person_of(token: str) -> User | None:
    """Whose invitation this is; None when it is forged, older than 7 days, used or withdrawn. 1 query."""
    try:
        key, state = signing.loads(token, salt=SALT, max_age=VALID)
        person = User.objects.filter(pk=uuid.UUID(key), is_active=True).first()
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if person is None or not constant_time_compare(state, _state(person)):
        return None
    return person


def _state(person: User) -> str:
    """Changes with every password (also the first), with the address, and when sessions are ended."""
    state = f"{person.password}|{person.email}|{person.sessions_ended}"
    return salted_hmac(SALT, state, algorithm="sha256").hexdigest()[:32]
