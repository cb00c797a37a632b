"""Which files somebody may see."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Min

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.tenants.models import TenantQuerySet

from .models import File

Files = TenantQuerySet[File]
DESTROY = "V"
Sees = Callable[[Member, Files], Files]
VISIBLE: list[Sees] = []
"""Apps further up add what keeps files back: the desk knows which cases not every clerk may see."""


def files_for(by: Member) -> Files:
    """Files of the town that this person may see; none of a case that is kept from them."""
    rows = File.objects.of(by.municipality)
    for sees in VISIBLE:
        rows = sees(by, rows)
    return rows


def to_offer(by: Member, today: date) -> Files:
    """Files whose retention is over and about which the archive was not asked yet (§ 5 SächsArchivG)."""
    return files_for(by).filter(keep_until__lt=today, offered_on=None).exclude(disposal_kind=DESTROY)


@dataclass(frozen=True, slots=True)
class Offer:
    """Files of one position of the file plan that wait for the archive."""

    file_plan: str
    count: int
    first: date
    last: date


def offers_for(by: Member, today: date) -> list[Offer]:
    """By position; 1 query."""
    rows = to_offer(by, today).order_by("file_plan").values_list("file_plan")
    return [Offer(*row) for row in rows.annotate(Count("pk"), Min("opened_on"), Max("closed_on"))]
