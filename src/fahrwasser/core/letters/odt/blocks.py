"""What an OpenDocument text is made of: finished text in the order in which it is read. No layout in here."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the title and stands once. `is_listed`: the table of contents names it."""

    level: int
    text: str
    is_listed: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """Paragraphs of text: an empty line parts them, a line break stays. `lead` stands in bold before them.

    `style` is the name of a paragraph style of `styles.xml`.
    """

    text: str
    lead: str = ""
    style: str = "Text"


@dataclass(frozen=True, slots=True)
class Points:
    """A list, with bullets or numbered."""

    items: tuple[str, ...]
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """Heading of a column."""

    title: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with caption and one header row that is repeated on every page; `total` is the last row."""

    caption: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents: all listed headings, as links; page numbers come when the office program updates it."""

    title: str


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


Block = Heading | Words | Points | Grid | Contents | PageBreak


@dataclass(frozen=True, slots=True)
class Text:
    """A whole document. `running_head` stands on every page above, `foot` below, beside the page number."""

    title: str
    author: str
    subject: str
    made: date
    blocks: tuple[Block, ...]
    running_head: str = ""
    foot: str = ""
