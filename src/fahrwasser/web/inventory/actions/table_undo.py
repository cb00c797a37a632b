"""Takes an import back: each value that is still as it left it becomes what it was; the others stay and are named.

Figures and assessments are append-only: what counted before is entered again; where there was nothing, a line says so.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from fahrwasser.core.inventory.posts import AGE_BANDS
from fahrwasser.core.inventory.tables.columns import TableKind
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.models import Unit
from fahrwasser.web.inventory.models import (
    Assessment,
    Capability,
    Figure,
    PostGroup,
    Service,
    SoloTask,
    System,
)
from fahrwasser.web.inventory.models.record import WITHDRAWN
from fahrwasser.web.tenants.models import Municipality

from .figures import Value, write_figures
from .table_changes import Entry, plain
from .things import keep_posts

_MODELS: Mapping[str, type[Any]] = {
    "service": Service, "system": System, "capability": Capability, "solotask": SoloTask,
}  # fmt: skip
_SOURCE = "Import zurückgenommen"


def take_back(by: Member, table: TableKind, entries: Sequence[Entry]) -> list[str]:
    """What stays, as names of entries; everything else is as before. Some 10 statements."""
    if not entries:
        return []
    if table.key == "posts":
        return _posts(by, entries)
    if table.key == "maturity":
        return _assessments(by, entries)
    return _rows(by, _MODELS[entries[0]["model"]], entries)


def _rows(by: Member, model: type[Any], entries: Sequence[Entry]) -> list[str]:
    town = by.municipality
    stored = model.objects.of(town).in_bulk([uuid.UUID(entry["id"]) for entry in entries])
    kind = entries[0]["model"]
    numbers = {(f.subject, f.key): f.number for f in Figure.objects.current(town)}
    used = _used(model, [uuid.UUID(entry["id"]) for entry in entries if entry["new"]])
    kept: list[str] = []
    changed, gone, touched, figures = [], [], set[str](), list[tuple[str, str, int | None]]()
    for entry in entries:
        row = stored.get(uuid.UUID(entry["id"]))
        subject = f"{kind}:{entry['id']}"
        same_fields = [f for f, (_old, new) in entry["fields"].items() if row and plain(getattr(row, f)) == new]
        same_figures = [k for k, (_old, new) in entry["figures"].items() if numbers.get((subject, k)) == new]
        is_same = len(same_fields) == len(entry["fields"]) and len(same_figures) == len(entry["figures"])
        if row is None or not is_same or (entry["new"] and row.pk in used):
            kept.append(entry["name"])
        if row is None or (entry["new"] and (not is_same or row.pk in used)):
            continue
        figures += [(subject, key, entry["figures"][key][0]) for key in same_figures]
        if entry["new"]:
            gone.append(row.pk)
            continue
        for field in same_fields:
            setattr(row, field, row._meta.get_field(field).to_python(entry["fields"][field][0]))
        touched |= set(same_fields)
        changed.append(row)
    if changed and touched:
        names = {field.attname: field.name for field in model._meta.local_concrete_fields}
        model.objects.bulk_update(changed, sorted(names[field] for field in touched), batch_size=1000)
    _figures(by, figures)
    _delete(town, model, gone)
    return kept


def _delete(town: Municipality, model: type[Model], keys: Sequence[uuid.UUID]) -> None:
    """Straight from the table: Django would first try to delete from append-only tables, where nothing points here."""
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE municipality_id = %s AND id = ANY(%s)", [town.pk, list(keys)])  # noqa: S608


def _used(model: type[Model], keys: Sequence[uuid.UUID]) -> set[uuid.UUID]:
    """Which of these rows others point to by now: they cannot go."""
    found: set[uuid.UUID] = set()
    for link in model._meta.get_fields(include_hidden=True):
        if keys and link.auto_created and (link.one_to_many or link.one_to_one):
            column = link.field.attname  # type: ignore[union-attr]
            rows = link.related_model.objects.filter(**{f"{column}__in": keys})  # type: ignore[union-attr]
            found |= set(rows.values_list(column, flat=True))
    return found


def _figures(by: Member, wanted: Iterable[tuple[str, str, int | None]]) -> None:
    """What counted before is entered again as it was; where there was nothing, the value is withdrawn."""
    town = by.municipality
    wanted = list(wanted)
    numbers = [number for _subject, _key, number in wanted if number is not None]
    before = {row.number: row for row in Figure.objects.of(town).filter(number__in=numbers)} if numbers else {}
    day = timezone.localdate()
    values = [
        _again(before[number])
        if number is not None
        else Value(subject, key, origin=WITHDRAWN, source=_SOURCE, as_of=day)
        for subject, key, number in wanted
    ]
    if values:
        write_figures(town, values, author=by.user_id)


def _again(row: Figure) -> Value:
    copied: tuple[str, ...] = (
        *("subject", "key", "origin", "source", "as_of", "value", "low", "high", "text", "unit", "confidence"),
    )
    return Value(**{name: getattr(row, name) for name in copied})


def _posts(by: Member, entries: Sequence[Entry]) -> list[str]:
    town = by.municipality
    units = Unit.objects.of(town).in_bulk([uuid.UUID(entry["id"]) for entry in entries])
    now: dict[uuid.UUID, dict[str, Decimal]] = {}
    for group in PostGroup.objects.of(town):
        now.setdefault(group.unit_id, {})[group.age_band] = group.posts
    kept = []
    for entry in entries:
        unit = units.get(uuid.UUID(entry["id"]))
        counts = now.get(uuid.UUID(entry["id"]), {})
        same = {b: Decimal(old) for b, (old, new) in entry["fields"].items() if counts.get(b, 0) == Decimal(new)}
        if unit is None or len(same) < len(entry["fields"]):
            kept.append(entry["name"])
        if unit is not None and same:
            keep_posts(by, unit, {band: {**counts, **same}.get(band, Decimal(0)) for band in AGE_BANDS})
    return kept


def _assessments(by: Member, entries: Sequence[Entry]) -> list[str]:
    town = by.municipality
    newest = {str(row.pk) for row in Assessment.objects.current(town)}
    keys = {key for entry in entries for key in (entry["id"], entry["before"]) if key}
    stored = {str(key): row for key, row in Assessment.objects.of(town).in_bulk([uuid.UUID(k) for k in keys]).items()}
    rows = [
        _assessed_again(town, stored[entry["id"]], stored.get(entry["before"]), by.user_id)
        for entry in entries
        if entry["id"] in newest
    ]
    Assessment.objects.bulk_create(rows)
    return [entry["name"] for entry in entries if entry["id"] not in newest]


def _assessed_again(town: Municipality, now: Assessment, before: Assessment | None, author: uuid.UUID) -> Assessment:
    return Assessment(
        municipality=town,
        service_id=now.service_id,
        scale=now.scale,
        scale_version=now.scale_version,
        level=before.level if before else None,
        upper_bound=before.upper_bound if before else None,
        criteria=before.criteria if before else {},
        author=author,
    )
