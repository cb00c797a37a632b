"""Tables of a paper as the pages show them: the same values as in the PDF."""

from dataclasses import dataclass

from fahrwasser.core.agenda.papers.shapes import Column, Table


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; the first of a row is its heading."""

    text: str
    is_head: bool
    is_number: bool
    label: str
    """Heading of its column; stands before the value on a phone."""


@dataclass(frozen=True, slots=True)
class ShownRow:
    """One row."""

    cells: tuple[Cell, ...]
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table for the template."""

    caption: str
    columns: tuple[Column, ...]
    cells: tuple[ShownRow, ...]
    note: str


def shown(table: Table) -> ShownTable:
    """The same table, each cell with its kind."""
    rows = [ShownRow(_cells(row, table.columns)) for row in table.rows]
    if table.total:
        rows.append(ShownRow(_cells(table.total, table.columns), is_total=True))
    return ShownTable(table.caption, table.columns, tuple(rows), table.note)


def _cells(row: tuple[str, ...], columns: tuple[Column, ...]) -> tuple[Cell, ...]:
    return tuple(
        Cell(text, position == 0, column.align == "right", column.title)
        for position, (text, column) in enumerate(zip(row, columns, strict=True))
    )
