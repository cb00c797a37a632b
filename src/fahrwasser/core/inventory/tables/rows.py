"""The rows of a sheet as values, and everything that is wrong with them, cell by cell and all at once."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from fahrwasser.core.refused import N_, Refused
from fahrwasser.core.tables.sheet import Cell, Problem, Sheet, Value, column_letters
from fahrwasser.core.tables.typed import nearest, read_choice, read_day, read_number, read_text, read_yes_no, shown

from .columns import EXAMPLE, REMARKS, Column, Names, TableKind

_SEARCHED = 10  # the headings stand in one of the first rows with something in them
_EXAMPLES = tuple(text.casefold() for text in (EXAMPLE.de, EXAMPLE.en))
_REMARKS = tuple(text.casefold() for text in (REMARKS.de, REMARKS.en))


@dataclass(frozen=True, slots=True)
class Row:
    """A row: `number` as in the file, values by column; empty cells are missing, `broken` ones could not be read."""

    number: int
    values: Mapping[str, Value]
    places: Mapping[str, int]  # column → where it stands in the file
    broken: frozenset[str] = frozenset()

    def at(self, column: str) -> int:
        """Where a message about this column belongs: its cell, or the first of the row."""
        return self.places.get(column, 1)


@dataclass(frozen=True, slots=True)
class Found:
    """What a file says."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]
    headings: Mapping[int, str]
    notes: tuple[Refused, ...] = ()


def read_rows(table: TableKind, sheet: Sheet, names: Mapping[str, Names], language: str) -> Found:
    """Every row of the sheet read by the columns of the table; `names` are the lists to choose from."""
    heading_row = _heading_row(table, sheet)
    if heading_row is None:
        first = sheet.rows[0] if sheet.rows else 1
        wanted = ", ".join(column.heading.in_language(language) for column in table.columns[:3])
        return Found((), (Problem(first, 1, _no_headings(sheet, wanted)),), {})
    places, problems = _columns(table, sheet, heading_row, language)
    problems = [*sheet.problems, *problems]
    broken = {(problem.row, problem.column) for problem in sheet.problems}
    rows: list[Row] = []
    for number in (row for row in sheet.rows if row > heading_row):
        if _is_example(sheet, number, places):
            broken -= {(number, column) for column in range(1, 200)}
            problems = [problem for problem in problems if problem.row != number]
            continue
        row, wrong = _row(table, sheet, number, places, names, broken)
        problems += wrong
        rows += [row] if row is not None else []
    problems += _beside(sheet, heading_row, places)
    rows, doubled = _without_doubles(table, rows)
    if not rows and not problems and not doubled:
        empty = Refused(N_("Below the headings there is no row. Please fill in at least one."))
        problems.append(Problem(heading_row, 1, empty))
    headings = {
        place: shown(sheet.value(heading_row, place)) for place in range(1, 101) if (heading_row, place) in sheet.cells
    }
    ordered = sorted({(p.row, p.column, str(p.refused)): p for p in (*problems, *doubled)}.items())
    return Found(tuple(rows), tuple(problem for _key, problem in ordered), headings, sheet.notes)


def _no_headings(sheet: Sheet, wanted: str) -> Refused:
    if not sheet.cells:
        return Refused(N_("The sheet is empty. Please use the template."))
    refused = Refused(
        N_("The headings are missing. The first row must name the columns, for example %(wanted)s."), wanted=""
    )
    refused.values["wanted"] = wanted
    return refused


def _folded(value: Value) -> str:
    return " ".join(shown(value).split()).casefold()


def _by_heading(table: TableKind) -> dict[str, Column]:
    return {text.casefold(): c for c in table.columns for text in (c.heading.de, c.heading.en, c.key)}


def _heading_row(table: TableKind, sheet: Sheet) -> int | None:
    """The first row in which at least half of the cells, or two, are headings that we know."""
    known = _by_heading(table)
    for row in islice(sheet.rows, _SEARCHED):
        filled = [cell for (number, _column), cell in sheet.cells.items() if number == row]
        hits = sum(_folded(cell.value) in known for cell in filled)
        if hits >= 2 or (hits and 2 * hits >= len(filled)):
            return row
    return None


def _columns(table: TableKind, sheet: Sheet, row: int, language: str) -> tuple[dict[str, int], list[Problem]]:
    """Column → where it stands, and what is wrong with the headings."""
    known, places, problems = _by_heading(table), dict[str, int](), list[Problem]()
    for place in sorted(column for number, column in sheet.cells if number == row):
        word = _folded(sheet.value(row, place))
        column = known.get(word)
        if column is None:
            if not word.startswith(_REMARKS):
                problems.append(Problem(row, place, _unknown(table, shown(sheet.value(row, place)), language)))
        elif column.key in places:
            letters = column_letters(places[column.key])
            twice = Refused(
                N_("This heading stands in column %(letters)s already. Please delete one."), letters=letters
            )
            problems.append(Problem(row, place, twice))
        else:
            places[column.key] = place
    missing = [c for c in table.columns if c.is_required and c.key not in places]
    if not any(key in places for key in table.identity) and not missing:
        missing = [table.column(table.identity[0])]
    for column in missing:
        name = column.heading.in_language(language)
        problems.append(Problem(row, 1, Refused(N_("The column “%(name)s” is missing. Please add it."), name=name)))
    return places, problems


def _unknown(table: TableKind, word: str, language: str) -> Refused:
    near = nearest(word, (column.heading.in_language(language) for column in table.columns))
    if near:
        return Refused(N_("The heading “%(found)s” is not known. Do you mean “%(near)s”?"), found=word, near=near)
    return Refused(
        N_("The heading “%(found)s” is not known. Please delete the column, or use the template."), found=word
    )


def _is_example(sheet: Sheet, row: int, places: Mapping[str, int]) -> bool:
    return any(_folded(sheet.value(row, place)).startswith(_EXAMPLES) for place in places.values())


def _row(
    table: TableKind,
    sheet: Sheet,
    number: int,
    places: Mapping[str, int],
    names: Mapping[str, Names],
    broken: set[tuple[int, int]],
) -> tuple[Row | None, list[Problem]]:
    values: dict[str, Value] = {}
    problems: list[Problem] = []
    if not any((number, place) in sheet.cells for place in places.values()):
        return None, []
    unread = {key for key, place in places.items() if (number, place) in broken}
    for column in table.columns:
        place = places.get(column.key)
        if place is None or column.key in unread:
            continue
        cell = sheet.cells.get((number, place))
        try:
            if cell is not None:
                values[column.key] = _READERS[column.kind](column, cell, names)
            elif column.is_required:
                raise Refused(N_("This cell must be filled in."))
        except Refused as refused:
            unread.add(column.key)
            problems.append(Problem(number, place, refused))
    return Row(number, values, places, frozenset(unread)), problems


def _text(column: Column, cell: Cell, _names: Mapping[str, Names]) -> Value:
    text = read_text(cell, column.longest)
    if column.pattern and not re.fullmatch(column.pattern, text):
        raise Refused(N_("“%(found)s” is no LeiKa key: 14 digits that begin with 99."), found=text)
    return text


def _choice(column: Column, cell: Cell, names: Mapping[str, Names]) -> Value:
    known = names[column.list]
    key = read_choice(cell, known.words, known.labels.values())
    if not key:
        raise Refused(
            N_("“%(found)s” stands for more than one. Please write the key from the export."), found=shown(cell.value)
        )
    return key


_READERS: Mapping[str, Callable[[Column, Cell, Mapping[str, Names]], Value]] = {
    "text": _text,
    "number": lambda column, cell, _names: read_number(cell, least=0, most=column.most, places=column.places),
    "percent": lambda _column, cell, _names: read_number(cell, least=0, most=100, places=3, is_percent=True),
    "date": lambda _column, cell, _names: read_day(cell),
    "yes_no": lambda _column, cell, _names: read_yes_no(cell),
    "choice": _choice,
}


def _beside(sheet: Sheet, heading_row: int, places: Mapping[str, int]) -> Iterator[Problem]:
    """Cells below no heading: once for each column."""
    headed = {column for row, column in sheet.cells if row == heading_row} | set(places.values())
    seen: set[int] = set()
    for row, column in sorted(sheet.cells):
        if row > heading_row and column not in headed and column not in seen:
            seen.add(column)
            yield Problem(
                row, column, Refused(N_("Above this cell there is no heading. Please add it, or delete the column."))
            )


def identity_of(table: TableKind, values: Mapping[str, Value]) -> tuple[str, ...]:
    """What says which row it is: all columns of a pair, else the first that is given with its name."""
    given = [(key, str(values[key]).casefold()) for key in table.identity if values.get(key) is not None]
    if table.is_pair:
        return tuple(text for _key, text in given)
    return given[0] if given else ()


def _without_doubles(table: TableKind, rows: list[Row]) -> tuple[list[Row], list[Problem]]:
    first: dict[tuple[str, ...], int] = {}
    kept, problems = [], []
    for row in rows:
        key = identity_of(table, row.values)
        if key and key in first:
            wrong = Refused(N_("The same stands in row %(row)s already. Please delete one of both."), row=first[key])
            problems.append(
                Problem(row.number, row.at(table.identity[-1] if not table.is_pair else table.identity[0]), wrong)
            )
            continue
        first[key] = row.number
        kept.append(row)
    return kept, problems
