"""Requests for erasure (Art. 17 DSGVO): found by number, decided by a person who leads, answered on paper."""

import uuid
from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from fahrwasser.core.refused import Refused
from fahrwasser.web.accounts.access import Member, asking, needs
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.cases.models import Case
from fahrwasser.web.portal.actions.erasing import decide
from fahrwasser.web.portal.erasing import part_from, standing_of
from fahrwasser.web.records.models import ErasureRequest
from fahrwasser.web.tenants.actions import letterhead_of
from fahrwasser.web.tenants.pages import page_by
from fahrwasser.web.ui.languages import in_words

from ..finding import case_numbered, case_or_404, private
from ..reads import title_of
from ..screens import ErasureScreen, NumberScreen
from ..special import sees_special
from ..words import GROUNDS, KEPT_WHY

View = Callable[..., HttpResponse]


def for_who_leads(view: View) -> View:
    """View decorator: a person who leads and a case; its person is not named, a special one only for who sees it."""

    @needs(Right.DECIDE)
    @wraps(view)
    def guarded(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
        by = asking(request)
        found = case_or_404(by, key)
        if found.is_special and not sees_special(by):  # type: ignore[attr-defined]
            return private(render(request, "desk/special.html", {"number": found.number}, status=403))
        return private(view(request, by, found))

    return guarded


@needs(Right.DECIDE)
def requests(request: HttpRequest) -> HttpResponse:
    """The case is looked up by its number; below, what was decided so far."""
    by = asking(request)
    screen = NumberScreen(request.POST or None)
    if request.method == "POST" and screen.is_valid():
        found = case_numbered(by, screen.cleaned_data["number"])
        if found:
            return redirect("file_erasure_case", found)
        screen.add_error("number", _("There is no case with this number. Please look at the letter or the receipt."))
    rows = ErasureRequest.objects.of(by.municipality)
    decided, older = page_by(rows, "decided_at", request.GET.get("vor", ""), newest_first=True)
    page = {"form": screen, "decided": decided, "older": older, "page_error": bool(screen.errors)}
    return render(request, "desk/erasures.html", page, status=422 if screen.errors else 200)


@for_who_leads
def erasure(request: HttpRequest, by: Member, found: Case) -> HttpResponse:
    """What stays and why, what goes; erased or refused only after a person has looked who asks."""
    today = timezone.localdate()
    screen = ErasureScreen(request.POST or None, initial={"asked_on": today, "ground": "a"})
    if request.method == "POST" and screen.is_valid():
        given = screen.cleaned_data
        try:
            row = decide(by, found, asked_on=given["asked_on"], ground=given["ground"], now=timezone.now())
        except Refused as refused:
            messages.error(request, in_words(refused))
            return redirect("file_erasure_case", found.pk)
        messages.success(request, _("Decided. Please print the answer and send it."))
        return redirect("file_erasure_answer", row.pk)
    standing = standing_of(found, today)
    page = {
        "case": found,
        "service": title_of(found),
        "standing": standing,
        "why": KEPT_WHY.get(standing.reason, ""),
        "waits": bool(found.incident and found.closed_at),
        "form": screen,
        "page_error": bool(screen.errors),
    }
    return render(request, "desk/erasure.html", page, status=422 if screen.errors else 200)


@needs(Right.DECIDE)
def answer(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The answer on paper, in German (§ 23 VwVfG), whichever language the desk uses."""
    by = asking(request)
    row = get_object_or_404(ErasureRequest.objects.of(by.municipality), pk=key)
    with override("de"):
        page = {
            "request_row": row,
            "ground": GROUNDS[row.ground],
            "why": KEPT_WHY.get(row.reason, ""),
            "kept": [part_from(kept) for kept in row.kept],
            "letterhead": letterhead_of(by.municipality),
        }
        return private(render(request, "desk/erasure_answer.html", page))
