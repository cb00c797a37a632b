"""The Digitale Agenda for the council: from a plan to the values of the letter template `agenda` (reference 10)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from fahrwasser.core.agenda.catalogue.adjustments import done_costs
from fahrwasser.core.agenda.model.answer import OPEN_GAP
from fahrwasser.core.agenda.papers import tables as tables
from fahrwasser.core.agenda.papers.assumptions import assumptions_table
from fahrwasser.core.agenda.papers.duties import certainty_table, duties_table
from fahrwasser.core.agenda.papers.shapes import AgendaPaper, Letterhead, Section, Table
from fahrwasser.core.agenda.papers.sheets import Notes, sheet
from fahrwasser.core.agenda.papers.situation import NO_MATURITY, Maturity, leaving_words, maturity_table, posts_words
from fahrwasser.core.agenda.papers.summary import summary_tables
from fahrwasser.core.agenda.papers.sureness import Sureness, sureness_table, sureness_words
from fahrwasser.core.agenda.papers.texts import text_parts, written
from fahrwasser.core.agenda.plan import Plan
from fahrwasser.core.inventory.picture import Picture
from fahrwasser.core.words import counted, euros, number, rough_span

STATUS_DRAFT = "Entwurf"
SEARCH_CUT_SHORT = "Die Suche nach besseren Plänen war für diese Fassung noch nicht abgeschlossen."
REGISTER_CREDIT = "Gemeindeverzeichnis: © Statistisches Bundesamt (Destatis), dl-de/by-2-0"
WAGE_SOURCE = "Statistisches Bundesamt, Leitfaden Erfüllungsaufwand: Lohnkosten und Zeitwerte, Stand 2025"


@dataclass(frozen=True, slots=True)
class PaperInput:
    """What the paper is made from. `edited` by text key.

    The outlook on posts is that of the first picture, without any count below three: the paper is kept and public,
    and ages of posts are for the head only.
    `navigator` and `substitute` are offices or names as the head wants them printed. `comparisons` are tables of own,
    shared and central operation that the town chose to show, `compared` what they say in a sentence each.
    `sureness` = the study of this plan with drawn figures, None when nobody asked for one.
    """

    plan: Plan
    picture: Picture
    letterhead: Letterhead
    made_on: date
    status: str = STATUS_DRAFT
    is_example: bool = False
    is_searched_out: bool = True
    navigator: str = ""
    substitute: str = ""
    edited: Mapping[str, str] = field(default_factory=dict)
    comparisons: tuple[Table, ...] = ()
    compared: tuple[str, ...] = ()
    maturity: tuple[Maturity, ...] = ()
    notes: Notes = field(default_factory=Notes)
    sureness: Sureness | None = None


def agenda_paper(given: PaperInput) -> AgendaPaper:
    """The paper; every text part with the town's own wording where it has one."""
    plan = given.plan
    return AgendaPaper(
        letterhead=given.letterhead,
        title=plan.title,
        subtitle=f"Vorlage für den {plan.town.council}",
        status=given.status,
        date=given.made_on.isoformat(),
        is_example=given.is_example,
        key_points=tuple(_key_points(plan)),
        sections=tuple(_sections(given)),
        sources=tuple(_sources(given)),
        summary=summary_tables(plan),
        data=_data(given),
    )


def _sections(given: PaperInput) -> Sequence[Section]:
    values = _values(given)
    sections = []
    for part in text_parts("agenda"):
        text, is_edited = written(part, given.edited, values)
        key = part.key.removeprefix("agenda.")
        points = tuple(point.format_map(values) for point in part.points)
        section = Section(key, part.title, part.key, text, is_edited, points)  # type: ignore[arg-type]
        fill = _FILLED.get(key)
        sections.append(section if fill is None else fill(section, given))
    return sections


def _values(given: PaperInput) -> dict[str, str]:
    plan, posts = given.plan, given.picture.posts
    fields = {plan.behind(planned).field for planned in plan.order}
    return {
        "town": plan.town.name,
        "people": plan.town.people,
        "council": plan.town.council,
        "posts": posts_words(posts),
        "services": str(len(given.picture.services)),
        "hours": rough_span(given.picture.total.low, given.picture.total.high),
        "leaving": leaving_words(posts),
        "fields": "einem Handlungsfeld" if len(fields) == 1 else f"{len(fields)} Handlungsfeldern",
        "hours_week": number(plan.frame.hours_per_week, 1),
        "days_quarter": number(plan.frame.days_per_quarter, 1),
        "hours_week_words": counted(plan.frame.hours_per_week, "Stunde", "Stunden", 1),
        "title": plan.title,
        "budget_year": str(plan.first_year),
        "budget": euros(plan.years[0].cost),
    }


def _situation(section: Section, given: PaperInput) -> Section:
    maturity = maturity_table(given.maturity, given.picture)
    duties = duties_table(given.plan, given.picture)
    found = [
        tables.services_table(given.picture),
        *([maturity] if maturity else []),
        *([duties] if duties.rows else []),
    ]
    return replace(section, points=section.points if maturity else (NO_MATURITY,), tables=tuple(found))


def _goals(section: Section, given: PaperInput) -> Section:
    plan = given.plan
    points = []
    if plan.freed.high > 0:
        points.append(
            f"Wenn alles läuft, werden im Jahr {rough_span(plan.freed.low, plan.freed.high)} Stunden frei (geschätzt)."
        )
    duties = [planned for planned in plan.order if plan.kind(planned) == "duty"]
    if duties:
        last = max(duties, key=lambda planned: plan.years and _end(plan, planned))
        points.append(f"Alle bestätigten Pflichten sind bis zum {plan.end(last)} erfüllt.")
    first = _first_relief(plan)
    if first:
        points.append(f"Die erste Entlastung ist im {plan.end(first)} da: {plan.name(first)}.")
    return replace(section, points=tuple(points))


def _organisation(section: Section, given: PaperInput) -> Section:
    plan = given.plan
    offices = {plan.catalogue.offices[plan.behind(planned).office].de for planned in plan.order}
    points = [f"Digital-Navigator: {given.navigator or 'wird benannt'}"]
    points.append(f"Vertretung: {given.substitute or 'wird benannt'}")
    points.append(f"Beteiligt: {', '.join(sorted(offices))}")
    return replace(section, points=tuple(points), tables=(tables.offices_table(plan),))


def _money(section: Section, given: PaperInput) -> Section:
    plan = given.plan
    running = sum(plan.value.by_id[planned].cost_per_year for planned in plan.order)
    points = [f"Wenn alles läuft, kosten die Maßnahmen zusammen {euros(running)} im Jahr."]
    done = done_costs(plan.frame.adjustments)
    if done:
        points.append(f"Dazu kommen {euros(done)} im Jahr für Maßnahmen, die schon fertig sind.")
    above = running + done - plan.frame.budget_per_year
    if above > 0:
        points.append(f"Das sind {euros(above)} mehr als der jährliche Rahmen; er muss dann steigen.")
    return replace(section, points=tuple(points), tables=(tables.finance_table(plan), tables.measures_cost_table(plan)))


def _alternatives(section: Section, given: PaperInput) -> Section:
    others = tables.left_out_table(given.plan)
    found = (tables.ways_table(given.plan), *((others,) if others else ()), *given.comparisons)
    return replace(section, points=(*tables.ways_words(given.plan), *section.points, *given.compared), tables=found)


def _risks(section: Section, given: PaperInput) -> Section:
    found = () if given.is_searched_out else (SEARCH_CUT_SHORT,)
    gap = _gap_words(given.plan)
    certain = certainty_table(given.plan, given.picture)
    sure = sureness_table(given.plan, given.sureness)
    shown = (
        assumptions_table(given.plan, given.picture),
        *((sure,) if sure else ()),
        *((certain,) if certain.rows else ()),
    )
    tested = sureness_words(given.plan, given.sureness)
    return replace(section, points=(*section.points, *found, *tested, *((gap,) if gap else ())), tables=shown)


_FILLED: dict[str, Callable[[Section, PaperInput], Section]] = {
    "ausgangslage": _situation,
    "ziele": _goals,
    "handlungsfelder": lambda s, g: replace(s, tables=(tables.fields_table(g.plan),)),
    "massnahmen": lambda s, g: replace(s, sheets=tuple(sheet(g.plan, p, g.notes) for p in g.plan.order)),
    "fahrplan": lambda s, g: replace(s, timeline=tables.timeline(g.plan), tables=(tables.load_table(g.plan),)),
    "organisation": _organisation,
    "finanzen": _money,
    "alternativen": _alternatives,
    "risiken": _risks,
    "monitoring": lambda s, g: replace(s, tables=(tables.monitoring_table(g.plan),)),
}


def _key_points(plan: Plan) -> Sequence[str]:
    days, money = plan.frame.days_per_quarter * 4, plan.frame.budget_per_year
    best = "Der beste Plan" if plan.is_best else "Der beste bisher gefundene Plan"
    point = f"{best} unter den genannten Annahmen: {number(days, 1)} Arbeitstage und {euros(money)} im Jahr."
    points = [point if plan.is_best else f"{point} {_gap_words(plan)}".strip()]
    first = _first_relief(plan)
    if first:
        points.append(f"Die erste Entlastung kommt im {plan.end(first)}: {plan.name(first)}.")
    duties = sum(plan.kind(planned) == "duty" for planned in plan.order)
    if duties:
        points.append("Eine Pflicht wird erfüllt." if duties == 1 else f"{duties} Maßnahmen erfüllen Pflichten.")
    if plan.freed.high > 0:
        hours = rough_span(plan.freed.low, plan.freed.high)
        points.append(f"Ab {plan.last_year + 1} sind im Jahr {hours} Stunden Arbeit weniger zu leisten (geschätzt).")
    return points


def _first_relief(plan: Plan) -> str:
    reliefs = [planned for planned in plan.order if plan.kind(planned) == "relief"]
    return min(reliefs, key=lambda planned: _end(plan, planned), default="")


def _end(plan: Plan, planned: str) -> int:
    return plan.schedule[planned] + plan.value.by_id[planned].duration - 1


def _gap_words(plan: Plan) -> str:
    if plan.gap is None:
        return ""
    if plan.is_best:
        return "Unter diesen Annahmen ist kein besserer Plan bekannt."
    if plan.gap > OPEN_GAP:
        return "Wie viel mehr Nutzen unter diesen Annahmen möglich wäre, ist noch nicht eingegrenzt."
    percent = number(max(plan.gap * 100, 0.1), 1)
    return f"Höchstens {percent} Prozent mehr Nutzen wären unter diesen Annahmen noch möglich."


def _sources(given: PaperInput) -> Sequence[str]:
    plan = given.plan
    sources = [WAGE_SOURCE]
    if not given.is_example:
        sources.append(REGISTER_CREDIT)
    named = {plan.catalogue.variant(p).source for p in plan.order if plan.catalogue.variant(p).basis == "S"}
    laws = {duty.text_version for planned in plan.order for duty in plan.duties(planned)}
    return [*sources, *sorted(named), *(f"Gesetzestext: {law}" for law in sorted(laws))]


def _data(given: PaperInput) -> dict[str, object]:
    plan = given.plan
    return {
        "catalogue": plan.catalogue.version,
        "instance": dict(plan.instance),
        "answer": {key: plan.answer.get(key) for key in ("status", "objective", "bound", "gap", "schedule")},
        "first_quarter": plan.frame.first_quarter.isoformat(),
        "confirmed_duties": sorted(plan.frame.confirmed_duties),
        "years": [
            {"year": y.year, "days": y.days, "cost_once": y.cost_once, "cost_running": y.cost_running}
            for y in plan.years
        ],
        "hours_freed": {"low": plan.freed.low, "likely": plan.freed.likely, "high": plan.freed.high},
    }
