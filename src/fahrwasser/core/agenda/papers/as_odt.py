"""A paper of the agenda as OpenDocument text: the values that the letter template prints, in the same order."""

from collections.abc import Iterator
from datetime import date

from fahrwasser.core.agenda.papers.shapes import AgendaPaper, Bar, MeasureSheet, Section, Table, Timeline
from fahrwasser.core.letters.odt.blocks import Block, Contents, Grid, Head, Heading, PageBreak, Points, Text, Words
from fahrwasser.core.letters.odt.package import odt
from fahrwasser.core.words import day

KIND_WORDS = {"duty": "Pflicht", "relief": "Entlastung", "basis": "Grundlage"}
EXAMPLE = "Beispieldaten: Ort, Personen und Zahlen sind erfunden."
CLOSING = (
    "„Geschätzt“ steht an Werten, die noch niemand gezählt oder gemessen hat. Es gilt die Fassung, die als PDF "
    "aufbewahrt ist; sie enthält alle Angaben auch als Datei (daten.json)."
)


def paper_odt(paper: AgendaPaper) -> bytes:
    """The council paper or the progress report as file."""
    head = paper.letterhead
    town = " ".join(part for part in (head.kind, head.name) if part)
    flag = "Beispieldaten" if paper.is_example else ""
    text = Text(
        title=paper.title,
        author=town,
        subject=f"{paper.subtitle}, {paper.status}",
        made=date.fromisoformat(paper.date),
        blocks=tuple(_blocks(paper, town)),
        running_head=" · ".join(part for part in (town, paper.title, flag) if part),
        foot=f"{paper.status}, {day(date.fromisoformat(paper.date))}",
    )
    return odt(text)


def _blocks(paper: AgendaPaper, town: str) -> Iterator[Block]:
    head = paper.letterhead
    yield Words(town, style="Absender")
    for parts in ((head.district, head.state), (head.address, head.contact)):
        if any(parts):
            yield Words(" · ".join(part for part in parts if part), style="Leise")
    yield Heading(1, paper.title)
    yield Words(f"{paper.subtitle} · {paper.status} · {day(date.fromisoformat(paper.date))}", style="Leise")
    if paper.is_example:
        yield Words(EXAMPLE, style="Hinweis")
    yield Heading(2, "Auf einen Blick")
    yield Points(paper.key_points)
    for section in paper.sections:
        if section.key == "beschluss":
            yield Heading(2, "Das soll der Rat beschließen")
            yield Points(section.points, is_numbered=True)
    for table in paper.summary:
        yield _grid(table)
    if len(paper.sections) > 1:
        yield Contents("Inhalt")
    yield PageBreak()
    for section in paper.sections:
        yield from _section(section)
    if paper.sources:
        yield Heading(2, "Quellen", is_listed=True)
        yield Points(paper.sources)
    yield Words(CLOSING, style="Leise")


def _section(section: Section) -> Iterator[Block]:
    yield Heading(2, section.title, is_listed=True)
    yield Words(section.text)
    yield Points(section.points, is_numbered=section.key == "beschluss")
    if section.timeline is not None:
        yield _plan(section.timeline)
    for table in section.tables:
        yield _grid(table)
    for sheet in section.sheets:
        yield from _sheet(sheet)


def _sheet(sheet: MeasureSheet) -> Iterator[Block]:
    yield Heading(3, f"{sheet.number}  {sheet.title}")
    yield Words(sheet.field, lead=f"{KIND_WORDS[sheet.kind]} · ")
    yield Words(sheet.goal, lead="Ziel: ")
    rows = [(fact.label, f"{fact.value} ({fact.origin})" if fact.origin else fact.value) for fact in sheet.facts]
    yield Grid(f"Angaben zu Maßnahme {sheet.number}", (Head("Angabe"), Head("Inhalt")), tuple(rows))
    yield Words(sheet.reason, lead="Platz im Plan: ", style="Danach")


def _grid(table: Table) -> Grid:
    heads = tuple(Head(column.title, column.align == "right") for column in table.columns)
    return Grid(table.caption, heads, table.rows, table.total, table.note)


def _plan(timeline: Timeline) -> Grid:
    """The bars in words, as the table beneath the drawing in the PDF."""
    heads = tuple(map(Head, ("Nr.", "Maßnahme", "Zeitraum", "Art", "Anmerkung")))
    rows = tuple(
        (str(bar.number), bar.title, period_words(timeline, bar), KIND_WORDS[bar.kind], bar.note)
        for bar in timeline.bars
    )
    return Grid("Der Fahrplan als Tabelle", heads, rows)


def period_words(timeline: Timeline, bar: Bar) -> str:
    """ "1. bis 2. Quartal 2027", "4. Quartal 2027 bis 1. Quartal 2028"."""
    (first, first_year), (last, last_year) = (
        _place(timeline, quarter) for quarter in (bar.first_quarter, bar.last_quarter)
    )
    if bar.first_quarter == bar.last_quarter:
        return f"{first}. Quartal {first_year}"
    if first_year == last_year:
        return f"{first}. bis {last}. Quartal {last_year}"
    return f"{first}. Quartal {first_year} bis {last}. Quartal {last_year}"


def _place(timeline: Timeline, quarter: int) -> tuple[int, int]:
    """Quarter of the year and year of a quarter of the plan (1-based)."""
    years, place = divmod(timeline.first_quarter_of_year - 2 + quarter, 4)
    return place + 1, timeline.first_year + years
