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

from fahrwasser.web.cases.models import Case, Link
from fahrwasser.web.tenants import secrets

from .models import Draft
from .views.info import town_of

COOKIE = "fw-antrag"
COOKIE_AGE = timedelta(hours=12)
View = Callable[..., HttpResponse]


def find_draft(request: HttpRequest, token: str) -> Draft:
    """The draft at this address, expired or not there: 404; 1 query."""
    rows = Draft.objects.of(town_of(request)).select_related("adoption", "release").defer("release__content")
    found = rows.filter(token_hash=secrets.hashed(token), expires_at__gt=timezone.now()).first()
    if found is None:
        raise Http404
    return found


def opened(view: View) -> View:
    """View decorator: the draft, if this device has opened it before; otherwise the code is asked for."""

    @wraps(view)
    def guarded(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
        draft = find_draft(request, token)
        if request.get_signed_cookie(COOKIE, default="", salt=token, max_age=COOKIE_AGE) != str(draft.pk):
            return redirect("draft_code", token)
        return view(request, token, draft, *args, **kwargs)

    guarded.open_to_all = True  # type: ignore[attr-defined]
    return guarded


def remember(response: HttpResponse, token: str, draft: Draft) -> HttpResponse:
    """This device may open the draft; the cookie is sent for this draft's pages only."""
    response.set_signed_cookie(
        COOKIE,
        str(draft.pk),
        salt=token,
        max_age=COOKIE_AGE,
        path=reverse("draft", args=[token]),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


CASE_COOKIE = "fw-vorgang"


def find_link(request: HttpRequest, token: str, purpose: str) -> Link:
    """The link of this purpose with its case, expired or not there: 404; 1 query."""
    rows = Link.objects.of(town_of(request)).select_related("case__adoption", "case__release")
    rows = rows.defer("case__release__content", "case__state")
    found = rows.filter(token_hash=secrets.hashed(token), purpose=purpose, expires_at__gt=timezone.now()).first()
    if found is None:
        raise Http404
    return found


def opened_case(view: View) -> View:
    """View decorator: the case of this address, if this device has opened it before; else the code is asked for."""

    @wraps(view)
    def guarded(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
        link = find_link(request, token, Link.Purpose.STATUS)
        if request.get_signed_cookie(CASE_COOKIE, default="", salt=token, max_age=COOKIE_AGE) != str(link.case_id):
            return redirect("status_code", token)
        return view(request, token, link.case, *args, **kwargs)

    guarded.open_to_all = True  # type: ignore[attr-defined]
    return guarded


def remember_case(response: HttpResponse, token: str, case: Case) -> HttpResponse:
    """This device may open the case; the cookie is sent for this case's pages only."""
    response.set_signed_cookie(
        CASE_COOKIE,
        str(case.pk),
        salt=token,
        max_age=COOKIE_AGE,
        path=reverse("status", args=[token]),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
