"""Use of Fahrwasser: for the town itself and nobody else."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from fahrwasser.web.accounts.access import Member, asking, needs
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.jobs.nights import plan
from fahrwasser.web.tenants.turns import turn

from . import actions
from .reads import is_counted, page_of
from .screens import SwitchScreen


@needs(Right.SEE_PLAN, Right.CASES)
def usage(request: HttpRequest) -> HttpResponse:
    """What was counted: whoever is counted may see it."""
    by = of_the_town(asking(request))
    page = page_of(by.municipality, timezone.localdate(), by_day=request.GET.get("je") == "tag")
    shown = {"page": page, "may_switch": by.may(Right.PEOPLE), "is_sample": by.municipality.is_sample}
    return render(request, "usage/usage.html", shown)


@needs(Right.PEOPLE)
def usage_switch(request: HttpRequest) -> HttpResponse:
    """Counted or not."""
    turn(request, "counting")
    by = asking(request)
    before = {"zaehlen": "ja" if is_counted(by.municipality) else "nein"}
    screen = SwitchScreen(request.POST if request.method == "POST" else None, initial=before)
    if request.method == "POST" and screen.is_valid():
        now, is_on = timezone.now(), screen.cleaned_data["zaehlen"] == "ja"
        actions.switch_counting(by, now, is_on=is_on, forget=screen.cleaned_data["loeschen"])
        plan(by.municipality, actions.FORGET, now)
        messages.success(request, _("Use is counted from now on.") if is_on else _("Nothing is counted any more."))
        return redirect("usage")
    page = {"form": screen, "page_error": bool(screen.errors)}
    return render(request, "usage/usage_switch.html", page, status=422 if screen.errors else 200)


def of_the_town(by: Member) -> Member:
    """A coach sees the plan of a town, not how its people work."""
    if not by.is_own:
        raise PermissionDenied("usage")
    return by
