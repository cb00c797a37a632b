"""IT systems: list, add, change, retire."""

import uuid

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fahrwasser.web.accounts.access import needs
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.inventory import actions
from fahrwasser.web.inventory.models import Figure, Service, System
from fahrwasser.web.inventory.screens import OPERATION_NAMES, SystemScreen
from fahrwasser.web.tenants.turns import turn

from .common import me, show_form, town_of


@needs(Right.SEE_PLAN)
def systems(request: HttpRequest) -> HttpResponse:
    """What is in use, who runs it, when a contract ends; deadlines first in the lead."""
    town = town_of(request)
    rows = list(System.objects.in_use(town))
    costs = _costs(request)
    today = timezone.localdate()
    for row in rows:
        row.operation_name = OPERATION_NAMES[System.Operation(row.operation)]  # type: ignore[attr-defined]
        row.cost = costs.get(f"system:{row.pk}")  # type: ignore[attr-defined]
        row.is_due = bool(row.notice_date and 0 <= (row.notice_date - today).days <= 183)  # type: ignore[attr-defined]
    page = {
        "systems": rows,
        "without_end": sum(row.contract_end is None for row in rows),
        "due": [row for row in rows if row.is_due],  # type: ignore[attr-defined]
        "may_change": me(request).may(Right.RECORD),
    }
    return render(request, "inventory/systems.html", page)


@needs(Right.RECORD)
def system_add(request: HttpRequest) -> HttpResponse:
    """A new system."""
    return _edit(request, None, {"operation": System.Operation.UNKNOWN})


@needs(Right.RECORD)
def system(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Change one system."""
    turn(request, f"system:{key}")
    found = get_object_or_404(System.objects.in_use(town_of(request)), pk=key)
    personal = {True: "yes", False: "no", None: ""}[found.has_personal_data]
    cost = _costs(request).get(f"system:{found.pk}")
    names = ("name", "vendor", "operation", "contract_end", "notice_date", "interfaces")
    initial = {name: getattr(found, name) for name in names}
    return _edit(
        request, found, {**initial, "has_personal_data": personal, "cost_per_year": cost.value if cost else None}
    )


@needs(Right.RECORD)
@require_POST
def system_retire(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """No longer in use."""
    found = get_object_or_404(System.objects.in_use(town_of(request)), pk=key)
    actions.retire_system(me(request), found)
    messages.success(request, _("%(name)s is no longer in use. Its history stays.") % {"name": found.name})
    return redirect("systems")


def _edit(request: HttpRequest, found: System | None, initial: dict[str, object]) -> HttpResponse:
    screen = SystemScreen(request.POST or None, initial=initial, is_new=found is None)
    if request.method == "POST" and screen.is_valid():
        try:
            kept = actions.keep_system(me(request), actions.SystemFacts(**screen.cleaned_data), found)
        except actions.NameTaken:
            screen.add_error("name", _("There is already a system of this name. Please choose another name."))
        else:
            messages.success(request, _("%(name)s is saved.") % {"name": kept.name})
            return redirect("systems")
    used_by = Service.objects.by_name(town_of(request)).filter(system=found)[:50] if found else []
    return show_form(request, "inventory/system.html", screen, system=found, used_by=used_by)


def _costs(request: HttpRequest) -> dict[str, Figure]:
    rows = Figure.objects.current(town_of(request), Q(key="cost_per_year", subject__startswith="system:"))
    return {row.subject: row for row in rows}
