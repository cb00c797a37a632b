"""The four ways in which towns order their projects today, each scheduled at its earliest fit under the same rules.

A list takes every project whose yearly benefit exceeds its running cost; prerequisites are pulled in, of variants the
first on the list. Duties that a list misses move to its front until it keeps them, so every list is a real plan.
"""

from collections.abc import Callable

from fahrwasser.core.agenda.model.check import violations
from fahrwasser.core.agenda.model.instance import Schedule
from fahrwasser.core.agenda.model.value import evaluate, yearly_benefit
from fahrwasser.core.agenda.solver.board import Board
from fahrwasser.core.agenda.solver.desk import Desk
from fahrwasser.core.agenda.solver.greedy import list_plan, place

QUICK_WIN_DAYS = 10
QUICK_WIN_EUR = 5000

Key = Callable[[Board, int], tuple[float, ...]]


def _catalogue_order(board: Board, p: int) -> tuple[float, ...]:
    ids = [project.id for project in board.instance.projects]
    return (ids.index(board.projects[p].id),)


def _benefit_per_day(board: Board, p: int) -> tuple[float, ...]:
    project = board.projects[p]
    return (-yearly_benefit(board.instance, project) / max(0.5, project.person_days),)


def _duties_first(board: Board, p: int) -> tuple[float, ...]:
    dates = [duty.finish_by for duty in board.instance.duties if duty.project == board.projects[p].id]
    return (min(dates, default=1000), *_benefit_per_day(board, p))


def _three_classes(board: Board, p: int) -> tuple[float, ...]:
    project = board.projects[p]
    duty, *_ = _duties_first(board, p)
    quick = project.person_days <= QUICK_WIN_DAYS and project.cost_once <= QUICK_WIN_EUR
    return (duty, 0 if quick else 1, -yearly_benefit(board.instance, project))


LISTS: dict[str, Key] = {
    "catalogue order": _catalogue_order,
    "benefit per day": _benefit_per_day,
    "duties first, then benefit per day": _duties_first,
    "duty, quick win, rest": _three_classes,
}


def list_values(board: Board) -> dict[str, float | None]:
    """List method → value of its plan in EUR, None if it cannot keep the duties."""
    return {name: _value(board, _keeping_duties(board, key)) for name, key in LISTS.items()}


def paying_list_value(board: Board) -> float | None:
    """A fifth, stricter list that no town keeps today: duties first, then benefit per day, but each project is taken
    only if it and what it needs pay back within the horizon. For comparison, not counted."""
    forced = sorted(board.forced, key=lambda p: (max(board.starts[p]), p))
    others = sorted((p for p, starts in enumerate(board.starts) if starts), key=lambda p: _benefit_per_day(board, p))
    desk = list_plan(board, [(p,) for p in (*forced, *others)])
    return None if board.forced - desk.starts.keys() else _value(board, board.schedule(desk.starts))


def _value(board: Board, plan: Schedule | None) -> float | None:
    if plan is None or violations(board.instance, plan):
        return None
    return evaluate(board.instance, plan)


def _keeping_duties(board: Board, key: Key) -> Schedule | None:
    wanted = {
        p
        for p, project in enumerate(board.projects)
        if p in board.forced or yearly_benefit(board.instance, project) > 0
    }
    order = sorted(wanted, key=lambda p: key(board, p))
    first: list[int] = []
    while True:
        desk = _scheduled(board, [*first, *(p for p in order if p not in first)])
        missed = [p for p in board.forced if p not in desk.starts and p not in first]
        if not board.forced - desk.starts.keys():
            return board.schedule(desk.starts)
        if not missed:
            return None
        first = sorted([*first, *missed], key=lambda p: (max(board.starts[p]), p))


def _scheduled(board: Board, order: list[int]) -> Desk:
    rank = {p: i for i, p in enumerate(order)}
    desk = Desk(board)
    for p in order:
        place(desk, p, rank, [])
    return desk
