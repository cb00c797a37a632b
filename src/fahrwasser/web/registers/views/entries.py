"""Registers with their figures, entries, one entry with its history."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fahrwasser.core.refused import Refused
from fahrwasser.web.accounts.access import asking, needs
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.ui.languages import in_words

from ..actions import opt_out_by_hand, withdraw_consent
from ..actions.optouts import EVERYTHING
from ..blocks import visible_entries
from ..models import Entry
from ..reads import entries_page, entry_page, registers_of
from ..showing import register_label


@needs(Right.CASES, Right.ADOPT)
def registers(request: HttpRequest) -> HttpResponse:
    """Which registers there are and how much is in them; no citizens' data."""
    by = asking(request)
    page = {
        "registers": registers_of(by, timezone.localdate()),
        "sees_people": by.may(Right.CASES),
        "sees_keys": by.may(Right.ADOPT),
    }
    return render(request, "registers/registers.html", page)


@needs(Right.CASES)
def entries(request: HttpRequest, register: str) -> HttpResponse:
    """By key; found by key or beginning of the family name."""
    by = asking(request)
    town = by.municipality
    search = " ".join(request.GET.get("suche", "").split())[:60]
    rows, following = entries_page(by, register, search, request.GET.get("nach", "")[:60])
    if not rows and not search and not Entry.objects.of(town).filter(register=register).exists():
        raise Http404
    page = {"register": register, "label": register_label(register), "rows": rows, "search": search}
    return render(request, "registers/entries.html", {**page, "following": following, "today": timezone.localdate()})


@needs(Right.CASES)
def entry(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Values, consents and every change with the case it came from."""
    town = asking(request).municipality
    return render(request, "registers/entry.html", {"page": entry_page(town, _entry_or_404(request, key))})


@needs(Right.CASES)
@require_POST
def consent(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The person agrees no longer."""
    row = _entry_or_404(request, key)
    if withdraw_consent(asking(request), row, request.POST.get("name", ""), now=timezone.now()):
        messages.success(request, _("The consent is withdrawn."))
    return redirect("register_entry", row.pk)


@needs(Right.CASES)
@require_POST
def refuse(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The person of this entry wants nothing done unasked, in no service."""
    row = _entry_or_404(request, key)
    try:
        opt_out_by_hand(asking(request), row.data, EVERYTHING, now=timezone.now())
    except Refused as refused:
        messages.error(request, in_words(refused))
    else:
        messages.success(request, _("From now on nothing is done for this person unasked."))
    return redirect("register_entry", row.pk)


def _entry_or_404(request: HttpRequest, key: uuid.UUID) -> Entry:
    """An entry of the town; one of a person under a block is as if it did not exist. 2 queries."""
    row = visible_entries(asking(request)).select_related("case").filter(pk=key).first()
    if row is None:
        raise Http404
    return row
