"""What the log of an adoption says about going back: each press leads one change further, never to and fro."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .models import Activation, Adoption

BACK = "roll back"


@dataclass(frozen=True, slots=True)
class Changes:
    """Read from the log. `before`: the line that going back leads to now, None when there is nothing before.

    `reached`: by a line of going back the line whose release and values it brought back.
    """

    before: Activation | None
    reached: Mapping[uuid.UUID, Activation]


def rows_of(adoption: Adoption) -> list[Activation]:
    """The whole log, oldest first, with versions but no content; 1 query."""
    rows = Activation.objects.of(adoption.municipality_id).filter(adoption=adoption).select_related("release")
    return list(rows.defer("release__content").order_by("at", "id"))


def changes_of(adoption: Adoption, rows: Sequence[Activation]) -> Changes:
    """What can still be gone back to: changes that were gone back from are no way, and pausing is no change.

    A log from before values were logged may not know what is in use now; then its last state is the one before.
    """
    way: list[Activation] = []
    reached = {}
    for row in rows:
        if row.act == BACK and (known := [n for n, earlier in enumerate(way) if _state(earlier) == _state(row)]):
            way = way[: known[-1] + 1]
            reached[row.pk] = way[-1]
        elif not way or _state(way[-1]) != _state(row):
            way.append(row)
    is_logged = not way or _state(way[-1]) == (adoption.release_id, adoption.parameters_id)
    earlier = way[:-1] if is_logged else way
    return Changes(earlier[-1] if earlier else None, reached)


def _state(row: Activation) -> tuple[uuid.UUID, uuid.UUID]:
    return row.release_id, row.parameters_id
