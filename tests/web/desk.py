"""What a person at a desk does to log in: type, read mail, read the authenticator app."""

import re
import time

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.db import connections
from django.http import HttpResponse
from django.test import Client

from fahrwasser.web.accounts.models import User

PASSWORD = "correct horse battery"  # of every person of web.towns
LOGIN, STEP_2 = "/konto/anmelden/", "/konto/anmelden/schritt-2/"


def type_password(client: Client, user: User, password: str = PASSWORD, **more: str) -> HttpResponse:
    return client.post(LOGIN, {"login": user.email, "password": password, **more})


def type_code(client: Client, code: str) -> HttpResponse:
    return client.post(STEP_2, {"code": code})


def is_logged_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def app_of(user: User) -> str:
    """Sets up an authenticator app; its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def shown_by(secret: str, steps: int = 0) -> str:
    """What the app shows now, or some steps of 30 s later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def list_of(user: User) -> list[str]:
    """Prints a code list; its codes."""
    return RecoveryCodes.activate(user).generate_codes()


def accept(client: Client, link: str, password: str = "vier ruhige Boote im Hafen") -> HttpResponse:
    """Opens the link of an invitation and sets a password; the answer to whichever step fails first."""
    page = client.get(link, follow=True)
    if page.status_code != 200:
        return page
    return client.post(page.redirect_chain[-1][0], {"password1": password, "password2": password})


def mails(to: User | str | None = None) -> list[tuple[str, str]]:
    """(subject, text) of the mails in the outbox, oldest first; the web role itself cannot read them."""
    with connections["owner"].cursor() as cursor:
        cursor.execute('SELECT subject, body, "to" FROM jobs_mail ORDER BY created_at, id')
        address = getattr(to, "email", to)
        return [(subject, body) for subject, body, receiver in cursor.fetchall() if address in (None, receiver)]


def link_in(text: str) -> str:
    """Path of the first link of a mail."""
    found = re.search(r"https?://[^/\s]+(/\S+)", text)
    assert found, text
    return found[1]
