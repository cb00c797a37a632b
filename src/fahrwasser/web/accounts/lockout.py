"""After repeated failures an account is locked for this connection: passwords and second factors count together."""

import hashlib
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import User


def account_key(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """Salted hash of the address as typed, so that failures are counted without keeping who it was."""
    typed = credentials or {}
    address = str(typed.get("email") or typed.get("username") or request.POST.get("login") or "").strip().lower()
    return hashlib.sha256(f"{settings.SECRET_KEY}|lockout|{address}".encode()).hexdigest()


def refuse_if_locked(request: HttpRequest, user: User) -> None:
    """Raises ValidationError while the account is locked; the middleware of axes then shows `locked_page`."""
    credentials = {"email": user.email}
    if not AxesProxyHandler.is_allowed(request, credentials):
        request.axes_locked_out = True  # type: ignore[attr-defined]
        request.axes_credentials = credentials  # type: ignore[attr-defined]
        raise ValidationError(_("Too many failed attempts. Please wait a quarter of an hour, then try again."))


def count_failure(request: HttpRequest, user: User) -> None:
    """A wrong second factor counts like a wrong password."""
    user_login_failed.send(sender=__name__, credentials={"email": user.email}, request=request)


def locked_page(request: HttpRequest, _original: HttpResponse, credentials: dict[str, Any] | None) -> HttpResponse:
    """429 that says when one may try again."""
    key = account_key(request, credentials)
    failures = AccessAttempt.objects.filter(username=key, ip_address=request.META.get("REMOTE_ADDR"))
    last = failures.order_by("-attempt_time").values_list("attempt_time", flat=True).first() or timezone.now()
    return render(request, "accounts/locked.html", {"until": last + get_cool_off(request)}, status=429)
