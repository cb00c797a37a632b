"""What a change spares the colleagues, and what they have to learn before it goes live: data and small rules.

Minutes a case come from the project's hours and the cases it eases in this town; texts are our own (E).
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from fahrwasser.core.agenda.catalogue.projects import Catalogue, base_of
from fahrwasser.core.costing.ranges import Range
from fahrwasser.core.inventory.questions import Text

EVERYBODY, OF_THE_PROJECT = "all", "office"
LEAST_MINUTES = 0.5


@dataclass(frozen=True, slots=True)
class Training:
    """What has to be learnt. `who`: "office" (that of the project), "all", or the key of an office."""

    id: str
    title: Text
    minutes: int
    projects: tuple[str, ...]
    who: str

    def offices(self, catalogue: Catalogue, project: str) -> tuple[str, ...]:
        """Keys of the offices that learn it for this project; nothing means everybody."""
        if self.who == EVERYBODY:
            return ()
        return (catalogue.projects[base_of(project)].office,) if self.who == OF_THE_PROJECT else (self.who,)


@dataclass(frozen=True, slots=True)
class Eased:
    """A service that a project eases, as this town has it: its minutes a case today and its cases a year."""

    name: str
    minutes: float
    volume: float


def trainings_for(project: str) -> tuple[Training, ...]:
    """Before this project (or variant) goes live; in the order of the data."""
    return tuple(training for training in trainings() if base_of(project) in training.projects)


def fewer_interruptions(project: str) -> Text | None:
    """The sentence for this project; None where the data say nothing."""
    return next((text for projects, text in _interruptions() if base_of(project) in projects), None)


def minutes_saved(hours: Range, services: Iterable[Eased]) -> Range | None:
    """Minutes a case: the hours a year spread over the eased cases, never more than a case takes today.

    None where no case is known or where less than half a minute would be left.
    """
    known = [service for service in services if service.volume > 0]
    cases = sum(service.volume for service in known)
    if not cases:
        return None
    most = sum(service.minutes * service.volume for service in known) / cases
    saved = Range(*(min(end * 60 / cases, most) for end in (hours.low, hours.likely, hours.high)))
    return saved if saved.high >= LEAST_MINUTES else None


def offices_named(catalogue: Catalogue, names: Collection[str]) -> frozenset[str]:
    """Keys of the catalogue's offices that the town's own offices are called like, in German or English."""
    folded = {name.casefold().strip() for name in names}
    return frozenset(
        key for key, text in catalogue.offices.items() if {text.de.casefold(), text.en.casefold()} & folded
    )


@cache
def trainings() -> tuple[Training, ...]:
    """All of them."""
    return tuple(
        Training(row["id"], _text(row["title"]), row["minutes"], tuple(row["projects"]), row["who"])
        for row in _data()["trainings"]
    )


@cache
def _interruptions() -> tuple[tuple[frozenset[str], Text], ...]:
    return tuple((frozenset(row["projects"]), _text(row["text"])) for row in _data()["interruptions"])


def _text(raw: dict[str, str]) -> Text:
    return Text(raw["de"], raw["en"])


@cache
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(
        resources.files("fahrwasser.core.agenda").joinpath("data/colleagues.json").read_text("utf-8")
    )
    return loaded
