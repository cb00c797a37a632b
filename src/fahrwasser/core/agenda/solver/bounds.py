"""A cheap proven upper bound on V, for the seconds before a solver knows better."""

from fahrwasser.core.agenda.solver.board import Board


def quick_bound(board: Board) -> float:
    """No allowed plan is worth more: best start of each project, only the days of the whole plan as a limit.

    Variants and prerequisites are ignored, so this is far above the best plan. O(projects · log projects).
    """
    days = sum(board.instance.capacity)
    bound = 0.0
    offers: list[tuple[float, float]] = []
    for p, own in enumerate(board.value):
        if not board.starts[p]:
            continue
        worth = max(own[q] for q in board.starts[p]) + _raised(board, p)
        effort = board.projects[p].person_days
        if p in board.forced or effort == 0:
            bound += worth if p in board.forced else max(0.0, worth)
            days -= effort
        elif worth > 0:
            offers.append((worth, effort))
    for worth, effort in sorted(offers, key=lambda offer: -offer[0] / offer[1]):
        share = min(1.0, max(0.0, days / effort))
        bound += worth * share
        days -= effort * share
    return bound


def _raised(board: Board, p: int) -> float:
    """The most that multiplier p can add to its targets."""
    first = min(board.starts[p]) + board.projects[p].duration
    return sum(pair.gain * board.tail[first] for pair in board.pairs if pair.multiplier == p)
