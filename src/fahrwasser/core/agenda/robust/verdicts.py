"""What many plans say of each project: robust core, depends on …, rather not (reference 9; the thresholds are E)."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fahrwasser.core.agenda.model.instance import Instance, Schedule
from fahrwasser.core.agenda.robust.draws import Draw, Spread, triangular

CORE = 0.9
RATHER_NOT = 0.1
CLEAR = 0.8
"""A figure explains a choice only if its mean with and without the project differs by so many standard deviations."""


@dataclass(frozen=True, slots=True)
class Cause:
    """The figure that differs most: `kind` "days" or "hours" of `project`; mean of the draws with and without."""

    project: str
    kind: str
    mean_with: float
    mean_without: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """`share` of the plans that hold the project, in whatever variant; `kind` "core", "depends" or "rather_not".

    `first` and `last`: earliest and latest quarter in which it starts, None if it never does.
    """

    project: str
    kind: str
    share: float
    first: int | None
    last: int | None
    cause: Cause | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The plan of one draw; `status` of the answer, `gap` proven or None."""

    draw: Draw
    status: str
    schedule: Schedule
    gap: float | None


def verdicts(instance: Instance, spreads: Mapping[str, Spread], outcomes: Sequence[Outcome]) -> list[Verdict]:
    """One for each project with ranges, the most certain first; draws without a plan do not count."""
    planned = [outcome for outcome in outcomes if outcome.schedule]
    members: dict[str, list[str]] = {}
    for name, spread in sorted(spreads.items()):
        if name in instance.by_id and name not in instance.done:
            members.setdefault(spread.of, []).append(name)
    found = (
        [_verdict(instance, spreads, planned, project, names) for project, names in members.items()] if planned else []
    )
    return sorted(found, key=lambda verdict: (-verdict.share, verdict.first or 10**6, verdict.project))


def _verdict(
    instance: Instance, spreads: Mapping[str, Spread], planned: Sequence[Outcome], project: str, names: list[str]
) -> Verdict:
    starts = [min((o.schedule[n] for n in names if n in o.schedule), default=None) for o in planned]
    known = [start for start in starts if start is not None]
    share = len(known) / len(planned)
    kind = "core" if share >= CORE else "rather_not" if share < RATHER_NOT else "depends"
    cause = _cause(instance, spreads, planned, (project, names)) if kind == "depends" else None
    return Verdict(project, kind, share, min(known, default=None), max(known, default=None), cause)


def _cause(
    instance: Instance, spreads: Mapping[str, Spread], planned: Sequence[Outcome], of: tuple[str, list[str]]
) -> Cause | None:
    """The figure of the project, of what it needs or what needs it, that differs most; None if none does clearly."""
    project, names = of
    inside = [any(name in outcome.schedule for name in names) for outcome in planned]
    best: tuple[float, Cause] | None = None
    for other in _related(instance, spreads, names) | {project}:
        spread = next(own for _, own in sorted(spreads.items()) if own.of == other)
        for kind in ("days", "hours"):
            values = [_figure(spread, outcome.draw, kind) for outcome in planned]
            spread_of = statistics.pstdev(values)
            if spread_of <= 0:
                continue
            yes = statistics.fmean(v for v, there in zip(values, inside, strict=True) if there)
            no = statistics.fmean(v for v, there in zip(values, inside, strict=True) if not there)
            size = abs(yes - no) / spread_of
            key = (size, Cause(other, kind, round(yes, 1), round(no, 1)))
            if size >= CLEAR and (best is None or (size, other, kind) > (best[0], best[1].project, best[1].kind)):
                best = key
    return None if best is None else best[1]


def _figure(spread: Spread, draw: Draw, kind: str) -> float:
    if kind == "days":
        return triangular(*spread.days, draw.days[spread.of])
    return triangular(*spread.hours, draw.hours[spread.of])


def _related(instance: Instance, spreads: Mapping[str, Spread], names: list[str]) -> set[str]:
    needs = {m for name in names for group in instance.by_id[name].prerequisites for m in group}
    users = {p.id for p in instance.projects for group in p.prerequisites if set(group) & set(names)}
    return {spreads[name].of for name in needs | users if name in spreads}
