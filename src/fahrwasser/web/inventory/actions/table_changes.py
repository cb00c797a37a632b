"""Writes the plan of an import in few statements, and notes for each entry what was before: that is what undo reads.

An entry: {"model", "id", "name", "new", "fields": {field: [before, after]}, "figures": {key: [number before, after]}}.
Values are JSON: days as ISO text, ids and amounts as text. Figures are named by their number of entry.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from fahrwasser.core.inventory.posts import AGE_BANDS
from fahrwasser.core.inventory.tables.columns import TableKind
from fahrwasser.core.inventory.tables.plan import Line, Plan
from fahrwasser.core.inventory.tables.rules import RANGES, SHARES
from fahrwasser.core.tenants.names import sort_key
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.models import Unit
from fahrwasser.web.inventory.models import Assessment, Capability, Figure, Service, SoloTask, System
from fahrwasser.web.tenants.models import Municipality

from .figures import UNITS, Value, next_number, write_figures
from .things import keep_posts

Entry = dict[str, Any]


def write_plan(by: Member, table: TableKind, plan: Plan) -> list[Entry]:
    """Everything new or changed is written; answers the entries for undo."""
    lines = [line for line in plan.lines if line.changes]
    return _WRITERS[table.key](by, lines)


def plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    if isinstance(value, (uuid.UUID, Decimal)):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def _changed_fields(line: Line, fields: Mapping[str, str]) -> dict[str, Any]:
    """Field of the row → new value, for the columns that change."""
    keys = {change.column.key for change in line.changes}
    return {field: line.after.get(column) for column, field in fields.items() if column in keys}


def _write_rows(
    town: Municipality,
    model: type[Any],
    lines: Sequence[Line],
    fields: Mapping[str, str],
    extra: Callable[[Line], dict[str, Any]],
) -> list[Entry]:
    """New rows and changed ones, three statements in all; `extra` adds fields that follow from the others."""
    stored = model.objects.of(town).in_bulk([uuid.UUID(line.id) for line in lines if line.id])
    entries: list[Entry] = []
    new, changed, touched = list[Any](), list[Any](), set[str]()
    for line in lines:
        values = {**_changed_fields(line, fields), **extra(line)}
        row = stored.get(uuid.UUID(line.id)) if line.id else model(id=uuid.uuid4(), municipality=town)
        noted = {}
        for field, value in values.items():
            attribute = model._meta.get_field(field).attname
            before = getattr(row, attribute)
            setattr(row, attribute, value)
            noted[attribute] = [plain(before), plain(value)]
        touched |= set(values)
        (changed if line.id else new).append(row)
        name = model._meta.model_name
        entries.append(
            {"model": name, "id": str(row.pk), "name": line.name, "new": line.is_new, "fields": noted, "figures": {}}
        )
    model.objects.bulk_create(new)
    if changed and touched:
        model.objects.bulk_update(changed, sorted(touched), batch_size=1000)
    return entries


def _write_figures(by: Member, entries: Sequence[Entry], values: Sequence[Value]) -> None:
    """Appends all figures at once and notes their numbers, and those of the ones that counted before."""
    if not values:
        return
    town = by.municipality
    first = next_number(town)
    before = {(f.subject, f.key): f.number for f in Figure.objects.current(town)}
    write_figures(town, values, author=by.user_id)
    by_subject = {f"{entry['model']}:{entry['id']}": entry for entry in entries}
    for number, value in enumerate(values, start=first):
        place = (value.subject, value.key)
        by_subject[value.subject]["figures"][value.key] = [before.get(place), number]


def _services(by: Member, lines: Sequence[Line]) -> list[Entry]:
    fields = {
        "name": "name", "area": "area", "leika_key": "leika_key", "is_offered": "is_offered",
        "unit": "unit", "system": "system",
    }  # fmt: skip

    def extra(line: Line) -> dict[str, Any]:
        name = {"sort_key": sort_key(str(line.after["name"]))[0][:200]}
        return name if not line.is_new else {**name, "key": f"own-{uuid.uuid4().hex[:12]}"}

    entries = _write_rows(by.municipality, Service, lines, fields, extra)
    values: list[Value] = []
    for line, entry in zip(lines, entries, strict=True):
        subject = f"service:{entry['id']}"
        values += [_figure(line, subject, key, key) for key in RANGES if line.changed(key)]
        if line.changed("shares"):
            values += [_figure(line, subject, channel, "shares") for channel in SHARES]
    _write_figures(by, entries, values)
    return entries


def _figure(line: Line, subject: str, key: str, group: str) -> Value:
    after: Mapping[str, Any] = line.after
    origin = after[f"{group}_origin"]
    return Value(
        subject,
        key,
        origin=origin,
        source=after[f"{group}_source"],
        as_of=after.get(f"{group}_as_of") or timezone.localdate(),
        value=after.get(key) if group != "shares" else after.get(key) or Decimal(0),
        low=after.get(f"{key}_low"),
        high=after.get(f"{key}_high"),
        unit=UNITS.get(key, ""),
        confidence="C" if origin == "estimated" else "A",
    )


def _systems(by: Member, lines: Sequence[Line]) -> list[Entry]:
    names = ("name", "vendor", "operation", "contract_end", "notice_date", "has_personal_data", "interfaces")
    entries = _write_rows(by.municipality, System, lines, {name: name for name in names}, lambda _line: {})
    day = timezone.localdate()
    values = [
        Value(
            f"system:{entry['id']}",
            "cost_per_year",
            value=cost,
            origin="counted",
            unit=UNITS["cost_per_year"],
            source="Angabe der Verwaltung",
            confidence="B",
            as_of=day,
        )
        for line, entry in zip(lines, entries, strict=True)
        if line.changed("cost_per_year") and isinstance(cost := line.after["cost_per_year"], Decimal)
    ]
    _write_figures(by, entries, values)
    return entries


def _capabilities(by: Member, lines: Sequence[Line]) -> list[Entry]:
    def extra(line: Line) -> dict[str, Any]:
        has_day = any(change.column.key == "as_of" for change in line.changes)
        return {} if has_day else {"as_of": timezone.localdate()}

    fields = {"state": "state", "evidence": "evidence", "as_of": "as_of"}
    return _write_rows(by.municipality, Capability, lines, fields, extra)


def _tasks(by: Member, lines: Sequence[Line]) -> list[Entry]:
    def extra(line: Line) -> dict[str, Any]:
        return {"closed_at": timezone.now()} if line.after.get("has_substitute") is True else {}

    fields = {"name": "name", "unit": "unit", "has_substitute": "has_substitute"}
    return _write_rows(by.municipality, SoloTask, lines, fields, extra)


def _posts(by: Member, lines: Sequence[Line]) -> list[Entry]:
    units = Unit.objects.of(by.municipality).in_bulk([uuid.UUID(line.id) for line in lines])
    for line in lines:
        counts = {band: count for band in AGE_BANDS if isinstance(count := line.after.get(band), Decimal)}
        keep_posts(by, units[uuid.UUID(line.id)], counts)
    return [
        {
            "model": "posts",
            "id": line.id,
            "name": line.name,
            "new": False,
            "figures": {},
            "fields": {change.column.key: [plain(change.before), plain(change.after)] for change in line.changes},
        }
        for line in lines
    ]


def _maturity(by: Member, lines: Sequence[Line]) -> list[Entry]:
    town = by.municipality
    services = {row.key: row for row in Service.objects.of(town)}
    rows, entries = [], []
    for line in lines:
        scale, _slash, version = str(line.after["scale"]).partition("/")
        level = int(str(line.after["level"]))
        service = services[str(line.after["service"])]
        row = Assessment(
            id=uuid.uuid4(), municipality=town, service=service, scale=scale, scale_version=version,
            level=level, upper_bound=level, author=by.user_id,
        )  # fmt: skip
        rows.append(row)
        entries.append(
            {
                "model": "assessment",
                "id": str(row.pk),
                "name": f"{service.name}, {scale} {version}",
                "new": line.is_new,
                "before": line.id,
                "fields": {},
                "figures": {},
            }
        )
    Assessment.objects.bulk_create(rows)
    return entries


_WRITERS: Mapping[str, Callable[[Member, Sequence[Line]], list[Entry]]] = {
    "services": _services,
    "systems": _systems,
    "posts": _posts,
    "capabilities": _capabilities,
    "tasks": _tasks,
    "maturity": _maturity,
}
