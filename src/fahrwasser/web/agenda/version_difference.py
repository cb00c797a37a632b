"""What two versions for the council differ by, in words: assumptions, projects, figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fahrwasser.core.agenda.catalogue.projects import base_of, catalogue
from fahrwasser.web.agenda.prices import PriceLine, price_lines
from fahrwasser.web.agenda.reading import Plan
from fahrwasser.web.agenda.whatif import Comparison, adjustment_words, compare
from fahrwasser.web.ui.templatetags.ui import euro, number


@dataclass(frozen=True, slots=True)
class Difference:
    """The page: the names of both versions, other assumptions, what is done since, and the projects."""

    before: str
    after: str
    assumptions: Sequence[str]
    done: Sequence[str]
    comparison: Comparison
    prices: Sequence[PriceLine]


def difference_of(before: Plan, after: Plan) -> Difference:
    """From the older plan to the newer one. No query."""
    return Difference(
        before=version_name(before),
        after=version_name(after),
        assumptions=_assumptions(before, after),
        done=_done_since(before, after),
        comparison=compare(before, after, is_adopted=False),
        prices=price_lines(before, after),
    )


def version_name(plan: Plan) -> str:
    """»Version 3 of 1 December 2026«, or that it is today's plan."""
    version = plan.version
    values = {"number": version.number, "day": date_format(version.frozen_at or version.made_at, "DATE_FORMAT")}
    if version.frozen_at is None:
        return _("today's plan of %(day)s") % values
    return _("Version %(number)s of %(day)s") % values


def _assumptions(before: Plan, after: Plan) -> list[str]:
    old, new, lines = before.in_core.frame, after.in_core.frame, []
    if old.first_quarter != new.first_quarter:
        values = {"new": after.calendar.name(1), "old": before.calendar.name(1)}
        lines.append(_("The plan begins with %(new)s instead of %(old)s.") % values)
    if old.hours_per_week != new.hours_per_week:
        values = {"new": number(new.hours_per_week, 2), "old": number(old.hours_per_week, 2)}
        lines.append(_("Hours a week: %(new)s instead of %(old)s.") % values)
    if old.budget_per_year != new.budget_per_year:
        values = {"new": euro(new.budget_per_year), "old": euro(old.budget_per_year)}
        lines.append(_("Money a year: %(new)s instead of %(old)s.") % values)
    if old.running_cap_per_year != new.running_cap_per_year:
        values = {"new": _cap(new.running_cap_per_year), "old": _cap(old.running_cap_per_year)}
        lines.append(_("Running costs a year: %(new)s instead of %(old)s.") % values)
    for template, duties in (
        (_("Confirmed as a duty: %(duties)s."), new.confirmed_duties - old.confirmed_duties),
        (_("No longer confirmed as a duty: %(duties)s."), old.confirmed_duties - new.confirmed_duties),
    ):
        if duties:
            lines.append(template % {"duties": _duties(duties)})
    return [*lines, *_adjusted(before, after)]


def _cap(value: float | None) -> str:
    return _("without a limit") if value is None else _("at most %(euros)s") % {"euros": euro(value)}


def _duties(ids: Iterable[str]) -> str:
    known, language = catalogue().duties, get_language() or "de"
    return ", ".join(known[key].title.in_language(language) if key in known else key for key in sorted(ids))


def _adjusted(before: Plan, after: Plan) -> list[str]:
    """Grants, shared posts, missing hours and running costs that only one of the plans reckons with."""
    since = max(plan.calendar.starts_on(1) for plan in (before, after))
    old, new = _by_day(before, since), _by_day(after, since)
    added = [_("New: %(what)s.") % {"what": words} for key, words in new.items() if key not in old]
    return added + [_("No longer: %(what)s.") % {"what": words} for key, words in old.items() if key not in new]


def _by_day(plan: Plan, since: date) -> dict[tuple[str, date, float, float], str]:
    """What has held for longer than the later plan knows is the same in both; a grant of the past is spent."""
    found: dict[tuple[str, date, float, float], str] = {}
    for one in plan.in_core.frame.adjustments:
        day = plan.calendar.starts_on(one.quarter)
        key = (one.kind, day if one.kind == "grant" else max(day, since), one.hours_per_week, one.eur)
        found[key] = adjustment_words(one, plan.calendar)
    return found


def _done_since(before: Plan, after: Plan) -> list[str]:
    done = {base_of(project) for project in after.in_core.frame.done - before.in_core.frame.done}
    return [before.title(project) for project in before.in_order() if base_of(project) in done]
