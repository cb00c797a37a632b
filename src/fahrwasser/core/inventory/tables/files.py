"""Templates, exports and marked copies of the tables of the record."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from fahrwasser.core.inventory.questions import Text
from fahrwasser.core.tables.reading import read_sheet
from fahrwasser.core.tables.sheet import Place, Sheet, Value
from fahrwasser.core.tables.writing import (
    Content,
    Heading,
    marked_delimited,
    marked_workbook,
    write_delimited,
    write_workbook,
)

from .columns import EXAMPLE, REMARKS, Column, Names, TableKind
from .plan import Current

FORMS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
YES = {True: Text("ja", "yes"), False: Text("nein", "no")}
_NOTES = Text("Hinweise", "Notes")
_ERRORS = (
    Text("Fehler", "Errors"),
    Text("Zelle", "Cell"),
    Text("Was dort steht", "What stands there"),
    Text("Was nicht stimmt", "What is wrong"),
)
_NOTE_HEADINGS = (Text("Spalte", "Column"), Text("Was hineingehört", "What belongs there"), Text("Erlaubt", "Allowed"))
_RULES = (
    Text("Leere Zellen ändern nichts. Spalten, die Sie nicht brauchen, dürfen fehlen.", "Empty cells change nothing."),
    Text(
        "Zahlen mit Komma: 12,5. Tage: 31.12.2026. Keine Formeln, keine verbundenen Zellen.",
        "Decimals with a comma: 12,5. Days: 31.12.2026. No formulas, no merged cells.",
    ),
)
_ALLOWED = {
    "text": Text("Text, höchstens {longest} Zeichen", "text, at most {longest} characters"),
    "number": Text("Zahl von 0 bis {most}", "number from 0 to {most}"),
    "percent": Text("Zahl von 0 bis 100", "number from 0 to 100"),
    "date": Text("Tag, zum Beispiel 31.12.2026", "day, for example 31.12.2026"),
    "yes_no": Text("ja, nein", "yes, no"),
}
_NEEDED = Text(" (nötig)", " (needed)")
MOST_LISTED = 12


def open_sheet(table: TableKind, content: bytes, name: str) -> Sheet:
    """The sheet of this table in a file; Refused as `read_sheet`."""
    return read_sheet(content, name, (table.title.de, table.title.en))


def template(table: TableKind, names: Mapping[str, Names], language: str, form: str) -> bytes:
    """An empty table with an example row that is never read, notes, and lists to choose from."""
    example: list[Value] = [_example(column, language) for column in table.columns]
    example[0] = EXAMPLE.in_language(language)
    return _written(_content(table, names, language, (), example), form)


def export(table: TableKind, rows: Iterable[Current], names: Mapping[str, Names], language: str, form: str) -> bytes:
    """All rows of the record, as they can be read in again."""
    lines = [[in_words(c, row.values.get(c.key), names, language) for c in table.columns] for row in rows]
    return _written(_content(table, names, language, lines, ()), form)


def marked(table: TableKind, sheet: Sheet, marks: Mapping[Place, str], language: str) -> bytes:
    """A copy of what was sent, in the same form, with every wrong cell marked and the reason beside it."""
    if sheet.form == "csv":
        return marked_delimited(sheet, marks, REMARKS.in_language(language))
    words = [text.in_language(language) for text in _ERRORS]
    return marked_workbook(sheet, marks, table.title.in_language(language), words)


def in_words(column: Column, value: Value, names: Mapping[str, Names], language: str) -> Value:
    """A stored value as it stands in files and on pages: choices and yes/no as words."""
    if isinstance(value, bool):
        return YES[value].in_language(language)
    if column.kind == "choice" and isinstance(value, str):
        return names[column.list].labels.get(value, value)
    return value


def allowed(column: Column, names: Mapping[str, Names], language: str) -> str:
    """What a cell of this column may hold."""
    if column.kind == "choice":
        labels = list(names[column.list].labels.values())
        more = " …" if len(labels) > MOST_LISTED else ""
        return ", ".join(labels[:MOST_LISTED]) + more
    return _ALLOWED[column.kind].in_language(language).format(longest=column.longest, most=column.most)


def _content(
    table: TableKind,
    names: Mapping[str, Names],
    language: str,
    rows: Sequence[Sequence[Value]],
    example: Sequence[Value],
) -> Content:
    headings = tuple(_heading(column, names, language) for column in table.columns)
    return Content(
        title=table.title.in_language(language),
        headings=headings,
        rows=rows,
        example=example,
        notes_title=_NOTES.in_language(language),
        notes=_notes(table, names, language),
    )


def _heading(column: Column, names: Mapping[str, Names], language: str) -> Heading:
    choices: tuple[str, ...] = ()
    if column.kind == "choice":
        choices = tuple(names[column.list].labels.values())
    if column.kind == "yes_no":
        choices = tuple(text.in_language(language) for text in YES.values())
    note = f"{column.note.in_language(language)}\n{allowed(column, names, language)}"
    return Heading(column.heading.in_language(language), note, choices, column.width)


def _notes(table: TableKind, names: Mapping[str, Names], language: str) -> list[list[str]]:
    rows = [[text.in_language(language) for text in _NOTE_HEADINGS]]
    for column in table.columns:
        needed = _NEEDED.in_language(language) if column.is_required else ""
        rows.append(
            [
                column.heading.in_language(language) + needed,
                column.note.in_language(language),
                allowed(column, names, language),
            ]
        )
    return [*rows, ["", "", ""], *([text.in_language(language), "", ""] for text in _RULES)]


def _example(column: Column, language: str) -> Value:
    raw = column.example.in_language(language)
    if not raw:
        return None
    if column.kind in ("number", "percent"):
        return Decimal(raw)
    if column.kind == "date":
        return date.fromisoformat(raw)
    return raw


def _written(content: Content, form: str) -> bytes:
    return write_delimited(content) if form == "csv" else write_workbook(content)
