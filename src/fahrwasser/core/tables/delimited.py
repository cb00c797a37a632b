"""CSV files as offices make them: any of three separators, UTF-8 or Windows-1252, quoted cells, "sep=;"."""

import csv
import io

from fahrwasser.core.refused import N_, Refused

from .sheet import MOST_COLUMNS, MOST_ROWS, Cell, Place, Problem, Sheet

SEPARATORS = (";", "\t", ",")
LONGEST_CELL = 10_000
RISKY = ("=", "+", "-", "@", "\t", "\r")


def read_delimited(content: bytes) -> Sheet:
    """The cells as text. Raises Refused for files that cannot be read as text or table."""
    text, notes = _text(content)
    start = text[:200].split("\n", 1)[0].strip("\r")
    chosen = ""
    if start.lower().startswith("sep=") and len(start) == 5:
        chosen, text = start[4], "\n" + text.split("\n", 1)[-1]  # the line stays, so that numbers of rows fit
    cells: dict[Place, Cell] = {}
    problems: list[Problem] = []
    rows = []
    for row, line in enumerate(_lines(text, chosen or _separator(text)), start=1):
        if any(part.strip() for part in line):
            rows.append(row)
        if len(rows) > MOST_ROWS + 1:
            raise too_many_rows()
        for column, part in enumerate(line, start=1):
            if not part.strip():
                continue
            if column > MOST_COLUMNS:
                raise too_many_columns()
            if part.lstrip().startswith("="):
                problems.append(Problem(row, column, a_formula()))
            cells[row, column] = Cell(unescaped(part).strip())
    return Sheet("csv", "", cells, tuple(problems), notes, tuple(rows))


def too_many_rows() -> Refused:
    """The one sentence for files beyond the limit."""
    return Refused(N_("The table has more than %(most)s rows. Please split it into several files."), most=MOST_ROWS)


def too_many_columns() -> Refused:
    """The one sentence for files beyond the limit."""
    return Refused(N_("The table has more than %(most)s columns. Please use the template."), most=MOST_COLUMNS)


def a_formula() -> Refused:
    """The one sentence for cells that would be calculated."""
    return Refused(
        N_("There is a formula. Formulas are never calculated here; copy the cell and insert it as a value.")
    )


def escaped(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe stands before what would start one."""
    return f"'{text}" if text.startswith(RISKY) else text


def unescaped(text: str) -> str:
    """The opposite of `escaped`."""
    return text[1:] if text.startswith("'") and text[1:].startswith(RISKY) else text


def _text(content: bytes) -> tuple[str, tuple[Refused, ...]]:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decoded(content, "utf-16"), ()
    if b"\x00" in content:
        raise Refused(N_("This is no table. Please choose a file that ends in .xlsx or .csv."))
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        note = Refused(N_("The file is not in UTF-8; it was read as Windows-1252. Please look at the umlauts."))
        return _decoded(content, "cp1252"), (note,)


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise Refused(N_("The letters of the file cannot be read. Please save it as “CSV UTF-8”.")) from None


def _separator(text: str) -> str:
    """The one that splits the first line with something in it into most parts; in doubt the semicolon."""
    first = next((line for line in io.StringIO(text) if line.strip(' \t\r\n;,"')), "")
    counts = {separator: _parts(first, separator) for separator in SEPARATORS}
    return max(SEPARATORS, key=lambda separator: counts[separator])


def _parts(line: str, separator: str) -> int:
    return len(next(csv.reader([line.replace("\r", "").replace("\n", "")], delimiter=separator), []))


def _lines(text: str, separator: str) -> list[list[str]]:
    """All rows; quoted cells may hold line breaks and separators."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    found: list[list[str]] = []
    try:
        for line in reader:
            found.append(line)
            if len(found) > 10 * MOST_ROWS:
                raise too_many_rows()
    except csv.Error:
        raise Refused(
            N_("The quotation marks in row %(row)s do not fit together. Please check this row."), row=len(found) + 1
        ) from None
    too_long = next((n for n, line in enumerate(found, 1) if any(len(part) > LONGEST_CELL for part in line)), 0)
    if too_long:
        raise Refused(N_("A cell in row %(row)s is far too long. Is a quotation mark missing?"), row=too_long)
    return found
