"""Why there is no plan: a minimal set of rules that cannot hold together, and changes after which there is one.

Deletion filter: give up each rule in turn; if there is still no plan without it, it is not needed for the conflict.
"""

import random
from dataclasses import dataclass

from fahrwasser.core.agenda.model.answer import Explanation, Repair
from fahrwasser.core.agenda.model.instance import Instance, Schedule
from fahrwasser.core.agenda.model.rules import Rule, required_part, rules_of, without
from fahrwasser.core.agenda.reasons.conflict_words import conflict_figures, conflict_text
from fahrwasser.core.agenda.reasons.repairs import repairs_of
from fahrwasser.core.agenda.solver.board import board_of
from fahrwasser.core.agenda.solver.formulation import Formulation
from fahrwasser.core.agenda.solver.greedy import first_plan
from fahrwasser.core.agenda.solver.highs import Limits, run
from fahrwasser.core.agenda.solver.watch import Watch

CONFLICT_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Verdict:
    """`plan` = a plan of the required part (feasible), or None; `proven_none` = there is certainly none."""

    plan: Schedule | None
    proven_none: bool


def explain_conflict(instance: Instance, watch: Watch) -> Explanation:
    """The one explanation of an infeasible instance. Uses at most what is left of the watch."""
    rules = minimal_conflict(instance, watch.part(watch.left() * CONFLICT_SHARE))
    repairs: tuple[Repair, ...] = repairs_of(instance, verdict, watch)
    text = conflict_text(instance, rules, repairs)
    conflict = tuple(rule.to_json() for rule in rules)
    return Explanation("infeasible", text, conflict=conflict, repairs=repairs, values=conflict_figures(instance, rules))


def minimal_conflict(instance: Instance, watch: Watch) -> list[Rule]:
    """Rules that cannot hold together; minimal unless the time ends, then a larger set that is still a conflict."""
    kept = rules_of(instance)
    dropped: list[Rule] = []
    for rule in list(kept):
        if verdict(without(instance, [*dropped, rule]), watch).proven_none:
            dropped.append(rule)
            kept.remove(rule)
    return sorted(kept)


def verdict(instance: Instance, watch: Watch) -> Verdict:
    """Is there any plan that keeps all duties and locks? Value plays no part, so optional projects stay out."""
    board = board_of(required_part(instance))
    if board.impossible():
        return Verdict(None, proven_none=True)
    plan = first_plan(board, lambda: True, random.Random(1))  # noqa: S311 – no try beyond the first lists
    if plan is not None or watch.is_over():
        return Verdict(plan, proven_none=False)
    formulation = Formulation(board)
    formulation.program.worth = [0.0] * len(formulation.program.worth)
    outcome = run(formulation.program, Limits(watch.left(), 0.0))
    if outcome.values is None:
        return Verdict(None, proven_none=outcome.infeasible)
    return Verdict(board.schedule(formulation.read(outcome.values)), proven_none=False)
