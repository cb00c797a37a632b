"""A plan under construction: what each quarter still has, and the first quarter in which a project fits."""

from itertools import accumulate

from fahrwasser.core.agenda.model.check import DAYS_TOLERANCE
from fahrwasser.core.agenda.solver.board import Board

MONEY_MARGIN_EUR = 0.001


class Desk:
    """Mutable, used by one list scheduler at a time. Index 0 of all lists is quarter 1."""

    __slots__ = ("board", "days", "ends", "money", "parallel", "running", "starts", "taken")

    def __init__(self, board: Board) -> None:
        instance = board.instance
        self.board = board
        self.days = list(instance.capacity)
        self.money = list(accumulate(instance.budget))
        self.parallel = [10**6 if instance.max_parallel is None else instance.max_parallel] * instance.quarters
        cap = instance.running_cap_per_year
        self.running = float("inf") if cap is None else cap
        self.starts: dict[int, int] = {}
        self.ends: dict[int, int] = {}
        self.taken: set[int] = set()
        """Variants that are closed because another of their group is chosen."""

    def put(self, p: int, start: int) -> None:
        """Book project p from quarter `start`; the caller has asked `first_fit` before."""
        self._book(p, start, 1)
        self.starts[p] = start
        self.ends[p] = start + self.board.projects[p].duration - 1
        for group in self.board.alternatives:
            if p in group:
                self.taken.update(m for m in group if m != p)

    def remove(self, p: int) -> None:
        """Give back what p has booked; nothing that depends on p may be on the desk."""
        self._book(p, self.starts.pop(p), -1)
        del self.ends[p]
        self.taken = {
            m for group in self.board.alternatives for s in group if s in self.starts for m in group if m != s
        }

    def _book(self, p: int, start: int, sign: int) -> None:
        project = self.board.projects[p]
        load = project.load * sign
        for k in range(start - 1, start - 1 + project.duration):
            self.days[k] -= load
            self.parallel[k] -= sign
        for k in range(start - 1, len(self.money)):
            self.money[k] -= project.cost_once * sign
        if self.board.instance.running_in_budget and project.cost_per_year:
            step = project.cost_per_year / 4 * sign
            for k in range(start - 1 + project.duration, len(self.money)):
                self.money[k] -= step * (k - start - project.duration + 2)
        self.running -= project.cost_per_year * sign

    def first_fit(self, p: int, not_before: int = 1) -> int | None:
        """First possible start of p with all its prerequisites on the desk, or None."""
        project = self.board.projects[p]
        if p in self.starts or p in self.taken or project.cost_per_year > self.running + MONEY_MARGIN_EUR:
            return None
        ready = not_before
        for group in self.board.needs[p]:
            first = min((self.ends[m] for m in group if m in self.ends), default=10**6)
            ready = max(ready, first + 1)
        blocked_until = 0
        for q in self.board.starts[p]:
            if q < ready or q <= blocked_until:
                continue
            blocked_until = self._last_blocked(q, project.duration, project.load)
            if not blocked_until and self._affordable(p, q):
                return q
        return None

    def _last_blocked(self, start: int, duration: int, load: float) -> int:
        need = load - DAYS_TOLERANCE / 10
        for k in range(start + duration - 2, start - 2, -1):
            if self.days[k] < need or self.parallel[k] < 1:
                return k + 1
        return 0

    def _affordable(self, p: int, start: int) -> bool:
        project = self.board.projects[p]
        need = project.cost_once - MONEY_MARGIN_EUR
        money = self.money
        if need > 0 and any(money[k] < need for k in range(start - 1, len(money))):
            return False
        if not (self.board.instance.running_in_budget and project.cost_per_year):
            return True
        step = project.cost_per_year / 4
        first = start - 1 + project.duration
        return all(money[k] >= need + step * (k - first + 1) for k in range(first, len(money)))

    def value(self) -> float:
        """V of what is on the desk."""
        own = sum(self.board.value[p][q] for p, q in self.starts.items())
        return own + sum(self.pair_value(i) for i in range(len(self.board.pairs)))

    def pair_value(self, i: int) -> float:
        """What multiplier pair i brings now."""
        pair = self.board.pairs[i]
        end = self.ends.get(pair.multiplier)
        if end is None:
            return 0.0
        if pair.target is not None:
            other = self.ends.get(pair.target)
            if other is None:
                return 0.0
            end = max(end, other)
        return pair.gain * self.board.tail[end + 1]
