"""Small parts of a planning question around a plan in hand: most of the plan stays, a little is planned anew.

Each returns the board with fewer possible starts, always with the plan's own; so every plan found is a plan of the
whole question, but a bound of the part says nothing about the whole.
"""

import random
from collections.abc import Callable, Iterable
from dataclasses import replace

from fahrwasser.core.agenda.solver.board import Board
from fahrwasser.core.agenda.solver.orders import Pool
from fahrwasser.core.agenda.solver.program import INFINITY

FORCED_FIRST = 0.4
TRIES = 12

Starts = dict[int, int]
Neighbourhood = Callable[[Board, Starts, random.Random, int], Board]
"""(board, plan, chance, size 1 … 9) → the part."""


def in_these_quarters(board: Board, plan: Starts, rng: random.Random, size: int) -> Board:
    """What runs in `size` + 2 quarters, and all that is not in the plan, is free; the rest stays where it is."""
    width = size + 2
    first = rng.randint(1 - width // 2, max(1, board.instance.quarters - width // 2))
    free = {p for p, q in plan.items() if first - board.projects[p].duration <= q <= first + width}
    return _part(board, plan, lambda p, q: p not in plan or p in free or q == plan[p])


def these_in_another_order(board: Board, plan: Starts, rng: random.Random, size: int) -> Board:
    """What begins in `size` + 3 quarters may begin in any of them; the rest moves by a quarter; nothing comes in."""
    width = size + 3
    first = rng.randint(0, max(0, board.instance.quarters - width))
    last = first + width

    def may(p: int, q: int) -> bool:
        return p in plan and (abs(q - plan[p]) <= 1 or (first <= plan[p] <= last and first <= q <= last))

    return _part(board, plan, may)


def some_others(board: Board, plan: Starts, rng: random.Random, size: int) -> Board:
    """Some projects with what they lack and their variants are free, in the plan or not; the rest moves a quarter.

    Often those that must be: they may wait until their date, and the earlier they stand, the more waits for them.
    """
    possible = [p for p, starts in enumerate(board.starts) if starts]
    first = board.forced if rng.random() < FORCED_FIRST else frozenset()
    free: set[int] = set()
    for p in sorted(rng.sample(possible, len(possible)), key=lambda p: p not in first):
        if len(free) >= 2 * size:
            break
        free |= {p, *(m for m in board.must[p] if m not in plan)}
        free |= {m for group in board.alternatives if p in group for m in group}
    return _part(board, plan, lambda p, q: p in free or (p in plan and abs(q - plan[p]) <= 1))


def as_varied(board: Board, plan: Starts, rng: random.Random, size: int) -> Board:
    """Between the plan and the best of what small changes of its order lead to."""
    pool = Pool(board, rng)
    pool.take(plan, INFINITY)
    pool.vary(TRIES * size)
    return between(board, (starts for _, starts in pool.plans[: 2 * size]))


def between(board: Board, plans: Iterable[Starts]) -> Board:
    """Every project at its start in any of the plans, or a quarter earlier or later."""
    kept: list[set[int]] = [set() for _ in board.starts]
    for plan in plans:
        for p, q in plan.items():
            kept[p].update((q - 1, q, q + 1))
    starts = tuple(tuple(q for q in own if q in kept[p]) for p, own in enumerate(board.starts))
    return replace(board, starts=starts)


def only_the_plan(board: Board, plan: Starts, *, earlier: int, later: int, variants: bool) -> Board:
    """What is left of an old plan: its projects and what must be, each near its old start; a plan may lie outside."""
    around = _with_variants(board, plan) if variants else plan
    starts = tuple(
        tuple(q for q in own if -earlier <= q - around[p] <= later)
        if p in around
        else (own if p in board.forced else ())
        for p, own in enumerate(board.starts)
    )
    return replace(board, starts=starts)


def _with_variants(board: Board, plan: Starts) -> Starts:
    """The plan, and each variant of its projects at the same start."""
    around = dict(plan)
    for group in board.alternatives:
        known = [plan[p] for p in group if p in plan]
        around |= {p: min(known) for p in group if known and p not in around}
    return around


def _part(board: Board, plan: Starts, may: Callable[[int, int], bool]) -> Board:
    starts = tuple(tuple(q for q in own if q == plan.get(p) or may(p, q)) for p, own in enumerate(board.starts))
    return replace(board, starts=starts)


ALL: tuple[Neighbourhood, ...] = (
    in_these_quarters,
    some_others,
    these_in_another_order,
    as_varied,
)
