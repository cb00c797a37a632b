"""The phases of coaching as a state machine: how a town enters each, what it does there, when it is stuck.

Source: reference programme-and-agenda 2; target days and both limits of being stuck are estimates (E).
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

from fahrwasser.core.inventory.questions import Text

LONGEST_RECORD = timedelta(days=120)
LONGEST_SILENCE = timedelta(days=90)
RECORD = "record"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a phase's checklist. `fact` = the fact that shows it is done; `evidence` = what proves it."""

    fact: str
    title: Text
    evidence: Text


@dataclass(frozen=True, slots=True)
class PhaseKind:
    """A phase. `needs` = facts that must hold to enter it; `days` = usual length, None without an end."""

    key: str
    title: Text
    aim: Text
    needs: tuple[str, ...]
    items: tuple[Item, ...]
    days: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a town stands in its phase."""

    phase: PhaseKind
    days: int
    stuck: str
    """ "", "reason" (somebody said why), "long" (the record takes too long) or "silent" (no entry for long)."""
    open_items: tuple[Item, ...]

    @property
    def is_stuck(self) -> bool:
        """Somebody should call."""
        return bool(self.stuck)


@cache
def phases() -> tuple[PhaseKind, ...]:
    """All phases in their order."""
    text = resources.files("fahrwasser.core.programme").joinpath("data/phases.json").read_text("utf-8")
    return tuple(_phase(raw) for raw in json.loads(text)["phases"])


def phase(key: str) -> PhaseKind:
    """The phase of this key. Raises KeyError."""
    return {kind.key: kind for kind in phases()}[key]


def reached(facts: Mapping[str, bool]) -> PhaseKind:
    """The furthest phase whose entry condition, and that of every phase before it, holds.

    `facts`: flag by name; a flag that is missing does not hold. Every town is at least in the first phase.
    """
    found = phases()[0]
    for kind in phases():
        if not all(facts.get(need, False) for need in kind.needs):
            break
        found = kind
    return found


def missing(kind: PhaseKind, facts: Mapping[str, bool]) -> tuple[str, ...]:
    """Facts that the phase after `kind` still needs; empty for the last one."""
    order = phases()
    after = order[order.index(kind) + 1 :][:1]
    return tuple(need for following in after for need in following.needs if not facts.get(need, False))


def standing(
    kind: PhaseKind,
    *,
    entered_on: date,
    last_entry_on: date | None,
    today: date,
    facts: Mapping[str, bool],
    said: str = "",
) -> Standing:
    """Days in the phase, whether the town is stuck in it, and what is still open on its checklist.

    `said` = the reason somebody gave for being stuck; it goes before what the days say.
    """
    spent = today - entered_on
    silent_since = max(entered_on, last_entry_on or entered_on)
    stuck = ""
    if said:
        stuck = "reason"
    elif kind.key == RECORD and spent > LONGEST_RECORD:
        stuck = "long"
    elif today - silent_since > LONGEST_SILENCE:
        stuck = "silent"
    open_items = tuple(item for item in kind.items if not facts.get(item.fact, False))
    return Standing(kind, max(0, spent.days), stuck, open_items)


def fact_names() -> frozenset[str]:
    """Every fact that some phase asks for; the web layer must know each."""
    return frozenset(_facts(phases()))


def _facts(kinds: Iterable[PhaseKind]) -> Iterable[str]:
    for kind in kinds:
        yield from kind.needs
        yield from (item.fact for item in kind.items)


def _phase(raw: dict[str, Any]) -> PhaseKind:
    items = tuple(Item(row["fact"], _text(row["title"]), _text(row["evidence"])) for row in raw["items"])
    return PhaseKind(raw["key"], _text(raw["title"]), _text(raw["aim"]), tuple(raw["needs"]), items, raw["days"])


def _text(raw: dict[str, str]) -> Text:
    return Text(raw["de"], raw["en"])
