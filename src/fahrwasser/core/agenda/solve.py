"""Plan at any time: a carryable plan at once, then better ones with a proven bound, until proven or out of time.

The clock and the chance are arguments; `quick_plan` never loads the solver, `solve` does (one solve a process).
"""

import random
import time
from dataclasses import replace

from fahrwasser.core.agenda.model.answer import CLOSED_GAP, Answer, Explanation, gap_of
from fahrwasser.core.agenda.model.instance import Instance, Schedule
from fahrwasser.core.agenda.solver.board import Board, board_of
from fahrwasser.core.agenda.solver.bounds import quick_bound
from fahrwasser.core.agenda.solver.greedy import first_plan
from fahrwasser.core.agenda.solver.incumbent import Incumbent, OnProgress
from fahrwasser.core.agenda.solver.retiming import retime
from fahrwasser.core.agenda.solver.watch import Clock, Watch

FIRST_PLAN_S = 0.5
LISTS_AGAIN_S = 0.05
CLOSING_S = 0.3
"""Kept back from the limit for the last check and the sentences that need no further solve."""
LISTS = "lists"


def quick_plan(
    instance: Instance,
    start: Schedule | None = None,
    *,
    time_limit_s: float = FIRST_PLAN_S,
    clock: Clock = time.monotonic,
) -> Answer:
    """A plan from the lists alone (no solver loaded), "feasible", or "unknown" if the lists find none.

    `start` = an older plan: the answer is never worse than it, if it still keeps every rule.
    """
    board = board_of(instance)
    incumbent = Incumbent(instance, quick_bound(board))
    _begin(board, incumbent, start, Watch(time_limit_s, clock))
    if board.impossible():
        return incumbent.answer("infeasible", LISTS)
    status = "unknown" if incumbent.schedule is None else "feasible"
    return incumbent.answer(status, LISTS)


def solve(
    instance: Instance,
    *,
    time_limit_s: float,
    start: Schedule | None = None,
    on_progress: OnProgress | None = None,
    explain: bool = True,
    gap: float = CLOSED_GAP,
    clock: Clock = time.monotonic,
) -> Answer:
    """The best plan found within `time_limit_s` with its proven bound and, if wanted, its reasons.

    Stops early at the relative `gap`. `start` = an older plan to begin with. `on_progress` hears every improvement.
    """
    watch = Watch(time_limit_s, clock)
    board = board_of(instance)
    incumbent = Incumbent(instance, quick_bound(board), on_progress)
    _begin(board, incumbent, start, watch.part(FIRST_PLAN_S))
    answer = _improve(board, incumbent, gap, watch)
    answer = replace(answer, explanations=_explanations(board, answer, watch) if explain else ())
    return replace(answer, time_s=watch.spent())


def _begin(board: Board, incumbent: Incumbent, start: Schedule | None, watch: Watch) -> None:
    """The older plan, if it still holds, and the plan of the lists."""
    if start is not None:
        incumbent.offer(board.schedule(board.indexed(start)))
    for is_over in (_at_once, watch.is_over):
        plan = first_plan(board, is_over, random.Random(1))  # noqa: S311 – the same lists for everybody
        if plan is not None:
            incumbent.offer(plan)


def _at_once() -> bool:
    """Only the first lists, no try beyond them: a plan to show within milliseconds."""
    return True


def _improve(board: Board, incumbent: Incumbent, gap: float, watch: Watch) -> Answer:
    """The program of the board, solved until proven or out of time."""
    from fahrwasser.core.agenda.solver.search import NAME, search  # the solver is loaded only here

    if board.impossible():
        return incumbent.answer("infeasible", LISTS)
    infeasible = search(board, incumbent, gap, watch.part(watch.left() - CLOSING_S))
    if incumbent.schedule is None:
        return incumbent.answer("infeasible" if infeasible else "unknown", NAME)
    better = retime(board, board.indexed(incumbent.schedule))
    incumbent.offer(board.schedule(better))
    proven = gap_of(incumbent.objective, incumbent.proven())
    closed = proven is not None and proven <= CLOSED_GAP
    return incumbent.answer("optimal" if closed else "feasible", NAME)


def _explanations(board: Board, answer: Answer, watch: Watch) -> tuple[Explanation, ...]:
    from fahrwasser.core.agenda.reasons.conflict import explain_conflict
    from fahrwasser.core.agenda.reasons.explain import explain_plan

    if answer.status == "infeasible":
        return (explain_conflict(board.instance, watch),)
    return explain_plan(board, answer, watch, _resolve)


def _resolve(instance: Instance, watch: Watch) -> Answer:
    """The same question with one wish more, without explanations and with less time for the lists."""
    board = board_of(instance)
    incumbent = Incumbent(instance, quick_bound(board))
    _begin(board, incumbent, None, watch.part(LISTS_AGAIN_S))
    return _improve(board, incumbent, CLOSED_GAP, watch)
