"""`fahrwasser conformance dmn DIR --json`: an external suite, case by case; nothing is written into DIR.

Exit 0 however many cases fail; 2 when DIR is unreadable or holds no case. A case is `<file>#<id>`; a model that
cannot be loaded makes all its cases errors, so does a case that takes longer than three seconds.
"""

import argparse
import json
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from fahrwasser.core.dmn import Decisions, compile_model, read_model
from fahrwasser.core.dmn.tck import Case, failure, read_cases
from fahrwasser.core.refused import Refused

UNUSABLE = 2
LIMIT_S = 3.0


@dataclass(frozen=True, slots=True)
class Result:
    """One case; `reason` is one line, '' for a case that passed."""

    case: str
    outcome: Literal["passed", "failed", "errors"]
    reason: str = ""


def main(argv: list[str]) -> int:
    """Run a suite and print what passed."""
    parser = argparse.ArgumentParser(prog="fahrwasser conformance")
    suites = parser.add_subparsers(required=True, metavar="dmn")
    dmn = suites.add_parser("dmn", help="cases of the DMN Technology Compatibility Kit in a folder")
    dmn.add_argument("folder", type=Path, metavar="DIR")
    dmn.add_argument("--json", action="store_true", help="one JSON object on standard output")
    options = parser.parse_args(argv)
    try:
        answer = report("dmn-tck", list(run(options.folder)))
    except (OSError, Refused) as error:
        print(f"fahrwasser conformance: {error}", file=sys.stderr)
        return UNUSABLE
    if not answer["total"]:
        said = f"no *-test-*.xml below {options.folder}; give the folder of a checkout of dmn-tck/tck"
        print(f"fahrwasser conformance: {said}", file=sys.stderr)
        return UNUSABLE
    if options.json:
        print(json.dumps(answer, ensure_ascii=False))
    else:
        print(*(f"{one['case']}: {one['reason']}" for one in answer["failures"]), sep="\n")
        print(f"{answer['passed']} of {answer['total']} cases passed")
    return 0


def report(suite: str, results: list[Result]) -> dict[str, Any]:
    """passed + failed + errors = total; each case that did not pass stands once among the failures."""
    counts = {outcome: sum(one.outcome == outcome for one in results) for outcome in ("passed", "failed", "errors")}
    failures = [{"case": one.case, "reason": one.reason} for one in results if one.outcome != "passed"]
    return {"suite": suite, **counts, "total": len(results), "failures": failures}


def run(folder: Path) -> Iterator[Result]:
    """All cases below a folder, in the order of their files."""
    for file in sorted(folder.rglob("*-test-*.xml")):
        name = file.relative_to(folder).as_posix()
        model_name, cases = read_cases(file.read_bytes(), place=name)
        decisions = _loaded(file.parent / Path(model_name).name)
        for case in cases:
            yield _result(f"{name}#{case.id}", decisions, case)


def _loaded(model: Path) -> Decisions | str:
    """The compiled model, or why there is none."""
    try:
        return compile_model(read_model(model.read_bytes(), place=model.name))
    except (Refused, OSError) as error:
        return str(error)


def _result(name: str, decisions: Decisions | str, case: Case) -> Result:
    if isinstance(decisions, str):
        return Result(name, "errors", decisions)
    try:
        with _limited():
            reason = failure(decisions, case)
    except (Refused, TimeoutError) as error:
        return Result(name, "errors", str(error))
    return Result(name, "failed" if reason else "passed", reason)


@contextmanager
def _limited() -> Iterator[None]:
    def late(_signal: int, _frame: object) -> None:
        raise TimeoutError(f"took longer than {LIMIT_S:g} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, LIMIT_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
