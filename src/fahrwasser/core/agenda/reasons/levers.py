"""What would have to change so that a project enters the plan, or begins earlier: found and proven by planning again.

A change is named only if, after it, the best plan with the project is worth more than any plan without it can be (its
proven bound). So whoever carries out the change and plans again gets the project.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from fahrwasser.core.agenda.model.answer import Answer, Json
from fahrwasser.core.agenda.model.changes import Change, changed
from fahrwasser.core.agenda.model.instance import Instance, Lock
from fahrwasser.core.agenda.reasons.conflict import verdict
from fahrwasser.core.agenda.reasons.prices import SHORTEST_S, margin
from fahrwasser.core.agenda.reasons.repairs import repairs_of
from fahrwasser.core.agenda.solver.watch import Watch

DAYS_STEP = 0.5
EUR_STEP = 100.0
SHARES = (0.1, 0.25, 0.5, 1.0)
"""Tried amounts, as shares of the days and the money that a quarter has on average."""
MOST_DUTIES = 3
SHARE_FOR_REPAIRS = 0.5

Again = Callable[[Instance, Watch, float], Answer]
"""Plans a changed instance; may stop once it is proven that no plan is worth the number."""


@dataclass(frozen=True, slots=True)
class Aim:
    """The project is in the plan; with `before`, it also starts before that quarter."""

    project: str
    before: int | None = None

    def reached(self, instance: Instance) -> Instance:
        """Only plans that reach it."""
        if self.before is None:
            return _with(instance, Lock(self.project, choose=True))
        last = self.before - 2 + instance.by_id[self.project].duration
        return _with(instance, Lock(self.project, choose=True, latest_finish=last))

    def missed(self, instance: Instance) -> Instance:
        """Only plans that do not."""
        if self.before is None:
            return _with(instance, Lock(self.project, choose=False))
        return _with(instance, Lock(self.project, earliest=self.before))


def levers_of(instance: Instance, aim: Aim, watch: Watch, again: Again) -> tuple[Json, ...]:
    """Single changes after each of which the aim is reached, the smallest that were tried; as many as time allows."""
    found: list[Json] = []
    for ladder in _ladders(instance, aim):
        change = _lowest(instance, aim, ladder, watch, again)
        if change is not None and change.to_json() not in found:
            found.append(change.to_json())
    return tuple(found)


def with_help(instance: Instance, project: str, watch: Watch) -> tuple[Json, ...]:
    """For a project that no plan can hold: what must change so that one can, with the project chosen by hand."""
    wish = Change(drop_locks=(project,), choose=True)
    asked = changed(instance, wish, project)
    found = []
    for repair in repairs_of(asked, verdict, watch.part(watch.left() * SHARE_FOR_REPAIRS)):
        dropped = repair.change.get("drop_locks", [])
        if isinstance(dropped, list) and project not in dropped:
            own = [project] if any(lock.project == project for lock in instance.locks) else []
            locks = [*dropped, *own]
            found.append({**repair.change, **({"drop_locks": locks} if locks else {}), "choose": True})
    return tuple(found)


def is_reached(instance: Instance, aim: Aim, watch: Watch, again: Again) -> bool:
    """Is the best plan that reaches the aim proven to be worth more than every plan that does not?"""
    best = again(aim.reached(instance), watch.part(watch.left() / 2), -float("inf"))
    if best.objective is None:
        return False
    enough = best.objective - margin(best.objective)
    rest = again(aim.missed(instance), watch, enough)
    return rest.status == "infeasible" or (rest.bound is not None and rest.bound < enough)


def _lowest(instance: Instance, aim: Aim, ladder: list[Change], watch: Watch, again: Again) -> Change | None:
    """The first change of the ladder that reaches the aim, found by halving; the largest must reach it."""
    low, high, found = 0, len(ladder) - 1, None
    middle = high
    while low <= high and watch.left() > SHORTEST_S:
        if is_reached(changed(instance, ladder[middle], aim.project), aim, watch.part(watch.left() / 2), again):
            found, high = ladder[middle], middle - 1
        elif middle == len(ladder) - 1:
            return None
        else:
            low = middle + 1
        middle = (low + high) // 2
    return found


def _ladders(instance: Instance, aim: Aim) -> Iterator[list[Change]]:
    """Changes of one kind, the smallest first."""
    own = any(lock.project == aim.project for lock in instance.locks)
    if own:
        yield [Change(drop_locks=(aim.project,))]
    for project in dict.fromkeys(_rivals(instance, aim.project)):
        yield [Change(drop_locks=(project,))]
    yield [Change(capacity_add=days) for days in _steps(instance.capacity, DAYS_STEP)]
    yield [Change(budget_add=money) for money in _steps(instance.budget, EUR_STEP)]
    if instance.running_cap_per_year is not None:
        cap = instance.running_cap_per_year
        yield [Change(running_cap_per_year=cap + own) for own in _steps((cap,), EUR_STEP)]
    if instance.max_parallel is not None:
        yield [Change(max_parallel=instance.max_parallel + more) for more in (1, 2)]
    for duty in sorted(instance.duties, key=lambda duty: duty.finish_by)[:MOST_DUTIES]:
        if duty.project != aim.project and duty.project not in instance.done and duty.finish_by < instance.quarters:
            yield [Change(finish_by={duty.project: instance.quarters})]


def _rivals(instance: Instance, project: str) -> list[str]:
    """Variants of the same project that were fixed by hand."""
    held = {lock.project for lock in instance.locks if lock.choose or lock.start is not None}
    return [m for group in instance.alternatives if project in group for m in group if m != project and m in held]


def _steps(amounts: tuple[float, ...], step: float) -> list[float]:
    mean = sum(amounts) / len(amounts)
    sizes = [max(1, math.ceil(mean * share / step)) * step for share in SHARES]
    return sorted(set(sizes))


def _with(instance: Instance, lock: Lock) -> Instance:
    return replace(instance, locks=(*instance.locks, lock))
