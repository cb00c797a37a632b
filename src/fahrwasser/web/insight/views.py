"""Figures of the services: no names, no cases, only counts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from fahrwasser.web.accounts.access import asking, needs
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.jobs.nights import plan

from . import actions
from .pages import page_of
from .periods import USUAL
from .screens import PeriodScreen


@needs(Right.SEE_PLAN)
def figures(request: HttpRequest) -> HttpResponse:
    """What the log says about each service in one period."""
    by = asking(request)
    chosen = PeriodScreen(request.GET if "zeitraum" in request.GET else None, initial={"zeitraum": USUAL})
    page = page_of(by.municipality, chosen.chosen(), timezone.now())
    return render(request, "insight/figures.html", {"form": chosen, "page": page, "may_record": by.may(Right.RECORD)})


@needs(Right.RECORD)
@require_POST
def take_over(request: HttpRequest) -> HttpResponse:
    """The measured figures stand in the record now, and from now on every night."""
    by, now = asking(request), timezone.now()
    count = actions.measure_now(by, now)
    plan(by.municipality, actions.MEASURE, now)
    said = ngettext(
        "%(count)s figure has changed in the record.", "%(count)s figures have changed in the record.", count
    )
    messages.success(request, said % {"count": count})
    return redirect("figures")
