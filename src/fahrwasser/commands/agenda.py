"""`fahrwasser agenda solve INSTANCE.json --time-limit S --json`: the best plan under the stated assumptions.

Exit codes (DESIGN 9): 0 plan found, 2 infeasible, 3 unknown (no plan found in time), 64 invalid instance.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import NoReturn

from fahrwasser.core.agenda.model.answer import CLOSED_GAP, EXIT_CODES, FORMAT, Answer
from fahrwasser.core.agenda.model.instance import Instance, Schedule
from fahrwasser.core.agenda.model.reading import InvalidInstance, parse_instance
from fahrwasser.core.agenda.solve import solve

INVALID = 64
MAX_BYTES = 5_000_000


def main(argv: list[str]) -> int:
    """Run `agenda solve`; only JSON on standard output with `--json`, else a short table."""
    begun = time.monotonic()
    options = _parser().parse_args(argv)
    try:
        instance = parse_instance(_read_json(options.instance))
        start = _read_start(options.start)
    except InvalidInstance as error:
        return _refuse(error.errors, as_json=options.json)
    limit = max(0.05, options.time_limit - (time.monotonic() - begun))
    answer = solve(
        instance,
        time_limit_s=limit,
        start=start,
        on_progress=_Progress(instance, options.progress, begun) if options.progress else None,
        explain=options.explain,
        gap=options.gap,
    )
    if options.json:
        print(json.dumps(answer.to_json(), ensure_ascii=False, allow_nan=False))
    else:
        print(_table(instance, answer))
    return EXIT_CODES[answer.status]


class _Parser(argparse.ArgumentParser):
    """Ends with 64 where argparse would end with 2, which here means infeasible."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(INVALID, f"{self.prog}: {message}\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="fahrwasser agenda")
    commands = parser.add_subparsers(required=True, metavar="solve", parser_class=_Parser)
    solving = commands.add_parser("solve", help="plan one instance")
    solving.add_argument("instance", type=Path, metavar="INSTANCE.json")
    solving.add_argument("--time-limit", type=_seconds, default=60.0, metavar="S", help="wall seconds (60)")
    solving.add_argument("--gap", type=_seconds, default=CLOSED_GAP, help="stop at this proven gap (0.0001)")
    solving.add_argument("--start", type=Path, metavar="PLAN.json", help="an answer whose plan is the beginning")
    solving.add_argument("--progress", type=Path, metavar="FILE", help="newest plan, replaced at once")
    solving.add_argument("--no-explain", dest="explain", action="store_false", help="leave out the reasons")
    solving.add_argument("--json", action="store_true", help="one JSON object on standard output")
    return parser


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


def _read_start(path: Path | None) -> Schedule | None:
    """The schedule of an earlier answer; entries that are no starts are refused."""
    if path is None:
        return None
    raw = _read_json(path)
    schedule = raw.get("schedule") if isinstance(raw, dict) else None
    whole = isinstance(schedule, dict) and all(
        isinstance(quarter, int) and not isinstance(quarter, bool) for quarter in schedule.values()
    )
    if not whole or not isinstance(schedule, dict):
        raise InvalidInstance([f"{path}: has no schedule of project → quarter; give an answer of {FORMAT}"])
    return dict(schedule)


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
        half = self.path.with_name(f"{self.path.name}.{os.getpid()}.part")
        half.write_text(json.dumps(answer.to_json(), ensure_ascii=False), encoding="utf-8")
        half.replace(self.path)


def _table(instance: Instance, answer: Answer) -> str:
    lines = [f"{answer.status}: {answer.objective} EUR, bound {answer.bound} EUR, {answer.time_s:.1f} s"]
    for name, quarter in sorted(answer.schedule.items(), key=lambda entry: (entry[1], entry[0])):
        lines.append(f"  quarter {quarter:>2}  {name}  {instance.by_id[name].name}")
    lines += [f"  {explanation.text}" for explanation in answer.explanations]
    return "\n".join(lines)
