"""What would have to change, and what it costs, in words: from the keys of a change and the difference of two plans."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from fahrwasser.core.agenda.catalogue.build import is_milestone
from fahrwasser.web.agenda.changes import HOURS_A_DAY, WEEKS, for_the_town
from fahrwasser.web.agenda.prices import signed
from fahrwasser.web.agenda.reading import Plan
from fahrwasser.web.agenda.why import names
from fahrwasser.web.ui.templatetags.ui import euro, number

Change = Mapping[str, Any]


def change_words(plan: Plan, change: Change) -> str:
    """One change as a phrase: »6.5 own days more in every quarter (4 hours a week)«; parts joined by »and«."""
    change = for_the_town(change, plan.in_core.frame.adjustments)
    parts = [*_time_and_money(change), *_dates(plan, change), *_of_the_project(change)]
    text = _(" and ").join(part for part in parts if part)
    return f"{text[:1].upper()}{text[1:]}"


def _time_and_money(change: Change) -> list[str]:
    parts = []
    if change.get("capacity_add"):
        days = float(change["capacity_add"])
        values = {"days": number(days, 1), "hours": number(days * HOURS_A_DAY / WEEKS, 1)}
        parts.append(_("%(days)s own days more in every quarter (%(hours)s hours a week)") % values)
    if change.get("budget_add"):
        values = {"euros": euro(change["budget_add"]), "year": euro(4 * change["budget_add"])}
        parts.append(_("%(euros)s more in every quarter (%(year)s a year)") % values)
    if change.get("running_cap_per_year"):
        parts.append(_("running costs of up to %(euros)s a year") % {"euros": euro(change["running_cap_per_year"])})
    if change.get("max_parallel"):
        parts.append(_("up to %(count)s projects at the same time") % {"count": change["max_parallel"]})
    return parts


def _dates(plan: Plan, change: Change) -> list[str]:
    parts = []
    if change.get("finish_by"):
        dates = ", ".join(f"»{title(plan, p)}« ({plan.calendar.name(q)})" for p, q in change["finish_by"].items())
        parts.append(_("a later date: %(dates)s") % {"dates": dates})
    if change.get("drop_duties"):
        parts.append(_("no date for %(projects)s") % {"projects": names(plan, list(change["drop_duties"]))})
    if change.get("drop_locks"):
        words = _("take back what was set by hand for %(projects)s")
        parts.append(words % {"projects": names(plan, list(change["drop_locks"]))})
    return parts


def _of_the_project(change: Change) -> list[str]:
    parts = []
    if change.get("hours_per_year_at_least"):
        values = {"hours": number(change["hours_per_year_at_least"])}
        parts.append(_("it frees at least %(hours)s hours a year") % values)
    if "cost_once_at_most" in change:
        parts.append(_("it costs at most %(euros)s once") % {"euros": euro(change["cost_once_at_most"])})
    if change.get("choose"):
        parts.append(_("you set it by hand: it must be in the plan"))
    return parts


def price_words(plan: Plan, difference: Mapping[str, float]) -> str:
    """What the other plan has more (+) and less (−): days, euros, hours."""
    values = {
        "days": signed(difference["days"], 1),
        "once": signed(difference["cost_once"]),
        "per_year": signed(difference["cost_per_year"]),
        "hours": signed(difference["hours_in_plan"]),
        "year": plan.calendar.last_year,
    }
    return (
        _(
            "%(days)s own days, %(once)s € once, %(per_year)s € a year, %(hours)s hours of relief until the end of "
            "%(year)s."
        )
        % values
    )


def conflict_words(plan: Plan, found: Mapping[str, Any]) -> str:
    """Why there is no plan: who wants what, what is needed, what there is. Falls back to the kept German text."""
    values = found.get("values") or {}
    if "finish_by" not in values:
        return ""
    rules = found.get("conflict") or []
    types = {rule["type"] for rule in rules}
    wanted = [
        _("»%(project)s« by the end of %(quarter)s")
        % {"project": title(plan, project), "quarter": plan.calendar.name(min(quarter, plan.calendar.quarters))}
        for project, quarter in values["finish_by"].items()
    ]
    locks = [rule["project"] for rule in rules if rule["type"] == "lock"]
    wanted += [_("»%(project)s« (set by hand)") % {"project": title(plan, project)} for project in locks]
    subject = ", ".join(wanted)
    reason = _shortage(plan, values) or next((text for kind, text in _reasons().items() if kind in types), "")
    return f"{subject}: {reason or _('The dates and what is set by hand do not fit together, or time is too short.')}"


def _shortage(plan: Plan, values: Mapping[str, Any]) -> str:
    if "need" not in values:
        return ""
    quarter = plan.calendar.name(int(values["until"]))
    if values["of"] == "capacity":
        words = _("With what must come before, %(need)s own days are needed until %(quarter)s, %(given)s are there.")
        return words % {"need": number(values["need"], 1), "given": number(values["given"], 1), "quarter": quarter}
    words = _("With what must come before, %(need)s are needed until %(quarter)s, %(given)s are there.")
    return words % {"need": euro(values["need"]), "given": euro(values["given"]), "quarter": quarter}


def _reasons() -> dict[str, str]:
    return {
        "capacity": _("The own days of single quarters are not enough to be finished in time."),
        "budget": _("The money is not there in time."),
        "running_cap": _("Together the running costs exceed the limit."),
        "max_parallel": _("More projects would have to run at the same time than you allow."),
        "alternatives": _("These are variants of one project; only one of them is possible."),
    }


def title(plan: Plan, project: str) -> str:
    """Name of a project; of a milestone the name of what it stands for."""
    if is_milestone(project):
        base = project.partition("-")[2]
        known = next((key for key, facts in plan.projects.items() if facts.of == base), None)
        return plan.title(known) if known else plan.instance.by_id[project].name
    return plan.title(project) if project in plan.projects else project
