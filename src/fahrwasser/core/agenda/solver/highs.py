"""HiGHS runs a `Program`: the only module that loads the solver. One solve at a time in a process.

Never load ortools beside it: both ship HiGHS and clash (stack.md). Times are the solver's own clock.
"""

from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np

from fahrwasser.core.agenda.solver.program import Program

THREADS = 2
BOUND_NEWS_S = 0.5

OnNews = Callable[[list[float] | None, float], bool]
"""Called with (better solution or None, proven bound); True stops the run."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """`values` = best solution or None; `bound` is proven; `infeasible` is proven; `closed` = gap reached."""

    values: list[float] | None
    bound: float
    infeasible: bool
    closed: bool


@dataclass(frozen=True, slots=True)
class Limits:
    """When a run may stop: seconds and relative gap.

    `is_part`: one of many small runs, on one core and without beginning again after the root; always in a thread of
    its own (`side_by_side`), because HiGHS keeps the number of cores for each thread that calls it.
    """

    time_s: float
    gap: float
    is_part: bool = False


def run(program: Program, limits: Limits, start: list[float] | None = None, on_news: OnNews | None = None) -> Outcome:
    """Maximise the program within the limits, beginning with `start` if given."""
    if not program.worth:
        return _empty(program)
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    options = {
        "output_flag": False,
        "threads": 1 if limits.is_part else THREADS,
        "time_limit": max(0.01, limits.time_s),
        "mip_rel_gap": limits.gap,
        "mip_abs_gap": limits.gap,
        "mip_min_logging_interval": BOUND_NEWS_S,
        "mip_allow_restart": not limits.is_part,
    }
    for name, value in options.items():
        solver.setOptionValue(name, value)
    solver.passModel(_model(program))
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = start
        solver.setSolution(solution)
    if on_news is not None:
        _listen(solver, on_news)
    solver.run()
    return _outcome(solver)


def relaxed(program: Program) -> list[float] | None:
    """The best solution when columns need not be whole, None if there is none; in a thread as for a part."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    model = _model(program)
    model.integrality_ = []
    solver.passModel(model)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    return list(solver.getSolution().col_value)


def _empty(program: Program) -> Outcome:
    broken = any(lower > 0 or upper < 0 for lower, upper in zip(program.row_lower, program.row_upper, strict=True))
    return Outcome(None if broken else [], program.offset, infeasible=broken, closed=not broken)


def _model(program: Program) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    lp.num_col_ = len(program.worth)
    lp.num_row_ = len(program.rows)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.offset_ = program.offset
    lp.col_cost_ = np.array(program.worth, dtype=float)
    lp.col_lower_ = np.array(program.lower, dtype=float)
    lp.col_upper_ = np.array(program.upper, dtype=float)
    lp.row_lower_ = np.array(program.row_lower, dtype=float)
    lp.row_upper_ = np.array(program.row_upper, dtype=float)
    kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    lp.integrality_ = [kinds[whole] for whole in program.whole]
    lengths = [len(row) for row in program.rows]
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.concatenate(([0], np.cumsum(lengths, dtype=np.int32)))
    lp.a_matrix_.index_ = np.array([column for row in program.rows for column in row], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([number for row in program.rows for number in row.values()], dtype=float)
    return lp


def _listen(solver: highspy.Highs, on_news: OnNews) -> None:
    stop = [False]

    def improved(event: highspy.highs.HighsCallbackEvent) -> None:
        out = event.data_out
        stop[0] |= on_news(list(out.mip_solution), out.mip_dual_bound)

    def logged(event: highspy.highs.HighsCallbackEvent) -> None:
        stop[0] |= on_news(None, event.data_out.mip_dual_bound)

    def asked(event: highspy.highs.HighsCallbackEvent) -> None:
        if stop[0]:
            event.interrupt()

    solver.cbMipImprovingSolution.subscribe(improved)
    solver.cbMipLogging.subscribe(logged)
    solver.cbMipInterrupt.subscribe(asked)


def _outcome(solver: highspy.Highs) -> Outcome:
    status = solver.getModelStatus()
    info = solver.getInfo()
    infeasible = status in (
        highspy.HighsModelStatus.kInfeasible,
        highspy.HighsModelStatus.kUnboundedOrInfeasible,
    )
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    closed = status == highspy.HighsModelStatus.kOptimal
    has_whole = any(kind == highspy.HighsVarType.kInteger for kind in solver.getLp().integrality_)
    bound = info.mip_dual_bound if has_whole else info.objective_function_value
    return Outcome(list(solver.getSolution().col_value) if found else None, bound, infeasible, closed)
