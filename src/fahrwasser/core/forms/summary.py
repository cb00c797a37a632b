"""The answers in words: for review before sending, for the desk, and for print."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from fahrwasser.core.feel.values import Value
from fahrwasser.core.forms.journey import NOTHING, journey
from fahrwasser.core.forms.model import AnyNode, Field, Form, Group, Json, Text
from fahrwasser.core.forms.rendering import page_nodes
from fahrwasser.core.forms.widgets import KINDS


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One answer in words. `name` is the input's name; `value` "" for a visible field without answer."""

    name: str
    label: str
    value: str
    file: Json = None


@dataclass(frozen=True, slots=True)
class Section:
    """The answers of one page, or of one group or row on it; `page_id` is where they can be changed."""

    page_id: str
    title: str
    rows: tuple[SummaryRow, ...]


def summary(
    form: Form, answers: Json, language: str = "de", *, now: datetime, known: Mapping[str, Value] = NOTHING,
    with_empty: bool = False,
) -> tuple[Section, ...]:  # fmt: skip
    """Sections in the order of the pages; only what is visible; unanswered fields only `with_empty`."""
    way = journey(form, answers, now=now, known=known)
    writer = _Writer(way.hidden, language, with_empty)
    sections = []
    for page in way.pages:
        writer.begin(page.title)
        for node in page_nodes(form, page):
            kept: Json = way.kept
            for part in node.path.split("/")[:-1]:
                kept = kept.get(part) or {}
            writer.write(node, kept, node.path[: -len(node.name)], is_only=len(page.nodes) == 1)
        sections += [Section(page.id, title, tuple(rows)) for title, rows in writer.parts if rows]
    return tuple(sections)


class _Writer:
    """Collects (title, rows) for one page."""

    def __init__(self, hidden: frozenset[str], language: str, with_empty: bool) -> None:
        self.hidden = hidden
        self.language = language
        self.with_empty = with_empty
        self.parts: list[tuple[str, list[SummaryRow]]] = []
        self.title = ""

    def begin(self, title: Text) -> None:
        """A new page."""
        self.title = title.in_language(self.language)
        self.parts = [(self.title, [])]

    def write(self, node: AnyNode, kept: Mapping[str, Json], prefix: str, *, is_only: bool = False) -> None:
        """A node with everything below it; groups and rows get a title of their own."""
        path = f"{prefix}{node.name}"
        if path in self.hidden:
            return
        value = kept.get(node.name)
        title = node.title.in_language(self.language)
        if isinstance(node, Field):
            self._write_field(node, value, path, title)
        elif node.many is None:
            with_title = "" if is_only else title
            self._write_group(node, value or {}, f"{path}/", with_title)
        else:
            for number, row in enumerate(value or ()):
                self._write_group(node, row, f"{path}/{number}/", f"{title} {number + 1}")

    def _write_group(self, node: Group, kept: Mapping[str, Json], prefix: str, title: str) -> None:
        if title:
            self.parts.append((title, []))
        for child in node.nodes:
            self.write(child, kept, prefix)
        if title:
            self.parts.append((self.title, []))

    def _write_field(self, node: Field, value: Json, path: str, title: str) -> None:
        if node.widget == "label" or node.is_hidden:
            return
        for number, one in self._values(node, value):
            at = path if number is None else f"{path}/{number}"
            said = "" if one is None else KINDS[node.widget].said(one, node, self.language)
            if said or self.with_empty:
                file = one if node.widget == "file" else None
                self.parts[-1][1].append(SummaryRow(at.replace("/", "."), title, said, file))

    @staticmethod
    def _values(node: Field, value: Json) -> Iterator[tuple[int | None, Json]]:
        if node.many is None:
            yield None, value
        else:
            yield from enumerate(value or ())
