"""Which files somebody may see."""

from collections.abc import Callable

from fahrwasser.web.accounts.access import Member

from .models import File, FileQuerySet

Sees = Callable[[Member, FileQuerySet], FileQuerySet]
VISIBLE: list[Sees] = []
"""Apps further up add what keeps files back: the desk knows which cases not every clerk may see."""


def files_for(by: Member) -> FileQuerySet:
    """Files of the town that this person may see; none of a case that is kept from them."""
    rows = File.objects.of(by.municipality)
    for sees in VISIBLE:
        rows = sees(by, rows)
    return rows
