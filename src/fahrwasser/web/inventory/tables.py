"""The tables of the record as the core reads and writes them: rows as they stand, lists to choose from, plans."""

import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from fahrwasser.core.inventory.posts import AGE_BANDS, LEAST
from fahrwasser.core.inventory.services import capability_defaults
from fahrwasser.core.inventory.tables.columns import Names, TableKind, fixed_names, names_from
from fahrwasser.core.inventory.tables.files import open_sheet
from fahrwasser.core.inventory.tables.plan import Current, Limits, Plan, compared
from fahrwasser.core.inventory.tables.rows import Found, read_rows
from fahrwasser.core.tables.sheet import Problem, Sheet, Value
from fahrwasser.web.accounts.models import Unit
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.tenants.models import Municipality

from .models import Assessment, Capability, Figure, PostGroup, Service, SoloTask, System
from .scales import all_scales

CHANNEL_KEYS = ("share_counter", "share_post", "share_email", "share_pdf", "share_online", "share_automatic")


@dataclass(frozen=True, slots=True)
class Reading:
    """A file against the record as it stands: the sheet, its rows, the plan, and every problem of both."""

    sheet: Sheet
    found: Found
    plan: Plan
    names: Mapping[str, Names]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Cell by cell, in the order of the file."""
        return tuple(sorted((*self.found.problems, *self.plan.problems), key=lambda one: (one.row, one.column)))


def right_for(table: TableKind) -> Right:
    """Who may read in, take over and undo: the record's right, for posts that of the head."""
    return Right.SEE_STAFF if table.is_staff else Right.RECORD


def reading_of(town: Municipality, table: TableKind, content: bytes, name: str, language: str) -> Reading:
    """Everything a file says and would do; some 6 queries, nothing is written. Raises core Refused."""
    sheet = open_sheet(table, content, name)
    names = names_of(town, language)
    found = read_rows(table, sheet, names, language)
    rows = current_rows(town, table)
    return Reading(sheet, found, compared(table, found.rows, rows, timezone.localdate(), _limits(town, rows)), names)


def names_of(town: Municipality, language: str) -> Mapping[str, Names]:
    """Every list to choose from; 4 queries."""
    units = {str(row.pk): row.name for row in Unit.objects.of(town).open()}
    systems = {str(row.pk): row.name for row in System.objects.in_use(town)}
    services = dict(Service.objects.by_name(town).values_list("key", "name"))
    counts = Counter(services.values())
    several = {name for name, count in counts.items() if count > 1}
    scales = {f"{scale.id}/{scale.version}": scale.title for scale in all_scales() if not scale.criteria}
    return {
        **fixed_names(language),
        "units": names_from(units),
        "systems": names_from(systems),
        "services": names_from(
            {key: key if name in several else name for key, name in services.items()},
            {key: key for key in services},
        ),
        "scales": names_from(
            {key: title.in_language(language) for key, title in scales.items()},
            {key: title.de for key, title in scales.items()},
            {key: title.en for key, title in scales.items() if title.en},
        ),
    }


def current_rows(town: Municipality, table: TableKind) -> list[Current]:
    """The rows of the record as the table shows them, in the order of its page; 1 to 3 queries."""
    return _ROWS[table.key](town)


def exported_rows(town: Municipality, table: TableKind) -> list[Current]:
    """The same for a file; counts of posts below three are left out, none and few alike."""
    rows = current_rows(town, table)
    if not table.is_staff:
        return rows
    return [
        Current(row.id, row.name, {key: value for key, value in row.values.items() if not _is_small(value)})
        for row in rows
    ]


def _is_small(value: Value) -> bool:
    return isinstance(value, Decimal) and value < LEAST


def _limits(town: Municipality, rows: list[Current]) -> Limits:
    retired = System.objects.of(town).exclude(retired_at=None).values_list("name", flat=True)
    return Limits(
        tops={f"{scale.id}/{scale.version}": scale.top for scale in all_scales()},
        names=frozenset(name.casefold() for name in retired),
        leika_keys=frozenset(str(row.values["leika_key"]) for row in rows if row.values.get("leika_key")),
    )


def _services(town: Municipality) -> list[Current]:
    figures = _figures(town)
    units = set(Unit.objects.of(town).open().values_list("pk", flat=True))
    systems = set(System.objects.in_use(town).values_list("pk", flat=True))
    return [
        Current(
            str(row.pk),
            row.name,
            {
                "key": row.key,
                "name": row.name,
                "area": row.area,
                "leika_key": row.leika_key or None,
                "is_offered": row.is_offered,
                "unit": str(row.unit_id) if row.unit_id in units else None,
                "system": str(row.system_id) if row.system_id in systems else None,
                **_work(figures.get(f"service:{row.pk}", {})),
            },
        )
        for row in Service.objects.of(town).order_by("sort_key", "id")
    ]


def _figures(town: Municipality) -> dict[str, dict[str, Figure]]:
    """All that count, by subject. Without a filter on the subject: on tables it has not analysed yet the database
    guesses that such a filter leaves one row, and then groups the history once for each figure.
    """
    found: dict[str, dict[str, Figure]] = {}
    for figure in Figure.objects.current(town):
        found.setdefault(figure.subject, {})[figure.key] = figure
    return found


def _work(figures: Mapping[str, Figure]) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for key in ("volume", "minutes"):
        figure = figures.get(key)
        if figure:
            limits = {f"{key}_low": _short(figure.low), f"{key}_high": _short(figure.high)}
            values |= {key: _short(figure.value), **limits, **_provenance(key, figure)}
    shares = [(channel, figures[channel]) for channel in CHANNEL_KEYS if channel in figures]
    if shares:
        values |= {channel: _short(figure.value) for channel, figure in shares}
        values |= _provenance("shares", max((figure for _channel, figure in shares), key=lambda one: one.number))
    return values


def _provenance(group: str, figure: Figure) -> dict[str, Value]:
    return {f"{group}_origin": figure.origin, f"{group}_source": figure.source, f"{group}_as_of": figure.as_of}


def _short(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.normalize() + 0


def _systems(town: Municipality) -> list[Current]:
    costs = _figures(town)
    rows = []
    for row in System.objects.in_use(town):
        cost = costs.get(f"system:{row.pk}", {}).get("cost_per_year")
        values: dict[str, Value] = {
            "name": row.name,
            "vendor": row.vendor or None,
            "operation": row.operation,
            "contract_end": row.contract_end,
            "notice_date": row.notice_date,
            "has_personal_data": row.has_personal_data,
            "interfaces": row.interfaces or None,
            "cost_per_year": _short(cost.value) if cost else None,
        }
        rows.append(Current(str(row.pk), row.name, values))
    return rows


def _posts(town: Municipality) -> list[Current]:
    counts: dict[uuid.UUID, dict[str, Decimal]] = {}
    for group in PostGroup.objects.of(town):
        counts.setdefault(group.unit_id, {})[group.age_band] = group.posts.normalize() + 0
    rows = []
    for unit in Unit.objects.of(town).open():
        posts = counts.get(unit.pk, {})
        values: dict[str, Value] = {band: posts.get(band, Decimal(0)) for band in AGE_BANDS}
        rows.append(Current(str(unit.pk), unit.name, {"unit": str(unit.pk), **values}))
    return rows


def _capabilities(town: Municipality) -> list[Current]:
    stored = {row.key: row for row in Capability.objects.of(town)}
    return [
        Current(str(row.pk), default.name.de, _capability(row))
        for key, default in capability_defaults().items()
        if (row := stored.get(key))
    ]


def _capability(row: Capability) -> dict[str, Value]:
    as_of: date | None = row.as_of
    return {"capability": row.key, "state": row.state, "evidence": row.evidence or None, "as_of": as_of}


def _tasks(town: Municipality) -> list[Current]:
    units = set(Unit.objects.of(town).open().values_list("pk", flat=True))
    return [
        Current(
            str(row.pk),
            row.name,
            {
                "name": row.name,
                "unit": str(row.unit_id) if row.unit_id in units else None,
                "has_substitute": row.has_substitute,
            },
        )
        for row in SoloTask.objects.still_open(town)
    ]


def _maturity(town: Municipality) -> list[Current]:
    services = {row.pk: row for row in Service.objects.of(town)}
    without_criteria = {(scale.id, scale.version) for scale in all_scales() if not scale.criteria}
    rows = [
        Current(
            str(row.pk),
            services[row.service_id].name,
            {
                "service": services[row.service_id].key,
                "scale": f"{row.scale}/{row.scale_version}",
                "level": Decimal(row.level),
            },
        )
        for row in Assessment.objects.current(town)
        if row.level is not None and (row.scale, row.scale_version) in without_criteria
    ]
    return sorted(rows, key=lambda row: (row.name, str(row.values["scale"])))


_ROWS: Mapping[str, Callable[[Municipality], list[Current]]] = {
    "services": _services,
    "systems": _systems,
    "posts": _posts,
    "capabilities": _capabilities,
    "tasks": _tasks,
    "maturity": _maturity,
}
