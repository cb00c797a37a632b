"""Thirty draws: the plan made anew for thirty towns that the ranges allow, two processes at a time."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from typing import Any

from fahrwasser.core.agenda.model.reading import parse_instance
from fahrwasser.core.agenda.robust.draws import DRAWS, Draw, Spread, drawn, draws
from fahrwasser.core.agenda.robust.verdicts import Outcome, verdicts
from fahrwasser.web.agenda.solving import DRAW_GAP, SolverFailed, replan

Json = dict[str, Any]
PROCESSES = 2
DRAW_S = 3.2
PROVE = 0.4
"""Share of a draw's time that is kept for the proof."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is drawn from: the planning question, its plan, the ranges, and the seed that makes it repeatable."""

    instance: Json
    schedule: dict[str, int]
    spreads: Mapping[str, Spread]
    seed: int
    count: int = DRAWS


def spreads_of(instance: Json, projects: Mapping[str, Mapping[str, Any]]) -> dict[str, Spread]:
    """The ranges that a version keeps (`Version.facts["projects"]`), around the figures that it was planned with."""
    rows = {row["id"]: row for row in instance["projects"]}
    return {
        name: Spread(
            of=facts["of"],
            days=_around(facts["days"], rows[name].get("person_days", 0.0)),
            hours=_around(facts["hours"], rows[name].get("hours_per_year", 0.0)),
        )
        for name, facts in projects.items()
        if name in rows
    }


def _around(ends: list[float], likely: float) -> tuple[float, float, float]:
    return min(ends[0], likely), likely, max(ends[1], likely)


def try_draws(task: Task, on_step: Callable[[int, int], None], *, draw_s: float = DRAW_S) -> Json:
    """What `Study.result` keeps; `on_step` hears (draws done, draws in all). A draw whose solver fails is counted."""
    made = draws(task.spreads, seed=task.seed, count=task.count)
    outcomes: dict[int, Outcome] = {}
    on_step(0, len(made))
    for number, outcome in _each(task, made, draw_s):
        outcomes[number] = outcome
        on_step(len(outcomes), len(made))
    known = [outcomes[number] for number in sorted(outcomes)]
    found = verdicts(parse_instance(task.instance), task.spreads, known)
    return {
        "draws": len(known),
        "infeasible": sum(outcome.status == "infeasible" for outcome in known),
        "failed": sum(outcome.status in ("unknown", "failed") for outcome in known),
        "proven": sum(outcome.gap is not None and outcome.gap <= DRAW_GAP for outcome in known),
        "gap": DRAW_GAP,
        "verdicts": [asdict(verdict) for verdict in found],
    }


def _each(task: Task, made: list[Draw], draw_s: float) -> Iterator[tuple[int, Outcome]]:
    with ThreadPoolExecutor(PROCESSES) as pool:
        running = {pool.submit(_one, task, draw, draw_s): number for number, draw in enumerate(made)}
        for future in as_completed(running):
            yield running[future], future.result()


def _one(task: Task, draw: Draw, draw_s: float) -> Outcome:
    question = drawn(task.instance, task.spreads, draw)
    try:
        answer = replan(question, start=task.schedule, time_limit_s=draw_s, prove=PROVE, is_draw=True)
    except SolverFailed:
        return Outcome(draw, "failed", {}, None)
    return Outcome(draw, answer["status"], answer["schedule"], answer["gap"])
