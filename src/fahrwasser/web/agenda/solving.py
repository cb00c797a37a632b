"""Runs `fahrwasser agenda solve` as a process of its own: the solver never shares memory with the web server or worker.

One solve a process, limited in time, memory and priority (the limits are the kernel's, so a runaway solver is stopped).
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

Json = dict[str, Any]

MEMORY_BYTES = 3 * 1024**3
GRACE_S = 15.0
DRAW_GAP = 0.02
CPU_PER_SECOND = 4
NICENESS = 10
PASSED_ON = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH")  # nothing secret, above all no database address
LOOK_EVERY_S = 0.3
ANSWERED = (0, 2, 3)  # feasible, infeasible, unknown; anything else is a fault


class SolverFailed(Exception):
    """The solver gave no answer; the message says what it said."""


def solve(
    instance: Json,
    *,
    start: dict[str, int],
    time_limit_s: float,
    on_progress: Callable[[Json], None] | None = None,
) -> Json:
    """The answer (format fahrwasser-agenda-answer/1) after at most `time_limit_s` (+ start and stop).

    `on_progress` gets the newest answer (plan, objective, bound, gap) while the search runs. Raises SolverFailed.
    """
    return _ask("solve", (instance, {"schedule": start} if start else None), time_limit_s, (), on_progress)


def replan(
    instance: Json, *, start: dict[str, int], time_limit_s: float, prove: float = 0.0, is_draw: bool = False
) -> Json:
    """As `solve`, for a question that has changed a little: begins with the plan `start` of the question before.

    `prove` = share of the time kept for proving how good the plan is. `is_draw`: one of many that are asked side by
    side, so on one core and without reasons. Raises SolverFailed.
    """
    words = ["--prove", str(prove), "--gap", str(DRAW_GAP), *(("--workers", "1", "--no-explain") if is_draw else ())]
    return _ask("replan", (instance, {"schedule": start}), time_limit_s, words, None)


def explain(instance: Json, answer: Json, *, time_limit_s: float, on_progress: Callable[[Json], None]) -> Json:
    """The answer with reasons in depth; `on_progress` gets {"done", "of"}. Raises SolverFailed."""
    return _ask("explain", (instance, answer), time_limit_s, (), on_progress)


def _ask(
    word: str,
    question: tuple[Json, Json | None],
    time_limit_s: float,
    more: Iterable[str],
    on_progress: Callable[[Json], None] | None,
) -> Json:
    with tempfile.TemporaryDirectory(prefix="fahrwasser-agenda-") as name:
        folder = Path(name)
        asked, plan, newest = folder / "instance.json", folder / "plan.json", folder / "newest.json"
        instance, known = question
        asked.write_text(json.dumps(instance))
        words = [sys.executable, "-m", "fahrwasser", "agenda", word, str(asked)]
        if known is not None:
            plan.write_text(json.dumps(known))
            words += ["--start", str(plan)] if word == "solve" else [str(plan)]
        words += ["--json", "--time-limit", str(time_limit_s), *more]
        if on_progress is not None:
            words += ["--progress", str(newest)]
        listener = _Listener(newest, on_progress) if on_progress is not None else None
        return _run(words, folder / "answer.json", time_limit_s, listener)


class _Listener:
    """Hands on each new content of the file in which the solver keeps its newest plan."""

    def __init__(self, path: Path, on_progress: Callable[[Json], None]) -> None:
        self.path, self.on_progress, self.seen = path, on_progress, ""

    def look(self) -> None:
        """Tells about the newest plan unless it has been told already."""
        try:
            found = self.path.read_text()
        except FileNotFoundError:  # no plan yet; or this process ends and its temporary files are gone already
            return
        if found != self.seen:
            self.seen = found
            self.on_progress(json.loads(found))


def _run(words: list[str], out: Path, limit_s: float, listener: _Listener | None) -> Json:
    environment = {key: os.environ[key] for key in PASSED_ON if key in os.environ} | {"LANG": "C.UTF-8"}
    end = time.monotonic() + limit_s + GRACE_S
    with out.open("w+b") as answer, out.with_suffix(".err").open("w+") as errors:
        process = subprocess.Popen(words, stdout=answer, stderr=errors, env=environment, start_new_session=True)
        try:
            _limit(process.pid, limit_s)
            while not _has_ended(process):
                if listener is not None:
                    listener.look()
                if time.monotonic() > end:
                    raise SolverFailed(f"no answer within {limit_s + GRACE_S:.0f} seconds")
        finally:
            process.kill()
            process.wait()
        errors.seek(0)
        answer.seek(0)
        if process.returncode not in ANSWERED:
            raise SolverFailed(f"exit {process.returncode}: {errors.read()[-300:]}")
        return dict(json.loads(answer.read()))


def _has_ended(process: "subprocess.Popen[bytes]") -> bool:
    try:
        process.wait(LOOK_EVERY_S)
    except subprocess.TimeoutExpired:
        return False
    return True


def _limit(pid: int, limit_s: float) -> None:
    """Memory, processor time and priority of the child; the wall clock is the child's own limit."""
    seconds = int((limit_s + GRACE_S) * CPU_PER_SECOND)
    try:
        resource.prlimit(pid, resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        resource.prlimit(pid, resource.RLIMIT_CPU, (seconds, seconds))
        os.setpriority(os.PRIO_PROCESS, pid, NICENESS)
    except ProcessLookupError:  # it has already ended; its exit code says why
        return
