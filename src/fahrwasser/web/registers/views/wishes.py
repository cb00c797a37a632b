"""What people have said: consents, and the one list of those who want nothing done unasked."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fahrwasser.web.accounts.access import asking, needs
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.catalogue.models import Adoption
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.ui.languages import page_language

from ..actions import opt_out_by_hand, take_back_opt_out
from ..reads import consents_page, names_of_people, opt_outs
from ..screens import OptOutScreen
from ..showing import CHANNELS, person_in_words, scope_label


@needs(Right.CASES)
def refusals(request: HttpRequest) -> HttpResponse:
    """One list for all services."""
    return render(request, "registers/refusals.html", {"rows": opt_outs(asking(request))})


@needs(Right.CASES)
def refusal_add(request: HttpRequest) -> HttpResponse:
    """Who, and for which services."""
    by = asking(request)
    screen = OptOutScreen(_services(by.municipality), request.POST or None)
    if request.method == "POST" and screen.is_valid():
        opt_out_by_hand(by, screen.person(), screen.cleaned_data["scope"], now=timezone.now())
        messages.success(request, _("From now on nothing is done for this person unasked."))
        return redirect("register_refusals")
    page = {"form": screen, "page_error": bool(screen.errors)}
    return render(request, "registers/refusal_add.html", page, status=422 if screen.errors else 200)


@needs(Right.CASES)
@require_POST
def refusal_back(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The person has changed their mind."""
    take_back_opt_out(asking(request), key, now=timezone.now())
    messages.success(request, _("The opt-out is taken back."))
    return redirect("register_refusals")


@needs(Right.CASES)
def consents(request: HttpRequest) -> HttpResponse:
    """Who has agreed to what, with wording, way and day; withdrawing is done in the entry."""
    by = asking(request)
    rows, following = consents_page(by, request.GET.get("nach", "")[:80])
    names = names_of_people(by, {row.person for row in rows})
    shown = [
        (row, names.get(row.person) or person_in_words(row.person), scope_label(row.scope),
         CHANNELS.get(row.channel, row.channel), row.scope.partition("/")[0])
        for row in rows
    ]  # fmt: skip
    return render(request, "registers/consents.html", {"rows": shown, "following": following})


def _services(town: Municipality) -> list[tuple[str, str]]:
    language = page_language()
    found = Adoption.objects.of(town).open_to_citizens()
    return [(adoption.package, adoption.release.manifest["title"][language]) for adoption in found]
