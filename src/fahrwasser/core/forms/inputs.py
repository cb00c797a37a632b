"""Everything a template needs to draw one page, so that it computes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from fahrwasser.core.feel.values import Value
from fahrwasser.core.forms.journey import NOTHING, Journey, Problem
from fahrwasser.core.forms.model import AnyNode, Field, Form, Group, Json, Legal
from fahrwasser.core.forms.posted import NOTHING_WRONG, Posted
from fahrwasser.core.forms.read_node import LARGEST_LIST
from fahrwasser.core.forms.rendering import page_nodes, rendered
from fahrwasser.core.forms.widgets import KINDS, NO, YES

_YES_NO = {"de": ("Ja", "Nein"), "en": ("Yes", "No")}
_NOTHING_TYPED: Posted = {}


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose."""

    value: str
    label: str
    help: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a repeated node: `number` from 1 for people, `remove` the value of its button ("" = stays)."""

    number: int
    name: str
    inputs: tuple["Input", ...]
    remove: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One thing on a page. `kind` is a widget, or "group", "person", "address" (→ `children`), "rows" (→ `rows`).

    `value` is the text of the box, as typed where it could not be read; choices are in `options`. `file` is the stored
    file {ref, filename, …}. `problem` is what is wrong here. `add` is the value of the button `_add` ("" = full).
    """

    name: str
    id: str
    kind: str
    label: str
    hint: str = ""
    value: str = ""
    options: tuple[Option, ...] = ()
    is_required: bool = False
    is_readonly: bool = False
    is_prefilled: bool = False
    max_length: int | None = None
    autocomplete: str = ""
    inputmode: str = ""
    example: str = ""
    accept: str = ""
    max_bytes: int = 0
    file: Json = None
    legal: tuple[Legal, ...] = ()
    problem: Problem | None = None
    children: tuple["Input", ...] = ()
    rows: tuple[Row, ...] = ()
    add: str = ""


def page_inputs(
    form: Form, page_id: str, answers: Json, language: str = "de", *, now: datetime,
    known: Mapping[str, Value] = NOTHING, raw: Posted = _NOTHING_TYPED,
    problems: Mapping[str, Problem] = NOTHING_WRONG,
) -> tuple[Input, ...]:  # fmt: skip
    """The visible inputs of a page, in order. `raw` and `problems` come from `read_page` when it is shown again.

    Raises KeyError for a page that the form does not have.
    """
    page = form.page(page_id)
    if page is None:
        raise KeyError(page_id)
    _, way = rendered(form, page, answers, now=now, known=known)
    drawer = _Drawer(way, language, raw, problems)
    found = []
    for node in page_nodes(form, page):
        kept: Json = way.kept
        parts = node.path.split("/")[:-1]
        for part in parts:
            kept = kept.get(part) or {}
        if not any("/".join(parts[: depth + 1]) in way.hidden for depth in range(len(parts))):
            found += drawer.draw(node, kept, "".join(f"{part}/" for part in parts))
    return tuple(found)


class _Drawer:
    """Draws nodes with their answers for one language."""

    def __init__(self, way: Journey, language: str, raw: Posted, problems: Mapping[str, Problem]) -> None:
        self.way = way
        self.language = language
        self.raw = raw
        self.problems = problems

    def draw(self, node: AnyNode, kept: Mapping[str, Json], prefix: str) -> list[Input]:
        """The input of a node, none if it is hidden."""
        path = f"{prefix}{node.name}"
        if path in self.way.hidden or (isinstance(node, Field) and node.is_hidden):
            return []
        value = kept.get(node.name)
        if node.many is not None:
            return [self._rows(node, value or [], path)]
        if isinstance(node, Field):
            return [self._field(node, value, path)]
        children = self._children(node, value or {}, f"{path}/")
        return [Input(**self._common(node, path), kind=node.widget, children=children)] if children else []

    def _children(self, node: Group, kept: Mapping[str, Json], prefix: str) -> tuple[Input, ...]:
        return tuple(found for child in node.nodes for found in self.draw(child, kept, prefix))

    def _common(self, node: AnyNode, path: str) -> dict[str, Json]:
        name = path.replace("/", ".")
        return {
            "name": name, "id": "f-" + path.replace("/", "-"), "label": node.title.in_language(self.language),
            "hint": node.help.in_language(self.language), "is_required": path in self.way.required,
            "legal": node.legal, "problem": self.problems.get(name),
        }  # fmt: skip

    def _rows(self, node: AnyNode, entries: list[Json], path: str) -> Input:
        name = path.replace("/", ".")
        least = node.many.least if node.many else 0
        most = (node.many.most if node.many else None) or LARGEST_LIST
        if isinstance(node, Field) and not entries:
            entries = [None]
        rows = []
        for number, entry in enumerate(entries):
            if isinstance(node, Group):
                inputs = self._children(node, entry or {}, f"{path}/{number}/")
            else:
                inputs = (self._field(node, entry, f"{path}/{number}"),)
            can_go = len(entries) > max(least, 1 if path in self.way.required else 0)
            rows.append(Row(number + 1, f"{name}.{number}", inputs, f"{name}.{number}" if can_go else ""))
        return Input(
            **self._common(node, path), kind="rows", rows=tuple(rows), add=name if len(entries) < most else ""
        )  # fmt: skip

    def _field(self, node: Field, value: Json, path: str) -> Input:
        common = self._common(node, path)
        kind = KINDS.get(node.widget)
        if kind is None:
            return Input(**common, kind=node.widget)
        raw = self.raw.get(common["name"])
        chosen = list(raw) if raw is not None else self._chosen(node, value)
        typed = (raw[0] if raw else "") if raw is not None else self._typed(node, value)
        text_limit = node.limits.max_length if node.widget != "multichoice" else None
        return Input(
            **common, kind=node.widget, value=typed, options=self._options(node, chosen),
            is_readonly=node.is_readonly, is_prefilled=node.prefill is not None and value is not None,
            max_length=text_limit, autocomplete=node.autocomplete, inputmode=kind.inputmode, example=node.example,
            accept=",".join(node.limits.media_types) if node.widget == "file" else "",
            max_bytes=node.limits.max_bytes if node.widget == "file" else 0,
            file=value if node.widget == "file" else None,
        )  # fmt: skip

    def _typed(self, node: Field, value: Json) -> str:
        if value is None or node.widget in ("choice", "multichoice", "file"):
            return ""
        return KINDS[node.widget].typed(value, self.language)

    @staticmethod
    def _chosen(node: Field, value: Json) -> list[str]:
        if value is None:
            return []
        if node.widget == "yesno":
            return [YES if value else NO]
        return list(value) if isinstance(value, list) else [str(value)]

    def _options(self, node: Field, chosen: list[str]) -> tuple[Option, ...]:
        if node.widget == "yesno":
            labels = _YES_NO["en" if self.language.startswith("en") else "de"]
            pairs = zip((YES, NO), labels, strict=True)
            return tuple(Option(value, label, "", value in chosen) for value, label in pairs)
        if node.codelist is None:
            return ()
        return tuple(
            Option(code.code, code.label.in_language(self.language), code.help, code.code in chosen)
            for code in node.codelist.codes.values()
        )
