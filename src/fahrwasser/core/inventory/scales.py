"""Maturity scales as data: the lowest criterion decides, an unanswered criterion is unknown and never 0.

Criteria are imported (their official wording is not ours to ship); an assessment keeps the scale version it was made
with, and there is no automatic mapping between versions.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from fahrwasser.core.inventory.questions import Text
from fahrwasser.core.inventory.strict import Entry, load_json
from fahrwasser.core.refused import N_, Refused

RULE = "lowest_criterion"


@dataclass(frozen=True, slots=True)
class Criterion:
    """A statement that is met up to a level; without it the service stays below `level`."""

    id: str
    text: Text
    level: int


@dataclass(frozen=True, slots=True)
class Scale:
    """One version of a maturity scale; `levels` from 0 upwards. Without criteria only whole levels can be set."""

    id: str
    version: str
    title: Text
    levels: tuple[Text, ...]
    criteria: tuple[Criterion, ...]
    source: str
    note: str

    @property
    def top(self) -> int:
        """The highest level."""
        return len(self.levels) - 1


@dataclass(frozen=True, slots=True)
class Maturity:
    """Level of a service; None while a criterion is unanswered. `upper_bound` is the best it can still be."""

    level: int | None
    upper_bound: int
    unanswered: tuple[str, ...]
    deciding: tuple[str, ...]


def assess(scale: Scale, answers: Mapping[str, bool | None]) -> Maturity:
    """Maturity from criteria met (True), not met (False) or not known (None or missing).

    A criterion of level n that is not met keeps the service below n: the lowest one decides.
    """
    failed = [c for c in scale.criteria if answers.get(c.id) is False]
    open_ones = tuple(c.id for c in scale.criteria if answers.get(c.id) is None)
    upper = min((c.level - 1 for c in failed), default=scale.top)
    deciding = tuple(c.id for c in failed if c.level - 1 == upper)
    undecided = [c for c in scale.criteria if c.id in open_ones and c.level <= upper]
    is_known = bool(scale.criteria) and not undecided
    return Maturity(upper if is_known else None, upper, open_ones, deciding)


def set_level(scale: Scale, level: int) -> Maturity:
    """Maturity as somebody who knows sets it whole; Refused if the scale has no such level."""
    if not 0 <= level <= scale.top:
        raise Refused(N_("The scale has levels 0 to %(top)s."), place="level", top=scale.top)
    return Maturity(level, level, (), ())


@cache
def shipped_scales() -> tuple[Scale, ...]:
    """OZG 1.1 and OZG 2.0, levels only."""
    raw = json.loads(resources.files(__package__).joinpath("data/scales.json").read_text("utf-8"))
    return tuple(_scale(Entry(row, f"scales[{n}]", _KEYS)) for n, row in enumerate(raw["scales"], start=1))


def read_scale(raw: bytes) -> Scale:
    """An imported scale (`fahrwasser-scale/1`), for example with its criteria. Raises Refused with the place."""
    content = load_json(raw)
    if not isinstance(content, dict) or content.pop("format", None) != "fahrwasser-scale/1":
        raise Refused(N_("This is no scale: “format” must be %(wanted)s."), place="format", wanted="fahrwasser-scale/1")
    return _scale(Entry(content, "", _KEYS))


_KEYS = ("id", "version", "title", "rule", "levels", "criteria", "criteria_expected", "source", "note")


def _scale(entry: Entry) -> Scale:
    if entry.raw.get("rule") != RULE:
        raise Refused(N_("The only known rule is %(rule)s."), place=entry.at("rule"), rule=RULE)
    levels: list[Text] = []
    for place, raw in entry.list_of("levels", 20):
        level = Entry(raw, place, ("level", "name"))
        if level.raw.get("level") != len(levels):
            raise Refused(N_("Levels are numbered from 0 without a gap."), place=level.at("level"))
        levels.append(level.text("name"))
    if len(levels) < 2:
        raise Refused(N_("A scale has at least two levels."), place=entry.at("levels"))
    return Scale(
        id=entry.words("id"),
        version=entry.words("version"),
        title=entry.text("title"),
        levels=tuple(levels),
        criteria=_criteria(entry, len(levels) - 1),
        source=entry.words("source"),
        note=entry.words("note"),
    )


def _criteria(entry: Entry, top: int) -> tuple[Criterion, ...]:
    found: dict[str, Criterion] = {}
    for place, raw in entry.list_of("criteria", 100):
        row = Entry(raw, place, ("id", "text", "level"))
        key: Any = row.words("id")
        if not key or key in found:
            raise Refused(N_("The id “%(id)s” stands twice."), place=row.at("id"), id=key)
        found[key] = Criterion(key, row.text("text"), int(row.number("level", 0, 1, top)))
    return tuple(found.values())
