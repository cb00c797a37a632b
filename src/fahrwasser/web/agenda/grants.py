"""A grant that fits a project, as the form of »What if …« can take it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from fahrwasser.core.agenda.catalogue.projects import catalogue
from fahrwasser.core.agenda.funding import Programme
from fahrwasser.web.agenda.quarters import Calendar
from fahrwasser.web.agenda.reading import Plan
from fahrwasser.web.ui.templatetags.ui import euro


@dataclass(frozen=True, slots=True)
class OfferedGrant:
    """Whole EUR at most, in the quarter in which the project begins (1 if it is not in the plan); the rest is words."""

    amount: int
    quarter: int
    eur: str
    programme: str
    title: str
    replaces: str


def offered_grant(
    plan: Plan,
    programmes: Iterable[tuple[Programme, bool]],
    asked: tuple[str, str],
    form: tuple[Calendar, int | None, date],
) -> OfferedGrant | None:
    """`asked` = id of the programme and project; `form` = its quarters, the grant it holds already, and today.

    None when the programme is not there or over, does not fit, or when the project costs nothing once. No query.
    """
    (key, project), (calendar, before, today) = asked, form
    known = plan.instance.by_id.get(project)
    if known is None or project not in plan.projects:
        return None
    fitting = (
        programme
        for programme, _is_sample in programmes
        if programme.id == key
        and programme.state_on(today) != "expired"
        and programme.fits_project(catalogue(), project)
    )
    found = next(fitting, None)
    amount = round(found.grant(known.cost_once)) if found else 0
    if found is None or not amount:
        return None
    begin = calendar.quarter_of(plan.calendar.starts_on(plan.schedule.get(project, 1)))
    return OfferedGrant(
        amount=amount,
        quarter=min(max(begin, calendar.first_open(today)), calendar.quarters),
        eur=euro(amount),
        programme=found.name.in_language(get_language() or "de"),
        title=plan.title(project),
        replaces=euro(before) if before else "",
    )
