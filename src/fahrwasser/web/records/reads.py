"""Which files somebody may see."""

from collections.abc import Callable

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.tenants.models import TenantQuerySet

from .models import File

Files = TenantQuerySet[File]
Sees = Callable[[Member, Files], Files]
VISIBLE: list[Sees] = []
"""Apps further up add what keeps files back: the desk knows which cases not every clerk may see."""


def files_for(by: Member) -> Files:
    """Files of the town that this person may see; none of a case that is kept from them."""
    rows = File.objects.of(by.municipality)
    for sees in VISIBLE:
        rows = sees(by, rows)
    return rows
