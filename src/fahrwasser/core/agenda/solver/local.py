"""Improve a plan part by part: the solver plans a small neighbourhood of it anew, again and again.

Finds within two or three seconds what the whole program needs a minute for, but proves nothing
(docs/decisions/0016-planning-again.md).
"""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from fahrwasser.core.agenda.model.instance import Schedule
from fahrwasser.core.agenda.solver.board import Board
from fahrwasser.core.agenda.solver.formulation import Formulation
from fahrwasser.core.agenda.solver.highs import Limits, run
from fahrwasser.core.agenda.solver.incumbent import Incumbent
from fahrwasser.core.agenda.solver.neighbourhoods import ALL, Starts, between, only_the_plan
from fahrwasser.core.agenda.solver.orders import Pool
from fahrwasser.core.agenda.solver.search import start_values
from fahrwasser.core.agenda.solver.watch import Watch

LISTS_S = 0.4
LISTS_SHARE = 0.15
MERGE_S = 1.3
MERGED = 10
PART_S = 0.4
EASY_S = 0.12
FIRST_SIZE = 3
LARGEST = 9
GOOD_ENOUGH = 0.001
FRUITLESS = 9
"""So many parts without a better plan, at the largest size, and the search here ends."""


def side_by_side(work: Callable[[int], None], workers: int) -> None:
    """`work(0)` … `work(workers − 1)` at the same time, each in a thread; the solver lets other threads run."""
    with ThreadPoolExecutor(workers) as threads:
        for done in [threads.submit(work, number) for number in range(workers)]:
            done.result()


def begin_anew(board: Board, old: Starts, incumbent: Incumbent, pool: Pool, watch: Watch) -> None:
    """Many quick plans from orders, then the best plan that lies between the best of them and the old one."""
    if incumbent.schedule is not None:
        pool.take(board.indexed(incumbent.schedule), incumbent.objective)
    pool.fill(watch.part(min(LISTS_S, watch.left() * LISTS_SHARE)))
    if not pool.plans:
        return
    incumbent.offer(board.schedule(pool.plans[0][1]))
    best = incumbent.schedule or {}
    part = between(board, (board.indexed(best), old, *(starts for _, starts in pool.plans[:MERGED])))
    solve_part(part, incumbent, watch.part(min(MERGE_S, watch.left() / 2)), best)


def carry_over(board: Board, plan: Starts, incumbent: Incumbent, watch: Watch) -> None:
    """Plans from what was chosen before: put off as far as it must be, then also in other variants."""
    for earlier, later, variants in ((1, 4, False), (2, 6, True)):
        part = only_the_plan(board, plan, earlier=earlier, later=later, variants=variants)
        if not any(not part.starts[p] for p in part.forced):
            solve_part(part, incumbent, watch.part(PART_S))


def improve_locally(board: Board, incumbent: Incumbent, rng: random.Random, watch: Watch) -> None:
    """Better plans from parts, until the watch is over or nothing has helped for a while; needs a plan in hand."""
    size = [FIRST_SIZE] * len(ALL)
    fruitless = turn = 0
    while incumbent.schedule is not None and not watch.is_over() and fruitless < FRUITLESS:
        which = turn % len(ALL)
        turn += 1
        plan, before = incumbent.schedule, incumbent.objective
        part = ALL[which](board, board.indexed(plan), rng, size[which])
        own = watch.part(PART_S)
        solve_part(part, incumbent, own, plan)
        size[which] = max(1, size[which] - 1) if own.is_over() else min(LARGEST, size[which] + (own.spent() < EASY_S))
        if incumbent.objective > before:
            fruitless = 0
        else:
            fruitless += size[which] == LARGEST


def solve_part(part: Board, incumbent: Incumbent, watch: Watch, plan: Schedule | None = None) -> None:
    """Offer every plan that the solver finds in the part; its bound is not one of the whole and is thrown away.

    `plan` lies in the part and is the solver's first solution.
    """
    formulation = Formulation(part)

    def news(values: list[float] | None, bound: float) -> bool:
        if values is not None:
            incumbent.offer(part.schedule(formulation.read(values)))
        return watch.is_over()

    begin = start_values(formulation, plan) if plan else None
    outcome = run(formulation.program, Limits(max(0.01, watch.left()), GOOD_ENOUGH, is_part=True), begin, news)
    if outcome.values is not None:
        incumbent.offer(part.schedule(formulation.read(outcome.values)))
