"""A closed case goes into the records: file number, every letter and upload, closing and retention."""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fahrwasser.web.catalogue.releases import compiled
from fahrwasser.web.records.actions import Filing, file_away
from fahrwasser.web.records.models import Document
from fahrwasser.web.tenants.models import Municipality

from .facts import local_day
from .models import Case, Letter


def file_cases(town: Municipality, keys: Sequence[uuid.UUID]) -> None:
    """The closed ones among these cases lie in the records; test cases never do. 7 statements for a group."""
    rows = Case.objects.of(town).filter(pk__in=keys, closed_at__isnull=False, is_test=False).defer("state")
    cases = list(rows.order_by("number"))
    papers = _papers(town, cases)
    file_away(town, [_filing(case, tuple(papers[case.pk])) for case in cases])


def _filing(case: Case, documents: tuple[uuid.UUID, ...]) -> Filing:
    manifest = compiled(case.release_id).manifest
    return Filing(
        cause=case.pk,
        file_plan=manifest.filing.file_plan,
        number=case.number,
        title=f"{manifest.title.de}: {case.person}" if case.person else manifest.title.de,
        retention_years=manifest.filing.retention_years,
        disposal=manifest.filing.disposal,
        opened_on=local_day(case.opened_at),
        closed_on=local_day(case.closed_at or case.opened_at),
        documents=documents,
    )


def _papers(town: Municipality, cases: Sequence[Case]) -> dict[uuid.UUID, list[uuid.UUID]]:
    """Uploads, then letters, each in the order they were made."""
    found: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    subjects = {f"upload:{ref}": case.pk for case in cases for ref in upload_refs(case.facts)}
    subjects |= {f"case:{case.pk}": case.pk for case in cases}
    uploads = Document.objects.of(town).filter(kind="upload", subject__in=subjects)
    for key, subject in uploads.order_by("made_at", "id").values_list("pk", "subject"):
        found[subjects[subject]].append(key)
    letters = Letter.objects.of(town).filter(case__in=cases).order_by("made_at", "id")
    for case, document in letters.values_list("case_id", "document_id"):
        found[case].append(document)
    return found


def upload_refs(value: Any) -> Iterator[str]:
    """The references of files that answers name."""
    if isinstance(value, Mapping):
        if "sha512" in value and "ref" in value:
            yield str(value["ref"])
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from upload_refs(inner)
