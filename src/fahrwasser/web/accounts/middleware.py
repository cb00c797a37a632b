"""Counts POSTs and makes sure that nobody works without having passed a second factor."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from fahrwasser.web.ui.problems import problem

from .second_factor import has_factor, has_passed, is_one_click

POSTS_A_MINUTE = 60
POSTS_OF_AN_ADDRESS = 300  # many people share one: a town hall, a mobile network
API = "/api/"
COUNT = """
    INSERT INTO accounts_ratewindow (key, count, ends_at) VALUES (%s, 1, %s)
    ON CONFLICT (key) DO UPDATE SET count = accounts_ratewindow.count + 1 RETURNING count
"""
# Pages that are open before the second factor is set up: setting it up, the way out, and what is open to all anyway.
BEFORE_SECOND_FACTOR = frozenset(
    {
        "mfa_index", "mfa_activate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes", "account_reauthenticate",
        "account_logout", "account_login", "set_language", "accessibility", "privacy", "health", "demo_login",
    }
)  # fmt: skip


class AccessMiddleware:
    """429 after `POSTS_A_MINUTE` POSTs of one person, `POSTS_OF_AN_ADDRESS` of one address; kept as salted hash."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Counts first; a page that is refused costs one query."""
        if request.method == "POST":
            most = POSTS_A_MINUTE if request.user.is_authenticated else POSTS_OF_AN_ADDRESS
            if posts_this_minute(request) > most:
                return too_many(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: Any) -> HttpResponse | None:
        """Leads to setting up a second factor; no query once the session has passed it.

        A session that began before the person (elsewhere) set up a factor has proved none: it has to log in again.
        """
        name = request.resolver_match.url_name if request.resolver_match else ""
        if not request.user.is_authenticated or has_passed(request) or is_one_click(request):
            return None
        if has_factor(request.user):
            logout(request)
            return redirect("account_login")
        return None if name in BEFORE_SECOND_FACTOR else redirect("mfa_index")


def too_many(request: HttpRequest) -> HttpResponse:
    """A page for people, a problem for programs."""
    if request.path_info.startswith(API):
        response: HttpResponse = problem(429, "too-many", _("Too many requests. Please wait a minute."))
    else:
        response = render(request, "ui/too_many.html", status=429)
    response["Retry-After"] = "60"
    return response


def posts_this_minute(request: HttpRequest) -> int:
    """Counts this POST and answers how many there were in the running minute; 1 query."""
    now = timezone.now().replace(second=0, microsecond=0)
    visitor = request.user.pk if request.user.is_authenticated else request.META.get("REMOTE_ADDR", "")
    key = hashlib.sha256(f"{settings.SECRET_KEY}|{visitor}|{now:%d%H%M}".encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [key, now + timedelta(minutes=2)])
        return int(cursor.fetchone()[0])
