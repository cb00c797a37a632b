"""What association and state see: released figures added up over towns; fewer than five are not told apart."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fahrwasser.core.programme.phases import phases
from fahrwasser.core.programme.sizes import FEWEST, Spread, spread

Released = Mapping[str, Any]
"""One town's released columns (None = not released) and `district`."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many towns; None when fewer than five, so that none can be picked out."""

    key: str
    towns: int | None
    hours: int | None = None


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
    obstacles: tuple[Count, ...]
    districts: tuple[District, ...]
    hours_planned: Spread | None
    hours_measured: Spread | None
    projects_done: Spread | None


def state_view(towns: Iterable[Released]) -> StateView:
    """Counts without any ranking of towns; what fewer than five towns have in common says only that."""
    rows = list(towns)
    return StateView(
        released=len(rows),
        phases=_phases(rows),
        agendas=_counted(Counter(row["agenda_status"] for row in rows if row["agenda_status"])),
        packages=_counted(
            Counter(name for row in rows for name in {item["package"] for item in row["packages"] or ()})
        ),
        obstacles=_obstacles(rows),
        districts=_districts(rows),
        hours_planned=spread([row["hours_planned"] for row in rows if row["hours_planned"] is not None]),
        hours_measured=spread([row["hours_measured"] for row in rows if row["hours_measured"] is not None]),
        projects_done=spread([row["projects_done"] for row in rows if row["projects_done"] is not None]),
    )


def _phases(rows: list[Released]) -> tuple[Count, ...]:
    counts = Counter(row["phase"] for row in rows if row["phase"])
    return tuple(Count(kind.key, _enough(counts[kind.key])) for kind in phases() if counts[kind.key])


def _counted(counts: Mapping[str, int]) -> tuple[Count, ...]:
    """The most frequent first; those that may not be told apart at the end, by name."""
    found = [Count(key, _enough(towns)) for key, towns in counts.items()]
    return tuple(sorted(found, key=lambda count: (-(count.towns or 0), count.key)))


def _obstacles(rows: list[Released]) -> tuple[Count, ...]:
    hours: dict[str, dict[int, int]] = defaultdict(dict)
    for i, row in enumerate(rows):
        for item in row["obstacles"] or ():
            hours[item["code"]][i] = hours[item["code"]].get(i, 0) + (item["hours"] or 0)
    found = [
        Count(code, _enough(len(of)), sum(of.values()) if _enough(len(of)) else None) for code, of in hours.items()
    ]
    return tuple(sorted(found, key=lambda count: (-(count.hours or 0), -(count.towns or 0), count.key)))


def _districts(rows: list[Released]) -> tuple[District, ...]:
    groups: dict[str, list[Released]] = defaultdict(list)
    for row in rows:
        if row["phase"] and row["district"]:
            groups[row["district"]].append(row)
    return tuple(
        District(name, len(group), _phases(group)) for name, group in sorted(groups.items()) if len(group) >= FEWEST
    )


def _enough(towns: int) -> int | None:
    return towns if towns >= FEWEST else None
