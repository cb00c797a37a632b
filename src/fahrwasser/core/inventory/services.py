"""The starter list: services that a small municipality typically offers, and what a capability is.

The list is our own. LeiKa keys are of 2019 and carry that note; volumes refer to costing.volumes or are estimates.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from fahrwasser.core.costing.defaults import Volume, volumes
from fahrwasser.core.costing.ranges import Range
from fahrwasser.core.inventory.questions import Text


@dataclass(frozen=True, slots=True)
class Area:
    """A group of services; `office` is the Amt that usually has it (key as in the question roles where they match)."""

    id: str
    name: Text
    office: str


@dataclass(frozen=True, slots=True)
class ServiceDefault:
    """A typical service. `volume` is None where no default makes sense, then `volume_reason` says why.

    `minutes` are staff minutes for one case on paper. `group` ties services to the question who does them,
    `project` is the catalogue project that would ease it. `is_default` False: small towns often do not offer it.
    """

    id: str
    area: str
    name: Text
    leika_key: str
    volume: Volume | None
    volume_reason: str
    minutes: float
    minutes_source: str
    is_default: bool
    group: str
    law: str
    project: str


@dataclass(frozen=True, slots=True)
class CapabilityDefault:
    """Something that projects provide and need. When it is live, the project `makes_done` ("" for none) is done."""

    key: str
    name: Text
    evidence: Text
    makes_done: str


@cache
def starter_services() -> tuple[ServiceDefault, ...]:
    """The starter list in the order of the areas."""
    return tuple(_service(row) for row in _data("services.json")["services"])


@cache
def areas() -> tuple[Area, ...]:
    """The groups of the starter list in their order."""
    return tuple(Area(row["id"], _text(row["name"]), row["office"]) for row in _data("services.json")["areas"])


def leika_note() -> Text:
    """What to say beside every LeiKa key of the starter list."""
    return _text(_data("services.json")["leika_note"])


@cache
def capability_defaults() -> Mapping[str, CapabilityDefault]:
    """The known capabilities by key, in their order."""
    rows = _data("capabilities.json")["capabilities"]
    known = {
        row["key"]: CapabilityDefault(row["key"], _text(row["name"]), _text(row["evidence"]), row.get("makes_done", ""))
        for row in rows
    }
    return MappingProxyType(known)


def _service(row: dict[str, Any]) -> ServiceDefault:
    raw = row["volume"]
    return ServiceDefault(
        id=row["id"],
        area=row["area"],
        name=_text(row["name"]),
        leika_key=row.get("leika", ""),
        volume=None if "reason" in raw else _volume(row["id"], raw),
        volume_reason=raw.get("reason", ""),
        minutes=float(row["minutes"]),
        minutes_source=row["minutes_basis"],
        is_default=row["default_on"],
        group=row.get("group", ""),
        law=row.get("law", ""),
        project=row.get("project", ""),
    )


def _volume(service: str, raw: dict[str, Any]) -> Volume:
    if "ref" in raw:
        return volumes()[raw["ref"]]
    return Volume(
        id=service,
        label="",
        per_thousand=Range(raw["low"], raw["likely"], raw["high"]),
        source="eigene Schätzung",
        confidence="C",
        note="",
        per_town=raw.get("per_town", False),
    )


def _text(raw: dict[str, str]) -> Text:
    return Text(raw["de"], raw.get("en", ""))


@cache
def _data(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(resources.files(__package__).joinpath(f"data/{name}").read_text("utf-8"))
    return loaded
