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
Complexity = Literal["simple", "medium", "high"]
Degree = Literal["paper", "paper_with_calculation", "pdf_mail", "data_import", "rules_with_release", "automatic"]


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


def activity_minutes(numbers: tuple[int, ...], complexity: Complexity = "simple") -> float:
    """Minutes of standard activities together (StBA, Anhang 8); ValueError where the source has no value."""
    known = {row["no"]: row[complexity] for row in _data("cost-defaults.json")["activities_minutes"]}
    minutes = [known[number] for number in numbers]
    if None in minutes:
        raise ValueError(f"no {complexity} minutes for one of the activities {numbers} in the source")
    return float(sum(minutes))


def minutes_per_case(degree: Degree) -> Range:
    """Minutes of staff for one simple case at this degree of automation."""
    row = next(row for row in _data("cost-defaults.json")["derived_minutes_per_case"] if row["id"] == degree)
    low, high = row.get("range", (row["minutes"], row["minutes"]))
    return Range(low, row["minutes"], high)


def trip(to: str = "Gemeinde") -> tuple[float, float]:
    """One way of a citizen to the authority: minutes, EUR."""
    row = _data("cost-defaults.json")["citizen_trip"][to]
    return float(row["minutes"]), float(row["eur"])


@cache
def _data(name: str) -> dict[str, Any]:
    text = resources.files(__package__).joinpath(f"data/{name}").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded
