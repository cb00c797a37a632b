"""Which counts of a table stay hidden, so that no small group can be worked out, not even from the totals.

Whoever knows a total and all parts but one knows the last part, too. So in every line whose total is known, what is
hidden is nothing or at least five towns together; where it would be less, the smallest shown part is hidden as well.
Both look alike on the page: a hidden count may be small, or hide the small one beside it.
"""

from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

from fahrwasser.core.programme.sizes import FEWEST

Cell = TypeVar("Cell", bound=Hashable)


def hidden_cells(
    counts: Mapping[Cell, int], lines: Collection[Collection[Cell]], secret: Collection[Cell] = ()
) -> frozenset[Cell]:
    """The cells that must not be shown. `counts` are towns, from 1; each of `lines` holds cells that add up to a total
    which can be known. `secret` cells are never shown, whatever their size.
    """
    hidden = {cell for cell, towns in counts.items() if towns < FEWEST} | set(secret)
    is_safe = False
    while not is_safe:
        is_safe = True
        for line in lines:
            more = _one_more(counts, line, hidden)
            if more is not None:
                hidden.add(more)
                is_safe = False
    return frozenset(hidden)


def _one_more(counts: Mapping[Cell, int], line: Collection[Cell], hidden: Collection[Cell]) -> Cell | None:
    """The smallest shown cell of a line whose hidden part is too small; None if it is safe or nothing is left."""
    together = sum(counts[cell] for cell in line if cell in hidden)
    shown = [cell for cell in line if cell not in hidden]
    if not 0 < together < FEWEST or not shown:
        return None
    return min(shown, key=lambda cell: (counts[cell], str(cell)))
