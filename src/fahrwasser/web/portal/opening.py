"""Who may open a draft or a case: the address alone is not enough, it takes this device's cookie or the code."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from fahrwasser.web.cases import links
from fahrwasser.web.cases.models import Case, Link
from fahrwasser.web.tenants import secrets

from .models import Draft
from .views.info import town_of

COOKIE, CASE_COOKIE = "fw-antrag", "fw-vorgang"
COOKIE_AGE = timedelta(hours=12)
View = Callable[..., HttpResponse]


def find_draft(request: HttpRequest, token: str) -> Draft:
    """The draft at this address, expired or not there: 404; 1 query."""
    town = town_of(request)
    rows = Draft.objects.of(town).select_related("adoption__release", "case")
    rows = rows.defer("adoption__release__content", "case__state")
    found = rows.filter(token_hash=secrets.hashed(token), expires_at__gt=timezone.now()).first()
    if found is None:
        raise Http404
    found.municipality = found.adoption.municipality = town
    if found.case:
        found.case.municipality = town
    return found


def find_link(request: HttpRequest, token: str, purpose: str) -> Link:
    """The link of this purpose with its case, expired or not there: 404; 1 query."""
    found = links.find(town_of(request), token, purpose, timezone.now())
    if found is None:
        raise Http404
    return found


def opened(view: View) -> View:
    """View decorator: the draft, if this device has opened it before; otherwise the code is asked for."""

    @wraps(view)
    def guarded(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
        draft = find_draft(request, token)
        if _cookie(request, COOKIE, token) != str(draft.pk):
            return redirect("draft_code", token)
        return private(view(request, token, draft, *args, **kwargs))

    guarded.open_to_all = True  # type: ignore[attr-defined]
    return guarded


def opened_case(view: View) -> View:
    """View decorator: the case of this address, if this device has opened it before; else the code is asked for."""

    @wraps(view)
    def guarded(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
        link = find_link(request, token, Link.Purpose.STATUS)
        if _cookie(request, CASE_COOKIE, token) != str(link.case_id):
            return redirect("status_code", token)
        return private(view(request, token, link.case, *args, **kwargs))

    guarded.open_to_all = True  # type: ignore[attr-defined]
    return guarded


def remember(response: HttpResponse, token: str, draft: Draft) -> HttpResponse:
    """This device may open the draft; the cookie is sent for this draft's pages only."""
    return _remembered(response, COOKIE, token, str(draft.pk), reverse("draft", args=[token]))


def remember_case(response: HttpResponse, token: str, case: Case) -> HttpResponse:
    """This device may open the case; the cookie is sent for this case's pages only."""
    return _remembered(response, CASE_COOKIE, token, str(case.pk), reverse("status", args=[token]))


def private(response: HttpResponse) -> HttpResponse:
    """Pages about one person stay in no cache of a shared computer."""
    response["Cache-Control"] = "private, no-store"
    return response


def _cookie(request: HttpRequest, name: str, token: str) -> str:
    return request.get_signed_cookie(name, default="", salt=token, max_age=COOKIE_AGE) or ""


def _remembered(response: HttpResponse, name: str, token: str, value: str, path: str) -> HttpResponse:
    response.set_signed_cookie(
        name,
        value,
        salt=token,
        max_age=COOKIE_AGE,
        path=path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
