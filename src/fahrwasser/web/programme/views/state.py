"""The view of association and state: sums over what towns have released to the network."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from fahrwasser.core.programme.obstacles import obstacle_title
from fahrwasser.core.programme.phases import phase
from fahrwasser.core.programme.sizes import Spread
from fahrwasser.core.programme.state_view import Count, StateView, state_view
from fahrwasser.core.tables.delimited import escaped
from fahrwasser.web.accounts.access import logged_in
from fahrwasser.web.accounts.models import User
from fahrwasser.web.agenda.names import project_title
from fahrwasser.web.ui.languages import page_language

from ..board import package_titles
from ..models import Remark, SharedSheet, Solution
from ..use import part_title
from ..words import AGENDA, COMPARED, SPREADS

COLUMNS = (
    "phase", "agenda_status", "packages", "obstacles", "hours_planned", "hours_measured", "projects_done", "district",
    "municipality_id", "used_parts",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """One table: what its lines are called, and (words, towns, hours, towns that named hours) of each."""

    title: str
    head: str
    lines: list[tuple[str, int | None, int | None, int | None]]
    has_hours: bool = False


@logged_in
def state(request: HttpRequest) -> HttpResponse:
    """`/land/`, outside of every town, for observers and the operator. ≤ 12 queries."""
    if getattr(request, "municipality", None) is not None:
        raise Http404
    user = request.user
    assert isinstance(user, User)  # noqa: S101 the guard has made sure
    if not (user.is_observer or user.is_operator):
        raise PermissionDenied("observer")
    view = _view(is_sample=_sees_invented(user))
    language = page_language()
    tables = _tables(view, language)
    spreads = [(str(COMPARED[key]), getattr(view, key)) for key in ("projects_done", "hours_planned", "hours_measured")]
    if request.GET.get("format") == "csv":
        return _csv([*tables, *_districts(view, language)], spreads)
    page = {
        "view": view,
        "tables": tables,
        "districts": zip(view.districts, _districts(view, language), strict=True),
        "spreads": spreads,
    }
    return render(request, "programme/state.html", page)


def _view(*, is_sample: bool) -> StateView:
    """3 queries."""
    sheets = SharedSheet.objects.filter(is_sample=is_sample)
    given = Solution.objects.filter(withdrawn_at=None, municipality__is_sample=is_sample)
    voices = Remark.objects.standing().hindering().filter(municipality__is_sample=is_sample)
    return state_view(
        sheets.values(*COLUMNS),
        given.values_list("project", "municipality_id"),
        voices.values_list("obstacle", "municipality_id"),
    )


def _sees_invented(user: User) -> bool:
    """Invented and real towns are never added up; the demo's operator sees invented ones until a real one is there."""
    if user.is_sample or not (settings.DEMO and user.is_operator):
        return user.is_sample
    return not SharedSheet.objects.filter(is_sample=False).exists()


def _tables(view: StateView, language: str) -> list[Shown]:
    titles = package_titles()
    obstacle = lambda key: obstacle_title(key, language)  # noqa: E731
    return [
        Shown(_("Phases"), _("Phase"), _lines(view.phases, lambda key: _phase(key, language))),
        Shown(_("Agendas"), _("Agenda"), _lines(view.agendas, lambda key: str(AGENDA[key]))),
        Shown(_("Services that run"), _("Package"), _lines(view.packages, lambda key: titles.get(key, key))),
        Shown(_("Solutions that spread"), _("Project"), _lines(view.solutions, project_title)),
        Shown(_("Parts that are used"), _("Area of work"), _lines(view.used, lambda key: str(part_title(key)))),
        Shown(_("Obstacles"), _("Obstacle"), _lines(view.obstacles, obstacle), has_hours=True),
    ]


def _districts(view: StateView, language: str) -> list[Shown]:
    return [
        Shown(one.name, _("Phase"), _lines(one.phases, lambda key: _phase(key, language))) for one in view.districts
    ]


def _lines(counts: Iterable[Count], words: Any) -> list[tuple[str, int | None, int | None, int | None]]:
    return [(words(count.key), count.towns, count.hours, count.of) for count in counts]


def _phase(key: str, language: str) -> str:
    return phase(key).title.in_language(language)


def _csv(tables: Iterable[Shown], spreads: Iterable[tuple[str, Spread | None]]) -> HttpResponse:
    out = io.StringIO()
    writer: Any = csv.writer(out, delimiter=";")
    writer.writerow([_("Table"), _("Line"), _("Towns"), _("Hours a year"), _("Towns that named hours")])
    for row in _rows(tables, spreads):
        writer.writerow([escaped(cell) if isinstance(cell, str) else cell for cell in row])
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="gemeinden.csv"'
    return response


def _rows(tables: Iterable[Shown], spreads: Iterable[tuple[str, Spread | None]]) -> Iterator[list[Any]]:
    """What is not shown and what nobody knows are words, never a zero."""
    for table in tables:
        for words, towns, hours, of in table.lines:
            hidden = _("not shown") if towns is None else _("fewer than five towns")
            known = (hidden if hours is None else hours, of) if table.has_hours else ("", "")
            yield [table.title, words, hidden if towns is None else towns, *known]
    for words, spread in spreads:
        if spread is not None:
            for end in ("low", "middle", "high"):
                yield [words, str(SPREADS[end]), spread.towns, f"{getattr(spread, end):.0f}", ""]
