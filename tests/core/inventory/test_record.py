"""The record before and after somebody corrects it: starter list, figures, scales."""

import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fahrwasser.core.agenda.catalogue.projects import catalogue
from fahrwasser.core.inventory.figures import ORIGINS, Figure, current, may_be_replaced_by_machine
from fahrwasser.core.inventory.leika import read_catalogue
from fahrwasser.core.inventory.question_file import shipped_quick_check
from fahrwasser.core.inventory.questions import Text
from fahrwasser.core.inventory.scales import Criterion, Scale, assess, read_scale, set_level, shipped_scales
from fahrwasser.core.inventory.services import areas, capability_defaults, leika_note, starter_services
from fahrwasser.core.inventory.starter import groups_from, posts, prefilled_answers, starter_record
from fahrwasser.core.refused import Refused
from paths import shared_data

DAY = date(2026, 11, 22)


def figure(value: float, origin: str = "estimated", number: int = 0, **more: object) -> Figure:
    return Figure(value, "Fälle", origin, "Test", DAY, "C", number=number, **more)  # type: ignore[arg-type]


def of(population: int, service: str):
    return next(entry for entry in starter_record(population) if entry.default.id == service)


def test_starter_list_covers_what_a_small_town_does() -> None:
    assert 110 <= len(starter_services()) <= 140
    assert {service.area for service in starter_services()} == {area.id for area in areas()}
    for service in starter_services():
        assert service.name.de
        assert service.name.en
        assert (service.volume is None) == bool(service.volume_reason)


def test_every_leika_key_of_the_starter_list_is_in_the_official_catalogue() -> None:
    with shared_data("catalogue/leika_ozg_services.csv").open("rb") as file:
        official = {row.leika_key for row in read_catalogue(file)}
    assert {service.leika_key for service in starter_services()} - {""} <= official
    assert "2019" in leika_note().de


def test_services_and_capabilities_point_at_projects_that_exist() -> None:
    known = catalogue().projects
    assert {service.project for service in starter_services()} - {""} <= known.keys()
    assert {capability.makes_done for capability in capability_defaults().values()} - {""} <= known.keys()


def test_quick_check_fills_only_capabilities_and_groups_that_exist() -> None:
    groups = {f"service:group-{service.group}" for service in starter_services() if service.group}
    capabilities = {f"capability:{key}" for key in capability_defaults()}
    for question in shipped_quick_check().questions:
        targets = {*question.maps_to, *(target for option in question.options for target, _ in option.sets)}
        assert {t for t in targets if not t.startswith("figure:")} <= groups | capabilities


def test_town_of_8000_gets_the_reference_figures() -> None:
    assert of(8000, "id-card").volume.value == 720
    assert of(8000, "trade-on").volume.value == 68
    invoices = of(8000, "invoices").volume
    assert (invoices.low, invoices.value, invoices.high) == (4704, 6400, 23_880)
    assert posts(8000).value == 40


def test_prefilled_value_says_where_it_comes_from_and_that_it_is_an_estimate() -> None:
    volume = of(3900, "id-card").volume
    assert volume.is_estimate
    assert volume.confidence == "A"
    assert "seligenstadt.de" in volume.source
    assert "3900 Einwohner" in volume.source


def test_task_of_another_level_is_switched_off_not_scaled() -> None:
    assert not of(3900, "housing-benefit").is_offered
    assert not of(3900, "resident-parking").is_offered
    groups = groups_from({"service:group-resident-parking": "on", "service:group-residents": "off", "figure:posts": 3})
    answered = {entry.default.id: entry.is_offered for entry in starter_record(3900, groups)}
    assert answered["resident-parking"]
    assert not answered["id-card"]
    assert answered["invoices"]


def test_questions_are_prefilled_from_the_population() -> None:
    assert prefilled_answers(3900) == {"posts": 20, "hours_per_week": 4}
    assert prefilled_answers(0)["posts"] == 1


def test_correction_by_hand_wins_over_what_was_there() -> None:
    default, counted, guess = figure(1, "default", 1), figure(2, "counted", 2), figure(3, "estimated", 3)
    assert current([default, guess, counted]) is guess
    assert current([counted, figure(9, "default", 7)]) is counted
    assert current([]) is None


def test_machine_never_puts_a_weaker_value_over_a_stronger() -> None:
    assert may_be_replaced_by_machine(figure(1, "estimated"), "measured")
    assert not may_be_replaced_by_machine(figure(1, "counted"), "estimated")


def test_figure_out_of_order_is_refused() -> None:
    with pytest.raises(ValueError, match="out of order"):
        figure(5, low=6)


@given(st.integers(0, 200_000), st.integers(0, 200_000))
@settings(max_examples=20)
def test_larger_town_never_has_fewer_cases(one: int, other: int) -> None:
    small, large = sorted((one, other))
    for before, after in zip(starter_record(small), starter_record(large), strict=True):
        if before.volume is not None:
            assert before.volume.value <= after.volume.value
            assert before.hours.low <= before.hours.likely <= before.hours.high


def scale(levels: int = 5) -> Scale:
    criteria = tuple(Criterion(f"k{n}", Text(f"Kriterium {n}"), n) for n in range(1, levels))
    return Scale("test", "1", Text("Test"), tuple(Text(str(n)) for n in range(levels)), criteria, "", "")


def test_shipped_scales_have_levels_and_no_criteria() -> None:
    one, two = shipped_scales()
    assert (one.version, one.top, one.criteria) == ("1.1", 4, ())
    assert (two.version, two.top, two.criteria) == ("2.0", 7, ())
    assert assess(one, {}).level is None
    assert set_level(one, 3).level == 3
    with pytest.raises(Refused, match="levels 0 to 4"):
        set_level(one, 5)


def test_lowest_criterion_decides() -> None:
    found = assess(scale(), {"k1": True, "k2": False, "k3": True, "k4": False})
    assert (found.level, found.upper_bound, found.deciding) == (1, 1, ("k2",))


def test_unanswered_criterion_is_unknown_never_zero() -> None:
    found = assess(scale(), {"k1": True, "k2": None, "k3": False, "k4": True})
    assert (found.level, found.upper_bound, found.unanswered) == (None, 2, ("k2",))


def test_unanswered_criterion_above_the_failed_one_does_not_matter() -> None:
    assert assess(scale(), {"k1": False, "k2": None, "k3": None, "k4": None}).level == 0


def test_imported_scale_brings_criteria() -> None:
    raw = {
        "format": "fahrwasser-scale/1", "id": "ozg", "version": "1.1", "title": "OZG", "rule": "lowest_criterion",
        "levels": [{"level": 0, "name": "Offline"}, {"level": 1, "name": "Online"}],
        "criteria": [{"id": "a", "text": "Formular online", "level": 1}],
    }  # fmt: skip
    assert assess(read_scale(json.dumps(raw).encode()), {"a": True}).level == 1
    for broken in ({"rule": "mean"}, {"levels": []}, {"criteria": [{"id": "a", "text": "x", "level": 9}]}, {"x": 1}):
        with pytest.raises(Refused):
            read_scale(json.dumps(raw | broken).encode())


@given(st.dictionaries(st.sampled_from(["k1", "k2", "k3", "k4"]), st.sampled_from([True, False, None])))
def test_better_answer_never_lowers_the_level(answers: dict) -> None:
    before = assess(scale(), answers)
    for key in ("k1", "k2", "k3", "k4"):
        assert assess(scale(), answers | {key: True}).upper_bound >= before.upper_bound


def test_origins_are_ordered_from_sure_to_unsure() -> None:
    assert ORIGINS == ("measured", "counted", "estimated", "default")
    assert not replace(figure(1), origin="counted").is_estimate
