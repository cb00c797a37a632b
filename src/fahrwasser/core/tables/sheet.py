"""A sheet as it was read: cells with their places, what stands in them, and what is wrong with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from fahrwasser.core.refused import Refused

Value = str | Decimal | bool | date | None
Place = tuple[int, int]  # row and column, both from 1

MOST_ROWS = 1_000  # with something in them; a small town hall has some hundred services
MOST_COLUMNS = 100


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell. `is_percent`: the file shows the number as percent (0.25 as 25 %)."""

    value: Value
    is_percent: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with the cell at row and column (from 1); column 0 means the whole row, row 0 the whole sheet."""

    row: int
    column: int
    refused: Refused


@dataclass(frozen=True, slots=True)
class Sheet:
    """The filled cells of one sheet. `problems` were found while reading, `notes` are nothing wrong but worth knowing.

    `form` is "xlsx" or "csv"; `name` is the name of the sheet, "" for CSV.
    """

    form: str
    name: str
    cells: Mapping[Place, Cell]
    problems: tuple[Problem, ...] = ()
    notes: tuple[Refused, ...] = ()
    rows: tuple[int, ...] = field(default=())

    def value(self, row: int, column: int) -> Value:
        """What stands there; None for an empty cell."""
        found = self.cells.get((row, column))
        return None if found is None else found.value


def column_letters(column: int) -> str:
    """1 → A, 27 → AA, as a spreadsheet names its columns."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """A → 1, AA → 27; ValueError for anything else."""
    if not (0 < len(letters) <= 3 and letters.isascii() and letters.isalpha()):
        raise ValueError(letters)
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def name_of(row: int, column: int) -> str:
    """7, 3 → C7."""
    return f"{column_letters(column)}{row}"
