"""The project catalogue and what becomes of it in a town."""

import json
from datetime import date
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fahrwasser.core.agenda.catalogue.placeholders import has_placeholder, rests_only_on_placeholders
from fahrwasser.core.agenda.catalogue.projects import base_of, catalogue
from fahrwasser.core.agenda.catalogue.small_steps import LONGEST_MINUTES, steps_for
from fahrwasser.core.agenda.catalogue.town import Exponents, Frame, Override, done_projects, in_town, town_projects
from fahrwasser.core.inventory.town import Town

KNOWN = catalogue()
TOWN = Town("Lindenau an der Mulde", "Stadt", 3900)
FRAME = Frame(date(2027, 1, 1))
VARIANTS = [variant for project in KNOWN.projects.values() for variant in project.variants]


def of(planned: str, town: Town = TOWN, frame: Frame = FRAME):
    return in_town(KNOWN, KNOWN.variant(planned), town, frame)


def test_catalogue_has_the_44_projects_with_their_sums() -> None:
    own = [project.variants[0] for project in KNOWN.projects.values()]
    assert len(own) == 44
    assert sum(variant.days.likely for variant in own) == 768
    assert sum(variant.cost_once for variant in own) == 328_500
    assert sum(variant.cost_per_year for variant in own) == 104_000
    assert sum(variant.hours_per_year for variant in own) == 5965


def test_every_value_says_whether_it_is_sourced_or_estimated() -> None:
    for variant in VARIANTS:
        assert variant.basis in ("S", "E")
        assert variant.source
        if variant.key != "own":
            assert variant.basis == "E"
            assert variant.source.startswith("eigene Schätzung")


def test_every_project_has_texts_in_both_languages() -> None:
    for project in KNOWN.projects.values():
        for text in (project.name, project.goal, project.indicator, *(v.name for v in project.variants)):
            assert text.de
            assert text.en
        assert project.field in KNOWN.fields
        assert project.office in KNOWN.offices


def test_prerequisites_and_duties_point_at_what_exists() -> None:
    for variant in VARIANTS:
        assert set(variant.prerequisites) <= KNOWN.projects.keys()
        assert variant.project not in variant.prerequisites
        assert variant.kind in KNOWN.kinds
    for project in KNOWN.projects.values():
        assert set(project.duty_refs) <= KNOWN.duties.keys()


def test_shared_variants_need_the_cooperation() -> None:
    shared = [variant for variant in VARIANTS if variant.kind == "shared"]
    assert shared
    assert all("P41" in variant.prerequisites for variant in shared)


def test_ids_of_a_plan_lead_back_to_the_project() -> None:
    assert [v.id for v in KNOWN.projects["P04"].variants] == ["P04-own", "P04-shared", "P04-central"]
    assert [v.id for v in KNOWN.projects["P06"].variants] == ["P06"]
    assert base_of("P04-shared") == base_of("P04") == "P04"
    assert KNOWN.variant("P04").id == "P04-own"


def test_electronic_file_is_no_duty_in_saxony() -> None:
    assert not KNOWN.projects["P11"].is_duty
    assert KNOWN.projects["P04"].is_duty


def test_reference_town_keeps_the_reference_values() -> None:
    same = of("P14-own", Town("Bezug", "Stadt", 8000))
    assert (same.days.likely, same.cost_once, same.cost_per_year, same.hours.likely) == (22, 12_000, 6000, 1100)


def test_effort_shrinks_less_than_effect_in_a_smaller_town() -> None:
    small = of("P14-own")
    assert small.days.likely == 16.5  # 22 × (3900/8000)^0.4
    assert small.hours.likely == 536  # 1100 × 3900/8000
    assert (small.hours.low, small.hours.high) == (268, 751)
    assert small.cost_per_year == 2920


def test_exponents_are_parameters() -> None:
    frame = Frame(date(2027, 1, 1), exponents=Exponents(days=1.0))
    assert of("P14-own", frame=frame).days.likely == 10.5


def test_first_record_takes_at_most_three_days_in_any_town() -> None:
    for population in (500, 3900, 60_000):
        assert of("P02-adopt", Town("Ort", "Gemeinde", population)).days.high <= 3


def test_own_figures_replace_the_estimate_and_say_so() -> None:
    frame = Frame(date(2027, 1, 1), overrides={"P23": Override(hours_per_year=19), "P23-own": Override(days=2)})
    adopted = of("P23-adopt", frame=frame)
    assert (adopted.hours.low, adopted.hours.high, adopted.is_own_figure) == (19, 19, True)
    assert of("P23-own", frame=frame).days.likely == 2
    assert not of("P24-adopt", frame=frame).is_own_figure


def test_done_and_foreign_tasks_are_not_planned() -> None:
    ids = {p.id for p in town_projects(KNOWN, TOWN, Frame(date(2027, 1, 1), done=frozenset({"P23"})))}
    assert not {"P23-own", "P23-adopt", "P25-own", "P25-adopt"} & ids
    groups = {"resident-parking": True, "childcare": False}
    ids = {p.id for p in town_projects(KNOWN, TOWN, Frame(date(2027, 1, 1), groups=groups))}
    assert "P25-adopt" in ids
    assert "P27" not in ids


def test_live_capability_means_the_project_is_done() -> None:
    states = {"kdn": "live", "epayment": "planned", "eakte_all": "live", "unheard-of": "live", "dpo": "live"}
    assert done_projects(states) == {"P06", "P11", "P12"}


def test_project_that_pays_only_by_flat_values_is_told_apart() -> None:
    resting = {v.id for v in VARIANTS if rests_only_on_placeholders(of(v.id), FRAME)}
    assert "P14-central" not in resting
    assert all(has_placeholder(of(planned)) for planned in resting)
    lot_of_citizens = Frame(date(2027, 1, 1), overrides={"P28": Override(hours_per_year=0, cost_per_year=0, days=1)})
    assert rests_only_on_placeholders(of("P28", Town("Ort", "Stadt", 20_000), lot_of_citizens), lot_of_citizens)


def test_every_project_has_first_steps_of_half_an_hour() -> None:
    raw = json.loads(resources.files("fahrwasser.core.agenda").joinpath("data/steps.json").read_text("utf-8"))
    assert len(raw["projects"]) >= 18
    ids = []
    for project in KNOWN.projects:
        steps = steps_for(KNOWN, project)
        assert 1 <= len(steps) <= 5
        ids += [step.id for step in steps]
        for step in steps:
            assert step.minutes <= LONGEST_MINUTES
            assert step.owner in KNOWN.offices
            assert "{" not in step.ready.de + step.ready.en
            assert step.title.en
            assert step.title.en != step.title.de
    assert len(ids) == len(set(ids))


def test_steps_of_a_variant_and_of_a_milestone_are_those_of_the_project() -> None:
    assert steps_for(KNOWN, "P23-adopt") == steps_for(KNOWN, "P23") == steps_for(KNOWN, "M-P23")


@given(st.integers(1, 500_000), st.integers(1, 500_000), st.sampled_from([variant.id for variant in VARIANTS]))
@settings(max_examples=60)
def test_larger_town_never_has_less_effort_cost_or_relief(one: int, other: int, planned: str) -> None:
    small, large = (of(planned, Town("Ort", "Stadt", size)) for size in sorted((one, other)))
    assert small.days.likely <= large.days.likely
    assert small.cost_once <= large.cost_once
    assert small.hours.high <= large.hours.high
    assert 0.5 <= small.days.low <= small.days.high


def test_unknown_project_is_an_error() -> None:
    with pytest.raises(KeyError):
        KNOWN.variant("P99")


def test_what_the_town_counted_decides_what_a_project_frees() -> None:
    plain = Frame(date(2027, 1, 1))
    counted = Frame(date(2027, 1, 1), overrides={"P23": Override(hours_share=0.5)})
    variant = catalogue().variant("P23-own")
    town = Town("Lindenau", "Stadt", 8000)
    before, after = in_town(catalogue(), variant, town, plain), in_town(catalogue(), variant, town, counted)
    assert after.hours.likely == round(before.hours.likely * 0.5)
    assert (before.is_own_figure, after.is_own_figure) == (False, True)


def test_a_running_project_asks_only_for_the_days_that_are_left() -> None:
    running = {"P23-own": Override(days_spent=4, cost_once=0)}
    variant = catalogue().variant("P23-own")
    town = Town("Lindenau", "Stadt", 8000)
    before = in_town(catalogue(), variant, town, Frame(date(2027, 1, 1)))
    after = in_town(catalogue(), variant, town, Frame(date(2027, 1, 1), overrides=running))
    assert after.days.likely == before.days.likely - 4
    assert (after.cost_once, after.is_own_figure) == (0, False)
