"""Plan again after something has changed: begin with the plan in hand, look around it, prove what time allows.

For questions that wait for an answer (what if?) and for many questions in a row (draws, prices of wishes). How and why:
docs/decisions/0016-planning-again.md, 0019-plans-from-orders.md. Loads the solver; one solve at a time in a process.
"""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from fahrwasser.core.agenda.model.answer import CLOSED_GAP, Answer, gap_of
from fahrwasser.core.agenda.model.instance import Instance, Schedule
from fahrwasser.core.agenda.solver.board import Board, board_of
from fahrwasser.core.agenda.solver.bounds import quick_bound
from fahrwasser.core.agenda.solver.greedy import first_plan, list_plan
from fahrwasser.core.agenda.solver.incumbent import Incumbent, OnProgress
from fahrwasser.core.agenda.solver.local import begin_anew, carry_over, improve_locally, side_by_side
from fahrwasser.core.agenda.solver.orders import Pool
from fahrwasser.core.agenda.solver.retiming import retime
from fahrwasser.core.agenda.solver.search import NAME, NEVER, search
from fahrwasser.core.agenda.solver.watch import Clock, Watch

FIND_SHARE = 0.6
PROOF_SHARE = 0.15
"""Of the time left: for the whole program, whenever parts have stopped to help."""
LOCAL = "HiGHS, part by part"


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to try: `local_share` of the time at most looks around the plan, the rest proves, down to `gap`.

    `below`: stop once it is proven that no plan is worth that much. `workers`: searches side by side, a core for each.
    """

    local_share: float = 1.0
    gap: float = 0.01
    below: float = NEVER
    workers: int = 1


def replan(
    instance: Instance,
    plan: Schedule,
    *,
    time_limit_s: float,
    effort: Effort | None = None,
    on_progress: OnProgress | None = None,
    clock: Clock = time.monotonic,
    seed: int = 1,
) -> Answer:
    """A plan for the changed question within the time, beginning with `plan` of the question before; no explanations.

    "optimal" only if proven; "infeasible" only if proven; "unknown" if no plan was found in time.
    """
    watch = Watch(time_limit_s, clock)
    answer = plan_again(instance, plan, watch, effort or Effort(), on_progress=on_progress, seed=seed)
    return replace(answer, time_s=watch.spent())


def plan_again(
    instance: Instance,
    plan: Schedule,
    watch: Watch,
    effort: Effort,
    *,
    on_progress: OnProgress | None = None,
    seed: int = 1,
) -> Answer:
    """As `replan`, with a watch that is already running."""
    board = board_of(instance)
    incumbent = Incumbent(instance, quick_bound(board), on_progress)
    if board.impossible():
        return incumbent.answer("infeasible", LOCAL)
    for known in _first_plans(board, plan):
        incumbent.offer(known)
    old, pool = board.indexed(plan), Pool(board, random.Random(seed))  # noqa: S311 – the same parts for everybody
    local = watch.part(watch.left() * effort.local_share)

    def work(number: int) -> None:
        if number == 0:
            begin_anew(board, old, incumbent, pool, local)
        if number or incumbent.schedule is None:
            carry_over(board, old, incumbent, local)
        improve_locally(board, incumbent, random.Random(seed + number), local)  # noqa: S311

    while not watch.is_over():
        side_by_side(work, effort.workers)
        if _prove(board, incumbent, effort, watch, local):
            return incumbent.answer("infeasible", NAME)
        gap = incumbent.gap()
        if incumbent.bound < effort.below or (gap is not None and gap <= effort.gap):
            break
    if incumbent.schedule is None:
        return incumbent.answer("unknown", NAME)
    proven = gap_of(incumbent.objective, incumbent.proven())
    return incumbent.answer("optimal" if proven is not None and proven <= CLOSED_GAP else "feasible", NAME)


def _prove(board: Board, incumbent: Incumbent, effort: Effort, watch: Watch, local: Watch) -> bool:
    """The whole program for its share of the time, until there is any plan if none is known; True: there is none."""
    if incumbent.schedule is None:
        return search(board, incumbent, 1.0, watch.part(watch.left() * FIND_SHARE))
    whole = watch if local.is_over() else watch.part(watch.left() * PROOF_SHARE)
    return search(board, incumbent, effort.gap, whole, effort.below)


def _first_plans(board: Board, plan: Schedule) -> Iterator[Schedule]:
    """The plan as it is; in its order as early as it fits now, alone and after what must be; the plan of the lists."""
    old = board.indexed(plan)
    yield board.schedule(old)
    wishes = [(p,) for p in sorted(old, key=lambda p: (old[p], p))]
    forced = [(p,) for p in sorted(board.forced, key=lambda p: (max(board.starts[p]), p))]
    for order in (wishes, forced + wishes):
        desk = list_plan(board, order)
        if not board.forced - desk.starts.keys():
            yield board.schedule(retime(board, desk.starts))
    found = first_plan(board, lambda: True, random.Random(1))  # noqa: S311 – no try beyond the first lists
    if found is not None:
        yield found
