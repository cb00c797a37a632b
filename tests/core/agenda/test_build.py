"""From a town to a planning question: carryable, with duties, wishes and a first relief."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fahrwasser.core.agenda.catalogue.build import (
    RELIEF,
    budget_by_quarter,
    build_instance,
    duty_quarters,
    first_relief,
    is_milestone,
    project_of,
    quarter_of,
)
from fahrwasser.core.agenda.catalogue.projects import base_of, catalogue
from fahrwasser.core.agenda.catalogue.town import Frame, Hold, Wish, packaged_projects, town_projects
from fahrwasser.core.agenda.model.check import violations
from fahrwasser.core.agenda.model.instance import Instance, Schedule
from fahrwasser.core.agenda.model.reading import parse_instance
from fahrwasser.core.agenda.solve import quick_plan, solve
from fahrwasser.core.inventory.town import Town
from fahrwasser.core.refused import Refused

KNOWN = catalogue()
TOWN = Town("Lindenau an der Mulde", "Stadt", 3900)
FRAME = Frame(date(2027, 1, 1))
LAW = frozenset({"D01", "D02", "D04", "D05", "D06", "D07", "D08"})


def instance(frame: Frame = FRAME, town: Town = TOWN) -> Instance:
    return parse_instance(build_instance(KNOWN, town, frame))


def planned(question: Instance) -> Schedule:
    answer = quick_plan(question, time_limit_s=0.1)
    if not answer.schedule:
        answer = solve(question, time_limit_s=20, explain=False, gap=1.0)
    assert answer.status in ("optimal", "feasible")
    assert violations(question, answer.schedule) == []
    return answer.schedule


def finished(question: Instance, schedule: Schedule, wanted: str) -> int:
    return schedule[wanted] + question.by_id[wanted].duration - 1


def relief_ids(frame: Frame) -> set[str]:
    return set(first_relief(KNOWN, town_projects(KNOWN, TOWN, frame), frame).candidates)


def test_four_hours_a_week_are_six_and_a_half_days_a_quarter() -> None:
    assert instance().capacity == (6.5,) * 20
    assert instance(replace(FRAME, hours_per_week=8)).capacity[0] == 13


def test_town_of_3900_gets_a_plan_that_relieves_within_two_quarters() -> None:
    question = instance()
    schedule = planned(question)
    early = [p for p in schedule if p in relief_ids(FRAME) and finished(question, schedule, p) <= 2]
    assert early
    assert {"P01", "P02", "P03"} <= {base_of(p) for p in schedule}
    assert sum(question.by_id[p].hours_per_year for p in schedule) > 400


def test_same_town_meets_its_confirmed_duties_and_still_gains_time() -> None:
    frame = replace(FRAME, confirmed_duties=LAW)
    question = instance(frame)
    schedule = planned(question)
    met = {base_of(p): finished(question, schedule, p) for p in schedule if not is_milestone(p)}
    assert {"P04", "P05", "P08", "P16", "P17", "P19"} <= met.keys()
    assert all(met[p] <= duty_quarters(KNOWN, TOWN, frame) for p in ("P04", "P05", "P08", "P16", "P17", "P19"))
    assert any(p in relief_ids(frame) and finished(question, schedule, p) <= 2 for p in schedule)


def test_plan_never_chooses_two_variants_of_one_project() -> None:
    schedule = planned(instance())
    bases = [base_of(p) for p in schedule if not is_milestone(p)]
    assert len(bases) == len(set(bases))


def test_coaching_steps_come_first_and_leave_time_for_relief() -> None:
    question = instance()
    schedule = planned(question)
    by_base = {base_of(p): finished(question, schedule, p) for p in schedule if not is_milestone(p)}
    assert by_base["P01"] <= 2
    assert by_base["P02"] <= 2
    assert by_base["P03"] <= 3


def test_flat_placeholders_are_not_part_of_the_objective() -> None:
    for project in instance().projects:
        assert project.citizen_eur_per_year == 0
        assert project.risk_eur_per_year == 0


def test_nothing_binds_before_the_town_has_confirmed_it() -> None:
    assert [duty for duty in instance().duties if duty.kind == "law"] == []
    confirmed = instance(replace(FRAME, confirmed_duties=frozenset({"D05"})))
    assert [duty.project for duty in confirmed.duties if duty.kind == "law"] == ["M-P08"]


def test_voluntary_or_conditional_duty_forces_nothing() -> None:
    question = instance(replace(FRAME, confirmed_duties=frozenset({"D09", "D10", "D03"})))
    assert [duty for duty in question.duties if duty.kind == "law"] == []


def test_duty_with_a_date_is_due_then() -> None:
    frame = replace(FRAME, confirmed_duties=frozenset({"D13"}))
    [duty] = [duty for duty in instance(frame).duties if duty.kind == "law"]
    assert quarter_of(date(2029, 12, 31), frame) == 12
    assert (duty.project, duty.finish_by) == ("M-P24", 13)  # the milestone follows the work by one quarter


def test_date_long_past_means_the_usual_time() -> None:
    frame = replace(FRAME, confirmed_duties=frozenset({"D07"}))
    [duty] = [duty for duty in instance(frame).duties if duty.kind == "law"]
    assert duty.finish_by == duty_quarters(KNOWN, TOWN, frame) + 1


def test_duties_take_at_most_sixty_percent_of_the_time() -> None:
    little = replace(FRAME, confirmed_duties=LAW, hours_per_week=2.5)
    assert duty_quarters(KNOWN, TOWN, little) > duty_quarters(KNOWN, TOWN, replace(little, hours_per_week=8)) == 12


def test_saxon_duty_does_not_bind_elsewhere() -> None:
    frame = replace(FRAME, confirmed_duties=LAW)
    duties = instance(frame, replace(TOWN, state="12")).duties
    assert {project_of(duty.project) for duty in duties if duty.kind == "law"} == {"P05", "P08"}


def test_wish_of_the_head_is_fulfilled_in_whatever_variant() -> None:
    frame = replace(FRAME, wishes=(Wish("P20", 10),))
    question = instance(frame)
    schedule = planned(question)
    [chosen] = [p for p in schedule if base_of(p) == "P20" and not is_milestone(p)]
    assert finished(question, schedule, chosen) <= 10


def test_project_forbidden_by_hand_stays_out_in_all_variants() -> None:
    frame = replace(FRAME, holds=(Hold("P14", "forbidden"), Hold("P23-adopt", "forbidden")))
    schedule = planned(instance(frame))
    assert not [p for p in schedule if base_of(p) == "P14" or p == "P23-adopt"]


def test_start_set_by_hand_is_kept() -> None:
    frame = replace(FRAME, holds=(Hold("P14-central", "start", 5),))
    assert planned(instance(frame))["P14-central"] == 5


def test_wanted_variant_is_chosen() -> None:
    frame = replace(FRAME, holds=(Hold("P39-adopt", "wanted"), Hold("P44", "wanted")))
    assert {"P39-adopt", "P44"} <= planned(instance(frame)).keys()


def test_done_project_opens_the_way_and_is_not_planned_again() -> None:
    question = instance(replace(FRAME, done=frozenset({"P01", "P17", "P99"})))
    assert question.done == {"P01", "P17"}
    assert not [p for p in planned(question) if base_of(p) in ("P01", "P17")]
    assert question.by_id["P20-adopt"].prerequisites == (("P17",),)


def test_without_time_there_is_no_plan_but_a_clear_word() -> None:
    with pytest.raises(Refused, match="hours"):
        build_instance(KNOWN, TOWN, replace(FRAME, hours_per_week=0))


def test_money_comes_with_the_budget_year() -> None:
    assert budget_by_quarter(FRAME)[:5] == (5000, 0, 0, 0, 5000)
    summer = budget_by_quarter(replace(FRAME, first_quarter=date(2027, 7, 1)))
    assert summer[:4] == (2500, 0, 5000, 0)


def test_town_without_money_still_gets_a_plan() -> None:
    schedule = planned(instance(replace(FRAME, budget_per_year=0)))
    assert "P39-adopt" in schedule


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (replace(FRAME, hours_per_week=0.5), "time"),
        (replace(FRAME, budget_per_year=0, holds=(Hold("P39", "forbidden"),)), "time"),
    ],
)
def test_no_relief_within_two_quarters_is_explained(frame: Frame, reason: str) -> None:
    found = first_relief(KNOWN, town_projects(KNOWN, TOWN, frame), frame)
    assert (found.candidates, found.reason) == ((), reason)
    assert RELIEF not in {project.id for project in instance(frame).projects}


def test_milestone_names_its_project() -> None:
    assert project_of("M-P04") == project_of("P04-shared") == "P04"
    assert is_milestone(RELIEF)


PROJECTS = st.sampled_from(sorted(KNOWN.projects))
HELD = st.sampled_from(["P04", "P04-own", "P14-central", "P06", "P23"])
KINDS = st.sampled_from(["wanted", "forbidden", "start"])
FRAMES = st.builds(
    Frame,
    first_quarter=st.sampled_from([date(2026, 10, 1), date(2027, 1, 1), date(2027, 4, 1)]),
    hours_per_week=st.sampled_from([0.5, 2, 4, 12, 40]),
    budget_per_year=st.sampled_from([0, 1000, 5000, 50_000]),
    quarters=st.sampled_from([4, 12, 20]),
    running_cap_per_year=st.sampled_from([None, 0.0, 5000.0]),
    confirmed_duties=st.frozensets(st.sampled_from(sorted(KNOWN.duties)), max_size=6),
    done=st.frozensets(PROJECTS, max_size=8),
    wishes=st.lists(st.builds(Wish, PROJECTS, st.sampled_from([None, 3])), max_size=3).map(tuple),
    holds=st.lists(st.builds(Hold, HELD, KINDS, st.sampled_from([None, 2])), max_size=3).map(tuple),
)


@given(FRAMES, st.sampled_from([0, 300, 3900, 60_000]))
@settings(max_examples=40, deadline=None)
def test_every_town_gives_a_sound_question(frame: Frame, population: int) -> None:
    question = instance(frame, Town("Ort", "Gemeinde", population))
    assert question.quarters == frame.quarters
    for duty in question.duties:
        assert duty.finish_by <= frame.quarters
        assert duty.project not in question.done


@given(FRAMES)
@settings(max_examples=6, deadline=None)
def test_every_first_plan_can_be_carried(frame: Frame) -> None:
    question = instance(frame)
    answer = quick_plan(question, time_limit_s=0.1)
    if answer.schedule:
        assert violations(question, answer.schedule) == []


def test_shared_variants_are_offered_only_with_a_neighbour() -> None:
    assert "P04-shared" not in instance().by_id
    for frame in (replace(FRAME, wishes=(Wish("P41"),)), replace(FRAME, done=frozenset({"P41"}))):
        assert "P04-shared" in instance(frame).by_id
    assert "P04-shared" in instance(replace(FRAME, holds=(Hold("P04-shared", "wanted"),))).by_id


def test_variant_that_is_worse_in_every_respect_is_not_offered_unless_chosen_by_hand() -> None:
    assert "P02-own" not in instance().by_id
    assert "P02-own" in instance(replace(FRAME, holds=(Hold("P02-own", "wanted"),))).by_id
    assert "P02-own" in instance(replace(FRAME, holds=(Hold("P02-adopt", "forbidden"),))).by_id
    assert {"P23-own", "P23-adopt"} <= instance().by_id.keys()  # more hours against less effort


def test_duties_of_the_town_of_3900_fit_into_a_plan_of_the_lists_alone() -> None:
    question = instance(replace(FRAME, confirmed_duties=LAW))
    answer = quick_plan(question, time_limit_s=0.1)
    assert answer.schedule
    assert violations(question, answer.schedule) == []


def test_a_package_does_the_project_that_its_leika_key_eases() -> None:
    assert packaged_projects(KNOWN, ["99110009104000", "99108001001000"]) == {"P23", "P25"}
    assert packaged_projects(KNOWN, ["99999999999999"]) == frozenset()
