"""Whoever carries out what an explanation says gets what it says: the project enters, or begins earlier.

The change is carried out on the JSON of the question, as a person would do it, and the plan is made anew from scratch.
"""

import copy
import os
import time
from typing import Any

import pytest

from agenda_samples import random_instance
from fahrwasser.core.agenda.model.answer import Answer, Explanation
from fahrwasser.core.agenda.model.reading import parse_instance
from fahrwasser.core.agenda.reasons.depth import explain_in_depth
from fahrwasser.core.agenda.replan import replan
from fahrwasser.core.agenda.solve import solve
from fahrwasser.core.agenda.solver.watch import Watch

Raw = dict[str, Any]
LIMIT_S = 60.0
BLOCKS = 4
CHANGES_A_BLOCK = int(os.environ.get("FAHRWASSER_CHANGES", "40")) // BLOCKS
KNOWN = {"capacity_add", "budget_add", "running_cap_per_year", "max_parallel", "finish_by", "drop_duties", "drop_locks"}
KNOWN |= {"hours_per_year_at_least", "cost_once_at_most", "choose"}


def explained(raw: Raw) -> tuple[Answer, tuple[Explanation, ...]]:
    instance = parse_instance(raw)
    answer = solve(instance, time_limit_s=LIMIT_S, explain=False)
    if answer.status != "optimal":
        return answer, ()
    return answer, explain_in_depth(instance, answer, Watch(LIMIT_S, time.monotonic))


def carried_out(raw: Raw, change: Raw, project: str) -> Raw:
    """The question after the change, key by key."""
    assert change.keys() <= KNOWN
    after = copy.deepcopy(raw)
    for key, more in (("capacity", "capacity_add"), ("budget", "budget_add")):
        numbers = after[key] if isinstance(after[key], list) else [after[key]] * after["quarters"]
        after[key] = [number + change.get(more, 0) for number in numbers]
    after |= {key: change[key] for key in ("running_cap_per_year", "max_parallel") if key in change}
    after["duties"] = [
        duty | {"finish_by": change.get("finish_by", {}).get(duty["project"], duty["finish_by"])}
        for duty in after["duties"]
        if duty["project"] not in change.get("drop_duties", ())
    ]
    after["locks"] = [lock for lock in after["locks"] if lock["project"] not in change.get("drop_locks", ())]
    if change.get("choose"):
        after["locks"].append({"project": project, "choose": True})
    (row,) = [row for row in after["projects"] if row["id"] == project]
    row["hours_per_year"] = max(row["hours_per_year"], change.get("hours_per_year_at_least", row["hours_per_year"]))
    row["cost_once"] = min(row["cost_once"], change.get("cost_once_at_most", row["cost_once"]))
    return after


@pytest.mark.parametrize("block", range(BLOCKS))
def test_carrying_out_the_stated_change_makes_it_so(block: int) -> None:
    """40 changes in all; `make changes` carries out 220."""
    done, seed = 0, 9000 + 1000 * block
    while done < CHANGES_A_BLOCK:
        seed += 1
        raw = random_instance(seed, projects=6, quarters=6, pressure=0.08)
        answer, explanations = explained(raw)
        for why in explanations:
            for change in why.changes:
                done += 1
                after = solve(
                    parse_instance(carried_out(raw, change, str(why.project))), time_limit_s=LIMIT_S, explain=False
                ).schedule
                assert why.project in after, (seed, why.project, change)
                if why.kind == "timing":
                    assert after[why.project] < answer.schedule[why.project], (seed, why.project, change)


def test_without_the_change_it_is_not_so() -> None:
    """The first hour less: a project outside the plan is not named with hours that it frees already."""
    for seed in range(9500, 9506):
        raw = random_instance(seed, projects=6, quarters=6, pressure=0.08)
        hours = {row["id"]: row["hours_per_year"] for row in raw["projects"]}
        for why in explained(raw)[1]:
            for change in why.changes:
                assert float(str(change.get("hours_per_year_at_least", 1e9))) > hours[str(why.project)], seed


def test_a_price_is_what_the_two_plans_differ_by() -> None:
    rows = [
        {"id": "A", "name": "A", "person_days": 10, "hours_per_year": 400},
        {"id": "B", "name": "B", "person_days": 8, "hours_per_year": 100, "cost_once": 500},
    ]
    raw = {"id": "two", "quarters": 4, "horizon_quarters": 12, "capacity": 10, "budget": 500, "projects": rows}
    _, found = explained(raw | {"format": "fahrwasser-agenda-instance/1", "alternatives": [["A", "B"]]})
    (out,) = [why for why in found if why.kind == "out"]
    assert out.project == "B"
    assert out.difference == {
        "days": -2.0,
        "cost_once": 500.0,
        "cost_per_year": 0.0,
        "hours_per_year": -300.0,
        "hours_in_plan": -225.0,
    }


def test_an_earlier_start_has_its_price_and_its_way() -> None:
    rows = [
        {"id": name, "name": name, "person_days": 10, "hours_per_year": hours}
        for name, hours in (("A", 500), ("B", 100))
    ]
    raw = {"id": "two", "quarters": 4, "horizon_quarters": 12, "capacity": 10, "budget": 0, "projects": rows}
    raw |= {"format": "fahrwasser-agenda-instance/1", "duties": [], "locks": [], "max_intensity": 10}
    answer, found = explained(raw)
    assert answer.schedule == {"A": 1, "B": 2}
    (timing,) = [why for why in found if (why.project, why.kind) == ("B", "timing")]
    assert timing.reasons == ("capacity:1",)
    assert timing.values == {"start": 2, "quarter": 1, "days": 10.0}
    assert timing.delta_eur is not None
    assert timing.delta_eur > 0
    assert timing.changes == ({"capacity_add": 10.0},)


def test_a_project_that_fits_no_plan_says_what_would_make_room() -> None:
    rows = [{"id": "A", "name": "A", "person_days": 40, "duration": 1, "hours_per_year": 900}]
    raw = {"id": "one", "quarters": 4, "horizon_quarters": 12, "capacity": 10, "budget": 0, "projects": rows}
    raw |= {"format": "fahrwasser-agenda-instance/1", "duties": [], "locks": []}
    _, (out,) = explained(raw)
    assert out.has_delta
    assert out.delta_eur is None
    assert {"capacity_add": 30.0, "choose": True} in out.changes


def test_planning_again_keeps_every_rule_and_is_never_worse_than_what_is_left_of_the_old_plan() -> None:
    for seed in range(7000, 7030):
        raw = random_instance(seed, projects=8, quarters=7, pressure=0.05)
        before = solve(parse_instance(raw), time_limit_s=LIMIT_S, explain=False)
        less = carried_out(raw, {"capacity_add": -1, "budget_add": -100}, raw["projects"][0]["id"])
        less["capacity"] = [max(0, days) for days in less["capacity"]]
        less["budget"] = [max(0, money) for money in less["budget"]]
        instance = parse_instance(less)
        again = replan(instance, before.schedule, time_limit_s=LIMIT_S)
        scratch = solve(instance, time_limit_s=LIMIT_S, explain=False)
        assert (again.status == "infeasible") == (scratch.status == "infeasible"), seed
        if scratch.objective is not None:
            assert again.objective == pytest.approx(scratch.objective, rel=0.011, abs=1.0), seed
