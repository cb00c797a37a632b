"""Plan again after something has changed: begin with the plan in hand, look around it, prove what time allows.

For questions that wait for an answer (what if?) and for many questions in a row (draws, prices of wishes). How and why:
docs/decisions/0016-planning-again.md. Loads the solver; one solve at a time in a process.
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
from fahrwasser.core.agenda.solver.local import carry_over, improve_locally
from fahrwasser.core.agenda.solver.retiming import retime
from fahrwasser.core.agenda.solver.search import NAME, NEVER, search
from fahrwasser.core.agenda.solver.watch import Clock, Watch

LISTS_S = 0.15
FIND_SHARE = 0.6
PROOF_SHARE = 0.15
"""Of the time left: for the whole program, whenever parts have stopped to help."""
LOCAL = "HiGHS, part by part"


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to try: `local_share` of the time at most looks around the plan, the rest proves, down to `gap`.

    `below`: stop once it is proven that no plan is worth that much.
    """

    local_share: float = 1.0
    gap: float = 0.01
    below: float = NEVER


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
    for known in _first_plans(board, plan, watch):
        incumbent.offer(known)
    carry_over(board, board.indexed(plan), incumbent, watch)
    if incumbent.schedule is None and search(board, incumbent, 1.0, watch.part(watch.left() * FIND_SHARE)):
        return incumbent.answer("infeasible", NAME)
    rng = random.Random(seed)  # noqa: S311 – the same parts for everybody
    local = watch.part(watch.left() * effort.local_share)
    improve_locally(board, incumbent, rng, local)
    while not watch.is_over():
        whole = watch if local.is_over() else watch.part(watch.left() * PROOF_SHARE)
        if search(board, incumbent, effort.gap, whole, effort.below):
            return incumbent.answer("infeasible", NAME)
        gap = incumbent.gap()
        if incumbent.bound < effort.below or (gap is not None and gap <= effort.gap):
            break
        _from_elsewhere(board, incumbent, rng, local)
    if incumbent.schedule is None:
        return incumbent.answer("unknown", NAME)
    proven = gap_of(incumbent.objective, incumbent.proven())
    return incumbent.answer("optimal" if proven is not None and proven <= CLOSED_GAP else "feasible", NAME)


def _from_elsewhere(board: Board, incumbent: Incumbent, rng: random.Random, watch: Watch) -> None:
    """Where nothing near the plan helps any more: the same from another plan of the lists."""
    other = Incumbent(board.instance, incumbent.bound)
    found = first_plan(board, watch.part(LISTS_S).is_over, rng)
    if found is not None and other.offer(found):
        improve_locally(board, other, rng, watch)
        incumbent.offer(other.schedule or found)


def _first_plans(board: Board, plan: Schedule, watch: Watch) -> Iterator[Schedule]:
    """The plan as it is; in its order as early as it fits now, alone and after what must be; the plan of the lists."""
    old = board.indexed(plan)
    yield board.schedule(old)
    wishes = [(p,) for p in sorted(old, key=lambda p: (old[p], p))]
    forced = [(p,) for p in sorted(board.forced, key=lambda p: (max(board.starts[p]), p))]
    for order in (wishes, forced + wishes):
        desk = list_plan(board, order)
        if not board.forced - desk.starts.keys():
            yield board.schedule(retime(board, desk.starts))
    lists = watch.part(LISTS_S)
    found = first_plan(board, lists.is_over, random.Random(1))  # noqa: S311 – the same lists for everybody
    if found is not None:
        yield found
