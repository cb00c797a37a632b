"""Quick plans from orders: whatever the order, a plan keeps every rule and holds what must be."""

import random

from agenda_samples import random_instance
from fahrwasser.core.agenda.model.check import violations
from fahrwasser.core.agenda.model.reading import parse_instance
from fahrwasser.core.agenda.model.value import evaluate
from fahrwasser.core.agenda.replan import Effort, replan
from fahrwasser.core.agenda.solve import solve
from fahrwasser.core.agenda.solver.board import board_of
from fahrwasser.core.agenda.solver.orders import KEPT, Pool, plan_in_order

SEEDS = range(300, 330)


def test_plan_of_any_order_keeps_every_rule_and_holds_what_must_be() -> None:
    found = 0
    for seed in SEEDS:
        instance = parse_instance(random_instance(seed, projects=9, quarters=8))
        board = board_of(instance)
        order = list(range(len(board.projects)))
        random.Random(seed).shuffle(order)
        desk = plan_in_order(board, order)
        if desk is not None:
            found += 1
            assert violations(instance, board.schedule(desk.starts)) == []
            assert board.forced <= desk.starts.keys()
    assert found > len(SEEDS) // 2


def test_pool_keeps_the_best_different_plans_and_variations_never_lose_the_best() -> None:
    for seed in SEEDS:
        instance = parse_instance(random_instance(seed, projects=9, quarters=8))
        board = board_of(instance)
        pool = Pool(board, random.Random(seed))
        pool.try_order(list(range(len(board.projects))))
        before = max((value for value, _ in pool.plans), default=None)
        pool.vary(40)
        values = [value for value, _ in pool.plans]
        assert values == sorted(set(values), reverse=True)[:KEPT]
        for value, starts in pool.plans:
            assert abs(value - evaluate(instance, board.schedule(starts))) < 0.01
        if before is not None:
            assert values[0] >= before


def test_two_searches_side_by_side_reach_the_proven_best_plan() -> None:
    for seed in range(7000, 7006):
        instance = parse_instance(random_instance(seed, projects=8, quarters=7))
        best = solve(instance, time_limit_s=60, explain=False)
        again = replan(instance, {}, time_limit_s=60, effort=Effort(gap=1e-4, workers=2))
        assert again.status == best.status
        assert violations(instance, again.schedule) == [] or again.status == "infeasible"
        if best.objective is not None and again.objective is not None:
            assert abs(again.objective - best.objective) <= 1 + 2e-4 * abs(best.objective)
