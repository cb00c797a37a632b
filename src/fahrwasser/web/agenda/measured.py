"""What a case took before a project and takes now, and how many come online: as far as the town has entered it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fahrwasser.core.agenda.catalogue.projects import base_of
from fahrwasser.core.inventory.services import starter_services
from fahrwasser.web.agenda.models import Progress
from fahrwasser.web.inventory.models import Figure, Service
from fahrwasser.web.tenants.models import Municipality

MEASURED = "measured"
OWN = ("measured", "counted", "estimated")
BEGUN = (Progress.State.RUNNING, Progress.State.DONE, Progress.State.STOPPED)
ONLINE = ("share_online", "share_automatic")


@dataclass(frozen=True, slots=True)
class Figures:
    """One value with its origin."""

    value: Decimal
    origin: str
    source: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Measured:
    """One service that a project eases: minutes a case before and now; `now` only when it was measured since it began.

    `online`: percent of the cases that come online or by themselves, as first entered and as entered last; the second
    is None while nothing newer is entered, both are while nothing is entered at all. A sum is as sure as its weakest.
    """

    service: str
    before: Figures | None
    now: Figures | None
    volume: Figures | None
    key: str = ""
    online: tuple[Figures | None, Figures | None] = (None, None)

    @property
    def has_effort(self) -> bool:
        """Minutes or cases are known, not only how they come in."""
        return bool(self.before or self.now or self.volume)


def measured_by_project(
    town: Municipality, planned: Iterable[str], progress: Iterable[Progress]
) -> Mapping[str, tuple[Measured, ...]]:
    """Base of a project → its services with figures of their own; `progress` = rows of these projects. 2 queries."""
    begun = {base_of(row.project): row.started_on for row in progress if row.state in BEGUN}
    eased: dict[str, str] = {}
    wanted = {base_of(project) for project in planned}
    for default in starter_services():
        if default.project in wanted:
            eased[default.id] = default.project
    services = {f"service:{row.pk}": row for row in Service.objects.of(town).filter(key__in=eased)}
    history: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    rows = Figure.objects.of(town).filter(subject__in=services, key__in=("minutes", "volume", *ONLINE), origin__in=OWN)
    for row in rows.filter(value__isnull=False).order_by("number"):
        history[row.subject, row.key].append(row)
    found: dict[str, list[Measured]] = defaultdict(list)
    for subject, service in services.items():
        minutes, volumes = history[subject, "minutes"], history[subject, "volume"]
        online = _online([history[subject, key] for key in ONLINE])
        if minutes or volumes or online[0] is not None:
            base = eased[service.key]
            effort = _effort(minutes, begun[base]) if base in begun else (minutes[-1] if minutes else None, None)
            found[base].append(_measured(service, effort, volumes, online))
    return {base: tuple(lines) for base, lines in found.items()}


def _online(ways: list[list[Figure]]) -> tuple[Figures | None, Figures | None]:
    """Percent of all these ways together, first and last."""
    known = [rows for rows in ways if rows]
    if not known:
        return None, None
    has_newer = any(len(rows) > 1 for rows in known)
    return _together([rows[0] for rows in known]), _together([rows[-1] for rows in known]) if has_newer else None


def _together(rows: list[Figure]) -> Figures:
    return Figures(
        value=sum((row.value or Decimal(0) for row in rows), Decimal(0)),
        origin=max((row.origin for row in rows), key=OWN.index),
        source="; ".join(dict.fromkeys(row.source for row in rows if row.source)),
        as_of=max(row.as_of for row in rows),
    )


def _effort(minutes: list[Figure], begun: date | None) -> tuple[Figure | None, Figure | None]:
    """Minutes before and now. What was known on the day the project began is »before«, measured or not; only what was
    measured after it is its doing. Without that day, what was not measured is »before«.
    """
    newest = minutes[-1] if minutes and minutes[-1].origin == MEASURED else None
    said = next((row for row in reversed(minutes) if row.origin != MEASURED), None)
    if begun is None:
        return said, newest
    known = next((row for row in reversed(minutes) if row.as_of <= begun), None)
    return known or said, newest if newest and newest.as_of > begun else None


def _measured(
    service: Service,
    effort: tuple[Figure | None, Figure | None],
    volumes: list[Figure],
    online: tuple[Figures | None, Figures | None],
) -> Measured:
    """The service with its minutes before and now."""
    before, newest = effort
    volume = volumes[-1] if volumes else None
    return Measured(service.name, _value(before), _value(newest), _value(volume), service.key, online)


def _value(row: Figure | None) -> Figures | None:
    if row is None or row.value is None:
        return None
    return Figures(row.value, row.origin, row.source, row.as_of)
