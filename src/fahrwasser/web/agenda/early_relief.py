"""At least one visible relief within two quarters, or words saying why not."""

from django.utils.translation import gettext as _

from fahrwasser.core.agenda.catalogue.build import first_relief
from fahrwasser.core.agenda.catalogue.town import town_projects
from fahrwasser.web.agenda.reading import Plan

EARLY_QUARTERS = 2


def early_relief(plan: Plan) -> str:
    """At least one visible relief within two quarters, or words saying why not."""
    first = plan.first_relief()
    if first is None:
        return _(
            "No project of this plan gives relief in hours: time and money are just enough for duties and their basis."
        )
    end = plan.end(first)
    values = {"project": plan.title(first), "quarter": plan.calendar.name(end)}
    if end <= EARLY_QUARTERS:
        return _("The first visible relief comes in %(quarter)s: %(project)s.") % values
    before = _before(plan, first)
    if before:
        return _(
            "There is no visible relief in the first two quarters: %(project)s comes first, at the end of "
            "%(quarter)s, because it needs %(before)s before it."
        ) % {**values, "before": before}
    words = {
        "time": _("There is no visible relief in the first two quarters: every one takes longer with your time."),
        "money": _("There is no visible relief in the first two quarters: the money of that time is not enough."),
        "forbidden": _("There is no visible relief in the first two quarters: you have excluded the quick ones."),
        "": _("There is no visible relief in the first two quarters: something else is worth more or due earlier."),
    }[_why_none(plan)]
    then = _("%(project)s comes first, at the end of %(quarter)s.") % values
    return f"{words} {then}"


def _before(plan: Plan, project: str) -> str:
    needed = [m for group in plan.instance.by_id[project].prerequisites for m in group if m in plan.schedule]
    return " · ".join(plan.title(m) for m in sorted(needed, key=lambda m: plan.schedule[m])[:2])


def _why_none(plan: Plan) -> str:
    """time, money, forbidden, or "" when a quick one exists and the plan prefers something else."""
    core = plan.in_core
    return first_relief(core.catalogue, town_projects(core.catalogue, core.town, core.frame), core.frame).reason
