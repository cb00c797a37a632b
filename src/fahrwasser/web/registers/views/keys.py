"""Keys for other programs: created (shown once), listed, revoked."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fahrwasser.web.accounts.access import asking, needs
from fahrwasser.web.accounts.roles import Right

from ..actions import create_key, revoke_key
from ..reads import keys_of
from ..screens import SCOPES, KeyScreen


@needs(Right.ADOPT)
def keys(request: HttpRequest) -> HttpResponse:
    """Which programs may do what, and when they last did."""
    words = dict(SCOPES)
    rows = [(key, [words[scope] for scope in key.scopes]) for key in keys_of(asking(request).municipality)]
    address = request.build_absolute_uri(reverse("api_description"))
    return render(request, "registers/keys.html", {"rows": rows, "address": address})


@needs(Right.ADOPT)
def key_add(request: HttpRequest) -> HttpResponse:
    """The secret stands on the answer to this POST and nowhere else."""
    screen = KeyScreen(request.POST or None)
    if request.method == "POST" and screen.is_valid():
        chosen = screen.cleaned_data
        key, secret = create_key(asking(request), chosen["name"], chosen["scopes"], now=timezone.now())
        response = render(request, "registers/key_shown.html", {"key": key, "secret": secret})
        response["Cache-Control"] = "no-store"
        return response
    page = {"form": screen, "page_error": bool(screen.errors)}
    return render(request, "registers/key_add.html", page, status=422 if screen.errors else 200)


@needs(Right.ADOPT)
@require_POST
def key_revoke(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """For good."""
    revoke_key(asking(request), key, now=timezone.now())
    messages.success(request, _("The key is revoked."))
    return redirect("register_keys")
