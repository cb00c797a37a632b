"""Reading a file into a table of the record: kept, looked at, taken over, and taken back with one click."""

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from fahrwasser.core.inventory.tables.columns import TableKind, tables
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.inventory.models import TableImport
from fahrwasser.web.inventory.tables import Reading, reading_of, right_for
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.tenants.turns import wait_turn

from .table_changes import write_plan
from .table_undo import take_back

KEPT = timedelta(days=1)  # a file that nobody takes over


class AlreadyTakenOver(ValueError):
    """The file does not wait any more: it was taken over, or another one took its place."""


class NothingToTakeBack(ValueError):
    """The import was not taken over, or it is taken back already."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a confirmed preview: `reading` is the new preview when the record has changed meanwhile."""

    is_done: bool
    reading: Reading


def keep_file(by: Member, table: TableKind, file_name: str, content: bytes) -> TableImport:
    """The file waits for its preview to be confirmed; the same person's earlier file for this table goes."""
    by.require(right_for(table))
    town = by.municipality
    TableImport.objects.waiting(town, by.user_id).filter(table=table.key).delete()
    TableImport.objects.of(town).filter(applied_at=None, started_at__lt=timezone.now() - KEPT).delete()
    return TableImport.objects.create(
        municipality=town, table=table.key, file_name=file_name[:120], content=content, started_by=by.user_id
    )


def apply_import(by: Member, waiting: TableImport, seen: str, language: str) -> Applied:
    """Writes exactly what the preview with this fingerprint has shown, or nothing.

    Imports of one town wait for each other; whoever comes second sees the new state first. Raises AlreadyTakenOver.
    """
    table = next(table for table in tables() if table.key == waiting.table)
    by.require(right_for(table))
    town = by.municipality
    _one_after_the_other(town)
    if not TableImport.objects.waiting(town, by.user_id).filter(pk=waiting.pk).exists():
        raise AlreadyTakenOver
    reading = reading_of(town, table, bytes(waiting.content or b""), waiting.file_name, language)
    if reading.problems or reading.plan.fingerprint != seen:
        return Applied(is_done=False, reading=reading)
    changes = write_plan(by, table, reading.plan)
    added, changed = len(reading.plan.of("new")), len(reading.plan.of("changed"))
    TableImport.objects.of(town).filter(pk=waiting.pk).update(
        applied_at=timezone.now(), content=None, added=added, changed=changed, changes=changes
    )
    record_act(by, "table.import", f"import:{waiting.pk}", table=table.key, added=added, changed=changed)
    return Applied(is_done=True, reading=reading)


def undo_import(by: Member, key: uuid.UUID) -> list[str]:
    """Every value is as before the import; answers what stays because somebody has changed it since.

    Raises NothingToTakeBack, and TableImport.DoesNotExist for an import of another town.
    """
    town = by.municipality
    _one_after_the_other(town)
    done = TableImport.objects.of(town).get(pk=key)
    table = next(table for table in tables() if table.key == done.table)
    by.require(right_for(table))
    if done.applied_at is None or done.undone_at is not None:
        raise NothingToTakeBack
    kept = take_back(by, table, done.changes)
    TableImport.objects.of(town).filter(pk=key).update(undone_at=timezone.now())
    record_act(by, "table.undo", f"import:{key}", table=table.key, kept=len(kept))
    return kept


def _one_after_the_other(town: Municipality) -> None:
    wait_turn(town, "tables")
