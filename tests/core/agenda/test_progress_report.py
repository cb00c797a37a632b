"""The half-yearly report: the adopted plan beside what came, nothing unknown counted as zero, nothing bad left out."""

import io
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from lxml import etree

from fahrwasser.core.agenda.catalogue.projects import base_of
from fahrwasser.core.agenda.papers.as_odt import paper_odt
from fahrwasser.core.agenda.papers.report import ReportInput, progress_report
from fahrwasser.core.agenda.papers.report_digital import DigitalService, ScaleLevel, Share
from fahrwasser.core.agenda.papers.report_facts import MeasuredService, ProjectStand, quarter_of
from fahrwasser.core.agenda.papers.report_words import change_words
from fahrwasser.core.agenda.papers.shapes import ProgressReport, Section
from fahrwasser.core.agenda.plan import Plan
from paper_samples import HEAD, given

DAY = date(2027, 9, 30)


def plan() -> Plan:
    return given().plan


def report(**more: Any) -> ProgressReport:
    usual = {"decided_on": date(2026, 12, 15), "resolution": "12/2026"}
    return progress_report(ReportInput(plan(), HEAD, DAY, **(usual | more)))


def chapter(made: ProgressReport, key: str) -> Section:
    return next(section for section in made.sections if section.key == key)


def relief() -> str:
    return next(planned for planned in plan().order if plan().kind(planned) == "relief")


def moved(planned: str, quarters: int) -> Plan:
    schedule = {**plan().schedule, planned: plan().schedule[planned] + quarters}
    return replace(plan(), answer={**plan().answer, "schedule": schedule})


def test_report_has_every_chapter() -> None:
    keys = [section.key for section in report().sections]
    assert keys == ["stand", "aufwand", "wirkung", "aenderungen", "ausblick", "risiken"]
    assert all(section.text for section in report().sections)
    assert len(chapter(report(), "stand").tables[0].rows) == len(plan().order)


def test_nothing_is_called_decided_before_the_council_has_decided() -> None:
    budget = chapter(report(), "aufwand").tables[1]
    assert budget.caption == "Beschlossene Haushaltsjahre"
    open_one = report(decided_on=None, resolution="")
    assert "noch nicht beschlossen" in chapter(open_one, "aufwand").tables[1].caption
    assert "beschlossen" not in chapter(open_one, "stand").text


def test_days_and_euros_stand_beside_the_plan_and_what_nobody_entered_is_not_zero() -> None:
    first, second = plan().order[:2]
    stands = {first: ProjectStand("done", days=1.5, euros=200.0), second: ProjectStand("running", days=4)}
    table = chapter(report(stands=stands), "aufwand").tables[0]
    assert [row[4] for row in table.rows[:3]] == ["200\u00a0€", "nicht erfasst", "–"]
    assert (table.total[2], table.total[4]) == ("5,5", "200\u00a0€")
    assert "Bei einer laufenden oder fertigen Maßnahme" in table.note
    planned = sum(plan().value.by_id[p].person_days for p in plan().order)
    assert table.total[1] == f"{planned:.1f}".replace(".", ",")


def test_what_the_plan_said_when_a_project_began_is_what_counts() -> None:
    first = plan().order[0]
    table = chapter(
        report(stands={first: ProjectStand("running", planned_days=9, planned_euros=70)}), "aufwand"
    ).tables[0]
    assert table.rows[0][1:4:2] == ("9,0", "70\u00a0€")


def test_late_and_dear_projects_are_named_with_the_reason_the_worst_first() -> None:
    first = plan().order[0]
    end = plan().schedule[relief()]
    begun = date(2027 + (end - 1) // 4, (end - 1) % 4 * 3 + 1, 2)
    stands = {first: ProjectStand("done", begun, begun, days=1), relief(): ProjectStand("running", begun, days=99)}
    points = chapter(report(stands=stands), "risiken").points
    assert "(rot)" in points[0]
    assert any("mehr Arbeitstage als geplant" in point for point in points)
    assert "deutlich vom Plan ab" in " ".join(report(stands=stands).key_points)


def test_stopped_project_is_told_with_the_note() -> None:
    last = plan().order[-1]
    points = chapter(report(stands={last: ProjectStand("stopped", note="Kein Anbieter.")}), "risiken").points
    assert points[-1] == f"{plan().name(last)}: gestoppt. Kein Anbieter."


@pytest.mark.parametrize(
    ("now", "said"), [(11.0, "45 Stunden im Jahr weniger Arbeit"), (31.0, "15 Stunden im Jahr mehr Arbeit")]
)
def test_measured_effect_is_shown_also_when_it_is_bad(now: float, said: str) -> None:
    measured = {base_of(relief()): (MeasuredService("Hundesteuer", 26.0, now, 180.0, "n = 61"),)}
    made = report(stands={relief(): ProjectStand("done")}, measured=measured)
    (row,) = chapter(made, "wirkung").tables[0].rows
    assert "geschätzt" in row[1]
    assert said in row[2]
    assert "n = 61" in row[2]


def test_effect_that_nobody_measured_is_called_so() -> None:
    made = report(stands={relief(): ProjectStand("running")})
    assert chapter(made, "wirkung").tables[0].rows[0][2] == "noch nicht gemessen"
    assert not chapter(report(), "wirkung").tables


FIRST, LATER = Share(10, "estimated", "", date(2026, 11, 3)), Share(74.5, "measured", "Zählung", date(2027, 8, 2))


def test_how_digital_the_services_are_is_told_with_source_and_day() -> None:
    levels = (ScaleLevel("Reifegrad nach OZG", 1, 3, date(2027, 9, 1)),)
    services = (DigitalService("Meldeauskunft", FIRST, LATER, levels), DigitalService("Hundesteuer", FIRST))
    section = chapter(report(digital=services), "wirkung")
    found, once = next(table for table in section.tables if table.caption == "Wie digital die Leistungen sind").rows
    assert found == (
        "Meldeauskunft",
        "10\u00a0% (geschätzt) → 74,5\u00a0% (gemessen)",
        "Reifegrad nach OZG: Stufe 1 → 3",
        "Zählung, 2. August 2027; Reifegrad: eingeschätzt am 1. September 2027",
    )
    assert once[1:] == ("10\u00a0% (geschätzt)", "–", "3. November 2026"), "no second value is made up"
    assert section.points[-1].endswith("bei 1 von 1 mehr Fälle online als zu Beginn.")


@pytest.mark.parametrize(
    ("services", "said"),
    [
        ((), "Bei keiner Leistung des Plans ist erfasst"),
        ((DigitalService("Hundesteuer", FIRST),), "ist bei einer Leistung erfasst, aber erst einmal"),
        ((DigitalService("Hundesteuer", LATER, FIRST),), "bei keiner von 1 mehr Fälle online"),
    ],
)
def test_what_nobody_entered_and_what_got_worse_is_said(services: tuple[DigitalService, ...], said: str) -> None:
    assert said in chapter(report(digital=services), "wirkung").points[-1]


def test_changes_since_the_resolution_are_named_and_what_is_done_is_none() -> None:
    last = plan().order[-1]
    assert chapter(report(today=plan()), "aenderungen").points == ("Seit dem Beschluss ist der Plan nicht geändert.",)
    (said,) = change_words(plan(), moved(last, -1), ())
    assert said.startswith("Früher: ")
    assert " statt " in said
    without = {p: q for p, q in plan().schedule.items() if p != last}
    now = replace(plan(), answer={**plan().answer, "schedule": without})
    assert change_words(plan(), now, ()) == [f"Nicht mehr im Plan: {plan().name(last)}."]
    assert change_words(plan(), now, {last}) == []
    assert change_words(now, plan(), ()) == [f"Neu: {plan().name(last)}, ab {plan().period(last).split(' bis ')[0]}."]


def test_plan_that_begins_later_but_does_the_same_at_the_same_time_is_no_change() -> None:
    schedule = {p: q - 1 for p, q in plan().schedule.items() if q > 1}
    later = replace(
        plan(),
        frame=replace(plan().frame, first_quarter=date(2027, 4, 1)),
        answer={**plan().answer, "schedule": schedule},
    )
    begun = {p for p in plan().order if plan().schedule[p] == 1}
    assert change_words(plan(), later, begun) == []


def test_outlook_names_the_next_two_quarters_only() -> None:
    rows = chapter(report(), "ausblick").tables[0].rows
    assert {row[0] for row in rows} <= {"4. Quartal 2027", "1. Quartal 2028"}
    begins = {p for p in plan().order if plan().schedule[p] in (4, 5)}
    assert {row[1] for row in rows if row[2] == "beginnt"} == {plan().name(p) for p in begins}


def test_report_before_the_plan_begins_is_possible() -> None:
    early = date(2026, 11, 22)
    assert quarter_of(early, plan()) == 0
    made = progress_report(ReportInput(plan(), HEAD, early))
    assert made.status == "Stand 4. Quartal 2026"
    assert "Der Plan ist noch nicht beschlossen." in made.key_points


def test_report_as_odt_says_the_same() -> None:
    made = report(stands={relief(): ProjectStand("running", days=2)})
    with zipfile.ZipFile(io.BytesIO(paper_odt(made))) as package:
        said = " ".join(etree.fromstring(package.read("content.xml")).itertext())
    for section in made.sections:
        for text in (section.title, section.text, *section.points):
            assert text in said
        assert all(cell in said for table in section.tables for row in table.rows for cell in row)
