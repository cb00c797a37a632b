"""The first page of the record: what is there, how sure it is, what helps most next, how much time is left."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fahrwasser.core.inventory.risk import RETIREMENT_FIGURES
from fahrwasser.core.inventory.services import capability_defaults
from fahrwasser.web.accounts.access import needs
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.inventory import actions
from fahrwasser.web.inventory.effort import Effort, effort
from fahrwasser.web.inventory.gaps import shown_gaps
from fahrwasser.web.inventory.models import Figure
from fahrwasser.web.inventory.pictures import picture_of
from fahrwasser.web.inventory.questions import NoOpenRound, Round, newest_round, round_of
from fahrwasser.web.inventory.reads import Facts, Tallies, facts_of, tallies_of
from fahrwasser.web.inventory.screens import FigureScreen
from fahrwasser.web.tenants.turns import turn

from .common import me, show_form, town_of
from .services import figure_initial

# Figures of the whole town: name, unit as stored, whether people enter it.
TOWN_FIGURES = {
    "population": (gettext_lazy("Inhabitants"), "Einwohner", False),
    "posts": (gettext_lazy("Posts in the offices"), "Stellen", True),
    "hours_per_week": (gettext_lazy("Hours a week for the programme"), "Stunden je Woche", True),
    "retirements": (gettext_lazy("Retirements within three years"), "Personen", True),
    "without_successor": (gettext_lazy("of them without a successor"), "Personen", True),
}


@needs(Right.SEE_PLAN, Right.RECORD_OWN)
def inventory(request: HttpRequest) -> HttpResponse:
    """One page over the whole record; it computes from what is stored and writes nothing."""
    town, member = town_of(request), me(request)
    facts, tallies = facts_of(town), tallies_of(town)
    current = _round(request)
    lines = [line for line in facts.services if line.service.is_offered]
    page = {
        "is_started": bool(facts.capabilities),
        "may_record": member.may(Right.RECORD),
        "known": sum(line.has_own_figure for line in lines),
        "offered": len(lines),
        "effort": _effort(tallies.minutes, current),
        "gaps": shown_gaps(facts, picture_of(facts).gaps[:3], member) if facts.capabilities else [],
        "parts": _parts(facts, tallies, sees_staff=member.may(Right.SEE_STAFF)),
        "town_figures": _town_figures(facts, sees_staff=member.may(Right.SEE_STAFF)),
        "check": current.check if current else None,
        "progress": current.progress if current else None,
        "next": current.next_question() if current else None,
    }
    return render(request, "inventory/record.html", page)


@needs(Right.RECORD)
def inventory_figure(request: HttpRequest, key: str) -> HttpResponse:
    """Correct a figure of the whole town."""
    turn(request, f"figure:{key}")
    name, unit, is_open = TOWN_FIGURES.get(key, ("", "", False))
    if not is_open:
        raise Http404
    if key in RETIREMENT_FIGURES and not me(request).may(Right.SEE_STAFF):
        return redirect("check")  # whoever answers sees and corrects the number there, nowhere else
    history = list(Figure.objects.history(town_of(request), "town", key)[:50])
    screen = FigureScreen(request.POST or None, initial=figure_initial(history))
    if request.method == "POST" and screen.is_valid():
        actions.record_figure(me(request), screen.figure("town", key, unit))
        messages.success(request, _("The new value counts from now on. The earlier one stays in the history."))
        return redirect("inventory")
    return show_form(request, "inventory/figure.html", screen, title=name, about=town_of(request).name, history=history)


def _round(request: HttpRequest) -> Round | None:
    try:
        return round_of(newest_round(town_of(request)))
    except NoOpenRound:
        return None


def _effort(minutes: int, current: Round | None) -> Effort:
    if current is None:
        return effort(minutes, None, None)
    return effort(minutes, current.questions, current.progress)


def _town_figures(facts: Facts, *, sees_staff: bool) -> list[dict[str, Any]]:
    return [
        {"key": key, "name": name, "is_open": is_open, "figure": facts.figures.get(("town", key))}
        for key, (name, _unit, is_open) in TOWN_FIGURES.items()
        if sees_staff or key not in RETIREMENT_FIGURES
    ]


def _parts(facts: Facts, tallies: Tallies, *, sees_staff: bool) -> list[dict[str, Any]]:
    offered = sum(line.service.is_offered for line in facts.services)
    known = sum(state != "unknown" for state in facts.capabilities.values())
    total = len(capability_defaults())
    solo, systems = tallies.solo_tasks, tallies.systems
    parts = [
        (
            "services",
            _("Services"),
            ngettext("%(n)s service is offered", "%(n)s services are offered", offered) % {"n": offered},
        ),
        (
            "capabilities",
            _("Foundations"),
            _("%(n)s of %(total)s are known") % {"n": known, "total": total},
        ),
        ("systems", _("IT systems"), ngettext("%(n)s recorded", "%(n)s recorded", systems) % {"n": systems}),
        (
            "inventory_solo",
            _("Tasks without a substitute"),
            ngettext("%(n)s recorded", "%(n)s recorded", solo) % {"n": solo},
        ),
    ]
    if sees_staff:
        parts.append(("staff", _("Posts by office and age"), _("only the head of the municipality sees them")))
    return [{"url": reverse(url), "name": name, "state": state} for url, name, state in parts]
