"""Second factors: proving one, and setting one up."""

import struct
from typing import Any

from allauth.core import context as current
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from fido2.webauthn import AuthenticationResponse, RegistrationResponse

from fahrwasser.web.accounts.lockout import count_failure, refuse_if_locked
from fahrwasser.web.accounts.second_factor import MFAAdapter, Type
from fahrwasser.web.ui.screens import Screen

ONE_TIME = {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "fw-short", "spellcheck": "false"}
UNREADABLE = (AttributeError, IndexError, KeyError, TypeError, ValueError, struct.error)
TOTP_LIVES_S = 90  # one step before and one after the current one (MFA_TOTP_TOLERANCE)


class Code(Screen, AuthenticateForm):  # type: ignore[misc]
    """A code of the app or of the printed list; wrong ones count towards the lock-out, right ones work once."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("Six digits from your app, or the next eight digits of your printed list."),
        max_length=20,
        widget=forms.TextInput(attrs=ONE_TIME),
    )

    def clean_code(self) -> str:
        """The code, used up now."""
        refuse_if_locked(current.request, self.user)
        try:
            code = super().clean_code()
            if self.authenticator.type == Type.TOTP:
                self._use_up(code)
        except ValidationError:
            count_failure(current.request, self.user)
            raise
        return str(code)

    def _use_up(self, code: str) -> None:
        """allauth remembers a code for one step of 30 s; with tolerance it would be valid again after that."""
        key = f"fahrwasser.totp|{self.user.pk}|{''.join(filter(str.isdigit, code))}"
        if not cache.add(key, 1, timeout=TOTP_LIVES_S):
            raise MFAAdapter().validation_error("incorrect_code")


class OneMessage:
    """A passkey's answer is a hidden field; what is wrong with it is said at the top of the page."""

    def add_error(self, field: str | None, error: Any) -> None:
        """Errors of the hidden field become errors of the page."""
        if field != "credential" and getattr(error, "code", "") != "incorrect_code":
            super().add_error(field, error)  # type: ignore[misc]
            return
        text = _("The passkey could not be checked. Please try again or use another second factor.")
        super().add_error(None, ValidationError(text))  # type: ignore[misc]
        self.cleaned_data.pop("credential", None)  # type: ignore[attr-defined]


def readable(credential: Any, kind: Any) -> None:
    """Raises ValidationError unless this is an answer of that kind; allauth would stumble over rubbish."""
    try:
        kind.from_dict(credential)
    except UNREADABLE as rubbish:
        raise MFAAdapter().validation_error("incorrect_code") from rubbish


class Passkey(OneMessage, Screen, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """The signed answer of a passkey."""

    def clean_credential(self) -> Any:
        """The authenticator; failures count towards the lock-out."""
        refuse_if_locked(current.request, self.user)
        try:
            readable(self.cleaned_data["credential"], AuthenticationResponse)
            return super().clean_credential()
        except (ValidationError, InvalidSignature) as refused:
            count_failure(current.request, self.user)
            raise MFAAdapter().validation_error("incorrect_code") from refused


class App(Screen, ActivateTOTPForm):  # type: ignore[misc]
    """The first code that the app shows proves that it was set up."""

    code = forms.CharField(
        label=_("Code that the app shows now"),
        help_text=_("Six digits. They change every 30 seconds."),
        max_length=20,
        widget=forms.TextInput(attrs=ONE_TIME),
    )


class NewPasskey(OneMessage, Screen, AddWebAuthnForm):  # type: ignore[misc]
    """A name, so that several can be told apart."""

    name = forms.CharField(
        label=_("Name of this passkey"),
        help_text=_("For example: office PC, or blue key."),
        max_length=60,
        required=False,
    )

    def clean_credential(self) -> Any:
        """The answer of the passkey, readable; allauth checks it in `clean`."""
        readable(self.cleaned_data["credential"], RegistrationResponse)
        return self.cleaned_data["credential"]


class NewCodeList(Screen):
    """Nothing to fill in; also for people who have no other second factor (allauth would refuse them)."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
