"""The columns of each table of the record, as data: one description for template, import and export."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal, cast

from fahrwasser.core.inventory.questions import Text
from fahrwasser.core.inventory.services import areas, capability_defaults

Kind = Literal["text", "number", "percent", "date", "yes_no", "choice"]

EXAMPLE = Text("Beispiel (wird nicht eingelesen)", "Example (is not imported)")
REMARKS = Text("Hinweise zum Import", "Remarks on the import")
PROVENANCE = ("origin", "source", "as_of")


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `list`: where the words of a choice come from; `group`: the figure it belongs to."""

    key: str
    heading: Text
    kind: Kind
    note: Text
    example: Text
    list: str = ""
    group: str = ""
    is_required: bool = False
    is_needed_when_new: bool = False
    longest: int = 200
    most: int = 99_999_999
    places: int = 3
    pattern: str = ""
    width: int = 16

    @property
    def is_provenance(self) -> bool:
        """Says how sure a figure is, not what it is."""
        return bool(self.group) and self.key.endswith(tuple(f"_{part}" for part in PROVENANCE))


@dataclass(frozen=True, slots=True)
class TableKind:
    """One table. `identity`: columns that say which row it is; `is_pair`: all of them together, else the first given.

    `is_staff`: only who sees staff; `is_closed`: rows are changed, never added.
    """

    key: str
    slug: str
    title: Text
    about: Text
    identity: tuple[str, ...]
    columns: tuple[Column, ...]
    is_staff: bool = False
    is_closed: bool = False
    is_pair: bool = False

    def column(self, key: str) -> Column:
        """The column of this key; KeyError when there is none."""
        return next(column for column in self.columns if column.key == key)

    def groups(self) -> tuple[str, ...]:
        """The figures of the table, in their order."""
        return tuple(dict.fromkeys(column.group for column in self.columns if column.group))


@dataclass(frozen=True, slots=True)
class Names:
    """What may be chosen. `labels`: value → what people read; `words`: what they write → value ("": several)."""

    labels: Mapping[str, str]
    words: Mapping[str, str]


def names_from(labels: Mapping[str, str], *others: Mapping[str, str]) -> Names:
    """A choice from value → label; `others` (value → word) are understood, too. Words for two values mean neither."""
    words: dict[str, str] = {}
    for source in (labels, *others):
        for value, label in source.items():
            word = label.casefold()
            words[word] = value if words.get(word, value) == value else ""
    return Names(labels, words)


@cache
def tables() -> tuple[TableKind, ...]:
    """All tables in the order of the page."""
    return tuple(_table(row) for row in _data()["tables"])


def table_of(slug: str) -> TableKind | None:
    """The table with this part of the address."""
    return next((table for table in tables() if table.slug == slug), None)


@cache
def fixed_names(language: str) -> Mapping[str, Names]:
    """The lists that are the same for all towns; both languages and the keys are understood."""
    lists: dict[str, dict[str, Text]] = {
        name: {row["key"]: _text(row["name"]) for row in rows} for name, rows in _data()["lists"].items()
    }
    lists["areas"] = {area.id: area.name for area in areas()}
    lists["capabilities"] = {key: default.name for key, default in capability_defaults().items()}
    return {
        name: names_from(
            {key: text.in_language(language) for key, text in texts.items()},
            {key: text.de for key, text in texts.items()},
            {key: text.en for key, text in texts.items() if text.en},
            {key: key for key in texts},
        )
        for name, texts in lists.items()
    }


def _table(row: dict[str, Any]) -> TableKind:
    return TableKind(
        key=row["key"],
        slug=row["slug"],
        title=_text(row["title"]),
        about=_text(row["about"]),
        identity=tuple(row["identity"]),
        columns=tuple(_column(column) for column in row["columns"]),
        is_staff=row.get("is_staff", False),
        is_closed=row.get("is_closed", False),
        is_pair=row.get("is_pair", False),
    )


def _column(row: dict[str, Any]) -> Column:
    given = {key: value for key, value in row.items() if key not in ("heading", "note", "example", "kind")}
    raw = row.get("example", "")
    return Column(
        heading=_text(row["heading"]),
        note=_text(row["note"]),
        example=_text(raw) if isinstance(raw, dict) else Text(str(raw), str(raw)),
        kind=cast("Kind", row["kind"]),
        **given,
    )


def _text(raw: dict[str, str]) -> Text:
    return Text(raw["de"], raw.get("en", ""))


@cache
def _data() -> dict[str, Any]:
    path = resources.files("fahrwasser.core.inventory").joinpath("data/tables.json")
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded
