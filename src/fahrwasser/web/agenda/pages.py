"""What the page of the plan says, from one version: sentences, rows and the drawing. No query, no rule of planning."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from fahrwasser.core.agenda.catalogue.adjustments import done_costs
from fahrwasser.web.agenda.conflicts import ConflictWords, conflict_of
from fahrwasser.web.agenda.early_relief import early_relief
from fahrwasser.web.agenda.models import Version
from fahrwasser.web.agenda.reading import BASE, DUTY, RELIEF, Plan
from fahrwasser.web.agenda.timeline import BarInput, Timeline, draw
from fahrwasser.web.ui.templatetags.ui import euro, number, span

NO_SUBSTITUTE = "no_substitute"


@dataclass(frozen=True, slots=True)
class Row:
    """One chosen project as a line of the table."""

    project: str
    title: str
    kind: str
    kind_word: str
    is_uncertain: bool
    period: str
    days: str
    once: str
    per_year: str
    hours: str
    origin: str
    why: str


@dataclass(frozen=True, slots=True)
class OutRow:
    """One project that is not in the plan."""

    project: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Effect:
    """One line of what the plan brings."""

    label: str
    value: str
    origin: str


@dataclass(frozen=True, slots=True)
class PlanPage:
    """Everything the template of the plan writes down."""

    years: str
    last_year: str
    lead: str
    notice: str
    stamp: str
    is_searching: bool
    search_words: str
    timeline: Timeline | None
    rows: Sequence[Row]
    out: Sequence[OutRow]
    effects: Sequence[Effect]
    early: str
    nothing: Sequence[str]
    placeholders: Sequence[str]
    conflict: ConflictWords | None
    holds: Sequence[dict[str, Any]] = ()


def plan_page(plan: Plan, *, nothing: Sequence[str] = (), holds: Sequence[dict[str, Any]] = ()) -> PlanPage:
    """The page of one version; `nothing` = sentences on what happens without any plan."""
    rows = [_row(plan, project) for project in plan.in_order()]
    return PlanPage(
        years=years(plan),
        last_year=str(plan.calendar.last_year),
        lead=lead(plan),
        notice=_notice(plan),
        stamp=stamp(plan.version),
        is_searching=is_searching(plan.version),
        search_words=search_words(plan),
        timeline=draw(plan.calendar, tuple(_bar(plan, row) for row in rows)) if rows else None,
        rows=rows,
        out=_out(plan),
        effects=effects(plan),
        early=early_relief(plan),
        nothing=nothing,
        placeholders=_placeholders(plan),
        conflict=conflict_of(plan),
        holds=holds,
    )


def years(plan: Plan) -> str:
    """»2027 bis 2031«."""
    first, last = plan.calendar.year(1), plan.calendar.last_year
    return str(first) if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}


def lead(plan: Plan) -> str:
    """The one sentence with the figures that matter."""
    values = {
        "days": number(plan.hours_per_week * 52 / 8, 1),
        "money": euro(plan.budget_per_year),
        "gap": number(plan.gap_percent, 1),
    }
    if plan.is_infeasible or not plan.schedule:
        return _("Your assumptions: %(days)s days a year, %(money)s a year.") % values
    if plan.is_best:
        return _("The best plan under your assumptions: %(days)s days a year, %(money)s a year.") % values
    if plan.gap_percent is None or plan.is_open or is_searching(plan.version):  # the line of the search says the gap
        found = _("The best plan found so far under your assumptions: %(days)s days a year, %(money)s a year.") % values
        return f"{found} {not_narrowed_down()}" if plan.is_open and not is_searching(plan.version) else found
    return (
        _(
            "The best plan found so far under your assumptions: %(days)s days a year, %(money)s a year. "
            "At most %(gap)s %% more benefit would still be possible."
        )
        % values
    )


def is_searching(version: Version) -> bool:
    """True while the machine is still looking."""
    return version.search in (Version.Search.WAITING, Version.Search.RUNNING)


def search_words(plan: Plan) -> str:
    """What the search is doing, in one sentence; empty when it is finished."""
    if plan.version.search == Version.Search.FAILED:
        return _("The longer search has stopped early. The plan you see keeps every rule; you can work with it.")
    if not is_searching(plan.version):
        return ""
    if not plan.schedule:
        return _("The plan is being calculated. This takes up to a minute.")
    if plan.gap_percent is None:
        return _("Better plans are still being searched for.")
    if plan.is_best:
        return _("This is the plan. The reasons beside the projects are still being worked out.")
    if plan.is_open:
        return _("Better plans are still being searched for.") + f" {not_narrowed_down()}"
    return _("Better plans are still being searched for: at most %(gap)s %% more benefit would be possible.") % {
        "gap": number(plan.gap_percent, 1)
    }


def not_narrowed_down() -> str:
    """Instead of a gap of hundreds of percent, which would say nothing."""
    return _("How much more benefit would be possible has not been narrowed down yet.")


def stamp(version: Version) -> str:
    """Changes whenever the page would show something else."""
    objective, gap = version.answer.get("objective"), version.answer.get("gap")
    shown = "-" if gap is None else f"{float(gap):.3f}"
    return f"{version.number}.{version.search}.{0 if objective is None else round(float(objective))}.{shown}"


def _notice(plan: Plan) -> str:
    if plan.version.kind == Version.Kind.COUNCIL:
        kept = _("This is the version for the council. What you change now makes a new plan beside it.")
        return kept if plan.version.is_searched_out else f"{kept} {kept_mid_search()}"
    return ""


def kept_mid_search() -> str:
    """What has to be said of a version that was kept before the search had ended."""
    return _("It was kept before the search for better plans had ended.")


def kind_word(kind: str) -> str:
    """The kind of a project in one word."""
    return {RELIEF: _("gives relief"), DUTY: _("duty"), BASE: _("basis for others")}[kind]


def _row(plan: Plan, project: str) -> Row:
    data, facts = plan.instance.by_id[project], plan.projects.get(project)
    low, high = facts.hours if facts else (data.hours_per_year, data.hours_per_year)
    kind = plan.kind(project)
    gives = data.hours_per_year > 0
    return Row(
        project=project,
        title=plan.title(project),
        kind=kind,
        kind_word=kind_word(kind),
        is_uncertain=plan.is_uncertain(project),
        period=plan.period(project),
        days=number(data.person_days, 1),
        once=number(data.cost_once),
        per_year=number(data.cost_per_year),
        hours=span(low, high) if gives else "–",
        origin=facts.origin if facts and gives else "",
        why=plan.why(project),
    )


def _bar(plan: Plan, row: Row) -> BarInput:
    data = plan.instance.by_id[row.project]
    facts = plan.projects.get(row.project)
    note = days_words(data.person_days)
    if row.kind == DUTY and facts and facts.duty:
        law = facts.duty.partition(" §")[0].partition(" Art.")[0]
        note = _("%(days)s · duty: %(law)s") % {"days": note, "law": law}
    elif data.hours_per_year > 0:
        note = _("%(days)s · %(hours)s hours freed a year") % {"days": note, "hours": row.hours}
    return BarInput(row.title, plan.schedule[row.project], plan.end(row.project), row.kind, note, row.is_uncertain)


def days_words(days: float) -> str:
    """»1 Tag«, »2,5 Tage«."""
    return _("1 day") if round(days, 1) == 1 else _("%(days)s days") % {"days": number(days, 1)}


def _out(plan: Plan) -> list[OutRow]:
    """Open projects without a place; of several variants the ones of a chosen project are left out."""
    chosen = {plan.projects[p].of for p in plan.schedule if p in plan.projects}
    rows: dict[str, OutRow] = {}
    fallback = _("The reason is still being worked out.")
    if not is_searching(plan.version):
        fallback = _("No reason was worked out.") if plan.schedule else "–"
    for project in plan.instance.open_projects():
        facts = plan.projects.get(project.id)
        if facts is None:  # a milestone, not a project
            continue
        group = facts.of
        if project.id in plan.schedule or group in chosen or group in rows:
            continue
        rows[group] = OutRow(project.id, plan.title(project.id), plan.why(project.id) or fallback)
    return list(rows.values())


def effects(plan: Plan) -> list[Effect]:
    """What the plan brings when everything runs, with ranges and origins."""
    low, _likely, high = plan.hours()
    totals = plan.totals()
    lines = [Effect(_("Hours of the town hall freed"), span(low, high), "estimated")]
    measured = [
        project
        for project in plan.in_order()
        if project in plan.projects and plan.projects[project].origin in ("measured", "counted")
    ]
    for project in measured[:3]:
        facts = plan.projects[project]
        label = _("of these %(project)s") % {"project": plan.title(project)}
        lines.append(Effect(label, span(*facts.hours), facts.origin))
    if duties := plan.duties_met():
        lines.append(Effect(_("Confirmed duties fulfilled (in all)"), number(duties), "counted"))
    lines.append(Effect(_("Running costs when everything runs"), euro(totals["per_year"]), "estimated"))
    return lines


def _running_costs(plan: Plan) -> list[str]:
    """What finished projects take of the money, and whether all together it is more than there is each year."""
    frame, lines = plan.in_core.frame, []
    done = done_costs(frame.adjustments)
    if done:
        words = _("Of the money, %(euros)s a year go to what is finished and runs on (estimated).")
        lines.append(words % {"euros": euro(done)})
    above = plan.totals()["per_year"] + done - frame.budget_per_year
    if above >= 1:
        words = _("When everything runs, it costs %(euros)s a year more than your yearly money; that must rise then.")
        lines.append(words % {"euros": euro(above)})
    return lines


def _placeholders(plan: Plan) -> list[str]:
    """What rests on flat placeholders stays out by itself; the town is asked instead."""
    groups = {plan.projects[p].of for p in plan.schedule if p in plan.projects}
    flat: dict[str, str] = {}
    for project in plan.instance.open_projects():
        facts = plan.projects.get(project.id)
        if facts and facts.on_placeholders and facts.of not in groups:
            flat.setdefault(facts.of, plan.title(project.id))
    lines = [
        _("Days, euros and hours are estimated from the size of your town unless another origin stands beside them.")
    ]
    lines += _running_costs(plan)
    if flat:
        words = _(
            "These projects would pay only if flat placeholders for citizens and safety counted. Placeholders decide "
            "nothing here, so please decide yourself whether you want them: %(projects)s."
        )
        lines.append(words % {"projects": " · ".join(flat.values())})
    return lines
