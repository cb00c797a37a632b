"""What the plan rests on: every assumption with its value and where it comes from; estimates are marked (E)."""

from collections.abc import Sequence

from fahrwasser.core.agenda.catalogue.adjustments import HOURS_PER_DAY, WEEKS_PER_QUARTER, done_costs
from fahrwasser.core.agenda.catalogue.town import HOURS_SPREAD
from fahrwasser.core.agenda.papers.shapes import Column, Table
from fahrwasser.core.agenda.plan import Plan
from fahrwasser.core.inventory.picture import Picture
from fahrwasser.core.inventory.risk import LEAVING_IN_TEN_YEARS, POST_HOURS
from fahrwasser.core.words import counted, euros, number, span

OWN = "eigene Angabe"
ESTIMATE = "geschätzt (E)"
DESTATIS = "Statistisches Bundesamt"
RULE = "eigene Regel"

Row = tuple[str, str, str]


def assumptions_table(plan: Plan, picture: Picture) -> Table:
    """All of them; "E" is our own estimate, to be replaced by counted values."""
    rows = (*_given(plan), *_catalogue(plan), *_reckoned(plan), *_posts(picture))
    columns = (Column("Annahme"), Column("Wert"), Column("woher"))
    note = "E: eigene Schätzung. Sie wird ersetzt, sobald gezählt oder gemessen ist."
    return Table("Annahmen dieses Plans", columns, rows, note=note)


def _given(plan: Plan) -> Sequence[Row]:
    frame = plan.frame
    days = number(frame.days_per_quarter, 1)
    rows = [
        ("Zeit für die Digitalisierung", f"{number(frame.hours_per_week, 1)} Stunden in der Woche", OWN),
        ("Arbeitstage im Quartal", f"{days} ({WEEKS_PER_QUARTER:g} Wochen, Tage von {HOURS_PER_DAY:g} Stunden)", RULE),
        ("Geld für die Digitalisierung", f"{euros(frame.budget_per_year)} im Jahr; Reste bleiben stehen", OWN),
    ]
    if frame.running_cap_per_year is not None:
        rows.append(("Höchstens laufende Kosten", f"{euros(frame.running_cap_per_year)} im Jahr", OWN))
    entered = [one for one in frame.adjustments if one.kind != "done"]
    if entered:
        rows.append(("Änderungen mitten im Plan", counted(len(entered), "Eintrag", "Einträge"), OWN))
    if done := done_costs(frame.adjustments):
        rows.append(("Laufende Kosten fertiger Maßnahmen", f"{euros(done)} im Jahr, vom Geld abgezogen", ESTIMATE))
    return rows


def _catalogue(plan: Plan) -> Sequence[Row]:
    reference = number(plan.catalogue.reference_population)
    low, high = f"{HOURS_SPREAD.low * 100:.0f}", f"{HOURS_SPREAD.high * 100:.0f}"
    own = sum(project.is_own_figure for project in plan.projects.values())
    return [
        ("Tage, Kosten und Stunden der Maßnahmen", f"Bezugsgemeinde mit {reference} Einwohnern", ESTIMATE),
        ("Umrechnung auf unsere Größe", "wächst mit der Einwohnerzahl, Arbeitstage schwächer", ESTIMATE),
        ("Spanne der frei werdenden Stunden", f"{low} bis {high} Prozent des Richtwerts", ESTIMATE),
        ("Maßnahmen mit eigenen Werten", f"{own} von {len(plan.projects)}", OWN),
    ]


def _reckoned(plan: Plan) -> Sequence[Row]:
    value = plan.value
    rows = [
        ("Wert einer Arbeitsstunde", euros(value.hour_rate, decimals=2) + ", ohne Gemeinkosten", DESTATIS),
        ("Höchstens für eine Maßnahme", f"{number(value.max_intensity, 1)} Arbeitstage im Quartal", ESTIMATE),
        ("Wirkung zählt bis", counted(value.horizon / 4, "Jahr", "Jahre", 1) + " nach Beginn", ESTIMATE),
        ("Abzinsung", f"{number(value.discount_rate * 100, 1)} Prozent im Jahr", ESTIMATE),
        ("Nutzen für Bürger, geringeres Risiko", "nicht in Euro angesetzt", RULE),
        ("Grenzen im Bericht an den Rat", "mehr als ein Quartal später, mehr als 15 Prozent teurer", ESTIMATE),
    ]
    if value.max_parallel is not None:
        rows.insert(1, ("Maßnahmen zur gleichen Zeit", f"höchstens {value.max_parallel}", ESTIMATE))
    return rows


def _posts(picture: Picture) -> Sequence[Row]:
    rows = [
        ("Stunden einer Stelle im Jahr", number(POST_HOURS), DESTATIS),
        ("Abgänge in zehn Jahren", f"{LEAVING_IN_TEN_YEARS * 100:.0f} Prozent der Stellen", "Programm, 2024"),
    ]
    if picture.posts.is_estimate:
        rows.append(("Stellen in den Büros", "aus der Einwohnerzahl", ESTIMATE))
    if picture.services:
        total = picture.total
        estimated = sum(line.origin in ("estimated", "default") for line in picture.services)
        hours = span(round(total.low, -2), round(total.high, -2))
        words = f"{hours} im Jahr; {estimated} von {len(picture.services)} Leistungen ohne Zählung"
        rows.append(("Stunden der Leistungen", words, ESTIMATE if estimated else OWN))
    return rows
