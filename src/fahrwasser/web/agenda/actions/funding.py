"""Funding programmes of the operator, the same for all towns. Owner role."""

from dataclasses import dataclass

from django.db import transaction

from fahrwasser.core.agenda.catalogue.projects import catalogue
from fahrwasser.core.agenda.funding import read_funding
from fahrwasser.core.inventory.strict import load_json
from fahrwasser.web.agenda.money_models import FundingProgramme


@dataclass(frozen=True, slots=True)
class ImportedFunding:
    """What an import brought."""

    collection: str
    programmes: int
    removed: int


def import_funding(raw: bytes) -> ImportedFunding:
    """The collection is as in the file; what it names no more is gone. Raises core Refused, then nothing changed."""
    value = read_funding(raw, catalogue())
    entries = load_json(raw)["programmes"] if value.programmes else []
    with transaction.atomic():
        before = FundingProgramme.objects.filter(collection=value.id)
        removed = before.exclude(key__in=[programme.id for programme in value.programmes]).count()
        before.delete()
        FundingProgramme.objects.bulk_create(
            FundingProgramme(collection=value.id, key=entry["id"], content=entry, is_sample=value.is_sample)
            for entry in entries
        )
    return ImportedFunding(value.id, len(entries), removed)
