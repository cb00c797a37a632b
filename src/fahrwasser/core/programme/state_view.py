"""What association and state see: released figures added up over towns; fewer than five are not told apart."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fahrwasser.core.programme.phases import phases
from fahrwasser.core.programme.sizes import FEWEST, HOURS_TO, Spread, spread
from fahrwasser.core.programme.small_groups import hidden_cells

Released = Mapping[str, Any]
"""One town's released columns (None = not released), `district`, and `municipality_id` where there are voices."""
OTHERS = ""
"""Towns of all districts that are not shown."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many towns; None when that could single towns out. `hours` a year of the `of` towns that have named hours;
    None below five of them."""

    key: str
    towns: int | None
    hours: int | None = None
    of: int | None = None


@dataclass(frozen=True, slots=True)
class District:
    """Phases of the towns of one district, at least five; in the order of the phases."""

    name: str
    towns: int
    phases: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class StateView:
    """All that leaves the towns; `released` = how many towns have released anything at all."""

    released: int
    phases: tuple[Count, ...]
    agendas: tuple[Count, ...]
    packages: tuple[Count, ...]
    used: tuple[Count, ...]
    obstacles: tuple[Count, ...]
    solutions: tuple[Count, ...]
    districts: tuple[District, ...]
    hours_planned: Spread | None
    hours_measured: Spread | None
    projects_done: Spread | None


def state_view(
    towns: Iterable[Released], solutions: Iterable[tuple[str, Any]] = (), voices: Iterable[tuple[str, Any]] = ()
) -> StateView:
    """Counts without any ranking of towns; what fewer than five towns have in common says only that.

    `solutions`: (project, town) of each solution that a town has passed on. `voices`: (obstacle, town) of each
    passed-on voice; it counts its town among those that have the obstacle, and adds no hours.
    """
    rows = list(towns)
    packages = Counter(name for row in rows for name in {one["package"] for one in row["packages"] or ()})
    in_phases = Counter(row["phase"] for row in rows if row["phase"])
    agendas = Counter(row["agenda_status"] for row in rows if row["agenda_status"])
    no_phase = hidden_cells(in_phases, [list(in_phases)])
    no_agenda = hidden_cells(agendas, [list(agendas)])
    return StateView(
        released=len(rows),
        phases=_phases(in_phases, no_phase),
        agendas=_counted(agendas, no_agenda),
        packages=_enough_of(packages),
        used=_enough_of(Counter(one["part"] for row in rows for one in row.get("used_parts") or ())),
        obstacles=_obstacles(rows, voices),
        solutions=_enough_of(Counter(project for project, _town in set(solutions))),
        districts=_districts(rows, no_phase),
        hours_planned=_hours_of("hours_planned", rows),
        hours_measured=_hours_of("hours_measured", rows),
        projects_done=spread([row["projects_done"] for row in rows if row["projects_done"] is not None]),
    )


def _phases(counts: Mapping[str, int], hidden: Collection[str]) -> tuple[Count, ...]:
    return tuple(
        Count(kind.key, None if kind.key in hidden else counts[kind.key]) for kind in phases() if counts.get(kind.key)
    )


def _counted(counts: Mapping[str, int], hidden: Collection[str]) -> tuple[Count, ...]:
    """The most frequent first; those that may not be told apart at the end, by name."""
    found = [Count(key, None if key in hidden else towns) for key, towns in counts.items()]
    return tuple(sorted(found, key=lambda count: (-(count.towns or 0), count.key)))


def _enough_of(counts: Mapping[str, int]) -> tuple[Count, ...]:
    """Of things that a town can have several of: they have no total that would give the small ones away."""
    return _counted(counts, hidden_cells(counts, ()))


def _obstacles(rows: list[Released], voices: Iterable[tuple[str, Any]]) -> tuple[Count, ...]:
    """Unknown hours are not zero: they are added up over the towns that have named some, from five such towns on."""
    named: dict[str, set[Any]] = defaultdict(set)
    for i, row in enumerate(rows):
        for one in row["obstacles"] or ():
            named[one["code"]].add(row.get("municipality_id", i))
    for code, town in voices:
        named[code].add(town)
    hours: dict[str, dict[int, int]] = defaultdict(dict)
    for i, row in enumerate(rows):
        for item in row["obstacles"] or ():
            if item["hours"] is not None:
                hours[item["code"]][i] = hours[item["code"]].get(i, 0) + item["hours"]
    found = []
    for code, who in named.items():
        towns = len(who)
        of = len(hours[code])
        together = round(sum(hours[code].values()) / HOURS_TO) * HOURS_TO
        known = (together, of) if of >= FEWEST else (None, None)
        found.append(Count(code, towns if towns >= FEWEST else None, *known))
    return tuple(sorted(found, key=lambda count: (-(count.hours or 0), -(count.towns or 0), count.key)))


def _hours_of(column: str, rows: list[Released]) -> Spread | None:
    return spread([row[column] for row in rows if row[column] is not None], to=HOURS_TO)


def _districts(rows: list[Released], no_phase: Collection[str]) -> tuple[District, ...]:
    """Districts from five towns on. What is left of a phase over all towns must not single out the others, either."""
    named = [(row["district"] or OTHERS, row["phase"]) for row in rows if row["phase"]]
    sizes = Counter(name for name, _phase in named)
    large = sorted(name for name, towns in sizes.items() if towns >= FEWEST and name != OTHERS)
    counts = Counter((name if name in large else OTHERS, phase) for name, phase in named)
    secret = [cell for cell in counts if cell[0] == OTHERS or cell[1] in no_phase]
    lines = [[cell for cell in counts if cell[0] == name] for name in large]
    lines += [[cell for cell in counts if cell[1] == kind.key] for kind in phases()]
    hidden = hidden_cells(counts, lines, secret)
    return tuple(
        District(
            name,
            sizes[name],
            _phases({p: n for (d, p), n in counts.items() if d == name}, {p for d, p in hidden if d == name}),
        )
        for name in large
    )
