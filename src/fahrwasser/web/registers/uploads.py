"""A file with events: CSV as spreadsheets write it. Every line is read before any is kept."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fahrwasser.core.refused import N_, Refused

from .actions import Report
from .kinds import Offered
from .reports import read_report

LARGEST_FILE = 1_000_000  # bytes
MOST_LINES = 5_000
MOST_PROBLEMS = 20
COLUMNS = ("ereignis", "quelle", "person", "nummer", "ab")
NEEDED = frozenset(COLUMNS) - {"person"}


@dataclass(frozen=True, slots=True)
class EventFile:
    """`reports` by line; `problems` (each with line and column name) when the file cannot be used."""

    reports: tuple[Report, ...]
    problems: tuple[Refused, ...]


def read_file(content: bytes, known: Mapping[str, Offered]) -> EventFile:
    """Line 1 names the columns: ereignis, quelle, person, nummer, ab, and fields by their dotted names."""
    try:
        rows = list(_rows(_text(content)))
    except Refused as refused:
        return EventFile((), (refused,))
    reports, problems = [], []
    first: dict[tuple[str, str, int], int] = {}
    for line, raw in rows:
        try:
            report = read_report(raw, known)
            same = first.setdefault((report.source, report.person, report.number), line)
            if same != line and report not in reports:
                raise Refused(N_("Line %(other)s has the same number for another event."), place="nummer", other=same)
            reports.append(report)
        except Refused as refused:
            refused.line = line
            problems.append(refused)
            if len(problems) == MOST_PROBLEMS:
                break
    return EventFile((), tuple(problems)) if problems else EventFile(tuple(reports), ())


def _text(content: bytes) -> str:
    """UTF-8 (with or without mark), else what older programs write."""
    if len(content) > LARGEST_FILE:
        raise Refused(N_("The file is too large; at most 1 MB. Please split it."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\x00" in text or "\ufffd" in text:
        raise Refused(N_("This is no CSV file in UTF-8 or Windows-1252. Please save the table as CSV."))
    return text


def _rows(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in head else ",", strict=True)
    try:
        names = [name.strip() for name in next(reader, [])]
        _require_columns(names)
        count = 0
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            count += 1
            if count > MOST_LINES:
                raise Refused(N_("The file has more than 5,000 lines. Please split it."))
            yield reader.line_num, _raw(names, cells, reader.line_num)
    except csv.Error:
        raise Refused(N_("A quotation mark is not closed, or follows the wrong character."), line=reader.line_num,
                      column=1) from None  # fmt: skip
    if not count:
        raise Refused(N_("The file has no events. Line 1 names the columns, the events follow."))


def _require_columns(names: list[str]) -> None:
    missing = sorted(NEEDED - set(names))
    if missing:
        raise Refused(N_("The column “%(name)s” is missing in line 1."), line=1, column=1, name=missing[0])
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise Refused(N_("The column “%(name)s” stands in line 1 twice."), line=1, column=1, name=twice)


def _raw(names: list[str], cells: list[str], line: int) -> dict[str, Any]:
    if len(cells) > len(names):
        raise Refused(N_("The line has more cells than line 1 has columns."), line=line, column=1)
    given = {name: cell.strip() for name, cell in zip(names, cells, strict=False) if cell.strip()}
    return {name: given.pop(name) for name in COLUMNS if name in given} | {"daten": given}
