"""One code works out what a case asks for; web shell and scenarios share it."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from fahrwasser.core.packages.check import check
from fahrwasser.core.packages.compile import compile_package
from fahrwasser.core.packages.evaluator import CaseEvaluator
from fahrwasser.core.packages.expectations import compare
from fahrwasser.core.packages.parameters import feel_values
from fahrwasser.core.packages.registers import changed as entry_changed
from fahrwasser.core.packages.registers import find, flat
from fahrwasser.core.packages.run import (
    Surroundings,
    case_facts,
    facts_of,
    is_hit,
    letter_values,
    message_text,
    record_of,
    request_of,
)
from fahrwasser.core.packages.scenarios import run_scenario
from fahrwasser.core.packages.values import Entry
from fahrwasser.core.refused import Refused
from packages.sample import changed, example

RELEASE = compile_package(example())
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
TODAY = date(2026, 11, 23)
ANSWERS = {"name": "Erika Beispiel", "verein": False, "gaeste": 40, "tag": "2026-12-05"}
GRAPH = RELEASE.processes["ausleihe"]


def evaluator(answers: Any = ANSWERS, **more: Any) -> CaseEvaluator:
    facts = facts_of(
        RELEASE, feel_values(RELEASE.parameters, RELEASE.defaults),
        case_facts(number="2026-1", channel="online", received=TODAY), now=NOW, answers=answers,
    )  # fmt: skip
    return CaseEvaluator(RELEASE, facts, **more)


def test_a_decision_carries_outcome_level_norm_and_the_rules_that_fired() -> None:
    person = evaluator()
    value = person.decide("vergabe", {}, NOW)
    assert value == {"ausgang": "erteilen", "gebuehr": Decimal("35.50"), "stufe": "decide", "norm": "§ 3 HallenO"}
    (made,) = person.decisions
    assert (made.decision, made.outcome, made.fired[0].rules) == ("vergabe", "erteilen", ("r_privat",))
    assert made.inputs["antrag"]["gaeste"] == 40
    assert made.level is not None
    assert made.level.level == "decide"


def test_an_answer_of_a_source_lowers_the_level() -> None:
    for status, level in (("bestaetigt", "decide"), ("schweigt", "propose"), ("gesperrt", "propose")):
        found = evaluator().decide("vergabe", {"vereinsauskunft": {"status": status}}, NOW)
        assert found["stufe"] == level


def test_a_rule_that_cannot_be_worked_out_is_for_a_person() -> None:
    person = evaluator(answers={})
    assert person.decide("vergabe", {}, NOW)["stufe"] == "propose"
    assert person.said


def test_answers_that_the_form_does_not_ask_are_not_facts() -> None:
    assert "geheim" not in (evaluator({**ANSWERS, "geheim": 1}).facts.application or {})


def test_parameters_of_a_call_are_worked_out_and_must_be_of_their_kind() -> None:
    variables = {"vergabe": {"gebuehr": Decimal("35.50")}, "ausgabe": {"nummer": "1"}}
    request = request_of(GRAPH, "eintragen", evaluator(), variables, NOW)
    assert request.verb == "register"
    assert request.parameters["ab"] == TODAY
    assert request.parameters["daten"] == {"name": "Erika Beispiel", "gebuehr": Decimal("35.50")}
    with pytest.raises(Refused, match="schluessel” of register is null") as refused:
        request_of(GRAPH, "eintragen", evaluator(), {**variables, "ausgabe": {}}, NOW)
    assert refused.value.place == "eintragen"
    with pytest.raises(Refused, match="number, not a string"):
        request_of(GRAPH, "eintragen", evaluator(), {**variables, "ausgabe": {"nummer": Decimal(1)}}, NOW)


def test_a_record_has_the_names_of_the_other_system() -> None:
    values = {"betrag": Decimal("35.50"), "name": "Erika Beispiel", "faellig": date(2026, 12, 23)}
    assert record_of(RELEASE, "finanz", values, NOW) == {
        "betrag": "35.50", "zahlungspflichtig": "Erika Beispiel", "faellig_am": "2026-12-23",
        "buchungstag": "2026-11-23",
    }  # fmt: skip


def test_the_town_stands_around_the_values_of_a_letter() -> None:
    around = Surroundings({"name": "Beispielstadt", "telefon": "1"}, {"name": "Erika"}, {}, "2026-1", TODAY, "Postbuch")
    given = {"recht": "AO", "werte": {"behoerde": {"name": "Landkreis"}, "tenor": ["x"], "frist": date(2026, 12, 1)}}
    values = letter_values(RELEASE, given, around)
    assert values["behoerde"] == {"name": "Landkreis", "telefon": "1"}
    assert values["frist"] == "2026-12-01"
    assert values["bekanntgabe"] == {"route": "letter", "aufgabe": "2026-11-23", "nachweis": "Postbuch"}
    assert values["datenschutz"] == RELEASE.privacy.info.de


def test_a_message_speaks_both_languages_and_misses_nothing() -> None:
    message = RELEASE.messages["erinnerung"]
    values = {"name": "Erika", "tag": date(2026, 12, 5)}
    assert message_text(message, values, "de")[1] == "Guten Tag Erika, Ihre Feier war am 05.12.2026."
    assert message_text(message, values, "en")[0] == "Please bring back the key"
    with pytest.raises(Refused, match="tag"):
        message_text(message, {"name": "Erika"}, "de")


def test_entries_keep_their_days_and_are_found_while_they_count() -> None:
    entry = entry_changed(None, "oeffnen", register="r", key="1", since=TODAY, until=None, data={"a": 1})
    ended = entry_changed(entry, "beenden", register="r", key="1", since=TODAY, until=None, data={"b": 2})
    assert ended == Entry("r", "1", {"a": 1, "b": 2}, TODAY, date(2026, 11, 22))
    assert flat(entry) == {"a": Decimal(1), "schluessel": "1", "ab": TODAY, "bis": None}
    assert [row["schluessel"] for row in find([entry], {"register": "r", "a": Decimal(1)}, TODAY)["eintraege"]] == ["1"]
    assert find([ended], {"register": "r"}, TODAY)["eintraege"] == []
    assert find([entry], {"register": "r", "a": Decimal(2)}, TODAY) == {"status": "bestaetigt", "eintraege": []}
    for operation in ("aendern", "beenden"):
        with pytest.raises(Refused):
            entry_changed(None, operation, register="r", key="1", since=TODAY, until=None, data={})
    with pytest.raises(Refused):
        entry_changed(entry, "oeffnen", register="r", key="1", since=TODAY, until=None, data={})


def test_an_event_hits_the_entries_it_means() -> None:
    (trigger,) = RELEASE.triggers
    assert is_hit(trigger, {"nummer": "7"}, {"schluessel": "7"}, NOW)
    assert not is_hit(trigger, {"nummer": "7"}, {"schluessel": "8"}, NOW)
    assert not is_hit(trigger, {"nummer": "7"}, None, NOW)


def test_running_a_scenario_twice_gives_the_same() -> None:
    for scenario in RELEASE.scenarios.values():
        first, second = run_scenario(RELEASE, scenario), run_scenario(RELEASE, scenario)
        assert first.world.letters == second.world.letters
        assert [story.state for story in first.stories] == [story.state for story in second.stories]
        assert compare(first) == compare(second) == []


def test_a_call_that_fails_without_anybody_to_catch_it_stops_the_case() -> None:
    scenario = replace(RELEASE.scenarios["privat-erinnert"], ports={"finanz": {"fehler": "ZU"}})
    run = run_scenario(RELEASE, scenario)
    assert [problem.place for problem in run.problems] == ["erwartet.ende (buchen)"]


def test_a_release_says_first_what_is_wrong() -> None:
    with pytest.raises(Refused, match=r"paket\.json: prozes: Unknown key"):
        compile_package(changed("paket.json", '"prozess"', '"prozes"'))


def test_a_process_that_reminds_for_ever_is_stopped() -> None:
    caught = '<intermediateCatchEvent id="zurueck"><messageEventDefinition messageRef="m_rueckgabe"/>'
    package = example()
    for old, new in (
        ('sourceRef="erinnern" targetRef="doch_zurueck"', 'sourceRef="erinnern" targetRef="warten"'),
        ('sourceRef="doch_zurueck" targetRef="da"', 'sourceRef="warten" targetRef="doch_zurueck"'),
        ('sourceRef="zurueck" targetRef="da"', 'sourceRef="doch_zurueck" targetRef="da"'),
        ('<sequenceFlow id="f_kommt" sourceRef="warten" targetRef="zurueck"/>', ""),
        (f"{caught}</intermediateCatchEvent>", ""),
    ):
        package = changed("prozess.bpmn", old, new, package)
    run = run_scenario(compile_package(package), RELEASE.scenarios["privat-erinnert"])
    assert "more than" in str(run.problems[0].values["reason"])


def test_what_becomes_null_by_mistake_is_noted() -> None:
    report = check(changed("prozess.bpmn", 'feel="{name: antrag.name}"', 'feel="{name: antrag.name, plz: heute.plz}"'))
    assert report.passes
    assert len(report.notes) == 1
    assert "verein_fragen" in report.notes[0]
