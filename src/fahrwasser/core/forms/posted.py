"""One posted page → typed answers, or problems with clear messages. Rows are added and removed without JavaScript.

Names: "hund.rasse"; in rows "hunde.0.name"; the buttons `_add` = "hunde" and `_remove` = "hunde.1"; a stored file is
taken away by "hund.nachweis._remove" = "1". Uploads come
stored: `files` name → {ref, filename, mediaType, size, sha512}.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from fahrwasser.core.feel.values import Value
from fahrwasser.core.forms.journey import NOTHING, Journey, Problem, journey
from fahrwasser.core.forms.model import AnyNode, Field, Form, Group, Json, parents
from fahrwasser.core.forms.read_node import LARGEST_LIST
from fahrwasser.core.forms.rendering import container, page_nodes, rendered
from fahrwasser.core.forms.text_values import Wrong
from fahrwasser.core.forms.widgets import checked, read_text

Posted = Mapping[str, Sequence[str]]
_ROW = re.compile(r"[0-9]{1,3}")


@dataclass(frozen=True, slots=True)
class PageRead:
    """What a posted page says.

    `answers`: the draft with what could be read (typed JSON, also of other pages) · `problems` by input name ·
    `asked`: names of inputs that only became visible by this post · `action`: "add" or "remove" if a button of a
    repeated group was pressed, with `focus` on the row to show · `raw`: what was typed, to be shown again.
    """

    answers: dict[str, Json]
    problems: Mapping[str, Problem]
    asked: tuple[str, ...]
    action: str
    focus: str
    raw: Posted
    way: Journey

    @property
    def is_done(self) -> bool:
        """The next page may come; otherwise this one is shown again."""
        return not self.problems and not self.asked and not self.action


def read_page(
    form: Form, page_id: str, posted: Posted, answers: Json, *, now: datetime, known: Mapping[str, Value] = NOTHING,
    files: Mapping[str, Json] = NOTHING, language: str = "de",
) -> PageRead:  # fmt: skip
    """The draft after this page was posted. Raises KeyError for a page that the form does not have.

    A value that cannot be read is not stored; everything else is, so that nothing typed is lost twice.
    """
    page = form.page(page_id)
    if page is None:
        raise KeyError(page_id)
    draft, before = rendered(form, page, answers, now=now, known=known)
    reader = _Reader(form, before, posted, files, language)
    for node in page_nodes(form, page):
        parts = node.path.split("/")[:-1]
        reader.read(node, container(draft, parts), "".join(f"{part}/" for part in parts))
    action, focus = _press(form, posted, draft)
    after = journey(form, draft, now=now, known=known)
    if action:
        raw = posted if action == "add" else {}
        return PageRead(draft, NOTHING_WRONG, (), action, focus, raw, after)
    asked = tuple(path.replace("/", ".") for path in sorted(reader.newly_asked(before, after, page_id)))
    problems: dict[str, Problem] = {}
    for problem in (*reader.problems(after), *after.missing):
        if problem.page == page_id and problem.name not in asked and not _is_inside(problem.name, asked):
            problems.setdefault(problem.name, problem)
    return PageRead(draft, problems, asked, "", "", posted, after)


NOTHING_WRONG: Mapping[str, Problem] = MappingProxyType({})


def _is_inside(name: str, outer: Sequence[str]) -> bool:
    return any(name.startswith(f"{other}.") for other in outer)


class _Reader:
    """Reads inputs into the draft and remembers what could not be read."""

    def __init__(self, form: Form, before: Journey, posted: Posted, files: Mapping[str, Json], language: str) -> None:
        self.form = form
        self.before = before
        self.posted = posted
        self.files = files
        self.language = language
        self.wrong: dict[str, tuple[Field, Wrong]] = {}

    def read(self, node: AnyNode, into: dict[str, Json], prefix: str) -> None:
        """Everything below a node; `prefix` is the path of its surroundings with row numbers."""
        path = f"{prefix}{node.name}"
        if isinstance(node, Group):
            if node.many is None:
                below = into.get(node.name)
                below = below if isinstance(below, dict) else {}
                for child in node.nodes:
                    self.read(child, below, f"{path}/")
                self._store(into, node.name, bool(below), below)
            else:
                self._read_rows(node, into, path)
        elif not (node.is_hidden or node.is_readonly or node.widget == "label"):
            if node.many is None:
                self._store(into, node.name, *self._value(node, path, into.get(node.name)))
            else:
                self._read_values(node, into, path)

    def _read_rows(self, node: Group, into: dict[str, Json], path: str) -> None:
        found = into.get(node.name)
        rows = [row if isinstance(row, dict) else {} for row in found] if isinstance(found, list) else []
        while len(rows) < self._row_count(path):
            rows.append({})
        for number, row in enumerate(rows):
            for child in node.nodes:
                self.read(child, row, f"{path}/{number}/")
        if rows:
            into[node.name] = rows

    def _row_count(self, path: str) -> int:
        """Rows that were posted: one more than the highest number, never more than LARGEST_LIST."""
        prefix = path.replace("/", ".") + "."
        heads = (name[len(prefix) :].split(".")[0] for name in (*self.posted, *self.files) if name.startswith(prefix))
        numbers = [int(head) for head in heads if _ROW.fullmatch(head)]
        return min(max(numbers, default=-1) + 1, LARGEST_LIST)

    def _read_values(self, node: Field, into: dict[str, Json], path: str) -> None:
        """A repeated field: empty rows vanish."""
        old = into.get(node.name)
        values = list(old) if isinstance(old, list) else []
        values += [None] * (self._row_count(path) - len(values))
        kept = []
        for number, value in enumerate(values):
            is_there, new = self._value(node, f"{path}/{number}", value)
            if is_there or f"{path}/{number}" in self.wrong:
                kept.append(new)
        self._store(into, node.name, bool(kept), kept)

    @staticmethod
    def _store(into: dict[str, Json], name: str, is_there: bool, value: Json) -> None:
        if is_there:
            into[name] = value
        else:
            into.pop(name, None)

    def _value(self, node: Field, path: str, old: Json) -> tuple[bool, Json]:
        """Whether there is an answer, and which. What was not posted stays, but an unticked list was unticked."""
        name = path.replace("/", ".")
        try:
            if node.widget == "file":
                value = self._file(node, name, old)
            elif node.widget == "multichoice":
                value = self._ticks(node, name, path, old)
            elif name not in self.posted:
                value = old
            else:
                value = read_text(next(iter(self.posted[name]), ""), node, self.language)
        except Wrong as wrong:
            self.wrong[path] = (node, wrong)
            return False, None
        return value is not None, value

    def _file(self, node: Field, name: str, old: Json) -> Json:
        if name in self.files:
            return checked(self.files[name], node)
        return None if f"{name}._remove" in self.posted else old

    def _ticks(self, node: Field, name: str, path: str, old: Json) -> Json:
        if name not in self.posted:
            return None if self._was_shown(path) else old
        ticks = list(dict.fromkeys(tick for tick in self.posted[name] if tick))
        return checked(ticks, node) if ticks else None

    def _was_shown(self, path: str) -> bool:
        return not any(part in self.before.hidden for part in (path, *parents(path)))

    def problems(self, after: Journey) -> list[Problem]:
        """What could not be read and is still visible."""
        return [
            Problem(path, self.form.page_of.get(node.path, ""), node.title, wrong.msgid, wrong.values)
            for path, (node, wrong) in self.wrong.items()
            if not any(part in after.hidden for part in (path, *parents(path)))
        ]

    def newly_asked(self, before: Journey, after: Journey, page_id: str) -> set[str]:
        """Paths that were hidden on this page, are visible now, and got no value in this post."""
        found = set()
        for path in before.hidden - after.hidden:
            plain = "/".join(part for part in path.split("/") if not part.isdecimal())
            name = path.replace("/", ".")
            is_here = self.form.page_of.get(plain) == page_id and not any(p in after.hidden for p in parents(path))
            if is_here and name not in self.posted and not any(n.startswith(f"{name}.") for n in self.posted):
                found.add(path)
        return found


def _press(form: Form, posted: Posted, draft: dict[str, Json]) -> tuple[str, str]:
    """The button of a repeated node that was pressed: ("add" or "remove", name of the row); ("", "") for none."""
    for action in ("add", "remove"):
        parts = next(iter(posted.get(f"_{action}", ())), "").split(".")
        row = int(parts.pop()) if action == "remove" and _ROW.fullmatch(parts[-1]) else None
        node = form.by_path.get("/".join(part for part in parts if not part.isdecimal()))
        is_right = node is not None and node.many is not None and (action == "remove") == (row is not None)
        if node is None or not is_right or not _are_rows(parts):
            continue
        rows = _change_rows(node, container(draft, parts[:-1]), row)
        shown = len(rows) - 1 if row is None else min(row, len(rows))
        return action, ".".join((*parts, str(shown)))
    return "", ""


def _are_rows(parts: list[str]) -> bool:
    return all(_ROW.fullmatch(part) and int(part) < LARGEST_LIST for part in parts if part.isdecimal())


def _change_rows(node: AnyNode, holder: Json, row: int | None) -> list[Json]:
    """One empty row more, or the given one less."""
    found = holder.get(node.name) if isinstance(holder, dict) else None
    rows = list(found) if isinstance(found, list) else []
    most = (node.many.most if node.many else None) or LARGEST_LIST
    if row is not None:
        del rows[row : row + 1]
    elif len(rows) < most:
        rows.append({} if isinstance(node, Group) else None)
    if isinstance(holder, dict):
        holder.pop(node.name, None)
        holder.update({node.name: rows} if rows else {})
    return rows
