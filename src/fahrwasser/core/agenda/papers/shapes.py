"""The shape of the papers of the agenda: what the letter templates `agenda` and `mandate` receive.

A paper is plain values: German text and figures already written as a reader sees them, in the order in which
they are printed. The template lays them out and decides nothing. The exact figures travel beside it in
`data`, which the letter embeds as a file. `to_dict` gives the nested plain dict;
`tests/core/letters/*-sample.json` are examples.
"""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

AGENDA_FORMAT = "fahrwasser-agenda-paper/1"
MANDATE_FORMAT = "fahrwasser-mandate/1"
ANNEX_FORMAT = "fahrwasser-annex/1"
REPORT_FORMAT = "fahrwasser-progress-report/1"

SectionKey = Literal[
    "ausgangslage",
    "ziele",
    "handlungsfelder",
    "massnahmen",
    "fahrplan",
    "organisation",
    "finanzen",
    "alternativen",
    "risiken",
    "monitoring",
    "beschluss",
    # of the progress report
    "stand",
    "aufwand",
    "wirkung",
    "aenderungen",
    "ausblick",
]


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Who writes. `kind` is "Stadt" or "Gemeinde"; empty strings are left out by the template."""

    name: str
    kind: str
    district: str
    state: str
    ags: str
    population: str
    address: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """Heading of a table column; figures stand on the right."""

    title: str
    align: Literal["left", "right"] = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """Cells are finished German text, one per column.

    `total` is an optional last row, `note` stands beneath.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a Maßnahmenblatt; `origin` says how sure the value is ("geschätzt", "gemessen, n = 61",
    "")."""

    label: str
    value: str
    origin: str = ""


@dataclass(frozen=True, slots=True)
class MeasureSheet:
    """One Maßnahmenblatt.

    `kind`: duty (red), relief (green) or basis (neither: something others need first).
    """

    number: int
    project: str
    title: str
    field: str
    kind: Literal["duty", "relief", "basis"]
    goal: str
    reason: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of the Fahrplan; quarters are 1-based and inclusive. `note` is printed beside the bar."""

    number: int
    title: str
    first_quarter: int
    last_quarter: int
    kind: Literal["duty", "relief", "basis"]
    note: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The Fahrplan as bars. Quarter 1 is `first_quarter_of_year` of `first_year`."""

    first_year: int
    first_quarter_of_year: int
    quarters: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One chapter. Printed in this order: text, points (a list), tables, timeline, sheets.

    `text` holds paragraphs separated by an empty line and is what the town may edit under the stable key
    `text_key`; `is_edited` tells that it is the town's own wording.
    """

    key: SectionKey
    title: str
    text_key: str
    text: str
    is_edited: bool = False
    points: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    timeline: Timeline | None = None
    sheets: tuple[MeasureSheet, ...] = ()


@dataclass(frozen=True, slots=True)
class AgendaPaper:
    """The Digitale Agenda as the council receives it. `date` is ISO; `status` is "Entwurf" or "Fassung N".

    `is_example` puts "Beispieldaten" on every page. `key_points` are the three to five sentences of the
    first page, `summary` the tables beneath them: who reads two pages has read what matters. `data` is JSON-ready and
    is embedded in the PDF, not printed.
    """

    letterhead: Letterhead
    title: str
    subtitle: str
    status: str
    date: str
    is_example: bool
    key_points: tuple[str, ...]
    sections: tuple[Section, ...]
    sources: tuple[str, ...]
    summary: tuple[Table, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)
    format: str = AGENDA_FORMAT


@dataclass(frozen=True, slots=True)
class ProgressReport(AgendaPaper):
    """The half-yearly report to the council: the same shape, without Fahrplan and Maßnahmenblätter."""

    format: str = REPORT_FORMAT


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A titled part of a letter; the town may edit `text` under the stable key."""

    key: str
    title: str
    text: str
    is_edited: bool = False
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MandateLetter:
    """Appointment of the Digital-Navigator, ready for the signature of the head of the town hall.

    `navigator` is a name or an office as the head wants it written. Dates are ISO; `facts` is the small
    table.
    """

    letterhead: Letterhead
    title: str
    date: str
    is_example: bool
    navigator: str
    salutation: str
    facts: tuple[Fact, ...]
    paragraphs: tuple[Paragraph, ...]
    closing: str
    signer: str
    data: dict[str, Any] = field(default_factory=dict)
    format: str = MANDATE_FORMAT


@dataclass(frozen=True, slots=True)
class Annex:
    """A paper of one subject that goes with a council paper, such as a comparison of costs.

    `key_points` stand first; then the tables, `notes` on how it was reckoned, and the sources.
    """

    letterhead: Letterhead
    title: str
    subtitle: str
    date: str
    is_example: bool
    key_points: tuple[str, ...]
    tables: tuple[Table, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    data: dict[str, Any] = field(default_factory=dict)
    format: str = ANNEX_FORMAT


def to_dict(paper: AgendaPaper | MandateLetter | Annex) -> dict[str, Any]:
    """Nested plain dict for the letter template: strings, numbers, lists and dicts only."""
    return {key: _plain(value) for key, value in asdict(paper).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return value
