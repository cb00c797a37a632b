"""Promises of the planner on a thousand random small questions, against code that shares nothing with it."""

import copy

import pytest

from agenda_samples import all_plans, best_value, plain_errors, plain_value, random_instance
from fahrwasser.core.agenda.model.changes import Change, changed
from fahrwasser.core.agenda.model.check import violations
from fahrwasser.core.agenda.model.reading import parse_instance
from fahrwasser.core.agenda.model.value import evaluate
from fahrwasser.core.agenda.solve import quick_plan, solve

LIMIT_S = 20.0
BLOCKS = [range(first, first + 170) for first in range(0, 1700, 170)]
PLANS_A_BLOCK = 100
SMALL = [range(first, first + 50) for first in range(5000, 5200, 50)]


@pytest.mark.parametrize("seeds", BLOCKS, ids=lambda seeds: f"seeds-{seeds.start}")
def test_no_returned_plan_breaks_a_rule_and_its_value_is_true(seeds: range) -> None:
    plans = 0
    for seed in seeds:
        raw = random_instance(seed, projects=9, quarters=7, pressure=0.03)
        answer = solve(parse_instance(raw), time_limit_s=LIMIT_S, explain=False)
        assert answer.status in ("optimal", "infeasible"), seed
        if answer.status == "infeasible":
            continue
        assert plain_errors(raw, answer.schedule) == [], seed
        assert answer.objective == pytest.approx(plain_value(raw, answer.schedule), abs=0.01), seed
        assert answer.bound is not None
        assert answer.bound >= answer.objective, seed
        assert answer.gap is not None
        assert answer.gap <= 1e-4, seed
        plans += bool(answer.schedule)
    assert plans >= PLANS_A_BLOCK


@pytest.mark.parametrize("seeds", SMALL, ids=lambda seeds: f"seeds-{seeds.start}")
def test_bound_and_infeasibility_are_true_by_trying_everything(seeds: range) -> None:
    for seed in seeds:
        raw = random_instance(seed, projects=4, quarters=4)
        answer = solve(parse_instance(raw), time_limit_s=LIMIT_S, explain=False)
        best = best_value(raw)
        assert (answer.status == "infeasible") == (best is None), seed
        if best is not None:
            assert answer.bound is not None
            assert answer.objective is not None
            assert answer.objective - 0.01 <= best <= answer.bound + 0.01, seed
            assert best - answer.objective <= 1e-4 * max(1.0, abs(answer.objective)) + 0.01, seed


def test_a_plan_of_the_lists_keeps_every_rule_and_its_cheap_bound_is_true() -> None:
    for seed in range(6000, 6200):
        raw = random_instance(seed, projects=4, quarters=4)
        answer = quick_plan(parse_instance(raw))
        best = best_value(raw)
        if answer.status == "feasible":
            assert plain_errors(raw, answer.schedule) == [], seed
            assert answer.bound is not None
            assert best is not None
            assert best <= answer.bound + 0.01, seed
        if answer.status == "infeasible":
            assert best is None, seed


def test_every_repair_makes_the_instance_feasible_and_every_conflict_is_one() -> None:
    seen = 0
    for seed in range(7000, 7400):
        raw = random_instance(seed, projects=5, quarters=4)
        answer = solve(parse_instance(raw), time_limit_s=LIMIT_S)
        if answer.status != "infeasible":
            continue
        seen += 1
        (explanation,) = answer.explanations
        assert explanation.repairs, seed
        for repair in explanation.repairs:
            assert next(all_plans(_repaired(raw, repair.change)), None) is not None, (seed, repair)
        assert next(all_plans(_only(raw, explanation.conflict)), None) is None, seed
        for rule in explanation.conflict:
            fewer = [other for other in explanation.conflict if other != rule]
            assert next(all_plans(_only(raw, fewer)), None) is not None, (seed, rule)
    assert seen >= 50


def test_prices_and_break_even_hours_are_true() -> None:
    for seed in range(8000, 8040):
        raw = random_instance(seed, projects=4, quarters=4)
        answer = solve(parse_instance(raw), time_limit_s=LIMIT_S)
        for explanation in answer.explanations:
            if explanation.has_delta and explanation.project:
                _check_price(raw, answer.objective, explanation)


def _check_price(raw, objective, explanation):
    chosen = explanation.kind != "out"
    other = copy.deepcopy(raw)
    other["locks"].append({"project": explanation.project, "choose": not chosen})
    best = best_value(other)
    assert (explanation.delta_eur is None) == (best is None), (raw["id"], explanation)
    if best is None:
        return
    assert objective - best == pytest.approx(explanation.delta_eur, abs=0.02 + 2e-4 * abs(objective))
    hours = explanation.change.get("hours_per_year_at_least")
    if hours is not None:
        row = next(row for row in raw["projects"] if row["id"] == explanation.project)
        raised = copy.deepcopy(raw)
        next(r for r in raised["projects"] if r["id"] == row["id"])["hours_per_year"] = hours
        forced = copy.deepcopy(raised)
        forced["locks"].append({"project": row["id"], "choose": True})
        assert best_value(forced) == pytest.approx(best_value(raised), abs=0.02 + 2e-4 * abs(objective))


def test_the_order_of_the_projects_changes_nothing() -> None:
    for seed in range(9000, 9030):
        raw = random_instance(seed, projects=8, quarters=6)
        turned = raw | {"projects": raw["projects"][::-1]}
        first = solve(parse_instance(raw), time_limit_s=LIMIT_S, explain=False)
        second = solve(parse_instance(turned), time_limit_s=LIMIT_S, explain=False)
        assert (first.schedule, first.objective) == (second.schedule, second.objective), seed


def test_the_two_evaluations_and_checkers_agree_on_any_plan() -> None:
    for seed in range(300):
        raw = random_instance(seed, projects=4, quarters=3)
        instance = parse_instance(raw)
        names = [p.id for p in instance.open_projects()]
        for turn in range(8):
            plan = {n: 1 + (seed * 7 + turn * 3 + i) % 4 for i, n in enumerate(names) if (turn >> (i % 3)) & 1}
            assert bool(violations(instance, plan)) == bool(plain_errors(raw, plan)), (seed, plan)
            if not violations(instance, plan):
                assert evaluate(instance, plan) == pytest.approx(plain_value(raw, plan), abs=0.01)


def _repaired(raw, change):
    """The change applied to the JSON, as a reader of the answer would do it."""
    fixed = copy.deepcopy(raw)
    for key, add in (("capacity", "capacity_add"), ("budget", "budget_add")):
        numbers = fixed[key] if isinstance(fixed[key], list) else [fixed[key]] * fixed["quarters"]
        fixed[key] = [number + change.get(add, 0) for number in numbers]
    for key in ("running_cap_per_year", "max_parallel"):
        if key in change:
            fixed[key] = change[key]
    fixed["duties"] = [d for d in fixed["duties"] if d["project"] not in change.get("drop_duties", [])]
    fixed["locks"] = [lock for lock in fixed["locks"] if lock["project"] not in change.get("drop_locks", [])]
    for duty in fixed["duties"]:
        duty["finish_by"] = change.get("finish_by", {}).get(duty["project"], duty["finish_by"])
    return fixed


def _only(raw, conflict):
    """The instance with only the rules of the conflict; project data and prerequisites stay."""
    kept = copy.deepcopy(raw)
    types = {rule["type"] for rule in conflict}
    duties = {rule["project"] for rule in conflict if rule["type"] == "duty"}
    locks = {rule["project"] for rule in conflict if rule["type"] == "lock"}
    groups = {rule["index"] for rule in conflict if rule["type"] == "alternatives"}
    kept["duties"] = [duty for duty in kept["duties"] if duty["project"] in duties]
    kept["locks"] = [lock for lock in kept["locks"] if lock["project"] in locks]
    kept["alternatives"] = [group for i, group in enumerate(kept["alternatives"]) if i in groups]
    for key in ("capacity", "budget"):
        if key not in types:
            kept[key] = 1e9
    if "running_cap" not in types:
        kept.pop("running_cap_per_year", None)
    if "max_parallel" not in types:
        kept.pop("max_parallel", None)
    return kept


def test_a_change_in_json_and_as_value_mean_the_same() -> None:
    raw = random_instance(3, projects=5, quarters=4)
    change = Change(capacity_add=2.5, budget_add=100.0)
    assert changed(parse_instance(raw), change) == parse_instance(_repaired(raw, change.to_json()))
