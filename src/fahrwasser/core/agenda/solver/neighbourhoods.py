"""Small parts of a planning question around a plan in hand: most of the plan stays, a little is planned anew.

Each returns the board with fewer possible starts, always with the plan's own; so every plan found is a plan of the
whole question, but a bound of the part says nothing about the whole.
"""

import random
from collections.abc import Callable
from dataclasses import replace

from fahrwasser.core.agenda.solver.board import Board

Starts = dict[int, int]
Neighbourhood = Callable[[Board, Starts, random.Random, int], Board]
"""(board, plan, chance, size 1 … 9) → the part."""


def in_these_quarters(board: Board, plan: Starts, rng: random.Random, size: int) -> Board:
    """What runs in `size` + 2 quarters, and all that is not in the plan, is free; the rest stays where it is."""
    width = size + 2
    first = rng.randint(1 - width // 2, max(1, board.instance.quarters - width // 2))
    free = {p for p, q in plan.items() if first - board.projects[p].duration <= q <= first + width}
    return _part(board, plan, lambda p, q: p not in plan or p in free or q == plan[p])


def around_projects(board: Board, plan: Starts, rng: random.Random, size: int) -> Board:
    """Some projects with what they need, what needs them and their variants are free; the rest moves a little."""
    step = rng.randint(1, 3)
    possible = [p for p, starts in enumerate(board.starts) if starts]
    free: set[int] = set()
    for p in rng.sample(possible, len(possible)):
        if len(free) >= 4 * size:
            break
        free |= {p} | board.must[p] | {other for other in possible if p in board.must[other]}
        free |= {m for group in board.alternatives if free.intersection(group) for m in group}
    return _part(board, plan, lambda p, q: p in free or (p in plan and abs(q - plan[p]) <= step))


def a_little_later_or_earlier(board: Board, plan: Starts, rng: random.Random, size: int) -> Board:
    """Everything, in whatever variant, may move by two quarters, and some of what is not in the plan may come in."""
    around = _with_variants(board, plan)
    others = [p for p, starts in enumerate(board.starts) if starts and p not in around]
    free = set(rng.sample(others, min(len(others), 2 * size)))
    return _part(board, plan, lambda p, q: p in free or (p in around and abs(q - around[p]) <= 2))


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


ALL: tuple[Neighbourhood, ...] = (in_these_quarters, around_projects, a_little_later_or_earlier)
