"""Posts by office and age band (head only) and tasks that hang on one person. Never names."""

import uuid
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fahrwasser.core.inventory.knowledge import PARTS, LoneTask
from fahrwasser.core.inventory.posts import AGE_BANDS, Cell, OfficeRow, merged, whole_town
from fahrwasser.web.accounts.access import needs
from fahrwasser.web.accounts.models import Unit
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.inventory import actions
from fahrwasser.web.inventory.models import PostGroup, SoloTask
from fahrwasser.web.inventory.notebooks import lone_tasks
from fahrwasser.web.inventory.screens import BAND_NAMES, HORIZON_NAMES, PostsScreen, SoloTaskScreen
from fahrwasser.web.tenants.turns import turn

from .common import me, show_form, town_of


@needs(Right.SEE_STAFF)
def staff(request: HttpRequest) -> HttpResponse:
    """Posts by office and age; counts below three are merged with their neighbours."""
    town = town_of(request)
    units = list(Unit.objects.of(town).filter(closed_at=None).order_by("name"))
    posts: dict[str, dict[str, Decimal]] = {unit.name: {} for unit in units}
    for group in PostGroup.objects.of(town).select_related("unit").order_by("unit__name"):
        posts.setdefault(group.unit.name, {})[group.age_band] = group.posts
    whole = whole_town(posts)
    rows = [_row(", ".join(row.offices), row) for row in merged(posts)]
    if whole is not None and len(rows) > 1:
        rows.append(_row(_("The whole town hall"), whole))
    total = sum((count for bands in posts.values() for count in bands.values()), Decimal(0))
    page = {
        "rows": rows,
        "bands": [BAND_NAMES[band] for band in AGE_BANDS],
        "units": units,
        "total": total,
        "missing": [unit for unit in units if not posts[unit.name]],
    }
    return render(request, "inventory/staff.html", page)


@needs(Right.SEE_STAFF)
def staff_unit(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The only page that shows single counts: the form they are entered with."""
    turn(request, f"posts:{key}")
    unit = get_object_or_404(Unit.objects.of(town_of(request)).filter(closed_at=None), pk=key)
    now = {row.age_band: row.posts for row in PostGroup.objects.of(town_of(request)).filter(unit=unit)}
    screen = PostsScreen(request.POST or None, initial={band: now[band].normalize() for band in now})
    if request.method == "POST" and screen.is_valid():
        actions.keep_posts(me(request), unit, screen.posts())
        messages.success(request, _("The posts of %(unit)s are saved.") % {"unit": unit.name})
        return redirect("staff")
    return show_form(request, "inventory/staff_unit.html", screen, unit=unit)


@needs(Right.SEE_PLAN)
def solo(request: HttpRequest) -> HttpResponse:
    """Tasks without a substitute: the list, and one more."""
    town, member = town_of(request), me(request)
    sees_staff = member.may(Right.SEE_STAFF)
    may_change = member.may(Right.RECORD)
    screen = SoloTaskScreen(request.POST or None, town=town, sees_staff=sees_staff)
    if request.method == "POST":
        member.require(Right.RECORD)
        if screen.is_valid():
            data = screen.cleaned_data
            actions.add_solo_task(member, data["name"], data["unit"], data.get("leaves_within_years"))
            messages.success(request, _("Saved: %(task)s") % {"task": data["name"]})
            return redirect("inventory_solo")
    units = actions.kept_units(member)
    lines = [_solo_line(task, lone, units) for task, lone in lone_tasks(town)]
    page = {"tasks": lines, "sees_staff": sees_staff, "may_change": may_change, "pieces": len(PARTS)}
    return show_form(request, "inventory/solo.html", screen, **page)


@needs(Right.RECORD)
@require_POST
def solo_solve(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Somebody can stand in, or the entry was a mistake."""
    get_object_or_404(SoloTask.objects.still_open(town_of(request)), pk=key)
    actions.solve_solo_task(me(request), key, has_substitute="substitute" in request.POST)
    messages.success(request, _("The list is up to date."))
    return redirect("inventory_solo")


def _solo_line(task: SoloTask, lone: LoneTask, units: frozenset[uuid.UUID] | None) -> dict[str, Any]:
    return {
        "pk": task.pk,
        "name": lone.name,
        "office": lone.office,
        "when": HORIZON_NAMES[lone.horizon],
        "written": lone.pieces,
        "may_open": units is None or task.unit_id in units,
    }


def _row(name: str, row: OfficeRow) -> dict[str, Any]:
    return {"office": name, "total": row.total, "cells": [_cell(cell) for cell in row.cells]}


def _cell(cell: Cell) -> dict[str, Any]:
    names = [str(BAND_NAMES[band]) for band in cell.bands]
    if cell.bands == AGE_BANDS:
        names = [_("all ages")]
    return {"span": len(cell.bands), "posts": cell.posts, "bands": ", ".join(names), "is_merged": len(cell.bands) > 1}
