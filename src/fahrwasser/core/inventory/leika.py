"""The official service catalogue (LeiKa/OZG, state 2019) as CSV: read line by line, damaged copies are refused.

Cells stay text, whatever they look like: a cell that begins with "=" is a name, never a formula.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from fahrwasser.core.refused import N_, Refused

COLUMNS = (
    *("leika_key", "service_name", "leika_type", "ozg_id", "ozg_service"),
    *("situation", "subject", "jurisdiction"),
)
MAX_ROWS = 50_000  # the catalogue has 5,251
MAX_LINE_BYTES = 20_000
MAX_CELL = 1_000

_KEY = re.compile(r"99[0-9]{12}")
_OZG = re.compile(r"[0-9]{5}")
_CELL = re.compile(r'"(?P<quoted>(?:[^"]|"")*)"|(?P<plain>[^",]*)')


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """One row; `row` is its number, counted from 1 without the header.

    `leika_key` is "" where the catalogue has none ("nicht im LeiKa", `leika_text` keeps what stands there); LeiKa
    types are dirty in the source ("2/3", "44") and kept as they are. `jurisdiction` may hold several, split by "|".
    """

    row: int
    leika_key: str
    leika_text: str
    name: str
    leika_type: str
    ozg_id: str
    ozg_service: str
    situation: str
    subject: str
    jurisdiction: str


def read_catalogue(stream: BinaryIO) -> Iterator[CatalogueRow]:
    """The rows of the catalogue in file order. Raises Refused with line and column; nothing read before then counts."""
    count = 0
    for line, text in _lines(stream):
        cells = _cells(text, line)
        if line == 1:
            _check_header(cells)
            continue
        count += 1
        if count > MAX_ROWS:
            raise Refused(N_("The file has more than %(most)s lines."), line=line, column=1, most=MAX_ROWS)
        yield _row(cells, line, count)
    if not count:
        raise Refused(N_("The file names no service. Please choose the catalogue as CSV file."), line=1, column=1)


def _lines(stream: BinaryIO) -> Iterator[tuple[int, str]]:
    number = 0
    while raw := stream.readline(MAX_LINE_BYTES + 1):
        number += 1
        if len(raw) > MAX_LINE_BYTES:
            raise Refused(N_("The line is too long."), line=number, column=MAX_LINE_BYTES)
        body = raw.rstrip(b"\r\n")
        try:
            text = body.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            column = len(body[: error.start].decode("utf-8")) + 1
            raise Refused(N_("A character cannot be read as UTF-8."), line=number, column=column) from error
        for column, letter in enumerate(text, start=1):
            if not letter.isprintable():
                raise Refused(N_("There is a control character."), line=number, column=column)
        yield number, text


def _cells(text: str, line: int) -> list[tuple[str, int]]:
    """The cells of a line, each with the column where it begins; at most one more than there should be."""
    cells: list[tuple[str, int]] = []
    at = 0
    while True:
        found = _CELL.match(text, at)
        if found is None or (found.end() < len(text) and text[found.end()] != ","):
            column = (found.end() if found else at) + 1
            raise Refused(N_("A quotation mark stands in the wrong place."), line=line, column=column)
        quoted = found.group("quoted")
        cells.append((found.group("plain") if quoted is None else quoted.replace('""', '"'), at + 1))
        if found.end() == len(text):
            return cells
        if len(cells) == len(COLUMNS):
            raise Refused(
                N_("The line has more than %(wanted)s columns."), line=line, column=found.end() + 1, wanted=len(COLUMNS)
            )
        at = found.end() + 1


def _check_header(cells: list[tuple[str, int]]) -> None:
    for number, wanted in enumerate(COLUMNS):
        found, column = cells[number] if number < len(cells) else ("", cells[-1][1])
        if found != wanted:
            raise Refused(
                N_("The first line must name the column “%(wanted)s” here. This is not the service catalogue."),
                line=1,
                column=column,
                wanted=wanted,
            )


def _row(cells: list[tuple[str, int]], line: int, count: int) -> CatalogueRow:
    if len(cells) != len(COLUMNS):
        raise Refused(
            N_("The line has %(found)s columns instead of %(wanted)s."),
            line=line,
            column=cells[-1][1],
            found=len(cells),
            wanted=len(COLUMNS),
        )
    for text, column in cells:
        if len(text) > MAX_CELL:
            raise Refused(N_("The text is longer than %(most)s characters."), line=line, column=column, most=MAX_CELL)
    key, name, leika_type, ozg_id, *rest = (text.strip() for text, _ in cells)
    if not key:
        raise Refused(N_("The LeiKa key is missing (“nicht im LeiKa” is allowed)."), line=line, column=cells[0][1])
    if not name:
        raise Refused(N_("The name of the service is missing."), line=line, column=cells[1][1])
    if ozg_id and not _OZG.fullmatch(ozg_id):
        raise Refused(N_("“%(found)s” is no OZG number (five digits)."), line=line, column=cells[3][1], found=ozg_id)
    is_key = _KEY.fullmatch(key) is not None
    return CatalogueRow(count, key if is_key else "", key, name, leika_type, ozg_id, *rest)
