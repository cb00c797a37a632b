"""Documents are kept from rendering or upload on; nothing is ever changed, only added."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.tenants.models import Municipality

from .models import Document, Enclosure, File
from .reads import to_offer


def keep(
    municipality: Municipality,
    *,
    kind: str,
    subject: str = "",
    title: str,
    media_type: str,
    content: bytes,
    made_by: uuid.UUID | None = None,
) -> Document:
    """The document lies in the town's records as the next version of its (kind, subject)."""
    same = Document.objects.of(municipality).filter(kind=kind, subject=subject)
    last = same.aggregate(last=Max("version"))["last"] or 0
    return Document.objects.create(
        municipality=municipality,
        kind=kind,
        subject=subject,
        title=title,
        version=last + 1,
        media_type=media_type,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        content=content,
        made_by=made_by,
    )


@dataclass(frozen=True, slots=True)
class Filing:
    """A closed case as it is filed: position in the file plan, number, title, retention, its papers in order."""

    cause: uuid.UUID
    file_plan: str
    number: str
    title: str
    retention_years: int
    disposal: str
    opened_on: date
    closed_on: date
    documents: tuple[uuid.UUID, ...]


def file_away(municipality: Municipality, filings: Sequence[Filing]) -> None:
    """Each case has its closed file with all its papers; filed twice it is the same file. 4 statements.

    The number is "<file plan>-<case number>"; kept until the end of the year in which the retention ends.
    """
    rows = [_file(municipality, filing) for filing in filings]
    File.objects.bulk_create(rows, ignore_conflicts=True)
    found = File.objects.of(municipality).filter(cause__in=[filing.cause for filing in filings])
    files = {file.cause: file for file in found}
    there = set(
        Enclosure.objects.of(municipality).filter(file__in=files.values()).values_list("file_id", "document_id")
    )
    Enclosure.objects.bulk_create(
        Enclosure(municipality=municipality, file=files[filing.cause], document_id=key, position=position)
        for filing in filings
        for position, key in enumerate(filing.documents, start=1)
        if (files[filing.cause].pk, key) not in there
    )


def _file(municipality: Municipality, filing: Filing) -> File:
    return File(
        municipality=municipality,
        cause=filing.cause,
        number=f"{filing.file_plan}-{filing.number}",
        file_plan=filing.file_plan,
        title=filing.title[:200],
        retention_years=filing.retention_years,
        opened_on=filing.opened_on,
        closed_on=filing.closed_on,
        keep_until=date(filing.closed_on.year + filing.retention_years, 12, 31),
        disposal_kind=filing.disposal,
    )


def note_offer(by: Member, file_plan: str, today: date) -> int:
    """The archive was asked about the files of this position whose retention is over; how many may go from now on.

    What it wants to have it has got: the next night removes them here.
    """
    by.require(Right.CASES)
    keys = list(to_offer(by, today).filter(file_plan=file_plan).values_list("pk", flat=True))
    count = File.objects.of(by.municipality).filter(pk__in=keys).update(offered_on=today)
    if count:
        record_act(by, "records.offered", f"file-plan:{file_plan}"[:80], files=count)
    return count
