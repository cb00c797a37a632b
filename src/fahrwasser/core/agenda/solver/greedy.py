"""A first plan in well under a second, without a solver: duties first, then what brings most per day, earliest fit.

The list is then improved by moving single wishes, as long as the caller's clock allows. Deterministic for a given
number of tries.
"""

import random
from collections.abc import Callable, Iterable

from fahrwasser.core.agenda.model.instance import Schedule
from fahrwasser.core.agenda.solver.board import Board
from fahrwasser.core.agenda.solver.desk import Desk
from fahrwasser.core.agenda.solver.retiming import retime

TRIES = 400
MISSED_DUTY_EUR = 1e9

Bundle = tuple[int, ...]
"""Projects that are put on the list together, because they only pay together."""


def first_plan(board: Board, is_over: Callable[[], bool], rng: random.Random) -> Schedule | None:
    """The best plan that the lists find, or None if they miss a duty or a lock. `is_over` is asked between tries."""
    if board.impossible():
        return None
    best_score, best, order = -float("inf"), Desk(board), []
    for wishes in _first_lists(board):
        desk = list_plan(board, wishes)
        if score(desk) > best_score:
            best_score, best, order = score(desk), desk, wishes
    for _ in range(TRIES):
        if is_over() or len(order) < 2:
            break
        wishes = _moved(order, rng)
        desk = list_plan(board, wishes)
        if score(desk) >= best_score:
            best_score, best, order = score(desk), desk, wishes
    if board.forced - best.starts.keys():
        return None
    return board.schedule(retime(board, best.starts))


def score(desk: Desk) -> float:
    """V of the plan; every forced project that is missing weighs more than any value."""
    return desk.value() - MISSED_DUTY_EUR * len(desk.board.forced - desk.starts.keys())


def _moved(order: list[Bundle], rng: random.Random) -> list[Bundle]:
    """One wish somewhere else on the list, mostly further up."""
    wishes = list(order)
    wish = wishes.pop(rng.randrange(len(wishes)))
    wishes.insert(int(len(wishes) * rng.random() ** 1.5), wish)
    return wishes


def _first_lists(board: Board) -> Iterable[list[Bundle]]:
    """Forced projects by date, then bundles by value per day, by value, by value per euro; and all bundles first."""
    forced: list[Bundle] = [(p,) for p in sorted(board.forced, key=lambda p: (max(board.starts[p]), p))]
    bundles = _bundles(board)
    worth = {bundle: _worth(board, bundle) for bundle in bundles}
    paying = [bundle for bundle in bundles if worth[bundle] > 0]
    days = {b: sum(board.projects[p].person_days for p in _with_must(board, b)) + 1 for b in bundles}
    euros = {b: sum(board.projects[p].cost_once for p in _with_must(board, b)) + 1000 for b in bundles}
    by_day = sorted(paying, key=lambda b: -worth[b] / days[b])
    by_euro = sorted(paying, key=lambda b: -worth[b] / euros[b])
    by_value = sorted(paying, key=lambda b: -worth[b])
    for wishes in (by_day, by_euro, by_value):
        yield forced + wishes
    yield by_day + forced


def _bundles(board: Board) -> list[Bundle]:
    """Each possible project alone, and each project together with everything that cannot do without it."""
    possible = [p for p, starts in enumerate(board.starts) if starts]
    bundles: list[Bundle] = [(p,) for p in possible]
    for p in possible:
        followers = tuple(f for f in possible if p in board.must[f])
        if len(followers) > 1:
            bundles.append((p, *sorted(followers, key=lambda f: (len(board.must[f]), f))))
    return bundles


def _with_must(board: Board, bundle: Bundle) -> set[int]:
    return set(bundle).union(*(board.must[p] for p in bundle))


def _worth(board: Board, bundle: Bundle) -> float:
    """V of the bundle and of what must come before, each at its first possible start."""
    everything = _with_must(board, bundle)
    own = sum(max(board.value[p].values()) for p in everything if p not in board.forced and board.starts[p])
    return own + sum(
        pair.gain * board.tail[board.instance.quarters // 2]
        for pair in board.pairs
        if pair.multiplier in everything or pair.target in everything
    )


def list_plan(board: Board, order: Iterable[Bundle]) -> Desk:
    """Book the list at its earliest fit; a bundle that costs more than it brings is taken back, unless forced."""
    wishes = list(order)
    rank = {p: i for i, bundle in reversed(list(enumerate(wishes))) for p in bundle}
    desk = Desk(board)
    for bundle in wishes:
        before = desk.value()
        trail: list[int] = []
        for p in bundle:
            place(desk, p, rank, trail)
        worthless = desk.value() <= before
        if trail and worthless and not any(p in board.forced for p in trail):
            for p in reversed(trail):
                desk.remove(p)
    return desk


def place(desk: Desk, p: int, rank: dict[int, int], trail: list[int]) -> bool:
    """Put p and whatever it still needs on the desk; what was put is appended to `trail`, nothing if it fails."""
    if p in desk.starts:
        return True
    if p in desk.taken or not desk.board.starts[p]:
        return False
    mark = len(trail)
    for group in desk.board.needs[p]:
        if any(m in desk.starts for m in group):
            continue
        members = sorted(group, key=lambda m: rank.get(m, 10**6))
        if not any(place(desk, m, rank, trail) for m in members):
            return _take_back(desk, trail, mark)
    start = desk.first_fit(p)
    if start is None:
        return _take_back(desk, trail, mark)
    desk.put(p, start)
    trail.append(p)
    return True


def _take_back(desk: Desk, trail: list[int], mark: int) -> bool:
    while len(trail) > mark:
        desk.remove(trail.pop())
    return False
