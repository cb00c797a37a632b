"""`fahrwasser agenda solve | replan | explain`: the best plan under the stated assumptions, the same after a change
within seconds, and what would have to change for every project.

Exit codes (DESIGN 9): 0 plan found, 2 infeasible, 3 unknown (no plan found in time), 64 invalid instance.
"""

import argparse
import json
import os
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from fahrwasser.core.agenda.model.answer import CLOSED_GAP, EXIT_CODES, FORMAT, Answer
from fahrwasser.core.agenda.model.check import violations
from fahrwasser.core.agenda.model.instance import Instance, Schedule
from fahrwasser.core.agenda.model.reading import InvalidInstance, parse_instance
from fahrwasser.core.agenda.model.value import evaluate
from fahrwasser.core.agenda.solve import solve
from fahrwasser.core.agenda.solver.board import board_of
from fahrwasser.core.agenda.solver.watch import Watch

INVALID = 64
MAX_BYTES = 5_000_000
CONFLICT_S = 2.0


def main(argv: list[str]) -> int:
    """Run one of the words; only JSON on standard output with `--json`, else a short table."""
    begun = time.monotonic()
    options = _parser().parse_args(argv)
    try:
        instance = parse_instance(_read_json(options.instance))
        known = None if options.plan is None else _read_answer(options.plan, instance)
        answer = {"solve": _solve, "replan": _replan, "explain": _explain}[options.word](
            instance, known, options, begun
        )
    except InvalidInstance as error:
        return _refuse(error.errors, as_json=options.json)
    if options.json:
        print(json.dumps(answer.to_json(), ensure_ascii=False, allow_nan=False))
    else:
        print(_table(instance, answer))
    return EXIT_CODES[answer.status]


def _solve(instance: Instance, known: Answer | None, options: argparse.Namespace, begun: float) -> Answer:
    return solve(
        instance,
        time_limit_s=_left(options, begun),
        start=None if known is None else known.schedule,
        on_progress=_Progress(instance, options.progress, begun) if options.progress else None,
        explain=options.explain,
        gap=options.gap,
    )


def _replan(instance: Instance, known: Answer | None, options: argparse.Namespace, begun: float) -> Answer:
    """Begin with the plan of the question before; a conflict is explained with two more seconds."""
    from fahrwasser.core.agenda.reasons.conflict import explain_conflict  # these load the solver
    from fahrwasser.core.agenda.reasons.explain import Found, explain_with
    from fahrwasser.core.agenda.replan import Effort
    from fahrwasser.core.agenda.replan import replan as plan_anew

    progress = _Progress(instance, options.progress, begun) if options.progress else None
    answer = plan_anew(
        instance,
        known.schedule if known else {},
        time_limit_s=_left(options, begun),
        effort=Effort(local_share=1.0 - options.prove, gap=options.gap, workers=options.workers),
        on_progress=progress,
    )
    if not options.explain:
        return answer
    if answer.status == "infeasible":
        return replace(answer, explanations=(explain_conflict(instance, Watch(CONFLICT_S, time.monotonic)),))
    return replace(answer, explanations=explain_with(board_of(instance), answer, Found()))


def _explain(instance: Instance, known: Answer | None, options: argparse.Namespace, begun: float) -> Answer:
    from fahrwasser.core.agenda.reasons.depth import explain_in_depth, in_hand

    if known is None or violations(instance, known.schedule):
        raise InvalidInstance([f"{options.plan}: breaks rules of this instance; give a plan that was made for it"])
    answer = in_hand(instance, known)

    def tell(done: int, of: int) -> None:
        if options.progress:
            _replace(options.progress, json.dumps({"done": done, "of": of}))

    watch = Watch(_left(options, begun), time.monotonic)
    return replace(answer, explanations=explain_in_depth(instance, answer, watch, tell), time_s=watch.spent())


def _left(options: argparse.Namespace, begun: float) -> float:
    return float(max(0.05, options.time_limit - (time.monotonic() - begun)))


class _Parser(argparse.ArgumentParser):
    """Ends with 64 where argparse would end with 2, which here means infeasible."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(INVALID, f"{self.prog}: {message}\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="fahrwasser agenda")
    words = parser.add_subparsers(required=True, dest="word", metavar="WORD", parser_class=_Parser)
    solving = words.add_parser("solve", help="plan one instance")
    again = words.add_parser("replan", help="plan a changed instance, beginning with the plan of the one before")
    explaining = words.add_parser("explain", help="what would have to change for every project of a plan")
    for word in (solving, again, explaining):
        word.add_argument("instance", type=Path, metavar="INSTANCE.json")
        word.add_argument("--progress", type=Path, metavar="FILE", help="newest state, replaced at once")
        word.add_argument("--json", action="store_true", help="one JSON object on standard output")
    solving.add_argument("--start", dest="plan", type=Path, metavar="PLAN.json", help="an answer to begin with")
    for word in (again, explaining):
        word.add_argument("plan", type=Path, metavar="PLAN.json")
    again.add_argument("--prove", type=_share, default=0.0, help="share of the time kept for the proof (0)")
    cores = min(2, os.cpu_count() or 1)
    again.add_argument("--workers", type=int, choices=(1, 2), default=cores, help=f"searches side by side ({cores})")
    for word, limit in ((solving, 60.0), (again, 3.0), (explaining, 120.0)):
        word.add_argument("--time-limit", type=_seconds, default=limit, metavar="S", help=f"wall seconds ({limit:g})")
    for word, gap in ((solving, CLOSED_GAP), (again, 0.01)):
        word.add_argument("--gap", type=_seconds, default=gap, help=f"stop at this proven gap ({gap:g})")
        word.add_argument("--no-explain", dest="explain", action="store_false", help="leave out the reasons")
    return parser


def _share(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"must be from 0 to 1, is {text}")
    return value


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 <= value <= 86_400:
        raise argparse.ArgumentTypeError(f"must be from 0 to 86400, is {text}")
    return value


def _read_json(path: Path) -> object:
    """The parsed file. Raises InvalidInstance with one clear message."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InvalidInstance([f"{path}: larger than {MAX_BYTES // 10**6} MB; leave out projects"])
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InvalidInstance([f"{path}: cannot be read ({error.strerror}); check the path"]) from error
    except UnicodeDecodeError as error:
        raise InvalidInstance([f"{path}: is not UTF-8 text; save it as UTF-8"]) from error
    except json.JSONDecodeError as error:
        place = f"{path}: line {error.lineno}, column {error.colno}"
        raise InvalidInstance([f"{place}: is not JSON ({error.msg}); correct it there"]) from error
    except (RecursionError, ValueError) as error:
        if isinstance(error, InvalidInstance):
            raise
        raise InvalidInstance([f"{path}: is nested too deeply or has a number too long; export it again"]) from error


def _read_answer(path: Path, instance: Instance) -> Answer:
    """The plan and the bound of an earlier answer; entries that are no starts are refused."""
    raw = _read_json(path)
    schedule = raw.get("schedule") if isinstance(raw, dict) else None
    whole = isinstance(schedule, dict) and all(
        isinstance(quarter, int) and not isinstance(quarter, bool) for quarter in schedule.values()
    )
    if not whole or not isinstance(schedule, dict) or not isinstance(raw, dict):
        raise InvalidInstance([f"{path}: has no schedule of project → quarter; give an answer of {FORMAT}"])
    plan = {name: start for name, start in schedule.items() if name in instance.by_id}
    bound = raw.get("bound")
    proven = float(bound) if isinstance(bound, int | float) and not isinstance(bound, bool) else None
    return Answer(instance.id, "feasible", plan, evaluate(instance, plan), proven)


def _refuse(errors: list[str], *, as_json: bool) -> int:
    if as_json:
        print(json.dumps({"status": "invalid", "errors": errors}, ensure_ascii=False))
    else:
        print("\n".join(errors), file=sys.stderr)
    return INVALID


class _Progress:
    """Writes the newest plan as an answer, so that a reader of the file always sees a whole one."""

    def __init__(self, instance: Instance, path: Path, begun: float) -> None:
        self.instance = instance
        self.path = path
        self.begun = begun

    def __call__(self, schedule: Schedule, objective: float, bound: float | None) -> None:
        plan = dict(sorted(schedule.items()))
        spent = time.monotonic() - self.begun
        answer = Answer(self.instance.id, "feasible", plan, objective, bound, time_s=spent)
        _replace(self.path, json.dumps(answer.to_json(), ensure_ascii=False))


def _replace(path: Path, text: str) -> None:
    half = path.with_name(f"{path.name}.{os.getpid()}.part")
    half.write_text(text, encoding="utf-8")
    half.replace(path)


def _table(instance: Instance, answer: Answer) -> str:
    lines = [f"{answer.status}: {answer.objective} EUR, bound {answer.bound} EUR, {answer.time_s:.1f} s"]
    for name, quarter in sorted(answer.schedule.items(), key=lambda entry: (entry[1], entry[0])):
        lines.append(f"  quarter {quarter:>2}  {name}  {instance.by_id[name].name}")
    lines += [f"  {explanation.text}" for explanation in answer.explanations]
    return "\n".join(lines)
