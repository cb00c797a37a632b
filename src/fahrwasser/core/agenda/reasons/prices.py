"""The price of a wish: what the best plan with the opposite choice for one project has more and less."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from fahrwasser.core.agenda.model.answer import CLOSED_GAP, Answer, Json
from fahrwasser.core.agenda.model.changes import Change
from fahrwasser.core.agenda.model.difference import totals
from fahrwasser.core.agenda.model.instance import Instance, Lock
from fahrwasser.core.agenda.model.value import yearly_benefit
from fahrwasser.core.agenda.reasons.conflict import minimal_conflict
from fahrwasser.core.agenda.solver.board import Board
from fahrwasser.core.agenda.solver.watch import Watch

SHARE_OF_TIME = 0.34
SHORTEST_S = 0.05
OBSTACLES_S = 2.0
EUR_STEP = 10.0

Resolve = Callable[[Instance, Watch], Answer]
"""Plans a changed instance again, without explanations."""


@dataclass(frozen=True, slots=True)
class Price:
    """What the opposite choice for one project costs. `other` = the best plan found with it.

    `is_impossible`: no plan has it (`reasons` say why). `delta_eur` ≥ 0 only if both plans are proven. `difference`:
    the other plan less this one. `changes`: each makes the opposite choice the better one.
    """

    other: Answer
    is_impossible: bool = False
    delta_eur: float | None = None
    reasons: tuple[str, ...] = ()
    difference: Json = field(default_factory=dict)
    changes: tuple[Json, ...] = ()


def prices_of(board: Board, answer: Answer, watch: Watch, resolve: Resolve) -> dict[str, Price]:
    """Prices of as many projects as the time allows: first those outside the plan, the nearest to it first."""
    prices: dict[str, Price] = {}
    for project in in_turn(board, answer):
        if watch.left() < SHORTEST_S:
            break
        wish = Lock(project, choose=project not in answer.schedule)
        price = price_of(board.instance, answer, wish, watch.part(watch.left() * SHARE_OF_TIME), resolve)
        if price is not None:
            prices[project] = price
    return prices


def in_turn(board: Board, answer: Answer) -> list[str]:
    """Projects whose choice is free: outside the plan by yearly benefit for a day, then inside."""
    excluded = {lock.project for lock in board.instance.locks if lock.choose is False}
    outside = [p for p in board.projects if p.id not in answer.schedule and p.id not in excluded]
    inside = [p for i, p in enumerate(board.projects) if p.id in answer.schedule and i not in board.forced]
    outside.sort(key=lambda p: -yearly_benefit(board.instance, p) / (1.0 + p.person_days))
    return [project.id for project in (*outside, *inside)]


def price_of(instance: Instance, answer: Answer, wish: Lock, watch: Watch, resolve: Resolve) -> Price | None:
    """The price of one wish against the plan of `answer`; None if nothing was found in time."""
    asked = replace(instance, locks=(*instance.locks, wish))
    other = resolve(asked, watch)
    if other.status == "infeasible":
        return Price(other, is_impossible=True, reasons=_obstacles(asked, wish.project, watch.part(OBSTACLES_S)))
    if other.objective is None or answer.objective is None:
        return None
    proven = other.status == answer.status == "optimal"
    return Price(
        other,
        delta_eur=round(max(0.0, answer.objective - other.objective), 2) if proven else None,
        difference=totals(instance, other.schedule).minus(totals(instance, answer.schedule)).to_json(),
        changes=_better_figures(instance, answer, other, wish),
    )


def margin(objective: float) -> float:
    """EUR by which a choice must be better, so that no plan that counts as proven can lack it."""
    return 2 * CLOSED_GAP * max(1.0, abs(objective)) + 0.5


def _obstacles(asked: Instance, project: str, watch: Watch) -> tuple[str, ...]:
    """The rules that stand against the wish, as reasons: "capacity", "duty:P04", "alternatives" …"""
    rules = minimal_conflict(asked, watch)
    return tuple(
        f"{rule.type}:{rule.project}" if rule.project else rule.type
        for rule in rules
        if (rule.type, rule.project) != ("lock", project)
    )


def _better_figures(instance: Instance, answer: Answer, other: Answer, wish: Lock) -> tuple[Json, ...]:
    """More hours, or less money once, from which on a project outside the plan must be in it.

    Better figures of a project change nothing for plans without it, and those are worth at most the proven bound: so
    the plan in `other`, worth that much more, beats them all.
    """
    if wish.choose is not True or other.objective is None or answer.bound is None:
        return ()
    short = max(0.0, answer.bound - other.objective) + margin(max(answer.bound, other.objective, key=abs))
    data, start = instance.by_id[wish.project], other.schedule[wish.project]
    one_more = replace(data, hours_per_year=data.hours_per_year + 1.0)
    gain = (yearly_benefit(instance, one_more) - yearly_benefit(instance, data)) / 4
    quarters = range(start + data.duration, instance.horizon + 1)
    worth = gain * sum(instance.discount(k) for k in quarters)
    found = []
    if worth > 0:
        hours = float(math.ceil(data.hours_per_year + short / worth))
        found.append(Change(hours_per_year_at_least=hours))
    cost = math.floor((data.cost_once - short / instance.discount(start)) / EUR_STEP) * EUR_STEP
    if cost >= 0:
        found.append(Change(cost_once_at_most=cost))
    return tuple(change.to_json() for change in found)
