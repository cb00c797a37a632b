"""Services: the list, one service, its values, its maturity, one more from the official catalogue."""

import uuid
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from fahrwasser.core.inventory.services import areas, leika_note
from fahrwasser.core.words import rough
from fahrwasser.web.accounts.access import needs
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.inventory import actions
from fahrwasser.web.inventory.actions.figures import UNITS
from fahrwasser.web.inventory.models import Assessment, CatalogueEntry, Figure, Service
from fahrwasser.web.inventory.reads import current_figures, service_line, work_figures
from fahrwasser.web.inventory.scales import all_scales, scale_named
from fahrwasser.web.inventory.screens import (
    CHANNEL_NAMES,
    ORIGIN_NAMES,
    FigureScreen,
    MaturityScreen,
    ServiceFilter,
    ServiceScreen,
    SharesScreen,
)
from fahrwasser.web.tenants.turns import turn

from .common import me, show_form, town_of

VALUE_NAMES = {"volume": gettext_lazy("Cases per year"), "minutes": gettext_lazy("Minutes per case")}
FOUND = 30


@needs(Right.SEE_PLAN, Right.RECORD_OWN)
def services(request: HttpRequest) -> HttpResponse:
    """What the town offers, with cases, minutes and hours; filtered by area, office, offered or not."""
    town, member = town_of(request), me(request)
    screen = ServiceFilter(request.GET, areas=area_names(), town=town)
    rows = Service.objects.by_name(town)
    chosen = screen.cleaned_data if screen.is_valid() else {}
    if chosen.get("area"):
        rows = rows.filter(area=chosen["area"])
    if chosen.get("unit"):
        rows = rows.filter(unit=chosen["unit"])
    if chosen.get("offered") != "all":
        rows = rows.filter(is_offered=chosen.get("offered") != "no")
    figures = work_figures(town)
    names = area_names()
    lines = [(service_line(row, figures), names.get(row.area, _("Other"))) for row in rows]
    hours = [line.hours for line, _area in lines if line.hours]
    page = {
        "form": screen,
        "lines": lines,
        "low": rough(sum(h.low for h in hours)),
        "high": rough(sum(h.high for h in hours)),
        "is_filtered": any(chosen.values()),
        "may_add": member.may(Right.RECORD),
    }
    return render(request, "inventory/services.html", page)


@needs(Right.SEE_PLAN, Right.RECORD_OWN)
def service(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """All that is known about one service; each value leads to the form that corrects it."""
    turn(request, f"service:{key}")
    town, found = town_of(request), _service(request, key)
    subject = f"service:{found.pk}"
    figures = current_figures(town, subject)
    may_change = _may_change(request, found)
    screen = ServiceScreen(
        request.POST or None,
        town=town,
        initial={"is_offered": "yes" if found.is_offered else "no", "unit": found.unit, "system": found.system},
        moves=me(request).may(Right.RECORD),
    )
    if request.method == "POST" and screen.is_valid():
        actions.change_service(me(request), found, **screen.values())
        messages.success(request, _("%(name)s is saved.") % {"name": found.name})
        return redirect("service", key=key)
    page = {
        "line": service_line(found, figures),
        "area": area_names().get(found.area, _("Other")),
        "shares": [(name, figures.get((subject, f"share_{key}"))) for key, name in CHANNEL_NAMES.items()],
        "has_shares": (subject, "share_counter") in figures,
        "scales": _maturity(request, found),
        "may_change": may_change,
        "leika_note": leika_note().in_language(get_language() or "de"),
    }
    return show_form(request, "inventory/service.html", screen, **page)


@needs(Right.RECORD, Right.RECORD_OWN)
def service_figure(request: HttpRequest, key: uuid.UUID, figure: str) -> HttpResponse:
    """Correct one value; what stood there before stays in the history below the form."""
    turn(request, f"service:{key}")
    if figure not in VALUE_NAMES:
        raise Http404
    found = _service(request, key)
    _require_change(request, found)
    subject = f"service:{found.pk}"
    history = list(Figure.objects.history(town_of(request), subject, figure)[:50])
    screen = FigureScreen(request.POST or None, initial=figure_initial(history))
    if request.method == "POST" and screen.is_valid():
        actions.record_figure(me(request), screen.figure(subject, figure, UNITS[figure]))
        messages.success(request, _("The new value counts from now on. The earlier one stays in the history."))
        return redirect("service", key=key)
    page = {"title": VALUE_NAMES[figure], "about": found.name, "history": history, "back": found}
    return show_form(request, "inventory/figure.html", screen, **page)


@needs(Right.RECORD, Right.RECORD_OWN)
def service_shares(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """How cases arrive: six shares that sum to 100 percent."""
    turn(request, f"service:{key}")
    found = _service(request, key)
    _require_change(request, found)
    subject = f"service:{found.pk}"
    figures = current_figures(town_of(request), subject)
    now = {channel: figures.get((subject, f"share_{channel}")) for channel in actions.CHANNELS}
    initial: dict[str, Any] = {channel: row.value for channel, row in now.items() if row}
    initial |= {"as_of": timezone.localdate(), "origin": "estimated"}
    screen = SharesScreen(request.POST or None, initial=initial)
    if request.method == "POST" and screen.is_valid():
        actions.record_shares(me(request), found, screen.shares(), screen.figure(subject))
        messages.success(request, _("The ways in which cases arrive are saved."))
        return redirect("service", key=key)
    return show_form(request, "inventory/service_shares.html", screen, service=found)


@needs(Right.RECORD, Right.RECORD_OWN)
def service_maturity(request: HttpRequest, key: uuid.UUID, scale: str, version: str) -> HttpResponse:
    """Maturity on one version of a scale: criterion by criterion where there are criteria, else the whole level."""
    turn(request, f"service:{key}")
    found, chosen = _service(request, key), scale_named(scale, version)
    if chosen is None:
        raise Http404
    _require_change(request, found)
    rows = Assessment.objects.current(town_of(request))
    last = rows.filter(service=found, scale=scale, scale_version=version).first()
    screen = MaturityScreen(request.POST or None, scale=chosen, language=get_language() or "de", last=last)
    if request.method == "POST" and screen.is_valid():
        actions.assess_service(me(request), found, chosen, screen.given())
        messages.success(request, _("The assessment is saved."))
        return redirect("service", key=key)
    title = chosen.title.in_language(get_language() or "de")
    return show_form(request, "inventory/service_maturity.html", screen, service=found, scale=chosen, title=title)


@needs(Right.RECORD)
def service_add(request: HttpRequest) -> HttpResponse:
    """Search the official catalogue, add what fits."""
    if request.method == "POST":
        entry = get_object_or_404(CatalogueEntry, pk=_number(request.POST.get("row", "")))
        try:
            added = actions.add_service(me(request), entry)
        except actions.AlreadyThere:
            messages.warning(request, _("This service is already in your list."))
            return redirect("services")
        messages.success(request, _("%(name)s is in your list now.") % {"name": added.name})
        return redirect("service", key=added.pk)
    words = request.GET.get("q", "").strip()[:80]
    found = list(CatalogueEntry.objects.that_fit(words)[:FOUND]) if len(words) >= 2 else []
    page = {"words": words, "found": found, "is_empty": not CatalogueEntry.objects.exists(), "most": FOUND}
    return render(request, "inventory/service_add.html", page)


def area_names() -> dict[str, str]:
    """Area key → name in the language of the page, in the order of the starter list."""
    return {area.id: area.name.in_language(get_language() or "de") for area in areas()}


def figure_initial(history: list[Figure]) -> dict[str, Any]:
    """The form starts with the value that counts; a default becomes an estimate once somebody has looked at it."""
    last = history[0] if history else None
    initial: dict[str, Any] = {"as_of": timezone.localdate(), "origin": "estimated"}
    if last is not None:
        initial |= {"value": _short(last.value), "low": _short(last.low), "high": _short(last.high)}
        if last.origin in ORIGIN_NAMES:
            initial |= {"origin": last.origin, "source": last.source}
    return initial


def _short(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.normalize() + 0


def _number(raw: str) -> int:
    if not raw.isascii() or not raw.isdigit() or len(raw) > 7:
        raise Http404
    return int(raw)


def _service(request: HttpRequest, key: uuid.UUID) -> Service:
    return get_object_or_404(Service.objects.by_name(town_of(request)), pk=key)


def _may_change(request: HttpRequest, found: Service) -> bool:
    member = me(request)
    if member.may(Right.RECORD):
        return True
    if not member.may(Right.RECORD_OWN):
        return False
    return found.unit_id in actions.own_units(member.municipality, member.user_id)


def _require_change(request: HttpRequest, found: Service) -> None:
    actions.require_for(me(request), f"service:{found.pk}")


def _maturity(request: HttpRequest, found: Service) -> list[dict[str, Any]]:
    language = get_language() or "de"
    rows = Assessment.objects.current(town_of(request)).filter(service=found)
    last = {(row.scale, row.scale_version): row for row in rows}
    shown = []
    for scale in all_scales():
        row = last.get((scale.id, scale.version))
        known = row.level if row else None
        shown.append(
            {
                "scale": scale,
                "title": scale.title.in_language(language),
                "level": known,
                "name": scale.levels[known].in_language(language) if known is not None else "",
                "upper_bound": row.upper_bound if row else None,
                "top": scale.top,
            }
        )
    return shown
