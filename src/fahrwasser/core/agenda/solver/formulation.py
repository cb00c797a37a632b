"""The optimisation model of reference 6 as a mixed-integer program over a `Board`.

One binary for each project and possible start. Beyond the plain text of the model, and cutting off no plan: variants
that exclude each other share one row where they need the same predecessor; only those rows of a prerequisite are
written that no other row implies; and "chosen at all" is a binary of its own, because deciding that first closes the
gap faster than deciding single quarters (docs/decisions/0003-agenda-formulation.md).
"""

from collections import defaultdict
from itertools import accumulate

from fahrwasser.core.agenda.solver.board import Board
from fahrwasser.core.agenda.solver.program import INFINITY, Program, Terms, add

EUR_PER_UNIT = 1000.0
"""Money rows count in 1,000 EUR, so that the solver's tolerance is far below a cent per project."""


class Formulation:
    """`program` with `start[p][q]` = column of "project p starts in quarter q"."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.program = Program()
        self.start: list[dict[int, int]] = [
            {q: self.program.column(worth=board.value[p][q]) for q in starts} for p, starts in enumerate(board.starts)
        ]
        self.raised: list[tuple[int, list[list[int]]]] = []
        """Columns of multiplier pairs, each with the start columns that bound it."""
        self.chosen: list[tuple[int, list[int]]] = []
        """Columns "p is chosen", each with the start columns whose sum it is."""
        self._once()
        self._choose()
        self._prerequisites()
        self._limits()
        self._pairs()

    def read(self, values: list[float]) -> dict[int, int]:
        """The plan in a solution of the program, rounded to whole projects."""
        return {p: q for p, columns in enumerate(self.start) for q, column in columns.items() if values[column] > 0.5}

    def started(self, p: int, until: int, worth: float = 1.0) -> Terms:
        """Terms of "p has started in quarter `until` or before"."""
        return {column: worth for q, column in self.start[p].items() if q <= until}

    def complete(self, p: int, before: int) -> Terms:
        """Terms of "p is complete before quarter `before`"."""
        return self.started(p, before - self.board.projects[p].duration)

    def _once(self) -> None:
        grouped = set()
        for group in self.board.alternatives:
            terms: Terms = {}
            for p in group:
                add(terms, self.started(p, self.board.instance.quarters))
            self._sum_row(terms, {p for p in group if p in self.board.forced})
            grouped |= set(group)
        for p in range(len(self.start)):
            if p not in grouped or p in self.board.forced:
                everything = self.started(p, self.board.instance.quarters)
                self._sum_row(everything, {p} & self.board.forced)

    def _choose(self) -> None:
        for p, columns in enumerate(self.start):
            if len(columns) > 1 and p not in self.board.forced:
                chosen = self.program.column()
                self.chosen.append((chosen, list(columns.values())))
                terms = self.started(p, self.board.instance.quarters)
                add(terms, {chosen: -1.0})
                self.program.row(terms, lower=0.0, upper=0.0)

    def _sum_row(self, terms: Terms, forced: set[int]) -> None:
        if terms or forced:
            self.program.row(terms, lower=float(len(forced)) if forced else -INFINITY, upper=1.0)

    def _prerequisites(self) -> None:
        """Σ starts ≤ q of all exclusive dependents ≤ Σ completions before q of the group, for every q that matters."""
        group_of = {p: g for g, group in enumerate(self.board.alternatives) for p in group}
        dependents: dict[tuple[tuple[int, ...], int], list[int]] = defaultdict(list)
        for p, groups in enumerate(self.board.needs):
            for group in groups if self.board.starts[p] else ():
                dependents[group, group_of.get(p, -1 - p)].append(p)
        for (group, _), cluster in dependents.items():
            self._precede(group, cluster)

    def _precede(self, group: tuple[int, ...], cluster: list[int]) -> None:
        starts = sorted({q for p in cluster for q in self.board.starts[p]})
        for q, following in zip(starts, [*starts[1:], None], strict=True):
            done: Terms = {}
            later: Terms = {}
            for m in group:
                add(done, self.complete(m, q))
                if following is not None:
                    add(later, self.complete(m, following))
            if following is not None and done == later:
                continue
            terms: Terms = {}
            for p in cluster:
                add(terms, self.started(p, q))
            add(terms, done, -1.0)
            self.program.row(terms, upper=0.0)

    def load(self, k: int) -> Terms:
        """Person-days in quarter k."""
        return self._running(k, [project.load for project in self.board.projects])

    def crowd(self, k: int) -> Terms:
        """Projects at work in quarter k."""
        return self._running(k, [1.0] * len(self.start))

    def spent(self, k: int) -> Terms:
        """1,000 EUR taken from the budget until the end of quarter k."""
        return {
            column: self.cost_until(p, q, k) / EUR_PER_UNIT
            for p, columns in enumerate(self.start)
            for q, column in columns.items()
            if q <= k
        }

    def running_cost(self) -> Terms:
        """1,000 EUR a year of all chosen projects."""
        return {
            column: self.board.projects[p].cost_per_year / EUR_PER_UNIT
            for p, columns in enumerate(self.start)
            for column in columns.values()
        }

    def _running(self, k: int, amounts: list[float]) -> Terms:
        return {
            column: amounts[p]
            for p, columns in enumerate(self.start)
            for q, column in columns.items()
            if q <= k < q + self.board.projects[p].duration
        }

    def _limits(self) -> None:
        instance = self.board.instance
        for k, allowed in enumerate(accumulate(instance.budget), start=1):
            self.program.limit(self.load(k), instance.capacity[k - 1])
            self.program.limit(self.spent(k), allowed / EUR_PER_UNIT)
            if instance.max_parallel is not None:
                self.program.limit(self.crowd(k), float(instance.max_parallel))
        if instance.running_cap_per_year is not None:
            self.program.limit(self.running_cost(), instance.running_cap_per_year / EUR_PER_UNIT)

    def cost_until(self, p: int, start: int, k: int) -> float:
        """EUR that project p, started in `start`, has taken from the budget at the end of quarter k."""
        project = self.board.projects[p]
        running = max(0, k - start - project.duration + 1) * project.cost_per_year / 4
        return project.cost_once + (running if self.board.instance.running_in_budget else 0.0)

    def _pairs(self) -> None:
        """e[m, t, k] ≤ complete(m, k) and ≤ complete(t, k); all quarters after the plan share one column."""
        instance = self.board.instance
        last = instance.quarters + 1
        for m, target, gain in ((pair.multiplier, pair.target, pair.gain) for pair in self.board.pairs):
            for k in range(2, last + 1):
                days = [self.complete(p, k) for p in (m, target) if p is not None]
                if not all(days):
                    continue
                if k < last:
                    worth = gain * instance.discount(k)
                elif instance.horizon >= last:
                    worth = gain * self.board.tail[last]
                else:
                    continue
                raised = self.program.column(worth=worth, whole=False)
                self.raised.append((raised, [list(terms) for terms in days]))
                for terms in days:
                    bound: Terms = {raised: 1.0}
                    add(bound, terms, -1.0)
                    self.program.row(bound, upper=0.0)
