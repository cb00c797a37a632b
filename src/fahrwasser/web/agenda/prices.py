"""The price of a change: what two plans differ by, in days, euros and hours of relief."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from fahrwasser.core.agenda.catalogue.projects import base_of
from fahrwasser.web.agenda.changes import FREE, Change, HoldChange
from fahrwasser.web.agenda.holds import title_of
from fahrwasser.web.agenda.models import Hold
from fahrwasser.web.agenda.reading import Plan
from fahrwasser.web.ui.templatetags.ui import number

MOST_MOVES = 8
DIGITS = {"days": 1}
UNITS = {"once": "\N{NO-BREAK SPACE}€", "per_year": "\N{NO-BREAK SPACE}€"}


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One measure of both plans; the difference carries its sign."""

    label: str
    before: str
    after: str
    difference: str


@dataclass(frozen=True, slots=True)
class BothTotals:
    """What two plans come to, so that one can be held against the other; `left_out` says what is in neither."""

    before: Mapping[str, float]
    after: Mapping[str, float]
    year: int
    left_out: Sequence[str]


def both_totals(before: Plan, after: Plan) -> BothTotals:
    """Both plans count their hours until the first of them ends.

    What is done since is in neither. What runs has no days and no money once in either: the newer plan knows only the
    rest of it.
    """
    done = after.in_core.frame.done
    runs = {
        base_of(p)
        for plan in (before, after)
        for p in plan.schedule
        if p in plan.projects and plan.projects[p].is_running
    }
    until = min(plan.calendar.ends_on(plan.calendar.quarters) for plan in (before, after))
    old, new = (plan.totals(until, done, runs) for plan in (before, after))
    left_out = []
    if any(base_of(project) in done for project in before.schedule):
        left_out.append(_("What is done by now is in neither plan."))
    if runs:
        left_out.append(_("The days and the money once of what runs are in neither plan."))
    return BothTotals(old, new, until.year, left_out)


def price_lines(before: Plan, after: Plan) -> list[PriceLine]:
    """Days, euros, hours: today's plan, the tried plan, after minus before."""
    both = both_totals(before, after)
    labels = {
        "days": _("Own days in all"),
        "once": _("Money once"),
        "per_year": _("Running costs a year"),
        "hours": _("Hours freed a year when everything runs"),
        "hours_until_end": _("Hours freed until the end of %(year)s") % {"year": both.year},
    }
    old, new = both.before, both.after
    return [
        PriceLine(
            label,
            number(old[key], DIGITS.get(key, 0)) + UNITS.get(key, ""),
            number(new[key], DIGITS.get(key, 0)) + UNITS.get(key, ""),
            signed(new[key] - old[key], DIGITS.get(key, 0)) + UNITS.get(key, ""),
        )
        for key, label in labels.items()
    ]


def signed(value: float, digits: int = 0) -> str:
    """»+3«, »−1,5« (a real minus sign), »±0«."""
    rounded = round(value, digits)
    if rounded == 0:
        return "±0"
    return f"{'+' if rounded > 0 else '−'}{number(abs(rounded), digits)}"


def trial_lead(before: Plan, after: Plan) -> str:
    """The price in one sentence."""
    if after.is_infeasible:
        return _("This does not fit together with everything else.")
    if not after.schedule:
        return _("Within three seconds no plan was found for this. Please try a smaller change.")
    if not before.schedule:
        return _("With this there is a plan.")
    both = both_totals(before, after)
    old, new = both.before, both.after
    values = {
        "days": signed(new["days"] - old["days"], DIGITS["days"]),
        "once": signed(new["once"] - old["once"]),
        "hours": signed(new["hours_until_end"] - old["hours_until_end"]),
        "year": both.year,
    }
    return _("The price: %(days)s days, %(once)s € once, %(hours)s hours of relief until the end of %(year)s.") % values


def moves(before: Plan, after: Plan, change: Change) -> list[str]:
    """What else moves: projects that come, go or begin at another time; the changed one itself is left out."""
    meant = change.hold.project if change.hold else ""
    lines = []
    for project in sorted({*before.schedule, *after.schedule}):
        old, new = before.schedule.get(project), after.schedule.get(project)
        if _day(before, old) == _day(after, new) or project == meant or base_of(project) in after.in_core.frame.done:
            continue
        title = (after if project in after.instance.by_id else before).title(project)
        if old is None and new is not None:
            lines.append(_("New: %(project)s, %(quarter)s") % {"project": title, "quarter": after.calendar.name(new)})
        elif new is None:
            lines.append(_("Falls out: %(project)s") % {"project": title})
        elif old is not None:
            values = {"project": title, "old": before.calendar.name(old), "new": after.calendar.name(new)}
            template = _("Later: %(project)s, %(new)s instead of %(old)s")
            if after.calendar.starts_on(new) < before.calendar.starts_on(old):
                template = _("Earlier: %(project)s, %(new)s instead of %(old)s")
            lines.append(template % values)
    if len(lines) > MOST_MOVES:
        rest = _("and %(count)s more") % {"count": len(lines) - MOST_MOVES}
        lines = [*lines[:MOST_MOVES], rest]
    return lines


def _day(plan: Plan, quarter: int | None) -> date | None:
    """First day of a quarter; plans that begin at different times count differently."""
    return None if quarter is None else plan.calendar.starts_on(quarter)


def change_words(change: Change, plan: Plan) -> str:
    """The heading of a trial."""
    if change.hold is not None:
        return _hold_words(change.hold, plan)
    if change.wish is not None:
        return _("Wish: »%(text)s«") % {"text": change.wish.text}
    return _("A way out of the conflict")


def _hold_words(hold: HoldChange, plan: Plan) -> str:
    values = {"project": title_of(hold.project, plan), "quarter": plan.calendar.name(hold.start or 1)}
    templates = {
        Hold.Kind.WANTED.value: _("In the plan in any case: %(project)s"),
        Hold.Kind.FORBIDDEN.value: _("Not in the plan: %(project)s"),
        Hold.Kind.START.value: _("Begins in %(quarter)s: %(project)s"),
        FREE: _("Left to the plan: %(project)s"),
    }
    return templates[hold.kind] % values
