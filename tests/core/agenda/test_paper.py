"""What the council reads: every chapter, in plain German, with the town's own wording kept."""

import json
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from fahrwasser.core.agenda.catalogue.build import is_milestone
from fahrwasser.core.agenda.papers.council_paper import agenda_paper
from fahrwasser.core.agenda.papers.mandate import Mandate, mandate_letter
from fahrwasser.core.agenda.papers.reasons import place
from fahrwasser.core.agenda.papers.shapes import Section, to_dict
from fahrwasser.core.agenda.papers.texts import text_parts
from paper_samples import HEAD, TOWN, given, words

SAMPLES = Path(__file__).parent.parent / "letters"
CHAPTERS = [
    *("ausgangslage", "ziele", "handlungsfelder", "massnahmen", "fahrplan", "organisation"),
    *("finanzen", "alternativen", "risiken", "monitoring", "beschluss"),
]


@cache
def chapters() -> dict[str, Section]:
    return {section.key: section for section in agenda_paper(given()).sections}


def test_paper_has_every_chapter_in_order() -> None:
    assert list(chapters()) == CHAPTERS
    assert [part.key for part in text_parts("agenda")] == [f"agenda.{key}" for key in CHAPTERS]
    assert all(section.text for section in chapters().values())


def test_paper_has_the_shape_that_the_letter_knows() -> None:
    def shape(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: shape(inner) for key, inner in value.items() if key not in ("data", "timeline")}
        if isinstance(value, list):
            return [shape(value[0])] if value and isinstance(value[0], dict) else []
        return type(value).__name__

    sample = json.loads((SAMPLES / "agenda-sample.json").read_text("utf-8"))
    made = to_dict(agenda_paper(given()))
    assert {k: v for k, v in shape(made).items() if k != "sections"} == {
        k: v for k, v in shape(sample).items() if k != "sections"
    }
    for one, other in zip(made["sections"], sample["sections"], strict=True):
        assert one.keys() == other.keys()
        for key in ("sheets", "tables"):
            if one[key] and other[key]:
                assert shape(one[key][0]) == shape(other[key][0])


def test_every_project_of_the_plan_has_a_sheet_a_bar_and_an_indicator_and_no_milestone_has() -> None:
    plan = given().plan
    order = [planned for planned in plan.schedule if not is_milestone(planned)]
    assert sorted(sheet.project for sheet in chapters()["massnahmen"].sheets) == sorted(order)
    timeline = chapters()["fahrplan"].timeline
    assert timeline is not None
    assert len(timeline.bars) == len(order) == len(chapters()["monitoring"].tables[0].rows)
    assert [bar.number for bar in timeline.bars] == list(range(1, len(order) + 1))
    assert (timeline.first_year, timeline.first_quarter_of_year, timeline.quarters) == (2027, 1, 20)


def test_sheets_say_duty_only_for_what_the_town_confirmed() -> None:
    kinds = {sheet.project.split("-")[0]: sheet.kind for sheet in chapters()["massnahmen"].sheets}
    assert kinds["P04"] == kinds["P17"] == "duty"
    assert kinds["P01"] == "basis"
    assert "relief" in kinds.values()


def test_money_of_the_years_adds_up_and_stays_within_what_there_is() -> None:
    years = given().plan.years
    spent = 0.0
    for number, year in enumerate(years, start=1):
        spent += year.cost
        assert spent <= 5000 * number + 0.01
        assert year.days <= year.days_there + 1e-6
    total = chapters()["finanzen"].tables[0].total
    assert total[3].replace(".", "").replace("\u00a0€", "") == f"{spent:.0f}"


def test_council_sees_the_ways_beside_each_other_with_doing_nothing_first() -> None:
    rows = chapters()["alternativen"].tables[0].rows
    assert [row[0] for row in rows] == ["Nichts tun", "Nur die Pflichten", "Dieser Plan"]
    assert rows[0][1:3] == ("0\u00a0€", "0")


def test_paper_claims_no_law_fulfilled_and_nobody_named_beyond_what_is_known() -> None:
    meanings = " ".join(chapters()["alternativen"].points)
    assert "Nur die Pflichten: Die bestätigten Pflichten sind erfüllt" in meanings
    assert "Das Gesetz ist erfüllt" not in meanings
    unnamed = chapters()["organisation"]
    assert "Vertretung: wird benannt" in unnamed.points
    assert "ist benannt" not in unnamed.text


def test_paper_never_promises_the_optimum_and_shows_no_codes() -> None:
    printed = words({key: value for key, value in to_dict(agenda_paper(given())).items() if key != "data"})
    assert "optimal" not in printed.lower()
    assert "M-P" not in printed
    assert "{" not in words([section.text for section in chapters().values()])
    for section in chapters().values():
        for text in (section.text, *section.points):
            assert "P0" not in text
            assert "capacity" not in text


def test_estimates_are_marked_on_every_sheet() -> None:
    for sheet in chapters()["massnahmen"].sheets:
        days = next(fact for fact in sheet.facts if fact.label == "Eigene Arbeitstage")
        assert days.origin == "geschätzt"
        assert any(fact.label == "Quelle der Werte" and fact.value for fact in sheet.facts)


def test_own_wording_is_kept_as_written_when_the_paper_is_made_again() -> None:
    own = "Wir in {town} wollen {{mehr}} Zeit.\n\nPunkt."
    paper = agenda_paper(replace(given(), edited={"agenda.ziele": own, "agenda.risiken": "  "}))
    by_key = {section.text_key: section for section in paper.sections}
    assert (by_key["agenda.ziele"].text, by_key["agenda.ziele"].is_edited) == (own, True)
    assert by_key["agenda.ziele"].points == chapters()["ziele"].points
    assert not by_key["agenda.risiken"].is_edited


def test_gap_is_said_in_words() -> None:
    plan = replace(given().plan, answer=dict(given().plan.answer) | {"gap": 0.014})
    risks = next(s for s in agenda_paper(replace(given(), plan=plan)).sections if s.key == "risiken")
    assert "Höchstens 1,4 Prozent mehr Nutzen" in risks.points[-1]


@pytest.mark.parametrize(
    ("gap", "said"),
    [
        (0.0004, "Der beste Plan unter den genannten Annahmen"),
        (0.02, "Der beste bisher gefundene Plan unter den genannten Annahmen"),
        (11.3, "Der beste bisher gefundene Plan unter den genannten Annahmen"),
        (None, "Der beste bisher gefundene Plan unter den genannten Annahmen"),
    ],
)
def test_paper_calls_best_only_what_is_proven(gap: float | None, said: str) -> None:
    plan = replace(given().plan, answer=dict(given().plan.answer) | {"gap": gap})
    first = agenda_paper(replace(given(), plan=plan)).key_points[0]
    assert first.startswith(said)
    assert ("Höchstens 2 Prozent mehr Nutzen" in first) == (gap == 0.02)
    assert ("ist noch nicht eingegrenzt" in first) == (gap == 11.3)


def test_paper_of_a_search_that_was_cut_short_says_so() -> None:
    def risks(**more: Any) -> str:
        return words(next(s.points for s in agenda_paper(replace(given(), **more)).sections if s.key == "risiken"))

    assert "noch nicht abgeschlossen" in risks(is_searched_out=False)
    assert "noch nicht abgeschlossen" not in risks()


@pytest.mark.parametrize(
    ("codes", "said"),
    [(None, ""), (["value"], "Bringt mehr, als es kostet."), (["loss"], "Kostet mehr, als es bringt")],
)
def test_sheet_gives_only_the_reason_that_the_answer_gives(codes: list[str] | None, said: str) -> None:
    plan = given().plan
    chosen = next(p for p in plan.order if plan.kind(p) == "relief" and not any(
        p in group for other in plan.order for group in plan.value.by_id[other].prerequisites))  # fmt: skip
    found = [] if codes is None else [{"project": chosen, "kind": "in", "reasons": codes}]
    why = place(replace(plan, answer=dict(plan.answer) | {"explanations": found}), chosen)
    assert why.startswith(said or "Beginnt ")


def test_village_council_is_called_gemeinderat() -> None:
    plan = replace(given().plan, town=replace(TOWN, kind="Gemeinde"))
    assert agenda_paper(replace(given(), plan=plan)).subtitle == "Vorlage für den Gemeinderat"


def test_embedded_data_hold_the_plan() -> None:
    data = to_dict(agenda_paper(given()))["data"]
    assert data["answer"]["schedule"] == given().plan.schedule
    assert data["instance"]["format"] == "fahrwasser-agenda-instance/1"
    assert json.loads(words(data)) == data


def letter(**more: Any):
    wanted = Mandate("Frau Beispiel (Kämmerei)", 4, date(2026, 12, 1), **more)
    return mandate_letter(wanted, TOWN, HEAD, date(2026, 11, 22), edited={"mandate.ende": "Bis Ende 2028."})


def test_mandate_names_hours_start_substitute_and_backing() -> None:
    made = letter(substitute="Hauptamt", signer="Bürgermeisterin")
    printed = words(to_dict(made))
    for expected in (
        "4 Stunden in der Woche",
        "6,5 Arbeitstage",
        "1. Dezember 2026",
        "Hauptamt",
        "innerhalb einer Woche",
    ):
        assert expected in printed
    assert "{" not in "".join(paragraph.text for paragraph in made.paragraphs)
    assert made.paragraphs[-1].text == "Bis Ende 2028."


def test_mandate_without_a_substitute_says_when_it_will_be_settled() -> None:
    assert "vier Wochen" in words(to_dict(letter()))


def test_mandate_has_the_shape_that_the_letter_knows() -> None:
    sample = json.loads((SAMPLES / "mandate-sample.json").read_text("utf-8"))
    assert to_dict(letter()).keys() == sample.keys()


def test_unknown_paper_has_no_text_parts() -> None:
    with pytest.raises(KeyError):
        text_parts("rechnung")
