"""Plans from orders: the linear relaxation says roughly when each project comes, and the projects are booked in that
order, each at its earliest fit. A few milliseconds for a plan, so there are many; the best ones are kept and varied.

A list is a guess: what it leads to is one of many plans between which the solver chooses (`neighbourhoods.between`).
"""

import random

from fahrwasser.core.agenda.solver.board import Board
from fahrwasser.core.agenda.solver.desk import Desk
from fahrwasser.core.agenda.solver.formulation import Formulation
from fahrwasser.core.agenda.solver.greedy import place
from fahrwasser.core.agenda.solver.highs import relaxed
from fahrwasser.core.agenda.solver.watch import Watch

Starts = dict[int, int]
Order = list[int]

KEPT = 15
FROM_RELAXATION = 30
VARIED = 200
EARLIEST_SHARE, LATEST_SHARE = 0.1, 0.95
"""A project counts as begun once the relaxation has begun so much of it; which share is best differs between towns."""
SHIFT_QUARTERS = 1.0
RESCUES = 6


class Pool:
    """The best different plans so far; `plans` (the best first) is replaced as a whole, so others may read it."""

    def __init__(self, board: Board, rng: random.Random) -> None:
        self.board = board
        self.rng = rng
        self.plans: tuple[tuple[float, Starts], ...] = ()

    def take(self, starts: Starts, value: float) -> None:
        """Keep the plan if it is among the best and no other is worth the same."""
        if all(abs(value - known) > 0.01 for known, _ in self.plans):
            ranked = sorted((*self.plans, (value, starts)), key=lambda plan: -plan[0])
            self.plans = tuple(ranked[:KEPT])

    def try_order(self, order: Order) -> None:
        """Take what the order leads to."""
        desk = plan_in_order(self.board, order)
        if desk is not None:
            self.take(dict(desk.starts), desk.value())

    def fill(self, watch: Watch) -> None:
        """Plans from the linear relaxation, then variations of the best; nothing if the relaxation has no solution."""
        formulation = Formulation(self.board)
        values = relaxed(formulation.program)
        if values is None:
            return
        for _ in range(FROM_RELAXATION):
            if watch.is_over():
                return
            share = self.rng.uniform(EARLIEST_SHARE, LATEST_SHARE)
            self.try_order(_order_at(formulation, values, share, self.rng))
        for _ in range(VARIED):
            if watch.is_over():
                return
            self.vary(1)

    def vary(self, tries: int) -> None:
        """Change the orders of good plans a little."""
        possible = [p for p, starts in enumerate(self.board.starts) if starts]
        for _ in range(tries if self.plans and possible else 0):
            starts = self.plans[int(len(self.plans) * self.rng.random() ** 2)][1]
            order = sorted(starts, key=lambda p: (starts[p], self.rng.random()))
            self.try_order(_varied(self.board, order, possible, self.rng))


def plan_in_order(board: Board, order: Order) -> Desk | None:
    """The projects at their earliest fit in this order, without those that bring less than they cost.

    What is forced and comes too late moves up, with all it needs, to half its place in the order, so that it comes as
    late as it may; None if even that does not help.
    """
    for _ in range(RESCUES):
        desk = Desk(board)
        rank = {p: i for i, p in enumerate(order)}
        for p in order:
            place(desk, p, rank, [])
        missed = board.forced - desk.starts.keys()
        if not missed:
            _drop_useless(desk)
            return desk
        urgent = missed.union(*(board.must[p] for p in missed))
        last = len(order)
        order = sorted(
            {*order, *urgent}, key=lambda p: (rank.get(p, last) / 2 if p in urgent else rank[p], p not in urgent)
        )
    return None


def _order_at(formulation: Formulation, values: list[float], share: float, rng: random.Random) -> Order:
    """By the middle of the quarters in which the relaxation has `share` of a project begun; a little shuffled."""
    when: list[tuple[float, int]] = []
    for p, columns in enumerate(formulation.start):
        begun = 0.0
        for q, column in columns.items():
            begun += values[column]
            if begun >= share - 1e-9:
                middle = q + formulation.board.projects[p].duration / 2
                when.append((middle + rng.gauss(0.0, SHIFT_QUARTERS), p))
                break
    return [p for _, p in sorted(when)]


def _varied(board: Board, order: Order, possible: Order, rng: random.Random) -> Order:
    """Some projects elsewhere, one with its followers given up, or another one brought in; the rest waits behind."""
    choice = rng.random()
    if choice < 0.5:
        for p in rng.sample(order, min(len(order), rng.randint(1, 3))):
            order.remove(p)
            order.insert(rng.randint(0, len(order)), p)
    elif choice < 0.75 and order:
        gone = rng.choice(order)
        order = [p for p in order if p != gone and gone not in board.must[p]]
    else:
        p = rng.choice(possible)
        order = [other for other in order if other != p]
        order.insert(rng.randint(0, len(order)), p)
    others = [p for p in possible if p not in order]
    return order + rng.sample(others, len(others))


def _drop_useless(desk: Desk) -> None:
    """Take back, the last first, what nothing else on the desk needs and what the plan is worth more without."""
    found = True
    while found:
        found = False
        for p in sorted(desk.starts.keys() - desk.board.forced, key=lambda p: (-desk.starts[p], p)):
            if _is_needed(desk, p):
                continue
            before, start = desk.value(), desk.starts[p]
            desk.remove(p)
            if desk.value() < before:
                desk.put(p, start)
            else:
                found = True


def _is_needed(desk: Desk, p: int) -> bool:
    return any(
        p in group and not any(m != p and desk.ends.get(m, 10**6) < start for m in group)
        for follower, start in desk.starts.items()
        for group in desk.board.needs[follower]
    )
