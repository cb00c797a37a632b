"""What runs stays and always has its place: several running projects never leave a town without a plan."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fahrwasser.core.agenda.catalogue.build import build_instance, is_milestone
from fahrwasser.core.agenda.catalogue.projects import catalogue
from fahrwasser.core.agenda.catalogue.running import Running, keep_running
from fahrwasser.core.agenda.catalogue.town import Frame, Hold, Override
from fahrwasser.core.agenda.model.check import violations
from fahrwasser.core.agenda.model.instance import Instance
from fahrwasser.core.agenda.model.reading import parse_instance
from fahrwasser.core.agenda.solve import quick_plan, solve
from fahrwasser.core.inventory.town import Town

KNOWN = catalogue()
TOWN = Town("Lindenau an der Mulde", "Stadt", 3900)
FRAME = Frame(date(2027, 1, 1), confirmed_duties=frozenset({"D05"}))


def asked(running: dict[str, Running], frame: Frame = FRAME) -> Instance:
    held = replace(
        frame,
        holds=tuple(Hold(planned, "start", place.start) for planned, place in running.items()),
        overrides={planned: Override(cost_once=0) for planned in running},
    )
    return parse_instance(keep_running(build_instance(KNOWN, TOWN, held), running))


def planned(question: Instance) -> dict[str, int]:
    answer = quick_plan(question, time_limit_s=0.3)
    if not answer.schedule:
        answer = solve(question, time_limit_s=20, explain=False, gap=1.0)
    assert answer.status in ("optimal", "feasible")
    assert violations(question, answer.schedule) == []
    return answer.schedule


def test_four_running_projects_share_the_time_of_their_quarters() -> None:
    bases = {"P08": 2, "P13": 1, "P22": 2, "P20": 3}
    running = {KNOWN.projects[base].variants[0].id: Running(1, quarters) for base, quarters in bases.items()}
    question = asked(running)
    known = [question.by_id[p] for p in running if p in question.by_id]
    assert len(known) >= 3
    assert sum(project.load for project in known) <= 6.5 + 1e-6
    schedule = planned(question)
    assert all(schedule[project.id] == 1 for project in known)


def test_a_running_project_needs_nothing_before_it_any_more() -> None:
    ways = [p.id for p in asked({}).projects if p.prerequisites and not is_milestone(p.id)]
    question = asked({ways[0]: Running(1, 2)})
    assert question.by_id[ways[0]].prerequisites == ()


def test_what_nobody_plans_changes_nothing() -> None:
    plain = build_instance(KNOWN, TOWN, FRAME)
    assert keep_running(plain, {"P99": Running(1)}) == plain
    assert keep_running(plain, {}) == plain


def test_what_is_forbidden_by_hand_stays_forbidden() -> None:
    held = replace(FRAME, holds=(Hold("P13", "forbidden"),))
    question = keep_running(build_instance(KNOWN, TOWN, held), {"P13": Running(1)})
    assert {"project": "P13", "choose": False} in question["locks"]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from(sorted(KNOWN.projects)), min_size=1, max_size=6, unique=True),
    st.integers(0, 3),
    st.sampled_from([3.0, 4.0, 8.0]),
)
def test_every_set_of_running_projects_fits_its_quarters(bases: list[str], quarters: int, hours: float) -> None:
    frame = replace(FRAME, hours_per_week=hours)
    ways = [KNOWN.projects[base].variants[0].id for base in bases]
    question = asked({way: Running(1, quarters) for way in ways}, frame)
    running = [question.by_id[way] for way in ways if way in question.by_id]
    for quarter in range(1, question.quarters):
        load = sum(project.load for project in running if project.duration >= quarter)
        longest = max((project.duration for project in running), default=0)
        assert load <= question.capacity[quarter - 1] + 1e-6 or longest == question.quarters


@pytest.mark.parametrize("base", ["P01", "P04", "P08"])
def test_a_date_that_cannot_be_kept_any_more_does_not_stop_the_plan(base: str) -> None:
    way = KNOWN.projects[base].variants[0].id
    planned(asked({way: Running(1, 15)}))
