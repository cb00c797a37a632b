"""The shipped defaults: wages and minutes (StBA 2025), cases per 1,000 inhabitants with source and range.

Every value is a default that a town overrides. Sources and what is our own estimate stand in the data files.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Literal

from fahrwasser.core.costing.ranges import Range

Confidence = Literal["A", "B", "C"]


@dataclass(frozen=True, slots=True)
class Volume:
    """Cases per 1,000 inhabitants and year (`per_town`: per municipality and year).

    `confidence` A: state or national statistic, B: one or two towns, C: our estimate.
    """

    id: str
    label: str
    per_thousand: Range
    source: str
    confidence: Confidence
    note: str
    per_town: bool = False

    def in_town(self, population: int) -> Range:
        """Cases a year in a town with this many inhabitants."""
        return self.per_thousand if self.per_town else self.per_thousand.times(population / 1000)


@cache
def volumes() -> Mapping[str, Volume]:
    """The known volumes by id."""
    rows = _data("volumes.json")["volumes"]
    return MappingProxyType({row["id"]: _volume(row) for row in rows})


def _volume(row: dict[str, Any]) -> Volume:
    return Volume(
        id=row["id"],
        label=row["label"],
        per_thousand=Range(row["low"], row["likely"], row["high"]),
        source=row["source"],
        confidence=row["confidence"],
        note=row["note"],
        per_town=row["id"] == "council_hours",  # its unit in the source: hours per town
    )


def hour_rate(career: str = "gehoben", level: str = "Kommunen") -> float:
    """EUR per hour of staff, without overhead (StBA 2025, Anhang 5); KeyError for an unknown career or level."""
    return float(_data("cost-defaults.json")["wages_eur_per_hour"][level][career])


def trip_minutes(to: str = "Gemeinde") -> float:
    """Minutes of one way of a citizen to the authority."""
    return float(_data("cost-defaults.json")["citizen_trip"][to]["minutes"])


@cache
def _data(name: str) -> dict[str, Any]:
    text = resources.files(__package__).joinpath(f"data/{name}").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded
