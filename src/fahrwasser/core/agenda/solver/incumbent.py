"""The best plan so far, checked and valued in plain arithmetic, with its proven bound."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from fahrwasser.core.agenda.model.answer import Answer, gap_of
from fahrwasser.core.agenda.model.check import violations
from fahrwasser.core.agenda.model.instance import Instance, Schedule
from fahrwasser.core.agenda.model.value import evaluate

OnProgress = Callable[[Schedule, float, float | None], None]
"""Called with (schedule, objective, proven bound) whenever the plan or the bound is better."""


@dataclass(slots=True)
class Incumbent:
    """The best checked plan so far and the proven bound; tells the listener about every improvement.

    Several searches may offer at the same time.
    """

    instance: Instance
    bound: float
    on_progress: OnProgress | None = None
    schedule: Schedule | None = None
    objective: float = -float("inf")
    lock: Lock = field(default_factory=Lock, repr=False, compare=False)

    def offer(self, schedule: Schedule) -> bool:
        """Take the plan if it breaks no rule and is worth more; True if it breaks no rule."""
        if violations(self.instance, schedule):
            return False
        objective = evaluate(self.instance, schedule)
        with self.lock:
            if self.schedule is None or objective > self.objective:
                self.schedule, self.objective = schedule, objective
                self._tell()
        return True

    def prove(self, bound: float) -> None:
        """Lower the bound; it never falls below a plan that exists."""
        if bound < self.bound:
            self.bound = bound
            self._tell()

    def proven(self) -> float:
        """The bound as reported: never below the objective."""
        return max(self.bound, self.objective)

    def gap(self) -> float | None:
        """The proven gap, None without a plan."""
        return None if self.schedule is None else gap_of(self.objective, self.proven())

    def answer(self, status: str, solver: str) -> Answer:
        """The incumbent as an answer."""
        if self.schedule is None:
            return Answer(self.instance.id, status, {}, None, None, solver=solver)
        plan = dict(sorted(self.schedule.items()))
        return Answer(self.instance.id, status, plan, self.objective, self.proven(), solver=solver)

    def _tell(self) -> None:
        if self.on_progress is not None and self.schedule is not None:
            self.on_progress(dict(self.schedule), self.objective, self.proven())
