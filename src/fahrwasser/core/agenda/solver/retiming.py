"""Move single projects of a finished plan to the quarter in which they are worth most, the rest staying put."""

from fahrwasser.core.agenda.solver.board import Board
from fahrwasser.core.agenda.solver.desk import Desk

ROUNDS = 4
WORTH_MOVING_EUR = 1e-6


def retime(board: Board, starts: dict[int, int]) -> dict[int, int]:
    """The plan with every project at its best quarter (one at a time, until nothing moves). Never worth less."""
    desk = Desk(board)
    for p, q in starts.items():
        desk.put(p, q)
    for _ in range(ROUNDS):
        moved = [_move(desk, p) for p in sorted(desk.starts, key=lambda p: (desk.starts[p], p))]
        if not any(moved):
            break
    return dict(desk.starts)


def _move(desk: Desk, p: int) -> bool:
    """Put p into its best quarter; True if that is another one than before."""
    before = desk.starts[p]
    latest = _latest_start(desk, p)
    best_value, best = desk.value() + WORTH_MOVING_EUR, before
    desk.remove(p)
    start = desk.first_fit(p)
    while start is not None and start <= latest:
        desk.put(p, start)
        if start != before and desk.value() > best_value:
            best_value, best = desk.value(), start
        desk.remove(p)
        start = desk.first_fit(p, start + 1)
    desk.put(p, best)
    return best != before


def _latest_start(desk: Desk, p: int) -> int:
    """Last start that leaves every project that relies on p alone (another member of a group may carry it)."""
    latest = desk.board.instance.quarters
    for follower, start in desk.starts.items():
        for group in desk.board.needs[follower]:
            others = [m for m in group if m != p and desk.ends.get(m, 10**6) < start]
            if p in group and not others:
                latest = min(latest, start - desk.board.projects[p].duration)
    return latest
