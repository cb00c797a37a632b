"""Own, shared or central: list, begin, result, terms, annex for the council."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fahrwasser.core.agenda.catalogue.projects import base_of, catalogue
from fahrwasser.core.costing.comparison.positions import WAYS
from fahrwasser.core.letters.errors import LetterError
from fahrwasser.web.accounts.access import Member, needs
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.agenda import actions
from fahrwasser.web.agenda.comparing import read, ways_of
from fahrwasser.web.agenda.comparison_list import position_groups
from fahrwasser.web.agenda.comparison_page import comparison_page
from fahrwasser.web.agenda.comparison_screens import StartScreen, TermsScreen
from fahrwasser.web.agenda.comparison_words import WAY_HINTS, way_name
from fahrwasser.web.agenda.models import Comparison
from fahrwasser.web.agenda.tables import shown
from fahrwasser.web.agenda.views.common import by
from fahrwasser.web.inventory.models import System
from fahrwasser.web.tenants.pages import page_by
from fahrwasser.web.tenants.turns import turn

USUAL_YEARS = 7


@needs(Right.SEE_PLAN)
def comparisons(request: HttpRequest) -> HttpResponse:
    """What has been compared, newest first, and projects that have several ways. ≤ 12 queries."""
    member = by(request)
    made = Comparison.objects.of(member.municipality).select_related("system")
    rows, following = page_by(made, "made_at", request.GET.get("ab", ""), newest_first=True)
    language = get_language() or "de"
    projects = [
        (project.id, project.name.in_language(language))
        for project in catalogue().projects.values()
        if len({variant.kind for variant in project.variants} & set(WAYS)) > 1
    ]
    page = {"comparisons": rows, "following": following, "projects": projects, "may_plan": member.may(Right.PLAN)}
    return render(request, "agenda/comparisons.html", page)


@needs(Right.PLAN)
def comparison_new(request: HttpRequest) -> HttpResponse:
    """A new comparison, for `?projekt=P11`, for `?verfahren=<id>`, or for anything."""
    member = by(request)
    project = base_of(request.GET.get("projekt", ""))
    if project and project not in catalogue().projects:
        raise Http404
    system = _system(member, request.GET.get("verfahren", ""))
    if request.method == "POST":
        form = StartScreen(request.POST)
        if form.is_valid():
            start = actions.Start(**form.cleaned_data, project=project, system=system)
            made = actions.start_comparison(member, start)
            messages.success(request, _("The comparison is prepared. Now put in what you know better."))
            return redirect("agenda_comparison", made.pk)
    else:
        form = StartScreen(initial=_first(project, system))
    page = {"form": form, "page_error": form.is_bound}
    return render(request, "agenda/comparison_new.html", page, status=422 if form.is_bound else 200)


def _first(project: str, system: System | None) -> dict[str, Any]:
    title = system.name if system else ""
    if project:
        title = catalogue().projects[project].name.in_language(get_language() or "de")
    return {"title": title, "ways": ways_of(project), "years": USUAL_YEARS}


def _system(member: Member, key: str) -> System | None:
    if not key:
        return None
    try:
        return get_object_or_404(System.objects.of(member.municipality), pk=uuid.UUID(key))
    except ValueError as error:
        raise Http404 from error


@needs(Right.SEE_PLAN)
def comparison(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The result in words, then as bars and tables, then the positions. ≤ 12 queries."""
    member = by(request)
    row = comparison_or_404(member, key)
    found = read(row)
    result = comparison_page(found)
    groups = position_groups(found)
    page = {
        "comparison": row,
        "result": result,
        "unknown": [line for _title, lines in groups for line in lines if line.is_unknown],
        "tables": [shown(t) for t in (result.costs, result.capital, result.outage, result.swings) if t is not None],
        "groups": groups,
        "ways": [(way, way_name(way)) for way in row.ways],
        "hints": [WAY_HINTS[way] for way in row.ways],
        "may_plan": member.may(Right.PLAN),
        "has_project": row.project in catalogue().projects,
    }
    return render(request, "agenda/comparison.html", page)


@needs(Right.PLAN)
def terms(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Years, interest, scores, the decision, and whether the council reads it."""
    turn(request, f"comparison:{key}")
    member = by(request)
    row = comparison_or_404(member, key)
    stored = {name: getattr(row, name) for name in TermsScreen.base_fields}
    form = TermsScreen(request.POST if request.method == "POST" else None, initial=stored, comparison=row)
    if form.is_valid():
        actions.set_terms(member, row, actions.Terms(**form.cleaned_data))
        messages.success(request, _("The comparison is saved."))
        return redirect("agenda_comparison", row.pk)
    page = {"comparison": row, "form": form, "heading": _("Terms of the comparison"), "page_error": form.is_bound}
    return render(request, "agenda/comparison_form.html", page, status=422 if form.is_bound else 200)


@require_POST
@needs(Right.PLAN)
def annex(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The annex for the council as PDF, kept among the papers."""
    member = by(request)
    row = comparison_or_404(member, key)
    try:
        document = actions.make_annex(member, row)
    except LetterError:
        messages.error(request, _("The PDF could not be made. Your entries are saved. Please tell your support."))
        return redirect("agenda_comparison", row.pk)
    messages.success(request, _("The paper is kept: %(title)s.") % {"title": document.title})
    return redirect("papers")


@require_POST
@needs(Right.PLAN)
def remove(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Thrown away."""
    member = by(request)
    actions.remove_comparison(member, comparison_or_404(member, key))
    messages.success(request, _("The comparison is thrown away. Papers made from it stay."))
    return redirect("agenda_comparisons")


def comparison_or_404(member: Member, key: uuid.UUID) -> Comparison:
    """A comparison of this town; another town's id is simply not found."""
    return get_object_or_404(Comparison.objects.of(member.municipality), pk=key)
