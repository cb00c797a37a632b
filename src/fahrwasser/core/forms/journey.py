"""The way through a form as a function of the answers: which pages, what is unreachable, what is missing.

Nothing remembers where a person was. Answers of pages and fields that are not visible are dropped before rules,
letters and delivery see them (DESIGN: A2J's pruner). Every rule runs at most once for each place it stands at.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from fahrwasser.core.feel.run import Run
from fahrwasser.core.feel.values import Value
from fahrwasser.core.forms.answers import Loaded, blank, leaves, load, without_empty_groups
from fahrwasser.core.forms.model import AnyNode, Field, Form, Group, Json, Page, Text, parents
from fahrwasser.core.forms.widgets import GERMANY
from fahrwasser.core.refused import N_

NOTHING: Mapping[str, Value] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong or missing at one place: `msgid % values` to be translated, or `text` in the form's own words.

    `path` has row numbers ("hunde/0/name"); `page` is the page it stands on ("" for a hidden field).
    """

    path: str
    page: str
    label: Text
    msgid: str = ""
    values: Mapping[str, object] = field(default_factory=lambda: NOTHING)
    text: Text | None = None

    @property
    def name(self) -> str:
        """Name of the input."""
        return self.path.replace("/", ".")


@dataclass(frozen=True, slots=True)
class Journey:
    """The visible pages in order, `kept` answers (typed JSON), `dropped` paths, and what is `missing` or wrong.

    `facts`: the kept answers as FEEL values, every unanswered field null. `hidden` and `required`: paths with row
    numbers.
    """

    pages: tuple[Page, ...]
    kept: Mapping[str, Json]
    facts: Mapping[str, Value]
    dropped: tuple[str, ...]
    missing: tuple[Problem, ...]
    hidden: frozenset[str]
    required: frozenset[str]

    @property
    def is_complete(self) -> bool:
        """Nothing is missing or wrong: it can be reviewed and sent."""
        return not self.missing

    def next_after(self, page_id: str) -> str | None:
        """Id of the next visible page, None after the last one and for a page that is not visible."""
        ids = [page.id for page in self.pages]
        if page_id not in ids or page_id == ids[-1]:
            return None
        return ids[ids.index(page_id) + 1]

    def before(self, page_id: str) -> str | None:
        """Id of the visible page before, None for the first one."""
        ids = [page.id for page in self.pages]
        return ids[ids.index(page_id) - 1] if page_id in ids[1:] else None

    @property
    def first_open(self) -> str | None:
        """Id of the first visible page on which something is missing or wrong."""
        open_pages = {problem.page for problem in self.missing}
        return next((page.id for page in self.pages if page.id in open_pages), None)


def journey(form: Form, answers: Json, *, now: datetime, known: Mapping[str, Value] = NOTHING) -> Journey:
    """The way through the form for these answers. `known` has `parameter` for the rules; `now` gives `heute`.

    Answers that the form does not know or that have the wrong type are never kept; nothing here raises.
    """
    loaded = load(form.nodes, answers)
    way = _Way(form, loaded, now, known)
    way.decide_visibility()
    way.look_for_missing()
    pages = tuple(page for page in form.pages if any(way.is_shown(path) for path in page.nodes))
    return Journey(
        pages, loaded.kept, loaded.facts, (*way.dropped, *loaded.foreign), tuple(way.missing),
        frozenset(way.hidden), frozenset(way.required),
    )  # fmt: skip


def reachable(form: Form, answers: Json, *, now: datetime, known: Mapping[str, Value] = NOTHING) -> dict[str, Value]:
    """The `facts` of the journey alone, for those who ask neither for pages nor for what is missing."""
    loaded = load(form.nodes, answers)
    if form.steps:
        _Way(form, loaded, now, known).decide_visibility()
    return loaded.facts


def facts(form: Form, kept: Json) -> dict[str, Value]:
    """Kept answers as FEEL values: numbers and money Decimal, dates date; every unanswered field is null."""
    return load(form.nodes, kept).facts


class _Way:
    """One evaluation; its trees are pruned in place."""

    def __init__(self, form: Form, loaded: Loaded, now: datetime, known: Mapping[str, Value]) -> None:
        self.form = form
        self.loaded = loaded
        self.run = Run(now)  # one for all rules: together they cannot spend more than one may
        self.values: dict[str, Value] = loaded.facts | {
            "heute": now.astimezone(GERMANY).date(), "parameter": known.get("parameter"),
        }  # fmt: skip
        self.hidden: set[str] = set()
        self.required: set[str] = set()
        self.dropped: list[str] = []
        self.missing: list[Problem] = []

    def decide_visibility(self) -> None:
        """Rules in their order; what is hidden is dropped at once, so that later rules do not see it."""
        for step in self.form.steps:
            for path in step.paths:
                for spot in self._spots(path):
                    if step.rule.within(self.run, spot.scope) is not True:
                        self._hide(spot, self.form.by_path[path])
        if self.dropped:
            without_empty_groups(self.loaded.kept)

    def _spots(self, path: str) -> Iterator["_Spot"]:
        """Where a node stands: once, or in each row of the repeated groups around it."""
        spots = [_Spot("", self.loaded.kept, self.loaded.facts, self.values)]
        parts = path.split("/")
        for depth, name in enumerate(parts[:-1], start=1):
            many = self.form.by_path["/".join(parts[:depth])].many
            spots = [below for spot in spots for below in (spot.rows(name) if many else spot.inside(name))]
        yield from spots

    def _hide(self, spot: "_Spot", node: AnyNode) -> None:
        path = spot.prefix + node.name
        self.hidden.add(path)
        gone = spot.kept.pop(node.name, None)
        locked = isinstance(node, Field) and (node.is_readonly or node.is_hidden)
        if gone is not None and not locked:
            self.dropped.extend(leaves(gone, path))
        spot.facts[node.name] = blank(node)
        if not spot.prefix:
            self.values[node.name] = spot.facts[node.name]

    def is_shown(self, path: str) -> bool:
        """True if the node is visible and has something to show."""
        if any(part in self.hidden for part in (path, *parents(path))):
            return False
        node = self.form.by_path[path]
        if isinstance(node, Group) and node.many is None:
            return any(self.is_shown(child.path) for child in node.nodes)
        return not getattr(node, "is_hidden", False)

    def look_for_missing(self) -> None:
        """Requiredness, limits and checks of everything that is visible."""
        top = _Spot("", self.loaded.kept, self.loaded.facts, self.values)
        self._look(self.form.nodes, top, is_present=True)

    def _look(self, nodes: tuple[AnyNode, ...], spot: "_Spot", *, is_present: bool) -> None:
        for node in nodes:
            path = spot.prefix + node.name
            if path in self.hidden:
                continue
            needed = node.is_required or bool(
                node.required_if and node.required_if.within(self.run, spot.scope) is True
            )
            if needed and is_present:
                self.required.add(path)
            answered = node.name in spot.kept
            if node.many is not None:
                self._look_list(node, spot, path, needed=needed and is_present)
            elif isinstance(node, Group):
                self._look_group(node, spot, path, is_present=answered or (needed and is_present))
            else:
                self._look_field(node, path, answered=answered, needed=needed and is_present)
            if answered:
                self._run_checks(node, path, spot)

    def _look_field(self, node: Field, path: str, *, answered: bool, needed: bool) -> None:
        wrong = self.loaded.wrong.get(path)
        if wrong is not None:
            self._miss(node, path, wrong.msgid, **wrong.values)
        elif needed and not answered and node.widget != "label" and not (node.is_readonly or node.is_hidden):
            self._miss(node, path, _MISSING.get(node.widget, N_("Please fill in this field.")))
        elif answered and node.widget == "multichoice":
            self._look_count(node, path, len(self._value_at(path)))

    def _value_at(self, path: str) -> Json:
        value: Json = self.loaded.kept
        for part in path.split("/"):
            value = value[int(part)] if isinstance(value, list) else value[part]
        return value

    def _look_count(self, node: Field, path: str, found: int) -> None:
        least, most = node.limits.min_length, node.limits.max_length
        if found < least:
            self._miss(node, path, N_("Please choose at least %(least)s answers."), least=least)
        elif most is not None and found > most:
            self._miss(node, path, N_("Please choose at most %(most)s answers."), most=most)

    def _look_group(self, node: Group, spot: "_Spot", path: str, *, is_present: bool) -> None:
        for below in spot.inside(node.name):
            self._look(node.nodes, below, is_present=is_present)
        if is_present:
            self._look_choice(node, path, len(spot.kept.get(node.name, ())))

    def _look_choice(self, node: Group, path: str, filled: int) -> None:
        if node.is_choice and filled != 1:
            self._miss(node, path, N_("Please answer exactly one of these; now it is %(found)s."), found=filled)

    def _look_list(self, node: AnyNode, spot: "_Spot", path: str, *, needed: bool) -> None:
        entries = spot.kept.get(node.name, [])
        if isinstance(node, Group):
            for number, below in enumerate(spot.rows(node.name)):
                self._look(node.nodes, below, is_present=True)
                self._look_choice(node, f"{path}/{number}", len(entries[number]))
        else:
            for number, entry in enumerate(entries):
                self._look_field(node, f"{path}/{number}", answered=entry is not None, needed=True)
        least, most = (node.many.least, node.many.most) if node.many else (0, None)
        if len(entries) < (max(least, 1) if needed else least if entries else 0):
            self._miss(node, path, N_("Please give at least %(least)s of these."), least=max(least, 1))
        elif most is not None and len(entries) > most:
            self._miss(node, path, N_("At most %(most)s of these are possible."), most=most)

    def _run_checks(self, node: AnyNode, path: str, spot: "_Spot") -> None:
        for check in node.checks:
            if check.feel.within(self.run, spot.scope) is False:
                self.missing.append(Problem(path, self.form.page_of.get(node.path, ""), node.title, text=check.text))

    def _miss(self, node: AnyNode, path: str, msgid: str, **values: object) -> None:
        self.missing.append(Problem(path, self.form.page_of.get(node.path, ""), node.title, msgid, values))


_MISSING = {
    "choice": N_("Please choose an answer."),
    "multichoice": N_("Please choose at least one answer."),
    "yesno": N_("Please choose yes or no."),
    "file": N_("Please upload a file."),
    "date": N_("Please give a date."),
}


@dataclass(slots=True)
class _Spot:
    """A place in both trees; `scope` is what a rule there sees."""

    prefix: str
    kept: dict[str, Json]
    facts: dict[str, Value]
    scope: Mapping[str, Value]

    def inside(self, name: str) -> Iterator["_Spot"]:
        """The group `name` here."""
        yield _Spot(f"{self.prefix}{name}/", self.kept.get(name) or {}, self.facts[name], self.scope)

    def rows(self, name: str) -> Iterator["_Spot"]:
        """The rows of the repeated group `name` here; their own names come before those of the form."""
        for number, (kept, row) in enumerate(zip(self.kept.get(name, ()), self.facts[name], strict=False)):
            yield _Spot(f"{self.prefix}{name}/{number}/", kept, row, {**self.scope, **row})
