"""Why a project stands where it stands, or not in the plan: sentences from codes and figures, in the reader's language.

The papers for the council have their own, German ones (core/agenda/papers/reasons.py).
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fahrwasser.core.agenda.catalogue.build import is_milestone
from fahrwasser.web.ui.templatetags.ui import euro, number

if TYPE_CHECKING:
    from fahrwasser.web.agenda.reading import Plan

COACHING = ("P01", "P02", "P03")
MOST_NAMES = 3
SMALL_EUR = 0.5


def why(plan: "Plan", project: str, found: Mapping[tuple[str, str], Mapping[str, Any]]) -> str:
    """One or two sentences; "" if nobody knows yet. `found` = explanations by (project, kind)."""
    if project not in plan.schedule:
        return left_out(plan, project, found.get((project, "out")))
    sentences = [_why_in(plan, project, found), why_then(plan, project, found.get((project, "timing")))]
    return " ".join(sentence for sentence in sentences if sentence)


def _why_in(plan: "Plan", project: str, found: Mapping[tuple[str, str], Mapping[str, Any]]) -> str:
    facts = plan.projects.get(project)
    if facts is not None and facts.duty and plan.kind(project) == "duty":
        return _("Confirmed duty: %(norm)s.") % {"norm": facts.duty}
    codes = _codes(found.get((project, "in")))
    if "value" in codes and plan.instance.by_id[project].hours_per_year > 0:
        return _("It brings more than it costs.")
    users = [other for other in plan.followers(project) if not is_milestone(other)]
    if users:
        return _("%(projects)s need it first.") % {"projects": names(plan, users)}
    if facts is not None and facts.of in COACHING:
        return _("Basis for everything else.")
    words = {
        "duty": _("Wished by the head, or part of a milestone."),
        "lock": _("Set by hand."),
        "value": _("It brings more than it costs."),
        "loss": _("It costs more than it brings; the plan is not yet calculated to the end."),
    }
    return next((words[code] for code in words if code in codes), "")


def why_then(plan: "Plan", project: str, timing: Mapping[str, Any] | None) -> str:
    """Why it begins in its quarter and not earlier."""
    start = plan.schedule[project]
    if start == 1:
        return _("It begins at once.")
    values = dict((timing or {}).get("values") or {})
    quarter = plan.calendar.name(int(values.get("quarter") or start))
    for code in (timing or {}).get("reasons", ()):
        key, _sign, other = code.partition(":")
        if key == "prerequisite" and other in plan.schedule:
            return _("It begins as soon as »%(project)s« is finished.") % {"project": plan.title(other)}
        if key == "capacity":
            return _short(_("One quarter earlier, %(amount)s own days are missing in %(quarter)s."), values, quarter)
        if key == "budget":
            return _short(_("One quarter earlier, %(amount)s are missing until %(quarter)s."), values, quarter)
        if key == "max_parallel":
            return _("In %(quarter)s as many projects run at the same time as you allow.") % {"quarter": quarter}
        if key in ("lock", "alternatives", "duty"):
            return _("The time is set by hand.")
        if key == "value" and float(values.get("eur") or 0) > SMALL_EUR:
            words = _("Begun one quarter earlier, the plan would be worth %(euros)s less.")
            return words % {"euros": euro(float(values["eur"]))}
        if key == "value" and float(values.get("eur") or 0) < -SMALL_EUR:
            return _("An earlier begin would bring more; the plan is not yet calculated to the end.")
        if key == "value":
            return _("An earlier begin would bring no advantage.")
    return _("Begins in %(quarter)s.") % {"quarter": plan.calendar.name(start)}


def _short(template: str, values: Mapping[str, Any], quarter: str) -> str:
    """What is missing, or that something is, for versions that do not remember how much."""
    if "days" in values:
        return template % {"amount": number(values["days"], 1), "quarter": quarter}
    if "eur" in values:
        return template % {"amount": euro(values["eur"]), "quarter": quarter}
    return _("Earlier there is not enough time or money.")


def left_out(plan: "Plan", project: str, out: Mapping[str, Any] | None) -> str:
    """Why it is not in the plan; "" if the answer does not say."""
    if out is None:
        return ""
    codes = _codes(out)
    if not codes:
        return ""
    if out.get("delta_eur", 0.0) is None and "lock" not in codes:
        return _("No plan can hold it. In the way: %(obstacles)s.") % {"obstacles": obstacles(plan, out["reasons"])}
    if codes == {"capacity", "budget"}:
        return _("Time and money bring more elsewhere.")
    rivals = [code.partition(":")[2] for code in out["reasons"] if code.startswith("alternatives:")]
    if rivals:
        return _("»%(project)s« is planned instead.") % {"project": _title(plan, rivals[0])}
    words = {
        "quarters": _("What must come before takes longer than the plan."),
        "value": _("In the time looked at it brings less than it costs."),
        "lock": _("Excluded by hand."),
        "budget": _("The money is not enough without dropping something else."),
        "capacity": _("The working time brings more elsewhere."),
    }
    return next((words[code] for code in words if code in codes), "")


def obstacles(plan: "Plan", reasons: Iterable[str]) -> str:
    """»own days, the date of …«."""
    words = {
        "quarters": _("the number of quarters"),
        "capacity": _("the own days there are"),
        "budget": _("the money there is"),
        "running_cap": _("the limit of running costs"),
        "max_parallel": _("the number of projects at the same time"),
        "alternatives": _("another variant that is chosen or there"),
    }
    found = []
    for code in reasons:
        key, _sign, other = code.partition(":")
        if key == "duty":
            found.append(_("the date of »%(project)s«") % {"project": _title(plan, other)})
        elif key == "lock":
            found.append(_("what is set by hand for »%(project)s«") % {"project": _title(plan, other)})
        elif key in words:
            found.append(words[key])
    return ", ".join(found)


def names(plan: "Plan", projects: list[str]) -> str:
    """»A«, »B« and two more."""
    shown = ", ".join(f"»{_title(plan, project)}«" for project in projects[:MOST_NAMES])
    more = len(projects) - MOST_NAMES
    if more <= 0:
        return shown
    return ngettext("%(names)s and one more", "%(names)s and %(count)s more", more) % {"names": shown, "count": more}


def _title(plan: "Plan", project: str) -> str:
    return plan.title(project) if project in plan.instance.by_id or project in plan.projects else project


def _codes(explanation: Mapping[str, Any] | None) -> set[str]:
    return {code.partition(":")[0] for code in (explanation or {}).get("reasons", ())}
