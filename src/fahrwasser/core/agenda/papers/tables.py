"""Tables of the council paper: finished German text, nothing left to calculate."""

from collections.abc import Sequence

from fahrwasser.core.agenda.catalogue.projects import base_of
from fahrwasser.core.agenda.effects import last_quarter, needed_for
from fahrwasser.core.agenda.papers.figures import cost_of, days_of, duties_met, freed, hours_of
from fahrwasser.core.agenda.papers.reasons import left_out
from fahrwasser.core.agenda.papers.shapes import Bar, Column, Table, Timeline
from fahrwasser.core.agenda.papers.sheets import target
from fahrwasser.core.agenda.plan import Plan
from fahrwasser.core.inventory.figures import Origin
from fahrwasser.core.inventory.picture import Picture
from fahrwasser.core.words import counted, euros, fixed, number, rough, rough_span

ORIGIN_WORDS: dict[Origin, str] = {
    "measured": "gemessen",
    "counted": "gezählt",
    "estimated": "geschätzt",
    "default": "geschätzt",
}
MOST_SERVICES = 8
MOST_LEFT_OUT = 8


def services_table(picture: Picture) -> Table:
    """Where the hours are: the largest services."""
    rows = tuple(
        (line.name.de, rough_span(line.hours.low, line.hours.high), ORIGIN_WORDS[line.origin])
        for line in picture.services[:MOST_SERVICES]
    )
    columns = (Column("Leistung"), Column("Stunden im Jahr", "right"), Column("woher"))
    note = f"Die {len(rows)} größten von {len(picture.services)} Leistungen."
    return Table("Wo die Arbeitszeit liegt", columns, rows, note=note)


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
    return str(len(ids)), number(days_of(plan, ids), 1), freed(hours_of(plan, ids))


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


def measures_cost_table(plan: Plan) -> Table:
    """What each Maßnahme costs once, each year, and in own days: the sums are those of the whole plan."""
    projects = {planned: plan.value.by_id[planned] for planned in plan.order}
    rows = tuple(
        (f"{plan.number(p)}. {plan.name(p)}", euros(v.cost_once), euros(v.cost_per_year), fixed(v.person_days))
        for p, v in projects.items()
    )
    once, yearly = (sum(v.cost_once for v in projects.values()), sum(v.cost_per_year for v in projects.values()))
    total = ("Summe", euros(once), euros(yearly), fixed(days_of(plan, projects)))
    heads = ("einmalig", "im Jahr danach", "eigene Arbeitstage")
    columns = (Column("Maßnahme"), *(Column(head, "right") for head in heads))
    return Table("Kosten je Maßnahme", columns, rows, total)


def offices_table(plan: Plan) -> Table:
    """Which office is responsible for what, and how many own days its Maßnahmen ask for."""
    by_office: dict[str, list[str]] = {}
    for planned in plan.order:
        by_office.setdefault(plan.behind(planned).office, []).append(planned)
    rows = tuple(
        (plan.catalogue.offices[office].de, ", ".join(str(plan.number(p)) for p in ids), fixed(days_of(plan, ids)))
        for office, ids in sorted(by_office.items(), key=lambda found: plan.number(found[1][0]))
    )
    columns = (Column("Amt"), Column("zuständig für Maßnahme"), Column("Arbeitstage darin", "right"))
    return Table("Wer wofür zuständig ist", columns, rows)


def ways_table(plan: Plan) -> Table:
    """Nothing, duties only, this plan, in figures."""
    every = duties_met(plan, plan.order)
    rows = tuple(
        (
            name,
            euros(cost_of(plan, ids)),
            number(days_of(plan, ids), 1),
            freed(hours_of(plan, ids)),
            f"{duties_met(plan, ids)} von {every}",
        )
        for name, ids, _ in _ways(plan)
    )
    heads = (f"Kosten bis {plan.last_year}", "Arbeitstage", "Stunden frei je Jahr", "Pflichten erfüllt")
    return Table("Wege im Vergleich", (Column("Weg"), *(Column(head, "right") for head in heads)), rows)


def ways_words(plan: Plan) -> Sequence[str]:
    """What each way means."""
    return [f"{name}: {meaning}" for name, _, meaning in _ways(plan)]


def _ways(plan: Plan) -> Sequence[tuple[str, Sequence[str], str]]:
    needed = needed_for(plan.value, plan.schedule, {p for p in plan.order if plan.kind(p) == "duty"})
    duties = [planned for planned in plan.order if planned in needed]
    only = [("Nur die Pflichten", duties, "Die bestätigten Pflichten sind erfüllt, kaum Entlastung.")] if duties else []
    relief = "Entlastung, bevor Stellen frei werden."
    return [
        ("Nichts tun", (), nothing_words(plan)),
        *only,
        ("Dieser Plan", plan.order, f"Bestätigte Pflichten erfüllt und {relief}" if duties else relief),
    ]


def nothing_words(plan: Plan) -> str:
    """What doing nothing means, in figures."""
    words = []
    duties = duties_met(plan, plan.order)
    if duties:
        words.append("Eine Pflicht bleibt offen." if duties == 1 else f"{duties} Pflichten bleiben offen.")
    hours = sum(year.hours_freed for year in plan.years)
    if hours > 0:
        words.append(f"Bis {plan.last_year} bleiben etwa {number(rough(hours))} Stunden Arbeit, die wegfallen könnten.")
    return " ".join([*words, "Wenn Stellen frei werden, bleibt Arbeit liegen."])


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


def _bar_note(plan: Plan, planned: str) -> str:
    project = plan.projects[planned]
    parts = [counted(project.days.likely, "Tag", "Tage", 1)]
    duties = plan.duties(planned)
    if duties:
        parts.append(f"Pflicht: {duties[0].law}")
    elif project.hours.likely > 0:
        parts.append(f"{number(project.hours.likely)} Stunden frei")
    return ", ".join(parts)
