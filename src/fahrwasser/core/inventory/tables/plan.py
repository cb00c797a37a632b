"""What an import would do: every row new, changed or unchanged; what it may not do, cell by cell."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from fahrwasser.core.refused import N_, Refused
from fahrwasser.core.tables.sheet import Problem, Value
from fahrwasser.core.tables.typed import shown

from .columns import PROVENANCE, Column, TableKind
from .rows import Row
from .rules import RANGES, SHARES, broken_rules


@dataclass(frozen=True, slots=True)
class Current:
    """A row of the record: its id, and its values by column (None: nothing recorded)."""

    id: str
    name: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Change:
    """One value that would change."""

    column: Column
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file: `id` "" for a new one, no changes for an unchanged one; `after`: its values then."""

    number: int
    id: str
    name: str
    changes: tuple[Change, ...]
    after: Mapping[str, Value] = field(default_factory=dict)

    @property
    def is_new(self) -> bool:
        """It is not in the record yet."""
        return not self.id

    def changed(self, group: str) -> bool:
        """Whether a value of this figure, or what is said about it, would change."""
        return any(change.column.group == group for change in self.changes)


@dataclass(frozen=True, slots=True)
class Plan:
    """All rows of the file in their order."""

    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]

    def of(self, state: str) -> tuple[Line, ...]:
        """The lines that are "new", "changed" or "unchanged"."""
        return tuple(line for line in self.lines if state_of(line) == state)

    @property
    def fingerprint(self) -> str:
        """The same as long as the import would do the same."""
        rows = [
            [line.number, line.id, [[c.column.key, shown(c.before), shown(c.after)] for c in line.changes]]
            for line in self.lines
            if line.changes
        ]
        return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Limits:
    """What else the town allows: highest level by scale; names (folded) and LeiKa keys that are taken."""

    tops: Mapping[str, int] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    leika_keys: frozenset[str] = frozenset()


def state_of(line: Line) -> str:
    """new, changed or unchanged."""
    return "new" if line.is_new else "changed" if line.changes else "unchanged"


def compared(
    table: TableKind,
    rows: Sequence[Row],
    current: Sequence[Current],
    today: date,
    limits: Limits | None = None,
) -> Plan:
    """The rows of a file against the record; empty cells change nothing."""
    limits = limits or Limits()
    index = _index(table, current)
    lines: list[Line] = []
    problems: list[Problem] = []
    for row in rows:
        if row.broken.intersection(table.identity):
            continue
        try:
            line = _line(table, row, index, today)
            wrong = [found for found in _forbidden(table, line, limits) if not _is_hidden(table, row, found[0])]
        except _At as found:
            wrong = [(found.column, found.refused)]
        problems += [Problem(row.number, row.at(column), refused) for column, refused in wrong]
        if not wrong and not row.broken:
            lines.append(line)
    problems += _same_twice(table, rows, lines)
    return Plan(tuple(lines), tuple(sorted(problems, key=lambda problem: (problem.row, problem.column))))


def _is_hidden(table: TableKind, row: Row, column: str) -> bool:
    """Whether a broken cell lies behind what was found: that is said already."""
    found = table.column(column)
    near = {c.key for c in table.columns if c.group == found.group and (found.group or c.kind == found.kind == "date")}
    return not row.broken.isdisjoint({column, *near})


class _At(Exception):
    def __init__(self, column: str, refused: Refused) -> None:
        self.column, self.refused = column, refused
        super().__init__(column)


def _index(table: TableKind, current: Sequence[Current]) -> dict[tuple[str, ...], list[Current]]:
    found: dict[tuple[str, ...], list[Current]] = {}
    for row in current:
        keys = [(name, str(row.values[name]).casefold()) for name in table.identity if row.values.get(name) is not None]
        one: tuple[str, ...] = tuple(text for _name, text in keys)
        for key in [one] if table.is_pair else [tuple(key) for key in keys]:
            found.setdefault(key, []).append(row)
    return found


def _existing(table: TableKind, row: Row, index: Mapping[tuple[str, ...], list[Current]]) -> Current | None:
    given = [(name, str(row.values[name]).casefold()) for name in table.identity if row.values.get(name) is not None]
    keys: list[tuple[str, ...]] = [tuple(text for _name, text in given)] if table.is_pair else [*given[:1]]
    found = index.get(keys[0], []) if keys else []
    if len(found) > 1:
        raise _At(
            given[0][0],
            Refused(N_("There are %(count)s of this name. Please change them on their pages."), count=len(found)),
        )
    if not found and len(given) > 1 and not table.is_pair:
        raise _At(
            given[0][0],
            Refused(N_("This key is not in your list. Leave the cell empty for a new entry.")),
        )
    return found[0] if found else None


def _line(table: TableKind, row: Row, index: Mapping[tuple[str, ...], list[Current]], today: date) -> Line:
    found = _existing(table, row, index)
    if found is None and table.is_closed:
        raise _At(table.identity[0], Refused(N_("This is not in your list yet. Please begin with the quick check.")))
    before = found.values if found else {}
    given = dict(row.values)
    for group in table.groups():
        _fill_provenance(table, group, before, given, today)
    after = {**before, **given, **_limits_gone(before, given)}
    changes = tuple(
        Change(column, before.get(column.key), after.get(column.key))
        for column in table.columns
        if after.get(column.key) != before.get(column.key)
    )
    name = found.name if found else str(row.values.get("name") or row.values.get(table.identity[0]) or "")
    return Line(row.number, found.id if found else "", name, changes, after)


def _limits_gone(before: Mapping[str, Value], given: Mapping[str, Value]) -> dict[str, Value]:
    """Limits of an earlier value do not belong to a new one: without limits in its row it is exact."""
    new = [key for key in RANGES if given.get(key) is not None and given[key] != before.get(key)]
    return {f"{key}_{end}": given.get(f"{key}_{end}") for key in new for end in ("low", "high")}


def _fill_provenance(
    table: TableKind, group: str, before: Mapping[str, Value], given: dict[str, Value], today: date
) -> None:
    """A new figure without a day is of today; shares that are not named are zero once one is."""
    if group == "shares" and any(given.get(key) is not None for key in SHARES):
        for key in SHARES:
            given.setdefault(key, Decimal(0))
    values = [c.key for c in table.columns if c.group == group and not c.is_provenance]
    as_of = f"{group}_as_of"
    is_changed = any(given.get(key) is not None and given[key] != before.get(key) for key in values)
    if is_changed and given.get(as_of) is None and any(column.key == as_of for column in table.columns):
        given[as_of] = today


def _forbidden(table: TableKind, line: Line, limits: Limits) -> Iterator[tuple[str, Refused]]:
    """What a new row needs, what a figure of one's own must say, and rules with the values that stay."""
    if line.is_new:
        yield from _new(table, line, limits)
    top, level = limits.tops.get(str(line.after.get("scale"))), line.after.get("level")
    if top is not None and isinstance(level, Decimal) and level > top:
        yield "level", Refused(N_("The scale has levels 0 to %(top)s."), top=top)
    for group in table.groups():
        if line.changed(group) and any(column.key == f"{group}_origin" for column in table.columns):
            yield from _provenance(table, group, line)
    if line.changes:
        yield from broken_rules(table, line.after)


def _new(table: TableKind, line: Line, limits: Limits) -> Iterator[tuple[str, Refused]]:
    for column in table.columns:
        if column.is_needed_when_new and line.after.get(column.key) is None:
            yield column.key, Refused(N_("A new row needs this cell."))
    if line.after.get("has_substitute") is True:
        wrong = Refused(N_("A new task with a substitute does not belong here. Please delete the row."))
        yield "has_substitute", wrong
    if line.after.get("leika_key") in limits.leika_keys:
        yield "leika_key", Refused(N_("Another service of your list has this LeiKa key already."))
    if line.name.casefold() in limits.names:
        yield "name", Refused(N_("Something of this name was taken off the list. Please choose another name."))


def _provenance(table: TableKind, group: str, line: Line) -> Iterator[tuple[str, Refused]]:
    origin, source, _as_of = (f"{group}_{part}" for part in PROVENANCE)
    has_value = any(
        line.after.get(c.key) is not None for c in table.columns if c.group == group and not c.is_provenance
    )
    if not has_value:
        yield origin, Refused(N_("There is no value that this could describe. Please add the value."))
        return
    if line.after.get(origin) is None:
        yield origin, Refused(N_("How sure is the value? Allowed are: measured, counted, estimated."))
    elif line.after[origin] == "default":
        yield origin, Refused(N_("A value of your own is no default. Allowed are: measured, counted, estimated."))
    if line.after.get(source) is None:
        yield source, Refused(N_("Where does the value come from? Please add the source."))


def _same_twice(table: TableKind, rows: Sequence[Row], lines: Sequence[Line]) -> Iterator[Problem]:
    """Two rows that name the same entry in different ways (by key and by name)."""
    by_number = {row.number: row for row in rows}
    first: dict[str, int] = {}
    for line in lines:
        if line.id and line.id in first:
            wrong = Refused(
                N_("The same stands in row %(row)s already. Please delete one of both."), row=first[line.id]
            )
            yield Problem(line.number, by_number[line.number].at(table.identity[-1]), wrong)
        elif line.id:
            first[line.id] = line.number
