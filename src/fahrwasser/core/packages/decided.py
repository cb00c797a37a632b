"""What a town has decided for one package, day by day: what is in force, and what waits for the day it holds from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from fahrwasser.core.packages.findings import Problem
from fahrwasser.core.packages.parameters import ParameterSchema, Resolution, check

Later = Mapping[str, Mapping[str, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One value that holds from a later day, and the kept resolution behind it."""

    day: date
    name: str
    value: Any
    decision: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Decided:
    """As it is kept in JSON; nothing changes in place.

    `values`: name → value; `decisions`: name → {body, number, decided_on, valid_from}; `later`: first day (ISO) →
    {"values", "decisions"} that change on that day, all of them together. What does not change stays as it then is.
    """

    values: Mapping[str, Any]
    decisions: Mapping[str, Any]
    later: Later

    def on(self, day: date) -> "Decided":
        """As it stands on that day: what was to begin by then is in force, the rest still waits."""
        due = [first for first in sorted(self.later) if first <= day.isoformat()]
        values, decisions = dict(self.values), dict(self.decisions)
        for first in due:
            values.update(self.later[first]["values"])
            decisions.update(self.later[first]["decisions"])
        return Decided(values, decisions, {first: group for first, group in self.later.items() if first not in due})

    def days(self) -> list[date]:
        """On which something changes, the next one first."""
        return [date.fromisoformat(first) for first in sorted(self.later)]

    def waiting(self) -> list[Waiting]:
        """Every single value that waits, the next one first."""
        return [
            Waiting(day, name, value, self.later[day.isoformat()]["decisions"].get(name, {}))
            for day in self.days()
            for name, value in self.later[day.isoformat()]["values"].items()
        ]

    def with_value(self, name: str, value: Any, decision: Mapping[str, str] | None) -> "Decided":
        """In force at once; what waits still comes on its day."""
        decisions = {key: kept for key, kept in self.decisions.items() if key != name}
        if decision:
            decisions[name] = decision
        return replace(self, values={**self.values, name: value}, decisions=decisions)

    def with_waiting(self, day: date, name: str, value: Any, decision: Mapping[str, str]) -> "Decided":
        """From that day on; replaces what waited for the same day."""
        group = self.later.get(day.isoformat(), {"values": {}, "decisions": {}})
        values = {**group["values"], name: value}
        decisions = {**group["decisions"], name: decision}
        return replace(self, later={**self.later, day.isoformat(): {"values": values, "decisions": decisions}})

    def without(self, day: date, name: str) -> "Decided":
        """What waited for that day does not come; the others of that day do."""
        group = self.later.get(day.isoformat(), {"values": {}, "decisions": {}})
        left = {part: {key: kept for key, kept in group[part].items() if key != name} for part in group}
        later = {first: kept for first, kept in self.later.items() if first != day.isoformat()}
        return replace(self, later={**later, day.isoformat(): left} if left["values"] else later)


def check_later(schema: ParameterSchema, decided: Decided) -> Iterator[Problem]:
    """What waits and does not fit this schema on its day, at `later[2027-01-01].<place>`."""
    for day in decided.days():
        group = decided.later[day.isoformat()]
        for problem in check(schema, group["values"], resolutions(group["decisions"]), complete=False):
            yield Problem(f"later[{day.isoformat()}].{problem.place}", problem.msgid, problem.values)


def resolutions(decisions: Mapping[str, Any]) -> dict[str, Resolution]:
    """The kept decisions as `parameters.check` reads them."""
    return {
        name: Resolution(
            entry["number"], date.fromisoformat(entry["decided_on"]), date.fromisoformat(entry["valid_from"])
        )
        for name, entry in decisions.items()
    }
