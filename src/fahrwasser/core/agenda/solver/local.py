"""Improve a plan part by part: the solver plans a small neighbourhood of it anew, again and again.

Finds within two or three seconds what the whole program needs a minute for, but proves nothing
(docs/decisions/0016-planning-again.md).
"""

import random

from fahrwasser.core.agenda.solver.board import Board
from fahrwasser.core.agenda.solver.formulation import Formulation
from fahrwasser.core.agenda.solver.highs import Limits, run
from fahrwasser.core.agenda.solver.incumbent import Incumbent
from fahrwasser.core.agenda.solver.neighbourhoods import ALL, Starts, only_the_plan
from fahrwasser.core.agenda.solver.search import start_values
from fahrwasser.core.agenda.solver.watch import Watch

PART_S = 0.4
EASY_S = 0.12
FIRST_SIZE = 3
LARGEST = 9
GOOD_ENOUGH = 0.001
FRUITLESS = 9
"""So many parts without a better plan, at the largest size, and the search here ends."""


def carry_over(board: Board, plan: Starts, incumbent: Incumbent, watch: Watch) -> None:
    """Plans from what was chosen before: put off as far as it must be, then also in other variants."""
    for earlier, later, variants in ((1, 4, False), (2, 6, True)):
        part = only_the_plan(board, plan, earlier=earlier, later=later, variants=variants)
        if not any(not part.starts[p] for p in part.forced):
            solve_part(part, incumbent, watch.part(PART_S), begins=False)


def improve_locally(board: Board, incumbent: Incumbent, rng: random.Random, watch: Watch) -> None:
    """Better plans from parts, until the watch is over or nothing has helped for a while; needs a plan in hand."""
    size = [FIRST_SIZE] * len(ALL)
    fruitless = turn = 0
    while incumbent.schedule is not None and not watch.is_over() and fruitless < FRUITLESS:
        which = turn % len(ALL)
        turn += 1
        before = incumbent.objective
        part = ALL[which](board, board.indexed(incumbent.schedule), rng, size[which])
        own = watch.part(PART_S)
        solve_part(part, incumbent, own)
        size[which] = max(1, size[which] - 1) if own.is_over() else min(LARGEST, size[which] + (own.spent() < EASY_S))
        if incumbent.objective > before:
            fruitless = 0
        else:
            fruitless += size[which] == LARGEST


def solve_part(part: Board, incumbent: Incumbent, watch: Watch, *, begins: bool = True) -> None:
    """Offer every plan that the solver finds in the part; its bound is not one of the whole and is thrown away.

    `begins`: the plan in hand lies in the part and is the solver's first solution.
    """
    formulation = Formulation(part)

    def news(values: list[float] | None, bound: float) -> bool:
        if values is not None:
            incumbent.offer(part.schedule(formulation.read(values)))
        return watch.is_over()

    begin = start_values(formulation, incumbent.schedule) if begins and incumbent.schedule is not None else None
    outcome = run(formulation.program, Limits(max(0.01, watch.left()), GOOD_ENOUGH), begin, news)
    if outcome.values is not None:
        incumbent.offer(part.schedule(formulation.read(outcome.values)))
