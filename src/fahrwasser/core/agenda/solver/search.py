"""The solver improves an incumbent: start with its plan, check every plan it reports, keep only proven bounds."""

from fahrwasser.core.agenda.solver.board import Board
from fahrwasser.core.agenda.solver.formulation import Formulation
from fahrwasser.core.agenda.solver.highs import Limits, run
from fahrwasser.core.agenda.solver.incumbent import Incumbent
from fahrwasser.core.agenda.solver.program import Terms
from fahrwasser.core.agenda.solver.watch import Watch

NAME = "HiGHS"
NEVER = -float("inf")


def search(board: Board, incumbent: Incumbent, gap: float, watch: Watch, below: float = NEVER) -> bool:
    """Improve until the gap is reached or the watch is over; True if it is proven that there is no plan.

    Also stops once it is proven that no plan is worth `below`.

    A plan of the solver that overspends by more than a cent (its tolerances) is refused and cut off: the program
    still contains every allowed plan, so its bound stays proven.
    """
    formulation = Formulation(board)
    while not watch.is_over():
        begin = None if incumbent.schedule is None else start_values(formulation, incumbent.schedule)
        refused: list[dict[int, int]] = []

        def news(values: list[float] | None, bound: float) -> bool:
            incumbent.prove(bound)
            if values is not None:
                plan = formulation.read(values)
                if not incumbent.offer(board.schedule(plan)):
                    refused.append(plan)  # noqa: B023 – used only while this run lasts
            reached = incumbent.gap()
            return incumbent.bound < below or (reached is not None and reached <= gap)

        outcome = run(formulation.program, Limits(watch.left(), gap), begin, news)
        if outcome.infeasible:
            return incumbent.schedule is None
        incumbent.prove(outcome.bound)
        if outcome.values is not None:
            plan = formulation.read(outcome.values)
            if not incumbent.offer(board.schedule(plan)):
                refused.append(plan)
        if not refused:
            break
        for plan in refused:
            cut_off(formulation, plan)
    return False


def start_values(formulation: Formulation, schedule: dict[str, int]) -> list[float]:
    """A value for every column: the plan as the solver's first solution."""
    values = [0.0] * len(formulation.program.worth)
    for p, q in formulation.board.indexed(schedule).items():
        column = formulation.start[p].get(q)
        if column is not None:
            values[column] = 1.0
    for column, starts in formulation.chosen:
        values[column] = sum(values[c] for c in starts)
    for column, parts in formulation.raised:
        values[column] = min(sum(values[c] for c in part) for part in parts)
    return values


def cut_off(formulation: Formulation, plan: dict[int, int]) -> None:
    """Exclude exactly this plan and every plan that contains all of it."""
    columns: Terms = {formulation.start[p][q]: 1.0 for p, q in plan.items()}
    formulation.program.row(columns, upper=len(plan) - 1.0)
