"""Posts by office and age band, shown so that nobody can be recognised: counts below three are merged.

The programme's rule (reference/programme-and-agenda.md section 3): no names, no birth dates, cells below 3 merged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

AGE_BANDS = ("under_40", "40_49", "50_54", "55_59", "60_plus", "unknown")
LEAST = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """Posts of neighbouring age bands; None where even together they are fewer than three."""

    bands: tuple[str, ...]
    posts: Decimal | None


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """One office, or several small ones together; the cells cover all bands from young to old."""

    offices: tuple[str, ...]
    total: Decimal | None
    cells: tuple[Cell, ...]


def merged(posts: Mapping[str, Mapping[str, Decimal]]) -> tuple[OfficeRow, ...]:
    """Rows of office → band → posts in the given order; small offices share the last row, so none stands alone."""
    totals = {office: sum(bands.values(), Decimal(0)) for office, bands in posts.items()}
    small = [office for office, total in totals.items() if 0 < total < LEAST]
    large = [office for office, total in totals.items() if total >= LEAST]
    if small and sum(totals[office] for office in small) < LEAST and large:
        small.append(min(large, key=lambda office: (totals[office], office)))
    groups: list[tuple[str, ...]] = [(office,) for office in large if office not in small]
    if small:
        groups.append(tuple(office for office in posts if office in small))
    return tuple(_row(group, posts) for group in groups)


def whole_town(posts: Mapping[str, Mapping[str, Decimal]]) -> OfficeRow | None:
    """All offices in one row; None where an office shows bands of its own: differences would reveal the others."""
    if any(len(row.cells) > 1 for row in merged(posts)):
        return None
    return _row(tuple(posts), posts)


def _row(offices: tuple[str, ...], posts: Mapping[str, Mapping[str, Decimal]]) -> OfficeRow:
    bands = {band: sum((posts[office].get(band, Decimal(0)) for office in offices), Decimal(0)) for band in AGE_BANDS}
    total = sum(bands.values(), Decimal(0))
    if total < LEAST:
        return OfficeRow(offices, None, (Cell(AGE_BANDS, None),))
    return OfficeRow(offices, total, tuple(reversed(_cells(list(reversed(AGE_BANDS)), bands))))


def _cells(order: Sequence[str], bands: Mapping[str, Decimal]) -> list[Cell]:
    """Merges from the oldest band down: who retires next matters most; the rest joins the last full cell."""
    cells: list[Cell] = []
    open_bands: list[str] = []
    for band in order:
        open_bands.append(band)
        count = sum((bands[b] for b in open_bands), Decimal(0))
        if count >= LEAST:
            cells.append(Cell(tuple(reversed(open_bands)), count))
            open_bands = []
    if open_bands:
        last = cells.pop()
        names = tuple(reversed(open_bands)) + last.bands
        cells.append(Cell(names, sum((bands[b] for b in names), Decimal(0))))
    return cells
