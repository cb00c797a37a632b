"""Reference data of the operator, the same for all towns: question sets, scales, the official catalogue. Owner role."""

import json
from dataclasses import dataclass
from importlib import resources
from typing import BinaryIO

from django.db import transaction

from fahrwasser.core.inventory.leika import CatalogueRow, read_catalogue
from fahrwasser.core.inventory.question_file import read_question_set
from fahrwasser.core.inventory.scales import read_scale
from fahrwasser.core.inventory.strict import load_json
from fahrwasser.core.refused import Refused
from fahrwasser.core.tenants.names import sort_key
from fahrwasser.web.inventory.models import CatalogueEntry, QuestionSet, ScaleVersion

SHIPPED = "data/quick-check.json"


@dataclass(frozen=True, slots=True)
class ImportedCatalogue:
    """What an import of the catalogue brought."""

    rows: int
    keys: int
    ozg_services: int


def install_shipped_question_set() -> bool:
    """Our own quick check is there; it is current unless the operator chose another. True when something changed."""
    raw = resources.files("fahrwasser.core.inventory").joinpath(SHIPPED).read_bytes()
    value = read_question_set(raw)
    content = load_json(raw)
    with transaction.atomic():
        stored = QuestionSet.objects.filter(key=value.id, version=value.version).first()
        if stored is not None and stored.content == content:
            return False
        if stored is not None:  # only while developing: a released version never changes
            stored.content = content
            stored.save(update_fields=["content"])
            return True
        own_is_current = not QuestionSet.objects.filter(is_current=True).exclude(key=value.id).exists()
        _add(value.id, value.version, value.title.de, content, is_current=own_is_current)
    return True


def import_question_set(raw: bytes) -> QuestionSet:
    """The set is stored as its own version and asked from now on; earlier rounds keep theirs. Raises core Refused.

    The same version again only becomes current; the same version with other content is refused.
    """
    value = read_question_set(raw)
    content = load_json(raw)
    with transaction.atomic():
        stored = QuestionSet.objects.filter(key=value.id, version=value.version).first()
        if stored is None:
            return _add(value.id, value.version, value.title.de, content, is_current=True)
        if stored.content != content:
            raise Refused(
                "Version %(version)s of “%(key)s” is already here with other content. Please give it a new version.",
                place="version",
                version=value.version,
                key=value.id,
            )
        QuestionSet.objects.filter(is_current=True).update(is_current=False)
        stored.is_current = True
        stored.save(update_fields=["is_current"])
        return stored


def import_scale(raw: bytes) -> ScaleVersion:
    """One version of a maturity scale, for example with its criteria; replaces the shipped one. Raises core Refused."""
    value = read_scale(raw)
    row, _created = ScaleVersion.objects.update_or_create(
        key=value.id, version=value.version, defaults={"content": json.loads(raw.decode("utf-8-sig"))}
    )
    return row


def import_catalogue(stream: BinaryIO) -> ImportedCatalogue:
    """The catalogue is as in the file. One transaction: a file refused half-way leaves everything as it was.

    Raises core Refused with line and column.
    """
    with transaction.atomic():
        CatalogueEntry.objects.all().delete()
        rows = [_entry(row) for row in read_catalogue(stream)]
        CatalogueEntry.objects.bulk_create(rows, batch_size=2000)
    keys, services = {row.leika_key for row in rows}, {row.ozg_id for row in rows}
    return ImportedCatalogue(len(rows), len(keys - {""}), len(services - {""}))


def _entry(row: CatalogueRow) -> CatalogueEntry:
    return CatalogueEntry(
        row=row.row,
        leika_key=row.leika_key,
        name=row.name,
        leika_type=row.leika_type,
        ozg_id=row.ozg_id,
        ozg_service=row.ozg_service,
        situation=row.situation,
        subject=row.subject,
        jurisdiction=row.jurisdiction,
        sort_key=sort_key(row.name)[0],
    )


def _add(key: str, version: str, title: str, content: object, *, is_current: bool) -> QuestionSet:
    if is_current:
        QuestionSet.objects.filter(is_current=True).update(is_current=False)
    return QuestionSet.objects.create(
        key=key, version=version, title=title[:200], content=content, is_current=is_current
    )
