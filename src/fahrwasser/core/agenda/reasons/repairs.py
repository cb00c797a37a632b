"""Smallest changes after which an infeasible instance has a plan; each is proven by such a plan before it is named."""

import math
from collections.abc import Callable
from dataclasses import replace
from itertools import accumulate
from typing import Protocol

from fahrwasser.core.agenda.model.answer import Repair
from fahrwasser.core.agenda.model.changes import Change, changed
from fahrwasser.core.agenda.model.check import violations
from fahrwasser.core.agenda.model.instance import Instance, Schedule
from fahrwasser.core.agenda.model.rules import Rule, required_part, without
from fahrwasser.core.agenda.reasons.repair_words import repair_text
from fahrwasser.core.agenda.solver.board import Board, board_of
from fahrwasser.core.agenda.solver.formulation import EUR_PER_UNIT, Formulation
from fahrwasser.core.agenda.solver.highs import Limits, run
from fahrwasser.core.agenda.solver.program import Terms, add
from fahrwasser.core.agenda.solver.watch import Watch

DAYS_STEP = 0.5
EUR_STEP = 100.0
GOOD_ENOUGH = 0.01


class HasPlan(Protocol):
    """What `conflict.verdict` answers."""

    @property
    def plan(self) -> Schedule | None:
        """A plan, if one was found."""


def repairs_of(instance: Instance, verdict: Callable[[Instance, Watch], HasPlan], watch: Watch) -> tuple[Repair, ...]:
    """Every kind of change that alone makes the whole instance feasible, and always one that drops wishes."""
    found = [
        _more_days(instance, watch),
        _more_money(instance, watch),
        _more_running_cost(instance, watch),
        _more_at_once(instance, watch),
        _later(instance, watch),
        _fewer_rules(instance, verdict, watch),
    ]
    distinct: list[Change] = []
    for change in found:
        if change is not None and change not in distinct:
            distinct.append(change)
    return tuple(Repair(repair_text(instance, change), change.to_json()) for change in distinct)


def _more_days(instance: Instance, watch: Watch) -> Change | None:
    def loosen(formulation: Formulation) -> None:
        more = formulation.program.column(upper=1e6, worth=-1.0, whole=False)
        for k, days in enumerate(instance.capacity, start=1):
            formulation.program.row(_plus(formulation.load(k), {more: -1.0}), upper=days)

    plan = _elastic(instance, Rule("capacity"), loosen, watch)
    if plan is None:
        return None
    loads = [0.0] * instance.quarters
    for name, start in plan.items():
        project = instance.by_id[name]
        for k in range(start - 1, start - 1 + project.duration):
            loads[k] += project.load
    over = max(load - days for load, days in zip(loads, instance.capacity, strict=True))
    return _proven(instance, plan, Change(capacity_add=_up(over, DAYS_STEP)))


def _more_money(instance: Instance, watch: Watch) -> Change | None:
    def loosen(formulation: Formulation) -> None:
        more = formulation.program.column(upper=1e6, worth=-1.0, whole=False)
        for k, money in enumerate(accumulate(instance.budget), start=1):
            terms = _plus(formulation.spent(k), {more: -float(k)})
            formulation.program.row(terms, upper=money / EUR_PER_UNIT)

    plan = _elastic(instance, Rule("budget"), loosen, watch)
    if plan is None:
        return None
    short = [v for v in violations(instance, plan) if v.rule == "budget" and v.quarter]
    over = max((v.excess / v.quarter for v in short if v.quarter), default=0.0)
    return _proven(instance, plan, Change(budget_add=_up(over, EUR_STEP)))


def _more_running_cost(instance: Instance, watch: Watch) -> Change | None:
    if instance.running_cap_per_year is None:
        return None

    def loosen(formulation: Formulation) -> None:
        more = formulation.program.column(upper=1e6, worth=-1.0, whole=False)
        formulation.program.row(_plus(formulation.running_cost(), {more: -1.0}), upper=0.0)

    plan = _elastic(instance, Rule("running_cap"), loosen, watch)
    if plan is None:
        return None
    total = sum(instance.by_id[name].cost_per_year for name in plan)
    return _proven(instance, plan, Change(running_cap_per_year=_up(total, EUR_STEP)))


def _more_at_once(instance: Instance, watch: Watch) -> Change | None:
    if instance.max_parallel is None:
        return None

    def loosen(formulation: Formulation) -> None:
        more = formulation.program.column(upper=1e4, worth=-1.0)
        for k in range(1, instance.quarters + 1):
            formulation.program.row(_plus(formulation.crowd(k), {more: -1.0}), upper=0.0)

    plan = _elastic(instance, Rule("max_parallel"), loosen, watch)
    if plan is None:
        return None
    crowded = [v.excess for v in violations(instance, plan) if v.rule == "max_parallel"]
    most = instance.max_parallel + int(max(crowded, default=0))
    return _proven(instance, plan, Change(max_parallel=most))


def _later(instance: Instance, watch: Watch) -> Change | None:
    """Later dates for duties, with the fewest quarters of delay in all."""
    if not instance.duties:
        return None
    undated = replace(instance, duties=tuple(replace(duty, finish_by=instance.quarters) for duty in instance.duties))

    def loosen(formulation: Formulation) -> None:
        for duty in instance.duties:
            if duty.project in instance.done:
                continue
            p = next(i for i, own in enumerate(formulation.board.projects) if own.id == duty.project)
            late = formulation.program.column(upper=float(instance.quarters), worth=-1.0, whole=False)
            ends: Terms = {
                column: float(q + formulation.board.projects[p].duration - 1)
                for q, column in formulation.start[p].items()
            }
            formulation.program.row(_plus(ends, {late: -1.0}), upper=float(duty.finish_by))

    plan = _cheapest(board_of(required_part(undated)), loosen, watch)
    if plan is None:
        return None
    late = [v for v in violations(instance, plan) if v.rule == "duty" and v.project in plan]
    ends = {v.project: plan[v.project] + instance.by_id[v.project].duration - 1 for v in late if v.project}
    return _proven(instance, plan, Change(finish_by=ends))


def _fewer_rules(instance: Instance, verdict: Callable[[Instance, Watch], HasPlan], watch: Watch) -> Change | None:
    """Give up all duties and locks (then the empty plan is one), and restore each as long as a plan is left."""
    weight = {"law": 0, "milestone": 2}
    ranked = [(weight[duty.kind], duty.finish_by, "duty", duty.project) for duty in instance.duties]
    ranked += [(1, 0, "lock", lock.project) for lock in instance.locks]
    gone = list(dict.fromkeys(Rule(kind, project) for _, _, kind, project in sorted(ranked)))
    plan: Schedule = {}
    for rule in list(gone):
        fewer = [other for other in gone if other != rule]
        found = verdict(without(instance, fewer), watch).plan
        if found is not None:
            gone, plan = fewer, found
    return _proven(
        instance,
        plan,
        Change(
            drop_duties=tuple(rule.project for rule in gone if rule.type == "duty"),
            drop_locks=tuple(rule.project for rule in gone if rule.type == "lock"),
        ),
    )


def _elastic(instance: Instance, rule: Rule, loosen: Callable[[Formulation], None], watch: Watch) -> Schedule | None:
    return _cheapest(board_of(required_part(without(instance, [rule]))), loosen, watch)


def _cheapest(board: Board, loosen: Callable[[Formulation], None], watch: Watch) -> Schedule | None:
    """The plan of the required part that needs least of what `loosen` allows (each unit is worth −1)."""
    if board.impossible() or watch.is_over():
        return None
    formulation = Formulation(board)
    formulation.program.worth = [0.0] * len(formulation.program.worth)
    loosen(formulation)
    outcome = run(formulation.program, Limits(watch.left() / 2, GOOD_ENOUGH))
    return None if outcome.values is None else board.schedule(formulation.read(outcome.values))


def _proven(instance: Instance, plan: Schedule, change: Change) -> Change | None:
    """The change, if it changes something and the plan then breaks no rule."""
    if not change.to_json() or violations(changed(instance, change), plan):
        return None
    return change


def _plus(terms: Terms, more: Terms) -> Terms:
    total = dict(terms)
    add(total, more)
    return total


def _up(amount: float, step: float) -> float:
    return math.ceil(round(amount / step, 6)) * step
