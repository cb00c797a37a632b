"""Tables for outside: Excel with notes and lists to choose from, CSV for everything else. No cell is ever a formula."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.cell import absolute_coordinate
from openpyxl.worksheet.datavalidation import DataValidation

from .delimited import RISKY, escaped
from .sheet import MOST_ROWS, Place, Sheet, Value, column_letters, name_of

HEADING = PatternFill("solid", fgColor="DCE6F2")
WRONG = PatternFill("solid", fgColor="F8CBAD")
_LIST_SHEET = "Listen"
_LONGEST = 32_000  # Excel ends a cell at 32,767


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a file to write. `choices`: what may be chosen in its cells."""

    text: str
    note: str = ""
    choices: tuple[str, ...] = ()
    width: int = 16


@dataclass(frozen=True, slots=True)
class Content:
    """A table to write: `example` stands in italics below the headings; `notes` become a second sheet."""

    title: str
    headings: tuple[Heading, ...]
    rows: Sequence[Sequence[Value]]
    example: Sequence[Value] = ()
    notes_title: str = ""
    notes: Sequence[Sequence[str]] = ()


def write_workbook(content: Content) -> bytes:
    """The table as .xlsx: headings stay in sight and carry their notes, lists to choose from where there are some."""
    book = Workbook(write_only=True)
    book.properties.creator = "Fahrwasser"
    sheet = book.create_sheet(content.title)
    sheet.freeze_panes = "B2"
    for number, heading in enumerate(content.headings, start=1):
        sheet.column_dimensions[column_letters(number)].width = heading.width
    sheet.append([_heading(sheet, heading) for heading in content.headings])
    if content.example:
        sheet.append([_cell(sheet, value, italic=True) for value in content.example])
    for row in content.rows:
        sheet.append([_cell(sheet, value) for value in row])
    if content.notes:
        _notes(book, content)
    _lists(book, sheet, content.headings, first=3 if content.example else 2)
    return _saved(book)


def write_delimited(content: Content) -> bytes:
    """The table as CSV that German Excel opens by double click: semicolons, decimal comma, UTF-8 with mark."""
    rows: list[Sequence[Value]] = [[heading.text for heading in content.headings]]
    if content.example:
        rows.append(content.example)
    return _delimited([*rows, *content.rows])


def marked_workbook(sheet: Sheet, marks: Mapping[Place, str], title: str, words: Sequence[str]) -> bytes:
    """A copy in which every cell with a mark is red and says why, and a second sheet with all of it.

    `words`: name of the second sheet, and its three headings (cell, what stands there, what is wrong).
    """
    book = Workbook()
    book.properties.creator = "Fahrwasser"
    page = book.worksheets[0]
    page.title = title
    for (row, column), cell in sheet.cells.items():
        _fill(page.cell(row, column), cell.value)
    listing = book.create_sheet(words[0])
    listing.append([str(word) for word in words[1:]])
    for (row, column), text in sorted(marks.items()):
        target = page.cell(max(row, 1), max(column, 1))
        target.fill = WRONG
        target.comment = _comment(text)
        listing.append(["", "", ""])
        for place, value in enumerate((name_of(max(row, 1), max(column, 1)), sheet.value(row, column), text), 1):
            _fill(listing.cell(listing.max_row, place), value)
    for letter, width in zip("ABC", (10, 30, 90), strict=True):
        listing.column_dimensions[letter].width = width
    return _saved(book)


def marked_delimited(sheet: Sheet, marks: Mapping[Place, str], heading: str) -> bytes:
    """A copy with one more column that says what is wrong in each row; it is left out when the copy is read again."""
    last_row, last_column = (max((place[n] for place in (*sheet.cells, *marks)), default=1) for n in (0, 1))
    rows: list[Sequence[Value]] = []
    for row in range(1, last_row + 1):
        texts = [f"{column_letters(max(c, 1))}: {text}" for (r, c), text in sorted(marks.items()) if max(r, 1) == row]
        first = heading if row == (sheet.rows[0] if sheet.rows else 1) else ""
        values = [sheet.value(row, column) for column in range(1, last_column + 1)]
        rows.append([*values, " | ".join(filter(None, (first, *texts)))])
    return _delimited(rows)


def text_of(value: Value) -> str:
    """As people here write it: 1234,5, 31.12.2026; booleans have no words here."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return value


def _delimited(rows: Iterable[Sequence[Value]]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerows([escaped(value) if isinstance(value, str) else text_of(value) for value in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def _heading(sheet: Any, heading: Heading) -> Any:
    cell = WriteOnlyCell(sheet)
    _fill(cell, heading.text)
    cell.font, cell.fill, cell.alignment = Font(bold=True), HEADING, Alignment(wrap_text=True, vertical="top")
    if heading.note:
        cell.comment = _comment(heading.note)
    return cell


def _cell(sheet: Any, value: Value, *, italic: bool = False) -> Any:
    if value is None:
        return None
    cell = WriteOnlyCell(sheet)
    _fill(cell, value)
    if italic:
        cell.font = Font(italic=True, color="666666")
    return cell


def _fill(cell: Cell, value: Value) -> None:
    """Text stays text, whatever it begins with."""
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST]
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(RISKY)
        return
    cell.value = value
    if isinstance(value, date):
        cell.number_format = "dd.mm.yyyy"


def _comment(text: str) -> Comment:
    return Comment(text, "Fahrwasser", height=140, width=320)


def _notes(book: Workbook, content: Content) -> None:
    page = book.create_sheet(content.notes_title)
    for column, width in zip("ABC", (28, 70, 60), strict=True):
        page.column_dimensions[column].width = width
    for number, row in enumerate(content.notes):
        cells = [_cell(page, text) for text in row]
        for cell in filter(None, cells):
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=number == 0)
        page.append(cells)


def _lists(book: Workbook, sheet: Any, headings: Sequence[Heading], *, first: int) -> None:
    chosen = [(number, heading.choices) for number, heading in enumerate(headings, start=1) if heading.choices]
    if not chosen:
        return
    page = book.create_sheet(_LIST_SHEET)
    page.sheet_state = "hidden"
    longest = max(len(choices) for _number, choices in chosen)
    for row in range(longest):
        page.append([_cell(page, choices[row]) if row < len(choices) else None for _number, choices in chosen])
    for place, (number, choices) in enumerate(chosen, start=1):
        letters = column_letters(place)
        cells = absolute_coordinate(f"{letters}1:{letters}{len(choices)}")
        rule = DataValidation("list", formula1=f"={_LIST_SHEET}!{cells}", allow_blank=True, showErrorMessage=True)
        rule.add(f"{column_letters(number)}{first}:{column_letters(number)}{MOST_ROWS + first}")
        sheet.data_validations.append(rule)


def _saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
