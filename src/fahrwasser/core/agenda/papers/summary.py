"""The first two pages in figures: what the plan asks, what it brings, and what doing nothing means."""

from fahrwasser.core.agenda.papers.figures import days_of, duties_met, freed
from fahrwasser.core.agenda.papers.shapes import Column, Table
from fahrwasser.core.agenda.papers.tables import ways_table
from fahrwasser.core.agenda.plan import Plan
from fahrwasser.core.words import euros, fixed, number


def summary_tables(plan: Plan) -> tuple[Table, ...]:
    """The plan in figures, the budget years, the ways beside each other."""
    ways = ways_table(plan)
    return (_in_figures(plan), _years(plan), Table("Andere Wege", ways.columns, ways.rows))


def _in_figures(plan: Plan) -> Table:
    running = sum(plan.value.by_id[planned].cost_per_year for planned in plan.order)
    once = sum(plan.value.by_id[planned].cost_once for planned in plan.order)
    rows = (
        ("Maßnahmen", str(len(plan.order)), ""),
        ("Pflichten, die erfüllt werden", str(duties_met(plan, plan.order)), "bestätigt"),
        ("Eigene Arbeitstage", number(days_of(plan, plan.order), 1), "geschätzt"),
        ("Kosten einmalig", euros(once), "geschätzt"),
        ("Kosten im Jahr, wenn alles läuft", euros(running), "geschätzt"),
        ("Stunden frei im Jahr, wenn alles läuft", freed(plan.freed), "geschätzt"),
    )
    columns = (Column("Größe"), Column("Wert", "right"), Column("woher"))
    return Table("Der Plan in Zahlen", columns, rows)


def _years(plan: Plan) -> Table:
    rows = tuple((str(year.year), euros(year.cost), fixed(year.days)) for year in plan.years)
    total = ("Summe", euros(sum(y.cost for y in plan.years)), fixed(sum(y.days for y in plan.years)))
    columns = (Column("Haushaltsjahr"), Column("Geld", "right"), Column("eigene Arbeitstage", "right"))
    return Table("Was jedes Haushaltsjahr braucht", columns, rows, total)
