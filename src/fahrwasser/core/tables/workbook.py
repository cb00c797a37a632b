"""Excel workbooks (.xlsx): cells with places, formulas and merged cells named. Read part by part, nothing calculated.

Read with our own XML rules instead of a spreadsheet library: one of those unfolds a merged range of a tiny file into
millions of cells. Office Open XML: ECMA-376 part 1, section 18.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from lxml import etree

from fahrwasser.core.refused import N_, Refused

from .delimited import LONGEST_CELL, a_formula, too_many_columns, too_many_rows
from .formats import Formats, cell_value, formats_of
from .package import Package, damaged, open_package
from .sheet import MOST_COLUMNS, MOST_ROWS, Cell, Place, Problem, Sheet, column_letters, column_number

OWN_SHEETS = frozenset({"hinweise", "notes", "listen", "lists", "fehler", "errors"})
_ROWS = re.compile(rb"<(?:\w+:)?row[ >/]")
_CELLS = re.compile(rb"<(?:\w+:)?c[ >/]")
_PLACE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_MOST_ROW_TAGS = 50_000  # rows that are only formatted count here, too
_MOST_CELL_TAGS = 250_000
_MOST_MERGED = 200
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATION_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


@dataclass(slots=True)
class _Found:
    """What comes together while reading."""

    cells: dict[Place, Cell]
    problems: list[Problem]
    hidden_rows: list[int]


def read_workbook(content: bytes, wanted: Collection[str]) -> Sheet:
    """The sheet called as one of `wanted`, or the only one. Raises Refused."""
    package = open_package(content)
    book_name = next((path for kind, path in package.targets("").values() if kind == "officeDocument"), "")
    book = package.xml(book_name)
    targets = package.targets(book_name)
    name, path, others = _chosen(book, targets, wanted)
    raw = package.read(path)
    if _more_than(_ROWS, raw, _MOST_ROW_TAGS) or _more_than(_CELLS, raw, _MOST_CELL_TAGS):
        raise too_many_rows()
    root = package.xml(path)
    strings = _shared_strings(package, targets)
    properties = book.find("{*}workbookPr")
    is_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    found = _cells(root, strings, formats_of(_part(package, targets, "styles"), is_1904=is_1904))
    _merged(root, found)
    rows = tuple(sorted({row for row, _column in found.cells}))
    if len(rows) > MOST_ROWS + 1:
        raise too_many_rows()
    notes = tuple(_notes(root, found, name, others))
    return Sheet("xlsx", name, found.cells, tuple(found.problems), notes, rows)


def _chosen(
    book: etree._Element, targets: dict[str, tuple[str, str]], wanted: Collection[str]
) -> tuple[str, str, list[str]]:
    """Name and path of the sheet, and the names of other sheets that people see."""
    sheets: dict[str, tuple[str, bool]] = {}
    for entry in book.iterfind("{*}sheets/{*}sheet"):
        kind, path = targets.get(entry.get(_RELATION) or entry.get(_RELATION_STRICT) or "", ("", ""))
        if kind == "worksheet":
            sheets[entry.get("name", "")] = (path, entry.get("state", "visible") == "visible")
    names = {known.casefold() for known in wanted}
    chosen = [name for name in sheets if name.strip().casefold() in names]
    open_ones = [name for name, (_path, is_open) in sheets.items() if is_open and name.casefold() not in OWN_SHEETS]
    name = next(iter(chosen or (open_ones if len(open_ones) == 1 else ())), None)
    if name is None and not sheets:
        raise damaged()
    if name is None:
        raise Refused(
            N_("The file has %(count)s sheets, and none is called “%(wanted)s”. Please name the right one so."),
            count=len(sheets), wanted=next(iter(wanted), ""),
        )  # fmt: skip
    return name, sheets[name][0], [other for other in open_ones if other != name]


def _more_than(pattern: re.Pattern[bytes], content: bytes, most: int) -> bool:
    return any(number > most for number, _match in enumerate(pattern.finditer(content), start=1))


def _part(package: Package, targets: dict[str, tuple[str, str]], kind: str) -> etree._Element | None:
    path = next((path for found, path in targets.values() if found == kind), "")
    return package.xml(path) if path and package.has(path) else None


def _shared_strings(package: Package, targets: dict[str, tuple[str, str]]) -> list[str]:
    root = _part(package, targets, "sharedStrings")
    return [] if root is None else [_text(entry) for entry in root.iterfind("{*}si")]


def _text(entry: etree._Element) -> str:
    """Plain and rich text; readings of Asian letters (rPh) are left out."""
    parts = [*entry.iterfind("{*}t"), *entry.iterfind("{*}r/{*}t")]
    return "".join(part.text or "" for part in parts)


def _cells(root: etree._Element, strings: list[str], formats: Formats) -> _Found:
    found = _Found({}, [], [])
    row_number = 0
    for row in root.iterfind("{*}sheetData/{*}row"):
        row_number = _whole(row.get("r"), row_number + 1)
        column_number_ = 0
        before = len(found.cells)
        for entry in row.iterchildren("{*}c"):
            column_number_ = _column(entry.get("r"), row_number, column_number_ + 1)
            _cell(entry, (row_number, column_number_), strings, formats, found)
        if len(found.cells) > before and row.get("hidden") in ("1", "true"):
            found.hidden_rows.append(row_number)
    return found


def _whole(raw: str | None, otherwise: int) -> int:
    if raw is None:
        return otherwise
    if not (raw.isascii() and raw.isdigit()) or not otherwise <= int(raw[:9]) <= 1_048_576:
        raise damaged()
    return int(raw)


def _column(raw: str | None, row: int, otherwise: int) -> int:
    if raw is None:
        return otherwise
    match = _PLACE.fullmatch(raw)
    if match is None or int(match[2]) != row or column_number(match[1]) < otherwise:
        raise damaged()
    return column_number(match[1])


def _cell(entry: etree._Element, place: Place, strings: list[str], formats: Formats, found: _Found) -> None:
    kind = entry.get("t", "n")
    raw = entry.findtext("{*}v") or ""
    if kind == "s":
        if raw and not (raw.isascii() and raw.isdigit() and int(raw[:9]) < len(strings)):
            raise damaged()
        kind, raw = "str", strings[int(raw)] if raw else ""
    elif kind == "inlineStr":
        inline = entry.find("{*}is")
        kind, raw = "str", "" if inline is None else _text(inline)
    is_formula = entry.find("{*}f") is not None
    if not raw.strip() and not is_formula:
        return
    if place[1] > MOST_COLUMNS:
        raise too_many_columns()
    if len(raw) > LONGEST_CELL:  # a text of megabytes can stand in every cell and would be read and shown for each
        raise Refused(N_("A cell in row %(row)s is far too long. Please shorten it."), row=place[0])
    cell = cell_value(kind, raw.strip(), formats.of(entry.get("s")), formats)
    found.cells[place] = cell
    if is_formula:
        found.problems.append(Problem(*place, a_formula()))
    elif kind == "e":
        wrong = Refused(N_("There is an error of the spreadsheet (%(found)s). Please write the value."), found=raw)
        found.problems.append(Problem(*place, wrong))


def _merged(root: etree._Element, found: _Found) -> None:
    """Each merged range is one problem at its first cell; nothing is unfolded."""
    for number, entry in enumerate(root.iterfind("{*}mergeCells/{*}mergeCell")):
        ref = entry.get("ref", "")
        match = _PLACE.match(ref)
        if match is None or number > _MOST_MERGED:
            raise damaged()
        wrong = Refused(
            N_("The cells %(cells)s are merged. Please undo that, so that every cell has its own value."), cells=ref
        )
        found.problems.append(Problem(int(match[2]), column_number(match[1]), wrong))


def _notes(root: etree._Element, found: _Found, name: str, others: list[str]) -> Iterator[Refused]:
    if found.hidden_rows:
        yield Refused(
            N_("Hidden rows are read, too: %(rows)s."), rows=", ".join(str(row) for row in found.hidden_rows[:8])
        )
    used = {column for _row, column in found.cells}
    hidden = [column for column in sorted(used) if _is_hidden(root, column)]
    if hidden:
        yield Refused(N_("Hidden columns are read, too: %(columns)s."), columns=", ".join(map(column_letters, hidden)))
    if others:
        yield Refused(
            N_("Only the sheet “%(name)s” was read, not: %(others)s."), name=name, others=", ".join(others[:5])
        )


def _is_hidden(root: etree._Element, column: int) -> bool:
    for entry in root.iterfind("{*}cols/{*}col"):
        first, last = entry.get("min", ""), entry.get("max", "")
        is_hidden = entry.get("hidden") in ("1", "true") and f"{first}{last}".isascii()
        if is_hidden and first.isdigit() and last.isdigit() and int(first[:6]) <= column <= int(last[:6]):
            return True
    return False
