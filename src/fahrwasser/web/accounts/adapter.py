"""How allauth behaves here."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context as current
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .destinations import after_login
from .mail import address, write_to
from .models import User

# allauth's name of a mail -> ours; what is not listed is never sent (there is no sign-up and no change of address).
MAILS = {
    "account/email/password_reset_key": "forgot_password",
    "account/email/password_reset": "password_changed",
    "account/email/password_changed": "password_changed",
    "mfa/email/totp_activated": "factor_added",
    "mfa/email/webauthn_added": "factor_added",
    "mfa/email/recovery_codes_generated": "factor_added",
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People are invited by their town; nobody signs up alone. Mail goes through the outbox."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("E-mail address or password is wrong. Please check both."),
        "incorrect_password": _("The password is wrong."),
        "enter_current_password": _("This is not your current password."),
        "too_many_login_attempts": _("Too many failed attempts. Please wait a quarter of an hour, then try again."),
        "rate_limited": _("Too many attempts. Please wait a minute, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There is no user name beside the e-mail address."""

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: the page that follows says what happened."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where this person works; `next` has gone before."""
        return after_login(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the account."""
        return reverse("account_overview")

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """The pages speak the language that the person has chosen."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, user.language, samesite="Lax")
        return response

    def reauthenticate(self, user: User, password: str) -> bool:
        """The same check as at log-in, with the same lock-out."""
        found = self.authenticate(current.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, str]]:
        """The password; whoever asks has passed the second factor in this session already."""
        return [{"id": "reauthenticate", "description": "", "url": reverse("account_reauthenticate")}]

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Unless a password or second factor was given within the last five minutes."""
        records = get_authentication_records(self.request, self.request.user)
        return not any(time.time() - record["at"] < app_settings.REAUTHENTICATION_TIMEOUT for record in records)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Address for the mail."""
        person, _dash, token = key.partition("-")
        town = getattr(self.request, "municipality", None)
        return address("account_reset_password_from_key", person, token, town=town)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through the outbox, in the person's language."""
        person = context.get("user") or self.request.user
        write_to(person, MAILS[template_prefix], link=context.get("password_reset_url", ""))

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Something about the account was changed."""
        self.send_mail(template_prefix, user.email, {"user": user})
