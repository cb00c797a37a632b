"""The price of a wish: how much less the best plan is worth with the opposite choice for one project."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from fahrwasser.core.agenda.model.answer import Answer
from fahrwasser.core.agenda.model.instance import Instance, Lock
from fahrwasser.core.agenda.model.value import yearly_benefit
from fahrwasser.core.agenda.reasons.conflict import minimal_conflict
from fahrwasser.core.agenda.solver.board import Board
from fahrwasser.core.agenda.solver.watch import Watch

SHARE_OF_TIME = 0.34
SHORTEST_S = 0.05
OBSTACLES_S = 2.0

Resolve = Callable[[Instance, Watch], Answer]
"""Plans a changed instance again, without explanations."""


@dataclass(frozen=True, slots=True)
class Price:
    """`delta_eur` ≥ 0, or None if the opposite choice is impossible (`reasons`); for a project outside the plan
    `hours_at_least` = hours a year from which on it would be worth it."""

    delta_eur: float | None
    hours_at_least: float | None = None
    reasons: tuple[str, ...] = ()


def prices_of(board: Board, answer: Answer, watch: Watch, resolve: Resolve) -> dict[str, Price]:
    """Prices of as many projects as the time allows: first those outside the plan, the nearest to it first."""
    excluded = {lock.project for lock in board.instance.locks if lock.choose is False}
    outside = [p for p in board.projects if p.id not in answer.schedule and p.id not in excluded]
    inside = [p for i, p in enumerate(board.projects) if p.id in answer.schedule and i not in board.forced]
    outside.sort(key=lambda p: -yearly_benefit(board.instance, p) / (1.0 + p.person_days))
    prices: dict[str, Price] = {}
    for project in [*outside, *inside]:
        if watch.left() < SHORTEST_S:
            break
        wish = Lock(project.id, choose=project.id not in answer.schedule)
        asked = replace(board.instance, locks=(*board.instance.locks, wish))
        other = resolve(asked, watch.part(watch.left() * SHARE_OF_TIME))
        price = _price(board, answer, other, project.id)
        if other.status == "infeasible":
            price = Price(None, reasons=_obstacles(asked, project.id, watch.part(OBSTACLES_S)))
        if price is not None:
            prices[project.id] = price
    return prices


def _obstacles(asked: Instance, project: str, watch: Watch) -> tuple[str, ...]:
    """The rules that stand against the wish, as reasons: "capacity", "duty:P04", "alternatives" …"""
    rules = minimal_conflict(asked, watch)
    return tuple(
        f"{rule.type}:{rule.project}" if rule.project else rule.type
        for rule in rules
        if (rule.type, rule.project) != ("lock", project)
    )


def _price(board: Board, answer: Answer, other: Answer, project: str) -> Price | None:
    """None if the other plan is not proven."""
    if other.status != "optimal" or other.objective is None or answer.objective is None:
        return None
    delta = round(max(0.0, answer.objective - other.objective), 2)
    if project in answer.schedule:
        return Price(delta)
    return Price(delta, _hours_at_least(board, other, project, delta))


def _hours_at_least(board: Board, other: Answer, project: str, delta: float) -> float | None:
    """h + delta / (value of one hour a year over the quarters in which the project would run)."""
    instance = board.instance
    data = instance.by_id[project]
    one_more = replace(data, hours_per_year=data.hours_per_year + 1.0)
    gain = (yearly_benefit(instance, one_more) - yearly_benefit(instance, data)) / 4
    worth = gain * board.tail[min(other.schedule[project] + data.duration, len(board.tail) - 1)]
    return None if worth <= 0 else float(math.ceil(data.hours_per_year + delta / worth))
