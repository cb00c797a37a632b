"""The first picture of a town, from the quick check and open figures."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fahrwasser.core.agenda.catalogue.options import duties_to_check, relief_options
from fahrwasser.core.agenda.catalogue.projects import catalogue
from fahrwasser.core.agenda.catalogue.town import Frame
from fahrwasser.core.inventory.figures import Figure
from fahrwasser.core.inventory.picture import Picture, Recorded, first_picture, recorded_by_default
from fahrwasser.core.inventory.starter import starter_record
from fahrwasser.core.inventory.town import Town

TOWN = Town("Lindenau an der Mulde", "Stadt", 3900)
FRAME = Frame(date(2027, 1, 1))
RECORD = tuple(recorded_by_default(entry) for entry in starter_record(TOWN.population))


def picture(
    findings: dict[str, object] | None = None, record: tuple[Recorded, ...] = RECORD, **town: object
) -> Picture:
    place = replace(TOWN, **town)
    options = relief_options(catalogue(), place, FRAME)
    return first_picture(place, record, findings or {}, options, duties_to_check(catalogue(), place.state))


def counted(record: tuple[Recorded, ...], service: str, cases: float) -> tuple[Recorded, ...]:
    figure = Figure(cases, "Fälle im Jahr", "counted", "Strichliste", date(2026, 11, 22), "A")
    return tuple(replace(entry, volume=figure) if entry.id == service else entry for entry in record)


def test_hours_are_a_range_and_the_largest_service_comes_first() -> None:
    shown = picture()
    assert shown.services[0].id == "invoices"
    assert shown.total.low < shown.total.likely < shown.total.high
    assert abs(sum(line.hours.likely for line in shown.services) - shown.total.likely) < 1e-6


def test_service_nobody_can_estimate_is_named_not_counted_as_zero() -> None:
    assert "Haushalt, Jahresabschluss, Statistik" in [name.de for name in picture().unknown_services]


def test_five_candidates_for_a_first_relief_with_reasons() -> None:
    shown = picture()
    assert len(shown.candidates) == 5
    assert len({candidate.project for candidate in shown.candidates}) == 5
    for candidate in shown.candidates:
        assert "Stunden im Jahr" in candidate.reason.de
        assert "hours a year" in candidate.reason.en


def test_what_hurts_most_moves_up_and_says_so() -> None:
    before = [c.project for c in picture().candidates]
    shown = picture({"figure:biggest_pain": "P24"})
    after = [c.project for c in shown.candidates]
    assert after.index("P24") < before.index("P24")
    assert "drückt" in next(c for c in shown.candidates if c.project == "P24").reason.de


def test_counted_volume_changes_the_relief_of_its_project() -> None:
    few = picture(record=counted(RECORD, "invoices", 300))
    before = {c.project: c.hours.likely for c in picture().candidates}
    after = {c.project: c.hours.likely for c in few.candidates}
    assert after.get("P14", 0) < before["P14"] / 5


def test_candidate_of_a_task_that_others_do_is_not_offered() -> None:
    without_dogs = tuple(replace(e, is_offered=e.project != "P23" and e.is_offered) for e in RECORD)
    assert any(e.project == "P23" for e in RECORD)
    assert "P23" in {c.project for c in picture({"figure:biggest_pain": "P23"}).candidates}
    shown = picture({"figure:biggest_pain": "P23"}, record=without_dogs)
    assert "P23" not in {c.project for c in shown.candidates}


def test_duty_is_open_only_when_somebody_said_so() -> None:
    def state(findings: dict[str, object], duty: str = "D06") -> str:
        return next(c.state for c in picture(findings).duties if c.duty.id == duty)

    assert state({}) == "unknown"
    assert state({"capability:backup_tested": "none"}) == "open"
    assert state({"capability:backup_tested": "planned"}) == "planned"
    assert state({"capability:backup_tested": "live"}) == "met"
    assert state({"capability:backup_tested": "live", "capability:infosec_officer": "none"}, "D01") == "open"


def test_voluntary_file_is_never_shown_as_a_duty() -> None:
    assert "D10" not in {checked.duty.id for checked in picture().duties}


def test_saxon_statutes_bind_only_saxon_towns() -> None:
    elsewhere = {checked.duty.id for checked in picture(state="12").duties}
    assert "D05" in elsewhere
    assert not elsewhere & {"D01", "D02", "D04", "D07", "D08", "D16", "D23"}


def test_posts_at_risk_say_what_was_answered() -> None:
    shown = picture({"figure:posts": 14, "figure:retirements": 2, "figure:without_successor": 1})
    assert not shown.posts.is_estimate
    assert shown.posts.retirements == 2
    assert "(aus der Einwohnerzahl geschätzt)" in picture().posts.lines[0].de


def test_one_or_two_people_are_not_counted_in_a_sentence() -> None:
    for retirements, open_ones in ((1, 1), (2, 1), (2, 2), (1, None)):
        line = picture({"figure:retirements": retirements, "figure:without_successor": open_ones}).posts.lines[1]
        assert "gehen weniger als drei Personen in den Ruhestand" in line.de
        assert "fewer than three people retire" in line.en
        assert not set("12") & set(line.de + line.en)
        assert "ein" not in line.de.split()
    many = picture({"figure:retirements": 5, "figure:without_successor": 2}).posts.lines[1].de
    assert "gehen 5 Personen in den Ruhestand; bei weniger als drei davon ist offen" in many
    assert "geht niemand" in picture({"figure:retirements": 0}).posts.lines[1].de


@pytest.mark.parametrize("posts", [2, 8, 9.5])
def test_one_or_two_posts_that_become_vacant_are_not_counted_for_everybody(posts: float) -> None:
    line = picture({"figure:posts": posts}).posts.lines[0]
    assert "etwa 30 Prozent der Stellen" in line.de
    for text in (line.de, line.en):
        counts = [float(n.replace(",", ".")) for n in re.findall(r"\d+(?:[.,]\d+)?", text)]
        assert min(counts) >= 3
    assert "etwa 4,2 frei" in picture({"figure:posts": 14}).posts.lines[0].de


def test_gaps_come_in_the_order_of_their_influence_and_close_when_counted() -> None:
    gaps = picture().gaps
    assert [gap.influence for gap in gaps] == sorted((gap.influence for gap in gaps), reverse=True)
    assert gaps[0].subject == "service:invoices"
    after = picture({"figure:posts": 14}, record=counted(RECORD, "invoices", 3000)).gaps
    assert not {"service:invoices", "figure:posts"} & {gap.subject for gap in after}


@given(
    st.integers(0, 100_000),
    st.dictionaries(
        st.sampled_from(["capability:epayment", "capability:kdn", "figure:posts", "figure:retirements"]),
        st.sampled_from(["live", "none", "planned"]) | st.integers(0, 50),
    ),
)
@settings(max_examples=15)
def test_every_town_gets_a_picture(population: int, findings: dict) -> None:
    numbers = {k: v for k, v in findings.items() if k.startswith("figure:") == isinstance(v, int)}
    record = tuple(recorded_by_default(entry) for entry in starter_record(population))
    shown = picture(numbers, record, population=population)
    assert len(shown.candidates) <= 5
    assert shown.total.low <= shown.total.high
