"""The second factor: app (TOTP), passkey, or a printed code list that may be somebody's only one.

allauth knows recovery codes only beside another factor. Three places make the list a factor of its own: the answer to
"does this log-in need a second step?" (MFAAdapter.is_mfa_enabled), the form that makes a list (screens.factors) and our
own removal (actions.factors), because allauth would delete a list that is left alone.
"""

import base64
import hashlib
from collections.abc import Iterable
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .models import User

Type = Authenticator.Type
PASSED = "second_factor"  # session key: this session has proved, or itself set up, a second factor
ONE_CLICK = "sample_login"  # session key: an invented person of the demo, logged in without any proof


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets are encrypted at rest; the printed list counts as a factor; names in our words."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is wrong, too old or already used. Please type the next one."),
    }

    def is_mfa_enabled(self, user: Any, types: Iterable[str] | None = None) -> bool:
        """allauth asks for {TOTP, WEBAUTHN} when it wants to know whether a log-in needs a second step."""
        if types is not None and set(types) == {Type.TOTP, Type.WEBAUTHN}:
            types = None
        return bool(super().is_mfa_enabled(user, types=types))

    def encrypt(self, text: str) -> str:
        """So that a copy of the database is no key ring."""
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises ValidationError (shown at the form) when SECRET_KEY was replaced."""
        try:
            return _keys().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as changed:
            raise ValidationError(
                _("Your second factor cannot be read any more. Please ask the operator to reset it.")
            ) from changed

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """A passkey belongs to the host name of the page."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Fahrwasser"}


def _keys() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"fahrwasser.second-factor|" + secret.encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def factors_of(user: User) -> list[Authenticator]:
    """Everything this person has set up, oldest first; 1 query."""
    return list(Authenticator.objects.filter(user=user).order_by("created_at", "pk"))


def has_factor(user: User) -> bool:
    """True when a log-in of this person needs a second step; 1 query."""
    return bool(Authenticator.objects.filter(user=user).exists())


def has_passed(request: HttpRequest) -> bool:
    """This session has proved a second factor, or set up the first one itself; no query."""
    if request.session.get(PASSED):
        return True
    records = get_authentication_records(request, request.user)
    if any(record.get("method") == "mfa" for record in records):
        request.session[PASSED] = True
        return True
    return False


def is_one_click(request: HttpRequest) -> bool:
    """An invented person in demo mode; real people never get around the second factor."""
    return bool(settings.DEMO and request.session.get(ONE_CLICK) and request.user.is_sample)  # type: ignore[union-attr]
