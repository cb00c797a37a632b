"""What if time and money were different: the change in words, and the difference to the plan that counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from fahrwasser.core.agenda.catalogue.adjustments import SCARCER, Adjustment
from fahrwasser.core.agenda.catalogue.projects import base_of
from fahrwasser.web.agenda.models import Resolution
from fahrwasser.web.agenda.prices import both_totals, signed
from fahrwasser.web.agenda.quarters import Calendar
from fahrwasser.web.agenda.reading import Plan, plan_of
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.ui.templatetags.ui import euro, number


@dataclass(frozen=True, slots=True)
class Comparison:
    """The difference in words: what comes in, what falls out, what moves; `column` names the plan compared with."""

    title: str
    column: str
    sentences: Sequence[str]
    enters: Sequence[str]
    leaves: Sequence[str]
    moves: Sequence[str]


def given_words(before: Plan, after: Plan) -> list[str]:
    """The other time and money of a plan that was tried: each thing that is different, as one phrase."""
    old, new, lines = before.in_core.frame, after.in_core.frame, []
    if new.hours_per_week != old.hours_per_week:
        values = {"hours": number(new.hours_per_week, 2), "old": number(old.hours_per_week, 2)}
        lines.append(_("%(hours)s hours a week instead of %(old)s") % values)
    if new.budget_per_year != old.budget_per_year:
        values = {"euros": euro(new.budget_per_year), "old": euro(old.budget_per_year)}
        lines.append(_("%(euros)s a year instead of %(old)s") % values)
    lines += [adjustment_words(one, after.calendar) for one in new.adjustments if one.kind != "done"]
    return lines or [_("as it is")]


def adjustment_words(adjustment: Adjustment, calendar: Calendar) -> str:
    """A grant, a shared post or fewer hours, as a phrase."""
    values = {
        "euros": euro(adjustment.eur),
        "hours": number(adjustment.hours_per_week, 2),
        "quarter": calendar.name(adjustment.quarter),
        "percent": number((SCARCER - 1) * 100),
    }
    return {
        "grant": _("a grant of %(euros)s in %(quarter)s"),
        "post": _("a post shared with a neighbour from %(quarter)s on: %(hours)s hours a week, %(euros)s a year"),
        "fewer": _(
            "from %(quarter)s on %(hours)s hours a week less, and each hour that is left counts %(percent)s %% more"
        ),
        "done": _("%(euros)s a year that finished projects cost"),
    }[adjustment.kind] % values


def compare(before: Plan, after: Plan, *, is_adopted: bool) -> Comparison:
    """Both plans by calendar quarters; projects that are done since are no loss, variants of a project are one."""
    old, new = _starts(before), _starts(after)
    done = after.in_core.frame.done
    enters = [_enters(after, base) for base in sorted(new, key=lambda b: new[b]) if base not in old]
    leaves = [_name(before, base) for base in sorted(old, key=lambda b: old[b]) if base not in new and base not in done]
    both = [base for base in sorted(new, key=lambda b: new[b]) if base in old]
    moves = [line for base in both if (line := _move(before, after, base))]
    title = (
        _("The difference to the plan that the council decided") if is_adopted else _("The difference to today's plan")
    )
    column = _("decided plan") if is_adopted else _("today's plan")
    return Comparison(title, column, _sentences(before, after, (enters, leaves, moves)), enters, leaves, moves)


def _sentences(before: Plan, after: Plan, changes: tuple[list[str], list[str], list[str]]) -> list[str]:
    enters, leaves, moves = map(len, changes)
    both = both_totals(before, after)
    old, new = both.before, both.after
    values = {
        "hours": signed(new["hours"] - old["hours"]),
        "until": signed(new["hours_until_end"] - old["hours_until_end"]),
        "once": signed(new["once"] - old["once"]),
        "per_year": signed(new["per_year"] - old["per_year"]),
        "days": signed(new["days"] - old["days"], 1),
        "year": both.year,
    }
    counts = {"enters": enters, "leaves": leaves, "moves": moves}
    first = _("The projects stay the same, and so do their quarters.")
    if enters or leaves or moves:
        first = _("Projects: %(enters)s new, %(leaves)s dropped, %(moves)s moved.") % counts
    hours = _("Hours freed a year when everything runs: %(hours)s; until the end of %(year)s: %(until)s.") % values
    money = _("Euros once: %(once)s; euros a year: %(per_year)s; own days: %(days)s.") % values
    return [first, hours, money, *both.left_out]


def _starts(plan: Plan) -> dict[str, int]:
    """Catalogue project → calendar quarter (counted from year 0) in which it begins."""
    first = plan.calendar.starts_on(1)
    origin = first.year * 4 + (first.month - 1) // 3 - 1
    return {base_of(project): origin + start for project, start in plan.schedule.items()}


def _planned(plan: Plan, base: str) -> str:
    return next(project for project in plan.schedule if base_of(project) == base)


def _name(plan: Plan, base: str) -> str:
    return plan.title(_planned(plan, base))


def _enters(plan: Plan, base: str) -> str:
    project = _planned(plan, base)
    values = {"project": plan.title(project), "quarter": plan.calendar.name(plan.schedule[project])}
    return _("%(project)s, from %(quarter)s on") % values


def _move(before: Plan, after: Plan, base: str) -> str:
    old, new = _planned(before, base), _planned(after, base)
    first, then = _starts(before)[base], _starts(after)[base]
    values = {
        "project": after.title(new),
        "old": before.calendar.name(before.schedule[old]),
        "new": after.calendar.name(after.schedule[new]),
        "before": before.title(old),
    }
    if first == then:
        return "" if old == new else _("%(project)s instead of %(before)s") % values
    if old != new:
        return _("%(project)s instead of %(before)s, %(new)s instead of %(old)s") % values
    if then < first:
        return _("Earlier: %(project)s, %(new)s instead of %(old)s") % values
    return _("Later: %(project)s, %(new)s instead of %(old)s") % values


def plan_to_compare(town: Municipality, today: Plan) -> tuple[Plan, bool]:
    """The plan that the council decided last, and True; before there is one, today's. 1 query."""
    decided = Resolution.objects.of(town).select_related("version").order_by("-version__number").first()
    if decided is None or decided.version == today.version:
        return today, decided is not None
    return plan_of(decided.version), True
