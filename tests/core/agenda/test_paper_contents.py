"""The council paper is complete: every section and field, sums that are those of the plan, and the same as ODT."""

import io
import re
import zipfile
from dataclasses import replace
from functools import cache

import pytest
from lxml import etree

from fahrwasser.core.agenda.papers.as_odt import paper_odt
from fahrwasser.core.agenda.papers.council_paper import agenda_paper
from fahrwasser.core.agenda.papers.shapes import AgendaPaper, Section, Table, to_dict
from fahrwasser.core.agenda.papers.sheets import Notes
from fahrwasser.core.agenda.papers.situation import Maturity, leaving_words, posts_words
from fahrwasser.core.agenda.papers.sureness import NOT_TESTED, Sureness
from fahrwasser.core.agenda.robust.verdicts import Cause, Verdict
from fahrwasser.core.inventory.picture import Picture
from fahrwasser.core.inventory.risk import posts_at_risk
from paper_samples import TOWN, given, words

FIELDS = [
    *("Stunden frei im Jahr", "Nutzen für Bürgerinnen und Bürger", "Geringeres Risiko"),
    *("Zuständig", "Beteiligt", "Weg", "Zeitraum", "Voraussetzungen", "Eigene Arbeitstage"),
    *("Kosten einmalig", "Kosten im Jahr", "Förderung"),
    *("Pflicht", "Vorrang", "Messgröße und Ziel", "Stand", "Quelle der Werte"),
]
FEW = re.compile(r"\b(0|1|2|eine|zwei|keine|niemand)([,.]\d+)? (Personen?|Stellen?|Menschen|Kolleg\w+)", re.IGNORECASE)


@cache
def paper() -> AgendaPaper:
    levels = (Maturity("OZG 1.1", 1, "Information", 12), Maturity("OZG 1.1", None, "", 4))
    first, other = given().plan.order[:2]
    notes = Notes(states={first: "läuft"}, grants={other: ("Beispielprogramm, bis zu 1.000 €",)})
    return agenda_paper(replace(given(), maturity=levels, notes=notes))


def chapter(key: str) -> Section:
    return next(section for section in paper().sections if section.key == key)


def table(key: str, caption: str) -> Table:
    return next(found for found in chapter(key).tables if found.caption == caption)


def amount(cell: str) -> float:
    return float(cell.replace("\u00a0€", "").replace(".", "").replace(",", "."))


def test_every_sheet_has_every_field_of_the_reference_in_the_same_order() -> None:
    for sheet in chapter("massnahmen").sheets:
        labels = [fact.label for fact in sheet.facts if fact.label != "Zu beachten"]
        assert labels == FIELDS
        assert all(fact.value for fact in sheet.facts)
        assert sheet.title
        assert sheet.field
        assert sheet.goal
        assert sheet.reason


def test_sheet_says_state_funding_and_how_sure_the_duty_is() -> None:
    first, other = chapter("massnahmen").sheets[:2]
    facts = [{fact.label: fact for fact in sheet.facts} for sheet in (first, other)]
    assert facts[0]["Stand"].value == "läuft"
    assert facts[1]["Stand"].value == "geplant"
    assert facts[1]["Förderung"].value == "Beispielprogramm, bis zu 1.000 €"
    duty = next(sheet for sheet in chapter("massnahmen").sheets if sheet.kind == "duty")
    said = next(fact for fact in duty.facts if fact.label == "Pflicht")
    assert "muss" in said.value or "soll" in said.value
    assert "gelesen" in said.value
    assert said.origin == "von der Stadt bestätigt"


def test_budget_years_and_measures_add_up_to_the_plan() -> None:
    plan = given().plan
    projects = [plan.value.by_id[planned] for planned in plan.order]
    years = table("finanzen", "Kosten je Haushaltsjahr")
    measures = table("finanzen", "Kosten je Maßnahme")
    assert amount(years.total[1]) == pytest.approx(sum(p.cost_once for p in projects), abs=1)
    assert amount(years.total[4]) == pytest.approx(sum(p.person_days for p in projects), abs=0.1)
    rate = plan.value.hour_rate * plan.value.hours_per_person_day
    assert amount(years.total[5]) == pytest.approx(sum(p.person_days for p in projects) * rate, abs=1)
    for column in (1, 2, 3, 4, 5):
        assert sum(amount(row[column]) for row in years.rows) == pytest.approx(amount(years.total[column]), abs=3)
    for column in (1, 2, 3):
        assert sum(amount(row[column]) for row in measures.rows) == pytest.approx(amount(measures.total[column]), abs=3)
    assert amount(measures.total[1]) == pytest.approx(amount(years.total[1]), abs=1)
    plan_row = table("alternativen", "Wege im Vergleich").rows[-1]
    assert amount(plan_row[1]) == pytest.approx(amount(years.total[3]), abs=1)


def test_doing_nothing_is_told_in_figures() -> None:
    said = chapter("alternativen").points[0]
    assert said.startswith("Nichts tun: 5 Pflichten bleiben offen.")
    assert "Stunden Arbeit, die wegfallen könnten" in said
    rows = table("alternativen", "Wege im Vergleich").rows
    assert rows[0][1:] == ("0\u00a0€", "0", "keine", "0 von 5")
    assert rows[-1][4] == "5 von 5"


def test_every_assumption_says_where_it_comes_from_and_estimates_are_marked() -> None:
    rows = {row[0]: row for row in table("risiken", "Annahmen dieses Plans").rows}
    assert all(row[2] for row in rows.values())
    for estimate in ("Tage, Kosten und Stunden der Maßnahmen", "Abzinsung", "Höchstens für eine Maßnahme"):
        assert rows[estimate][2] == "geschätzt (E)"
    assert rows["Zeit für die Digitalisierung"][2] == "eigene Angabe"
    certain = table("risiken", "Wie sicher die Pflichten sind")
    assert len(certain.rows) == len(table("ausgangslage", "Pflichten").rows)
    assert {row[2] for row in certain.rows} <= {
        "Wortlaut gelesen",
        "nur überflogen",
        "früher gelesen",
        "nicht nachgelesen",
    }


def test_maturity_is_shown_and_its_absence_is_said() -> None:
    rows = table("ausgangslage", "Wie digital die Leistungen sind").rows
    assert rows == (("OZG 1.1", "1: Information", "12"), ("OZG 1.1", "noch offen", "4"))
    without = next(s for s in agenda_paper(given()).sections if s.key == "ausgangslage")
    assert "noch nicht erhoben" in without.points[0]


@pytest.mark.parametrize("posts", [1, 2, 2.5, 5, 8, 14, 40])
@pytest.mark.parametrize("leaving", [None, 0, 1, 2, 3, 5, 7])
@pytest.mark.parametrize("open_ones", [None, 0, 1, 2, 3, 4])
def test_no_count_of_staff_below_three_reaches_the_paper(
    posts: float, leaving: int | None, open_ones: int | None
) -> None:
    findings = {"figure:posts": posts, "figure:retirements": leaving, "figure:without_successor": open_ones}
    risk = posts_at_risk(TOWN, {key: value for key, value in findings.items() if value is not None})
    picture: Picture = replace(given().picture, posts=risk)
    said = words({k: v for k, v in to_dict(agenda_paper(replace(given(), picture=picture))).items() if k != "data"})
    assert not FEW.search(said.replace("Eine Stelle leistet", "")), FEW.search(said)
    counts = [float(n.replace(",", ".")) for n in re.findall(r"etwa ([\d,]+) frei", leaving_words(risk))]
    assert all(count >= 3 for count in counts)
    people = [int(n) for n in re.findall(r"(\d+) Personen", leaving_words(risk))]
    people += [int(n) for n in re.findall(r"Bei (\d+) davon", leaving_words(risk))]
    assert all(count >= 3 for count in people)
    assert len(people) < 2 or people[0] - people[1] >= 3, "the rest is a count, too"
    assert posts >= 3 or not re.search(r"\d", posts_words(risk))


def test_first_two_pages_have_the_figures_and_the_ways() -> None:
    assert [found.caption for found in paper().summary] == [
        "Der Plan in Zahlen",
        "Was jedes Haushaltsjahr braucht",
        "Andere Wege",
    ]


def odt_words(made: AgendaPaper) -> str:
    with zipfile.ZipFile(io.BytesIO(paper_odt(made))) as package:
        return " ".join(etree.fromstring(package.read("content.xml")).itertext())


def test_odt_says_everything_that_the_pdf_says() -> None:
    made = replace(paper(), is_example=True)
    said = odt_words(made)
    for section in made.sections:
        for text in (section.title, *section.text.split("\n\n"), *section.points):
            assert text in said
        for found in section.tables:
            for cell in (found.caption, *found.total, *(cell for row in found.rows for cell in row)):
                assert cell in said
        for sheet in section.sheets:
            for fact in sheet.facts:
                assert fact.label in said
                assert fact.value in said
            assert sheet.reason in said
    timeline = chapter("fahrplan").timeline
    assert timeline is not None
    assert all(bar.title in said for bar in timeline.bars)
    assert "Beispieldaten" in said
    assert all(source in said for source in made.sources)


def test_own_wording_stands_in_the_odt_too() -> None:
    own = "Wir wollen abends pünktlich nach Hause gehen."
    assert own in odt_words(agenda_paper(replace(given(), edited={"agenda.ziele": own})))


def paper_with(*verdicts: Verdict) -> AgendaPaper:
    return agenda_paper(replace(given(), sureness=Sureness(30, 25, 0.02, 4711, verdicts)))


def test_risks_say_which_projects_are_sure_and_on_what_the_others_hang() -> None:
    plan = given().plan
    core, hangs = [plan.behind(planned).id for planned in plan.order][:2]
    open_ones = [key for key in plan.catalogue.projects if key not in {plan.behind(p).id for p in plan.order}]
    cause = Cause(core, "days", 3.5, 8.0)
    made = paper_with(
        Verdict(core, "core", 1.0, 1, 2),
        Verdict(hangs, "depends", 0.5, 2, 5, cause),
        Verdict(open_ones[0], "depends", 0.4, 9, 12),
        Verdict(open_ones[1], "rather_not", 0.0, None, None),
    )
    risks = next(section for section in made.sections if section.key == "risiken")
    shown = next(found for found in risks.tables if found.caption == "Wie sicher die Auswahl ist")
    name = {key: project.name.de for key, project in plan.catalogue.projects.items()}
    why = f"Arbeitstage von „{name[core]}“: im Mittel 4 mit, 8 ohne die Maßnahme"
    assert shown.rows == (
        (name[core], "robuster Kern", "ja", "100 %", "–"),
        (name[hangs], "hängt ab von …", "ja", "50 %", why),
        (name[open_ones[0]], "hängt ab von …", "nein", "40 %", "nicht an einer einzelnen Zahl"),
    )
    assert "Nicht gezeigt: 1 weitere" in shown.note
    said = words(risks.points)
    assert "30 Mal" in said
    assert "Ziehung Nr. 4711" in said
    assert f"1 von {len({plan.behind(p).id for p in plan.order})} Maßnahmen sind robuster Kern" in said
    assert "Wie sicher die Auswahl ist" in odt_words(made)


def test_without_a_study_the_risks_say_that_nobody_has_tested_it() -> None:
    assert NOT_TESTED in chapter("risiken").points
    assert all(found.caption != "Wie sicher die Auswahl ist" for found in chapter("risiken").tables)
    risks = next(s for s in paper_with(Verdict("P01", "core", 1.0, 1, 2)).sections if s.key == "risiken")
    assert NOT_TESTED not in risks.points
