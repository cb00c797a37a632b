"""The offices of the town hall."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fahrwasser.web.accounts import actions
from fahrwasser.web.accounts.access import asking, needs
from fahrwasser.web.accounts.models import Unit
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.accounts.screens.people import UnitName
from fahrwasser.web.tenants.turns import turn


@needs(Right.PEOPLE)
def people_unit_new(request: HttpRequest) -> HttpResponse:
    """One more office."""
    return _name(request, None)


@needs(Right.PEOPLE)
def people_unit(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """An office is renamed (or closed, by the button beside)."""
    turn(request, f"unit:{key}")
    return _name(request, get_object_or_404(Unit.objects.of(asking(request).municipality).open(), pk=key))


@require_POST
@needs(Right.PEOPLE)
def people_unit_close(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The office takes nobody new."""
    by = asking(request)
    actions.close_unit(by, get_object_or_404(Unit.objects.of(by.municipality).open(), pk=key))
    messages.success(request, _("The office is closed. What was recorded for it stays."))
    return redirect("people")


def _name(request: HttpRequest, unit: Unit | None) -> HttpResponse:
    by = asking(request)
    screen = UnitName(request.POST or None, initial={"name": unit.name} if unit else None, is_new=unit is None)
    if request.method == "POST" and screen.is_valid():
        try:
            if unit is None:
                actions.open_unit(by, screen.cleaned_data["name"])
            else:
                actions.rename_unit(by, unit, screen.cleaned_data["name"])
            messages.success(request, _("The office has been saved."))
            return redirect("people")
        except ValidationError as refused:
            screen.add_error("name", refused)
    page = {"form": screen, "unit": unit, "page_error": bool(screen.errors)}
    return render(request, "accounts/people_unit.html", page, status=422 if screen.errors else 200)
