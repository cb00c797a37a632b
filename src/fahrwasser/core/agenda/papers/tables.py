"""Tables and Maßnahmenblätter of the council paper: finished German text, nothing left to calculate."""

from collections.abc import Sequence

from fahrwasser.core.agenda.catalogue.placeholders import has_placeholder
from fahrwasser.core.agenda.catalogue.projects import base_of
from fahrwasser.core.agenda.effects import last_quarter, needed_for
from fahrwasser.core.agenda.papers.reasons import left_out, place
from fahrwasser.core.agenda.papers.shapes import Bar, Column, Fact, MeasureSheet, Table, Timeline
from fahrwasser.core.agenda.plan import Plan
from fahrwasser.core.costing.ranges import Range
from fahrwasser.core.inventory.figures import Origin
from fahrwasser.core.inventory.picture import Picture
from fahrwasser.core.words import counted, euros, fixed, number, rough_span, span

ORIGIN_WORDS: dict[Origin, str] = {
    "measured": "gemessen",
    "counted": "gezählt",
    "estimated": "geschätzt",
    "default": "geschätzt",
}
DUTY_WORDS = {"open": "offen", "planned": "geplant", "met": "erfüllt", "unknown": "noch zu prüfen"}
MOST_SERVICES = 8
MOST_LEFT_OUT = 8
NONE = "–"


def services_table(picture: Picture) -> Table:
    """Where the hours are: the largest services."""
    rows = tuple(
        (line.name.de, rough_span(line.hours.low, line.hours.high), ORIGIN_WORDS[line.origin])
        for line in picture.services[:MOST_SERVICES]
    )
    columns = (Column("Leistung"), Column("Stunden im Jahr", "right"), Column("woher"))
    note = f"Die {len(rows)} größten von {len(picture.services)} Leistungen."
    return Table("Wo die Arbeitszeit liegt", columns, rows, note=note)


def duties_table(plan: Plan, picture: Picture) -> Table:
    """Duties that bind or may bind: state, and whether the town confirmed them."""
    shown = [c for c in picture.duties if c.state != "unknown" or c.duty.id in plan.frame.confirmed_duties]
    confirmed = plan.frame.confirmed_duties
    rows = tuple(
        (c.duty.title.de, c.duty.norm, DUTY_WORDS[c.state], "ja" if c.duty.id in confirmed else "nein") for c in shown
    )
    columns = (Column("Pflicht"), Column("Norm"), Column("Stand"), Column("bestätigt"))
    note = "Eigene Lesart der Gesetze, keine Rechtsberatung. Bindend für den Plan ist nur, was bestätigt ist."
    return Table("Pflichten", columns, rows, note=note)


def fields_table(plan: Plan) -> Table:
    """Maßnahmen, days and hours by Handlungsfeld."""
    by_field = {
        key: [planned for planned in plan.order if plan.behind(planned).field == key] for key in plan.catalogue.fields
    }
    rows = tuple((plan.catalogue.fields[key].de, *_field_row(plan, ids)) for key, ids in by_field.items() if ids)
    heads = ("Maßnahmen", "Arbeitstage", "Stunden frei je Jahr")
    columns = (Column("Handlungsfeld"), *(Column(head, "right") for head in heads))
    total = ("Summe", *_field_row(plan, plan.order))
    return Table("Handlungsfelder", columns, rows, total)


def _field_row(plan: Plan, ids: Sequence[str]) -> tuple[str, str, str]:
    days = sum(plan.projects[planned].days.likely for planned in ids)
    return str(len(ids)), number(days, 1), _freed(_hours(plan, ids))


def load_table(plan: Plan) -> Table:
    """Planned and available days by year."""
    rows = tuple((str(y.year), fixed(y.days), fixed(y.days_there)) for y in plan.years)
    columns = (Column("Jahr"), Column("Arbeitstage verplant", "right"), Column("Arbeitstage vorhanden", "right"))
    return Table("Arbeitstage je Jahr", columns, rows)


def finance_table(plan: Plan) -> Table:
    """Money by budget year: once, running, own days and what they stand for."""
    rows = tuple(
        (str(y.year), euros(y.cost_once), euros(y.cost_running), euros(y.cost), fixed(y.days), euros(y.own_eur))
        for y in plan.years
    )
    heads = ("einmalig", "laufend", "Summe", "eigene Arbeitstage", "das entspricht")
    columns = (Column("Haushaltsjahr"), *(Column(head, "right") for head in heads))
    once, running = sum(y.cost_once for y in plan.years), sum(y.cost_running for y in plan.years)
    days, own = sum(y.days for y in plan.years), sum(y.own_eur for y in plan.years)
    total = ("Summe", euros(once), euros(running), euros(once + running), fixed(days), euros(own))
    rate = euros(plan.value.hour_rate, decimals=2)
    note = f"Eigene Arbeitstage: {rate} je Stunde (Statistisches Bundesamt 2025, gehobener Dienst), ohne Gemeinkosten."
    return Table("Kosten je Haushaltsjahr", columns, rows, total, note)


def ways_table(plan: Plan) -> Table:
    """Nothing, duties only, this plan."""
    duties = needed_for(plan.value, plan.schedule, {p for p in plan.order if plan.kind(p) == "duty"})
    ways = [("Nichts tun", set[str](), "Pflichten bleiben offen, Arbeit bleibt liegen, wenn Stellen frei werden.")]
    if duties:
        ways.append(("Nur die Pflichten", duties, "Das Gesetz ist erfüllt, kaum Entlastung."))
    ways.append(("Dieser Plan", set(plan.order), "Pflichten erfüllt und Entlastung, bevor Stellen frei werden."))
    rows = tuple((name, *_asks(plan, ids), meaning) for name, ids, meaning in ways)
    heads = (f"Kosten bis {plan.last_year}", "Arbeitstage", "Stunden frei je Jahr")
    columns = (Column("Weg"), *(Column(head, "right") for head in heads), Column("Was das bedeutet"))
    return Table("Wege im Vergleich", columns, rows)


def left_out_table(plan: Plan) -> Table | None:
    """What was considered and is not in the plan, with the reason; the largest relief first."""
    chosen = {base_of(planned) for planned in plan.order}
    reasons: dict[str, tuple[float, str, str]] = {}
    for project in plan.value.projects:
        base = base_of(project.id)
        words = left_out(plan, project.id)
        if base in chosen or base in plan.frame.done or not words or project.hours_per_year <= 0:
            continue
        if base not in reasons or reasons[base][0] < project.hours_per_year:
            reasons[base] = (project.hours_per_year, plan.name(project.id), words)
    rows = tuple((name, words) for _, name, words in sorted(reasons.values(), key=lambda r: (-r[0], r[1])))
    if not rows:
        return None
    return Table("Geprüft und nicht im Plan", (Column("Maßnahme"), Column("Grund")), rows[:MOST_LEFT_OUT])


def monitoring_table(plan: Plan) -> Table:
    """Indicator, target and date of each Maßnahme."""
    rows = tuple(
        (f"{plan.number(p)}. {plan.name(p)}", plan.behind(p).indicator.de, target(plan, p), plan.end(p))
        for p in plan.order
    )
    return Table(
        "Woran wir den Erfolg messen",
        (Column("Maßnahme"), Column("Messgröße"), Column("Ziel"), Column("bis")),
        rows,
    )


def timeline(plan: Plan) -> Timeline:
    """The Fahrplan as bars."""
    bars = tuple(
        Bar(
            number=plan.number(p),
            title=plan.name(p),
            first_quarter=plan.schedule[p],
            last_quarter=last_quarter(plan.value, plan.schedule, p),
            kind=plan.kind(p),  # type: ignore[arg-type]
            note=_bar_note(plan, p),
        )
        for p in plan.order
    )
    first = plan.frame.first_quarter
    return Timeline(first.year, (first.month - 1) // 3 + 1, plan.value.quarters, bars)


def sheet(plan: Plan, planned: str) -> MeasureSheet:
    """The Maßnahmenblatt of one project of the plan."""
    behind = plan.behind(planned)
    return MeasureSheet(
        number=plan.number(planned),
        project=planned,
        title=plan.name(planned),
        field=plan.catalogue.fields[behind.field].de,
        kind=plan.kind(planned),  # type: ignore[arg-type]
        goal=behind.goal.de,
        reason=place(plan, planned),
        facts=tuple(_facts(plan, planned)),
    )


def target(plan: Plan, planned: str) -> str:
    """What is aimed at: hours for relief, "erledigt" otherwise."""
    hours = plan.projects[planned].hours
    return f"{_freed(hours)} Stunden im Jahr frei" if plan.kind(planned) == "relief" else "erledigt"


def _facts(plan: Plan, planned: str) -> Sequence[Fact]:
    project, behind, variant = plan.projects[planned], plan.behind(planned), plan.catalogue.variant(planned)
    sure = "eigene Angabe" if project.is_own_figure else "geschätzt"
    days = f"{counted(project.days.likely, 'Tag', 'Tage', 1)} ({span(project.days.low, project.days.high, 1)})"
    needs = [n for group in plan.value.by_id[planned].prerequisites for n in group if n in plan.schedule]
    duties = plan.duties(planned)
    facts = [
        Fact("Zeitraum", plan.period(planned)),
        Fact("Zuständig", plan.catalogue.offices[behind.office].de),
        Fact("Weg", plan.catalogue.kinds[variant.kind].de),
        Fact("Eigene Arbeitstage", days, sure),
        Fact("Kosten einmalig", _money(project.cost_once), sure if project.cost_once else ""),
        Fact("Kosten im Jahr", _money(project.cost_per_year), sure if project.cost_per_year else ""),
        Fact("Stunden frei im Jahr", _freed(project.hours), sure if project.hours.likely else ""),
        Fact("Voraussetzungen", ", ".join(f"„{plan.name(need)}“" for need in needs) or "keine"),
        Fact("Messgröße und Ziel", f"{behind.indicator.de}: {target(plan, planned)} bis {plan.end(planned)}"),
    ]
    if duties:
        norms = "; ".join(duty.norm for duty in duties)
        facts.append(Fact("Pflicht", norms, "von der Gemeinde bestätigt"))
    if has_placeholder(project):
        facts.append(Fact("Nutzen für Bürger, geringeres Risiko", "vorhanden, noch nicht beziffert", "zählt nicht mit"))
    if variant.note is not None:
        facts.append(Fact("Zu beachten", variant.note.de))
    facts.append(Fact("Quelle der Werte", variant.source))
    return facts


def _bar_note(plan: Plan, planned: str) -> str:
    project = plan.projects[planned]
    parts = [counted(project.days.likely, "Tag", "Tage", 1)]
    duties = plan.duties(planned)
    if duties:
        parts.append(f"Pflicht: {duties[0].law}")
    elif project.hours.likely > 0:
        parts.append(f"{number(project.hours.likely)} Stunden frei")
    return ", ".join(parts)


def _asks(plan: Plan, ids: set[str]) -> tuple[str, str, str]:
    cost = 0.0
    for planned in ids:
        project = plan.value.by_id[planned]
        running = plan.value.quarters - last_quarter(plan.value, plan.schedule, planned)
        cost += project.cost_once + project.cost_per_year / 4 * running
    days = sum(plan.projects[planned].days.likely for planned in ids if planned in plan.projects)
    return euros(cost), number(days, 1), _freed(_hours(plan, [p for p in ids if p in plan.projects]))


def _hours(plan: Plan, ids: Sequence[str]) -> Range:
    result = Range.exactly(0.0)
    for planned in ids:
        result = result.plus(plan.projects[planned].hours)
    return result


def _freed(hours: Range) -> str:
    return rough_span(hours.low, hours.high) if hours.high > 0 else "keine"


def _money(value: float) -> str:
    return euros(value) if value else "keine"
