"""What was set by hand and what was wished, in words."""

from typing import Any

from django.utils.translation import gettext as _

from fahrwasser.web.agenda.models import Hold, Wish
from fahrwasser.web.agenda.reading import Plan
from fahrwasser.web.tenants.models import Municipality


def hold_lines(town: Municipality, plan: Plan) -> list[dict[str, Any]]:
    """Lines with `words`, and `project` or `wish` (id) for the way back; 2 queries."""
    lines = [{"words": _hold(row, plan), "project": _planned(row.project, plan)} for row in _holds(town)]
    wishes = Wish.objects.of(town).filter(withdrawn_at=None).order_by("made_at", "id")
    return [*lines, *({"words": _wish(row, plan), "wish": row.pk} for row in wishes)]


def _holds(town: Municipality) -> Any:
    return Hold.objects.of(town).order_by("project")


def _hold(row: Hold, plan: Plan) -> str:
    values = {"project": title_of(row.project, plan), "quarter": plan.calendar.name(row.start or 1)}
    if row.kind == Hold.Kind.FORBIDDEN:
        return _("Not in the plan: %(project)s") % values
    if row.kind == Hold.Kind.START:
        return _("Begins in %(quarter)s: %(project)s") % values
    return _("In the plan in any case: %(project)s") % values


def _wish(row: Wish, plan: Plan) -> str:
    values = {"text": row.text, "project": title_of(row.project, plan) if row.project else ""}
    if not row.project:
        return _("Wish, noted only: »%(text)s«") % values
    if row.latest_finish:
        values["quarter"] = plan.calendar.name(row.latest_finish)
        return _("Wish: »%(text)s« (%(project)s, by the end of %(quarter)s)") % values
    return _("Wish: »%(text)s« (%(project)s)") % values


def _planned(project: str, plan: Plan) -> str:
    """An id that the page of the project knows, also when all variants are meant."""
    if project in plan.projects:
        return project
    return next((planned for planned, facts in plan.projects.items() if facts.of == project), "")


def title_of(project: str, plan: Plan) -> str:
    """Name of a variant, or of the project that it carries out."""
    found = _planned(project, plan)
    return plan.title(found) if found else project
