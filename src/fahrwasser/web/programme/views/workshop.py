"""The workshop sheet: to print, and to type in what was written on it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from fahrwasser.web.accounts.access import asking, needs
from fahrwasser.web.accounts.roles import Right

from ..actions.workshop import take_over
from ..workshop import WorkshopScreen, sheet_of


@needs(Right.SEE_PLAN)
def sheet(request: HttpRequest) -> HttpResponse:
    """Numbered rows with blanks, for paper."""
    found = sheet_of(asking(request).municipality, request.GET.get("bereich", ""))
    return render(request, "programme/workshop_sheet.html", {"sheet": found})


@needs(Right.RECORD)
def workshop(request: HttpRequest) -> HttpResponse:
    """The same rows with fields; a POST takes over what is filled in."""
    by = asking(request)
    found = sheet_of(by.municipality, request.GET.get("bereich", ""))
    may_plan = by.may(Right.PLAN)
    screen = WorkshopScreen(request.POST if request.method == "POST" else None, rows=found.rows, may_plan=may_plan)
    if request.method == "POST" and screen.is_valid():
        count = take_over(by, screen.entered(), timezone.localdate())
        text = ngettext("%(n)s row was taken over.", "%(n)s rows were taken over.", count) % {"n": count}
        messages.success(request, text)
        return redirect("coaching")
    page = {
        "sheet": found,
        "form": screen,
        "lines": screen.lines(),
        "may_plan": may_plan,
        "page_error": bool(screen.errors),
    }
    return render(request, "programme/workshop.html", page, status=422 if screen.errors else 200)
