"""An instance laid out for planning: open projects as numbers, possible starts, what must be chosen anyway.

Everything here only leaves out what no allowed plan (or no best plan) can contain, so bounds stay true.
Projects are indices 0 … n−1 in the order of their ids; quarters stay 1-based.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from fahrwasser.core.agenda.model.check import DAYS_TOLERANCE, MONEY_TOLERANCE_EUR
from fahrwasser.core.agenda.model.instance import Instance, Project, Schedule
from fahrwasser.core.agenda.model.value import multiplier_pairs, start_value

Groups = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """While multiplier and target (None = already done) are both complete, each quarter is worth `gain` more."""

    multiplier: int
    target: int | None
    gain: float


@dataclass(frozen=True, slots=True)
class Board:
    """`starts[p]` = quarters in which p may start (empty: never); `value[p][q]` = V(p, q); `forced` = in every plan."""

    instance: Instance
    projects: tuple[Project, ...]
    starts: Groups
    value: tuple[dict[int, float], ...]
    needs: tuple[Groups, ...]
    must: tuple[frozenset[int], ...]
    forced: frozenset[int]
    alternatives: Groups
    pairs: tuple[Pair, ...]
    tail: tuple[float, ...]
    """tail[k] = Σ d(j) for j = k … horizon: what one euro a quarter from quarter k on is worth."""

    def schedule(self, starts: dict[int, int]) -> Schedule:
        """The plan with project ids instead of indices."""
        return {self.projects[p].id: q for p, q in sorted(starts.items())}

    def indexed(self, schedule: Schedule) -> dict[int, int]:
        """The plan with indices; unknown and closed projects are left out."""
        index = {project.id: p for p, project in enumerate(self.projects)}
        return {index[name]: q for name, q in schedule.items() if name in index}

    def impossible(self) -> list[int]:
        """Projects that every plan needs and no plan can start: not empty = infeasible."""
        return [p for p in sorted(self.forced) if not self.starts[p]]


def board_of(instance: Instance) -> Board:
    """Lay out the instance and shrink it: O(projects² + projects · quarters)."""
    projects = instance.open_projects()
    index = {project.id: p for p, project in enumerate(projects)}
    needs = tuple(_open_needs(project, instance, index) for project in projects)
    must = _must_have(needs)
    banned = _banned(instance, index)
    forced = _forced(instance, index, must)
    starts = _possible_starts(instance, projects, needs, must, banned, forced)
    value = tuple({q: start_value(instance, project, q) for q in starts[p]} for p, project in enumerate(projects))
    pairs = tuple(Pair(index[m], index.get(t), gain) for (m, t), gain in sorted(multiplier_pairs(instance).items()))
    starts = _without_useless(starts, value, needs, forced, pairs)
    discounts = [instance.discount(k) for k in range(instance.horizon, 0, -1)]
    tail = (0.0, *reversed(list(accumulate(discounts))), 0.0)
    return Board(
        instance=instance,
        projects=projects,
        starts=starts,
        value=value,
        needs=needs,
        must=must,
        forced=forced,
        alternatives=tuple(
            tuple(sorted({index[name] for name in group if name in index})) for group in instance.alternatives
        ),
        pairs=pairs,
        tail=tail,
    )


def _open_needs(project: Project, instance: Instance, index: dict[str, int]) -> Groups:
    """Prerequisite groups that nothing in `done` satisfies yet, each once."""
    groups = [
        tuple(sorted({index[name] for name in group}))
        for group in project.prerequisites
        if not any(name in instance.done for name in group)
    ]
    return tuple(dict.fromkeys(groups))


def _must_have(needs: tuple[Groups, ...]) -> tuple[frozenset[int], ...]:
    """For each project the projects that are in every way to it (itself not included)."""
    everything = frozenset(range(len(needs)))
    must = [everything] * len(needs)
    changed = True
    while changed:
        changed = False
        for p, groups in enumerate(needs):
            ways = [frozenset.intersection(*(must[m] | {m} for m in group)) for group in groups]
            found = frozenset().union(*ways) & must[p]
            if found != must[p]:
                must[p] = found
                changed = True
    return tuple(must)


def _banned(instance: Instance, index: dict[str, int]) -> set[int]:
    """Never in a plan: forbidden by hand, dearer than the running cap, or a variant is already done."""
    banned = {index[lock.project] for lock in instance.locks if lock.choose is False and lock.project in index}
    for group in instance.alternatives:
        if any(name in instance.done for name in group):
            banned |= {index[name] for name in group if name in index}
    cap = instance.running_cap_per_year
    if cap is not None:
        banned |= {p for name, p in index.items() if instance.by_id[name].cost_per_year > cap + MONEY_TOLERANCE_EUR}
    return banned


def _forced(instance: Instance, index: dict[str, int], must: tuple[frozenset[int], ...]) -> frozenset[int]:
    named = {index[duty.project] for duty in instance.duties if duty.project in index}
    named |= {
        index[lock.project]
        for lock in instance.locks
        if lock.project in index and (lock.choose or lock.start is not None)
    }
    return frozenset(named).union(*(must[p] for p in named))


def _possible_starts(
    instance: Instance,
    projects: tuple[Project, ...],
    needs: tuple[Groups, ...],
    must: tuple[frozenset[int], ...],
    banned: set[int],
    forced: frozenset[int],
) -> Groups:
    """Starts left after dates, capacity, work and money that must come before, and what follows after."""
    windows = [[] if p in banned else _starts_alone(instance, project) for p, project in enumerate(projects)]
    before = [_fits_before(instance, projects, must[p], p) for p in range(len(projects))]
    windows = [[q for q in starts if before[p] <= q] for p, starts in enumerate(windows)]
    changed = True
    while changed:
        changed = False
        for p, groups in enumerate(needs):
            first = max((_first_end(group, windows, projects) for group in groups), default=0)
            kept = [q for q in windows[p] if q > first]
            changed |= len(kept) < len(windows[p])
            windows[p] = kept
    for p in forced:
        for ancestor in must[p]:
            last = max(windows[p], default=0) - projects[ancestor].duration
            windows[ancestor] = [q for q in windows[ancestor] if q <= last]
    return tuple(tuple(starts) for starts in windows)


def _starts_alone(instance: Instance, project: Project) -> list[int]:
    """Starts that the project's own dates, the capacity and the number of quarters allow."""
    last = instance.quarters - project.duration + 1
    first = 1
    exact = None
    for duty in instance.duties:
        if duty.project == project.id:
            last = min(last, duty.finish_by - project.duration + 1)
    for lock in instance.locks:
        if lock.project == project.id:
            first = max(first, lock.earliest or 1)
            last = min(last, (lock.latest_finish or instance.quarters) - project.duration + 1)
            if lock.start is not None:
                first, last, exact = max(first, lock.start), min(last, lock.start), lock.start
    room = [capacity - project.load >= -DAYS_TOLERANCE for capacity in instance.capacity]
    starts = [q for q in range(first, last + 1) if all(room[q - 1 : q - 1 + project.duration])]
    return [q for q in starts if exact is None or q == exact]


def _fits_before(instance: Instance, projects: tuple[Project, ...], must: Iterable[int], p: int) -> int:
    """First quarter before which the days of all necessary predecessors fit and until which the money suffices."""
    days = sum(projects[a].person_days for a in must)
    money = sum(projects[a].cost_once for a in must) + projects[p].cost_once
    given_days = given_money = 0.0
    for k in range(1, instance.quarters + 1):
        given_money += instance.budget[k - 1]
        if given_days >= days - DAYS_TOLERANCE * k and given_money >= money - MONEY_TOLERANCE_EUR:
            return k
        given_days += instance.capacity[k - 1]
    return instance.quarters + 1


def _first_end(group: tuple[int, ...], windows: list[list[int]], projects: tuple[Project, ...]) -> int:
    ends = [min(windows[m]) + projects[m].duration - 1 for m in group if windows[m]]
    return min(ends, default=10**6)


def _without_useless(
    starts: Groups,
    value: tuple[dict[int, float], ...],
    needs: tuple[Groups, ...],
    forced: frozenset[int],
    pairs: tuple[Pair, ...],
) -> Groups:
    """Drop projects that bring nothing themselves, raise nothing and lead to nothing that is worth its days."""
    helped = {pair.target for pair in pairs} | {pair.multiplier for pair in pairs}
    useful = {
        p
        for p, own in enumerate(value)
        if starts[p] and (p in forced or p in helped or max(own[q] for q in starts[p]) > 0)
    }
    reached = set(useful)
    while reached:
        reached = {m for p in reached for group in needs[p] for m in group} - useful
        useful |= reached
    return tuple(own if p in useful else () for p, own in enumerate(starts))
