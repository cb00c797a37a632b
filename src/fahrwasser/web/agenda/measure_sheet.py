"""The Maßnahmenblatt of one project on screen: what the reference (10) lists, in the reader's language. No query."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from fahrwasser.core.agenda.catalogue.projects import CatalogueProject, base_of, catalogue
from fahrwasser.core.agenda.catalogue.small_steps import steps_for
from fahrwasser.web.agenda.baseline import baseline_of
from fahrwasser.web.agenda.duties import certainties
from fahrwasser.web.agenda.gantt import needs_of
from fahrwasser.web.agenda.going import finding_words, light_of, light_word
from fahrwasser.web.agenda.measured import Measured
from fahrwasser.web.agenda.models import Progress
from fahrwasser.web.agenda.names import office_of, owner_words, participants_of
from fahrwasser.web.agenda.pages import kind_word
from fahrwasser.web.agenda.reading import RELIEF, Plan
from fahrwasser.web.agenda.review import Fact, state_word
from fahrwasser.web.ui.templatetags.ui import euro, number, span


@dataclass(frozen=True, slots=True)
class SheetStep:
    """One small step."""

    title: str
    minutes: int
    owner: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class Effect:
    """One service: minutes a case before and now, how many cases, hours a year that the difference makes."""

    service: str
    before: str
    before_origin: str
    now: str
    source: str
    saved: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything the template of the page writes down."""

    facts: Sequence[Fact]
    colour: str
    light: str
    reasons: Sequence[str]
    steps: Sequence[SheetStep]
    effects: Sequence[Effect]
    expected: str
    entered: str


def sheet_of(
    plan: Plan,
    project: str,
    row: Progress | None,
    measured: Sequence[Measured],
    known: tuple[frozenset[str], Sequence[str], date],
) -> Sheet:
    """`known` = ids of the steps that are done, names of funding programmes that may fit, and today."""
    done, funding, today = known
    base = baseline_of(plan, project, row)
    found = light_of(plan, base, row, today) if base else None
    facts, behind = plan.projects[project], catalogue().projects[base_of(project)]
    hours = ""
    if facts.hours[1] > 0:
        hours = _("Expected: %(hours)s hours freed a year.") % {"hours": span(*facts.hours)}
    entered = ""
    if row and row.minutes_per_case is not None:
        entered = _("Entered by hand: a case now takes %(minutes)s minutes.") % {
            "minutes": number(row.minutes_per_case, 1)
        }
    return Sheet(
        facts=[
            *_place(plan, project, row),
            *_people(project),
            *_needs(plan, project),
            *_money(plan, project, row),
            Fact(_("Funding"), ", ".join(funding) or _("none known")),
            *_why(plan, project, behind),
            *_target(plan, project, behind),
        ],
        colour=found.colour if found else "none",
        light=light_word(found.colour if found else "none"),
        reasons=[finding_words(finding) for finding in found.findings] if found else [],
        steps=_steps(project, done),
        effects=[_effect(line) for line in measured if line.has_effort],
        expected=hours,
        entered=entered,
    )


def _place(plan: Plan, project: str, row: Progress | None) -> list[Fact]:
    facts = [Fact(_("State"), state_word(row.state if row else Progress.State.PLANNED))]
    if project in plan.schedule:
        place = _("no. %(number)s of the agenda") % {"number": plan.in_order().index(project) + 1}
        facts.append(Fact(_("Place"), place))
    facts.append(Fact(_("When"), plan.period(project) if project in plan.schedule else _("not in the plan")))
    field = catalogue().fields[plan.projects[project].field] if plan.projects[project].field else None
    if field is not None:
        facts.append(Fact(_("Field of action"), field.in_language(get_language() or "de")))
    return facts


def _people(project: str) -> list[Fact]:
    facts = [Fact(_("Responsible"), office_of(project))]
    others = participants_of(project)
    return [*facts, Fact(_("Who takes part"), ", ".join(others))] if others else facts


def _needs(plan: Plan, project: str) -> list[Fact]:
    if project not in plan.schedule:
        return []
    needs = ", ".join(plan.title(need) for need in needs_of(plan, project))
    followers = ", ".join(plan.title(other) for other in plan.followers(project))
    facts = [Fact(_("Needed before"), needs or _("nothing"))]
    return [*facts, Fact(_("Others that need it"), followers)] if followers else facts


def _money(plan: Plan, project: str, row: Progress | None) -> list[Fact]:
    data, facts = plan.instance.by_id.get(project), plan.projects[project]
    base = baseline_of(plan, project, row)
    found = [Fact(_("Own days"), span(*facts.days, 1), facts.origin)]
    if row and row.days_spent:
        found.append(Fact(_("Own days spent so far"), number(row.days_spent, 1), "counted"))
    once = base.euros if base else (data.cost_once if data else None)
    if once is not None:
        found.append(Fact(_("Money once"), euro(once), "estimated" if once else ""))
    if row and row.euros_spent is not None:
        found.append(Fact(_("Money spent so far"), euro(row.euros_spent), "counted"))
    if data is not None:
        running = euro(data.cost_per_year)
        found.append(Fact(_("Running costs a year"), running, "estimated" if data.cost_per_year else ""))
    return found


def _why(plan: Plan, project: str, behind: CatalogueProject) -> list[Fact]:
    facts, found = plan.projects[project], []
    if facts.duty:
        sure = certainties().get(facts.duty_certainty, "")
        found.append(Fact(_("Duty"), f"{facts.duty} ({sure})" if sure else facts.duty))
    elif behind.duty_refs:
        norms = "; ".join(catalogue().duties[ref].norm for ref in behind.duty_refs)
        found.append(Fact(_("Duty"), _("%(norms)s; not confirmed by the town") % {"norms": norms}))
    if project in plan.schedule:
        found.append(Fact(_("Priority"), f"{kind_word(plan.kind(project))}. {plan.why(project)}".strip()))
    return found


def _target(plan: Plan, project: str, behind: CatalogueProject) -> list[Fact]:
    facts = plan.projects[project]
    found = []
    if facts.hours[1] > 0:
        found.append(Fact(_("Hours freed a year"), span(*facts.hours), facts.origin))
    variant = catalogue().variant(project)
    if variant.citizen_eur or variant.risk_eur:
        found.append(Fact(_("Gain for citizens, less risk"), _("there, not yet in figures; it does not count")))
    if project in plan.schedule:
        target = _("done")
        if plan.kind(project) == RELIEF:
            target = _("%(hours)s hours freed a year") % {"hours": span(*facts.hours)}
        day = date_format(plan.calendar.ends_on(plan.end(project)), "DATE_FORMAT")
        values = {"what": behind.indicator.in_language(get_language() or "de"), "target": target, "day": day}
        found.append(Fact(_("Indicator and target"), _("%(what)s: %(target)s by %(day)s") % values))
    found.append(Fact(_("Where the figures come from"), facts.source))
    return found


def _steps(project: str, done: frozenset[str]) -> list[SheetStep]:
    language = get_language() or "de"
    return [
        SheetStep(step.title.in_language(language), step.minutes, owner_words(step), step.id in done)
        for step in steps_for(catalogue(), project)
    ]


def _effect(line: Measured) -> Effect:
    saved = ""
    if line.before and line.now and line.volume:
        hours = (line.before.value - line.now.value) * line.volume.value / 60
        saved = number(hours)
    return Effect(
        service=line.service,
        before=number(line.before.value, 1) if line.before else "–",
        before_origin=line.before.origin if line.before else "",
        now=number(line.now.value, 1) if line.now else "–",
        source=line.now.source if line.now else "",
        saved=saved or "–",
    )
