"""Steps and thresholds of buying something, as a checklist with source and date; our reading, no legal advice.

A norm is named only where we have read the text of the law. A threshold without an amount has none on purpose: no
source of ours states one that is valid, so the town has to look it up.
"""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Literal

from fahrwasser.core.inventory.questions import Text

Certainty = Literal["text_read", "check"]


@dataclass(frozen=True, slots=True)
class ProcurementStep:
    """One step; `norm` and `text_version` are empty where nothing was read ("check" = please check)."""

    id: str
    title: Text
    hint: Text
    norm: str
    text_version: str
    certainty: Certainty


@dataclass(frozen=True, slots=True)
class Threshold:
    """A limit of value; `eur` and `as_of` None = please look it up at `source`."""

    id: str
    title: Text
    source: Text
    eur: float | None
    as_of: date | None


@dataclass(frozen=True, slots=True)
class Checklist:
    """Everything that is shown, as of one day."""

    as_of: date
    steps: tuple[ProcurementStep, ...]
    thresholds: tuple[Threshold, ...]


def checklist(state: str) -> Checklist:
    """The checklist for a town of this Land; laws of another Land are not named, the step stays."""
    raw = _data()
    return Checklist(
        as_of=date.fromisoformat(raw["as_of"]),
        steps=tuple(_step(row, state) for row in raw["steps"]),
        thresholds=tuple(_threshold(row) for row in raw["thresholds"]),
    )


def _step(row: dict[str, Any], state: str) -> ProcurementStep:
    applies = row["state"] in ("", state)
    return ProcurementStep(
        id=row["id"],
        title=Text(row["title"]["de"], row["title"]["en"]),
        hint=Text(row["hint"]["de"], row["hint"]["en"]),
        norm=row["norm"] if applies else "",
        text_version=row["text_version"] if applies else "",
        certainty=row["certainty"] if applies else "check",
    )


def _threshold(row: dict[str, Any]) -> Threshold:
    return Threshold(
        id=row["id"],
        title=Text(row["title"]["de"], row["title"]["en"]),
        source=Text(row["source"]["de"], row["source"]["en"]),
        eur=row["eur"],
        as_of=date.fromisoformat(row["as_of"]) if row["as_of"] else None,
    )


@cache
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(
        resources.files("fahrwasser.core.agenda").joinpath("data/procurement.json").read_text("utf-8")
    )
    return loaded
