"""What is put into a comparison: positions, outages, and what things really cost."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fahrwasser.web.accounts.access import Member, needs
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.agenda import actions
from fahrwasser.web.agenda.comparing import name_of
from fahrwasser.web.agenda.comparison_review import review, years_of
from fahrwasser.web.agenda.comparison_screens import ActualScreen, OutageScreen, PositionScreen, outage_initial
from fahrwasser.web.agenda.comparison_words import way_name
from fahrwasser.web.agenda.models import Comparison, CostActual, CostPosition
from fahrwasser.web.agenda.views.common import by
from fahrwasser.web.agenda.views.comparison import comparison_or_404
from fahrwasser.web.tenants.turns import turn


@needs(Right.PLAN)
def position_new(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One more position."""
    member = by(request)
    row = comparison_or_404(member, key)
    initial = {
        "way": row.ways[0],
        "group": "operation",
        "is_benefit": "no",
        "knowledge": "estimate",
        "first_year": 1,
        "last_year": row.years,
        "is_cash": "yes",
        "as_of": timezone.localdate(),
    }
    return _position(request, member, row, None, initial)


@needs(Right.PLAN)
def position(request: HttpRequest, key: uuid.UUID, position: uuid.UUID) -> HttpResponse:
    """Change one position."""
    turn(request, f"comparison:{key}")
    member = by(request)
    row = comparison_or_404(member, key)
    found = _position_or_404(member, row, position)
    initial = {name: getattr(found, name) for name in PositionScreen.base_fields}
    initial |= {
        "name": name_of(found),
        "is_benefit": "yes" if found.is_benefit else "no",
        "is_cash": "yes" if found.is_cash else "no",
    }
    return _position(request, member, row, found, initial)


def _position(
    request: HttpRequest, member: Member, row: Comparison, found: CostPosition | None, initial: dict[str, Any]
) -> HttpResponse:
    form = PositionScreen(request.POST or None, initial=initial, comparison=row, is_new=found is None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        if found is not None and values["name"] == name_of(found):
            values = {**values, "name": found.name}  # seen in English, kept in German
        if found is not None and values["way"] != found.way and _taken(found, values["way"]):
            form.add_error("way", _("This position is already there for that way. Please change that one."))
        else:
            actions.write_position(member, row, actions.Entry(**values), found)
            messages.success(request, _("»%(name)s« is saved.") % {"name": values["name"]})
            return redirect("agenda_comparison", row.pk)
    heading = _("Add a position") if found is None else f"{name_of(found)} ({way_name(found.way)})"
    page = {
        "comparison": row,
        "position": found,
        "form": form,
        "heading": heading,
        "page_error": form.is_bound,
    }
    return render(request, "agenda/comparison_form.html", page, status=422 if form.is_bound else 200)


def _taken(found: CostPosition, way: str) -> bool:
    same = CostPosition.objects.of(found.municipality_id).filter(comparison_id=found.comparison_id, key=found.key)
    return same.filter(way=way).exists()


@require_POST
@needs(Right.PLAN)
def position_remove(request: HttpRequest, key: uuid.UUID, position: uuid.UUID) -> HttpResponse:
    """It does not belong to this comparison."""
    member = by(request)
    row = comparison_or_404(member, key)
    actions.remove_position(member, _position_or_404(member, row, position))
    messages.success(request, _("The position is taken out."))
    return redirect("agenda_comparison", row.pk)


@needs(Right.PLAN)
def outage(request: HttpRequest, key: uuid.UUID, way: str) -> HttpResponse:
    """What a long outage means on one way."""
    turn(request, f"comparison:{key}")
    member = by(request)
    row = comparison_or_404(member, key)
    if way not in row.ways:
        raise Http404
    initial = {**outage_initial(row.outages.get(way) or {}), "source": row.outage_source}
    form = OutageScreen(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.write_outage(member, row, way, form.figures(), form.cleaned_data["source"])
        messages.success(request, _("The outage is saved."))
        return redirect("agenda_comparison", row.pk)
    page = {
        "comparison": row,
        "form": form,
        "heading": _("Outage: %(way)s") % {"way": way_name(way)},
        "hint": _("Leave all three values of a figure empty when nobody knows it. Then the loss counts as unknown."),
        "page_error": form.is_bound,
    }
    return render(request, "agenda/comparison_form.html", page, status=422 if form.is_bound else 200)


@needs(Right.SEE_PLAN)
def actuals(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Planned against actual of the decided way, by position and year. ≤ 12 queries."""
    member = by(request)
    row = comparison_or_404(member, key)
    page = {"comparison": row, "may_plan": member.may(Right.PLAN), "review": review(row) if row.chosen else None}
    return render(request, "agenda/comparison_actuals.html", page)


@needs(Right.PLAN)
def actual(request: HttpRequest, key: uuid.UUID, position: uuid.UUID) -> HttpResponse:
    """What one position really cost in one year."""
    turn(request, f"comparison:{key}")
    member = by(request)
    row = comparison_or_404(member, key)
    found = _position_or_404(member, row, position)
    if not row.chosen or row.start_year is None:
        return redirect("agenda_actuals", row.pk)
    noted = _noted(found)
    form = ActualScreen(request.POST or None, initial=_last(found, row, noted), years=years_of(row), noted=noted)
    if request.method == "POST" and form.is_valid():
        try:
            actions.note_actual(member, found, **form.cleaned_data)
        except actions.ReasonMissing:
            form.add_error("reason", _("It is more than 20 percent off the plan. Please say why in a few words."))
        else:
            messages.success(request, _("»%(name)s« is saved.") % {"name": name_of(found)})
            return redirect("agenda_actuals", row.pk)
    page = {
        "comparison": row,
        "form": form,
        "heading": _("What »%(name)s« really cost") % {"name": name_of(found)},
        "page_error": form.is_bound,
    }
    return render(request, "agenda/comparison_form.html", page, status=422 if form.is_bound else 200)


def _noted(found: CostPosition) -> dict[int, tuple[int, str]]:
    rows = CostActual.objects.of(found.municipality_id).filter(position=found)
    return {year: (amount, reason) for year, amount, reason in rows.values_list("year", "amount", "reason")}


def _last(found: CostPosition, row: Comparison, noted: Mapping[int, tuple[int, str]]) -> dict[str, Any]:
    """The newest entry, or the running year."""
    if noted:
        year = max(noted)
        return {"year": year, "amount": noted[year][0], "reason": noted[year][1]}
    this_year = timezone.localdate().year - (row.start_year or 0)
    return {"year": min(max(this_year, found.first_year), row.years)}


def _position_or_404(member: Member, row: Comparison, key: uuid.UUID) -> CostPosition:
    return get_object_or_404(CostPosition.objects.of(member.municipality).filter(comparison=row), pk=key)
