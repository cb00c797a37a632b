"""What towns tell the authors of a package, and the page on which a colleague's voice becomes such words."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fahrwasser.core.refused import Refused
from fahrwasser.web.accounts.access import asking, needs
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.agenda.models import Voice
from fahrwasser.web.ui.languages import in_words

from .. import board
from ..actions import remarks as actions
from ..remark_screen import RemarkScreen


@needs(Right.SEE_PLAN)
def remarks(request: HttpRequest) -> HttpResponse:
    """What is said about one package or about all; no town is named. ≤ 12 queries."""
    by, package = asking(request), request.GET.get("paket", "")
    titles = board.package_titles()
    found, following = board.remarks(by.municipality, package, request.GET.get("ab", ""))
    page = {
        "remarks": [board.remarked(row, titles, by.municipality) for row in found],
        "following": following,
        "package": package,
        "title": titles.get(package, package),
        "may_take_back": by.may(Right.PLAN) and by.may(Right.RECORD_OWN),
    }
    return render(request, "programme/remarks.html", page)


@needs(Right.RECORD_OWN)
def pass_on(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """A voice about a package, to be put into words that may leave the town: by its own Navigator."""
    by = asking(request)
    by.require(Right.PLAN)
    voice = Voice.objects.of(by.municipality).filter(pk=key).exclude(package="").first()
    if voice is None:
        raise Http404
    first = {"kind": voice.kind, "text": voice.text}
    screen = RemarkScreen(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and screen.is_valid():
        words = {name: screen.cleaned_data[name] for name in ("kind", "text", "obstacle")}
        try:
            actions.pass_on(by, voice, now=timezone.now(), **words)
        except Refused as refused:
            screen.add_error("text", in_words(refused))
        else:
            messages.success(request, _("Passed on. The authors and all towns can read it, without your town's name."))
            return redirect(reverse("network_remarks") + "?" + urlencode({"paket": voice.package}))
    titles = board.package_titles()
    page = {
        "form": screen,
        "voice": voice,
        "title": titles.get(voice.package, voice.package),
        "page_error": bool(screen.errors),
    }
    return render(request, "programme/remark_new.html", page, status=422 if screen.errors else 200)


@require_POST
@needs(Right.RECORD_OWN)
def remark_back(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The town takes back what it has passed on."""
    actions.take_back(asking(request), key, timezone.now())
    return redirect("network_remarks")
