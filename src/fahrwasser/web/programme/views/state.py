"""The view of association and state: sums over what towns have released to the network."""

import csv
import io
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fahrwasser.core.programme.obstacles import obstacle_title
from fahrwasser.core.programme.phases import phase
from fahrwasser.core.programme.state_view import Count, StateView, state_view
from fahrwasser.core.tables.delimited import escaped
from fahrwasser.web.accounts.access import logged_in

from ..models import SharedSheet
from ..newsletter import package_titles
from ..words import AGENDA, COMPARED

COLUMNS = (
    "phase", "agenda_status", "packages", "obstacles", "hours_planned", "hours_measured", "projects_done", "district",
)  # fmt: skip
Table = tuple[str, str, list[tuple[str, int | None, int | None]], bool]


@logged_in
def state(request: HttpRequest) -> HttpResponse:
    """`/land/`, outside of every town, for observers and the operator."""
    if getattr(request, "municipality", None) is not None:
        raise Http404
    assert request.user.is_authenticated  # noqa: S101 the guard has made sure
    if not (request.user.is_observer or request.user.is_operator):
        raise PermissionDenied("observer")
    view = state_view(SharedSheet.objects.values(*COLUMNS))
    language = "en" if get_language() == "en" else "de"
    tables = _tables(view, language)
    if request.GET.get("format") == "csv":
        return _csv(tables)
    page = {
        "view": view,
        "tables": tables,
        "few": _("fewer than five"),
        "districts": [
            {
                "name": district.name,
                "towns": district.towns,
                "lines": [(_phase(count, language), count.towns) for count in district.phases],
            }
            for district in view.districts
        ],
        "spreads": [
            (COMPARED[key], getattr(view, key)) for key in ("projects_done", "hours_planned", "hours_measured")
        ],
    }
    return render(request, "programme/state.html", page)


def _tables(view: StateView, language: str) -> list[Table]:
    titles = package_titles(language)
    return [
        (_("Phases"), _("Phase"), [(_phase(c, language), c.towns, None) for c in view.phases], False),
        (_("Agendas"), _("Agenda"), [(str(AGENDA[c.key]), c.towns, None) for c in view.agendas], False),
        (
            _("Services that run"),
            _("Package"),
            [(titles.get(c.key, c.key), c.towns, None) for c in view.packages],
            False,
        ),
        (
            _("Obstacles"),
            _("Obstacle"),
            [(obstacle_title(c.key, language), c.towns, c.hours) for c in view.obstacles],
            True,
        ),
    ]


def _phase(count: Count, language: str) -> str:
    return phase(count.key).title.in_language(language)


def _csv(tables: list[Table]) -> HttpResponse:
    out = io.StringIO()
    writer: Any = csv.writer(out, delimiter=";")
    writer.writerow([_("Table"), _("Line"), _("Towns"), _("Hours a year")])
    for title, _head, lines, _has_hours in tables:
        for words, towns, hours in lines:
            writer.writerow([escaped(title), escaped(words), "<5" if towns is None else towns, hours or ""])
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="gemeinden.csv"'
    return response
