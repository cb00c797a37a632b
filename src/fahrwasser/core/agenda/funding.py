"""Funding programmes as dated data (`fahrwasser-funding/1`): read strictly, matched to projects and towns.

We ship no programme: what is on offer changes, and the reference knows none that is current. The operator imports a
list with source and date (docs/reference/funding.md). Whether a programme applies is for the giver to say.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from fahrwasser.core.agenda.catalogue.projects import Catalogue, base_of
from fahrwasser.core.inventory.questions import Text
from fahrwasser.core.inventory.strict import Entry, load_json, words_at
from fahrwasser.core.refused import N_, Refused

FORMAT = "fahrwasser-funding/1"
MAX_PROGRAMMES = 500
SOON = timedelta(days=60)
State = Literal["open", "soon", "expired"]

_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,58}")
_STATE = re.compile(r"0[1-9]|1[0-6]")
_LINK = re.compile(r"https://[^\s<>\"]{3,400}")
_FILE_KEYS = ("format", "collection", "title", "source", "as_of", "is_sample", "programmes")
_KEYS = (
    *("id", "name", "giver", "what", "percent", "most_eur", "deadline", "link", "as_of"),
    *("projects", "fields", "states", "population", "note"),
)


@dataclass(frozen=True, slots=True)
class Programme:
    """Who gives what to whom until when. Empty `projects` and `fields`: any project; empty `states`: any Land.

    `percent` of the costs, at most `most_eur` (None = no limit named); `deadline` None = no end named. `as_of` is the
    day on which somebody looked. Population bounds are inclusive.
    """

    id: str
    name: Text
    giver: str
    what: Text
    percent: float
    most_eur: float | None
    deadline: date | None
    link: str
    as_of: date
    projects: frozenset[str]
    fields: frozenset[str]
    states: frozenset[str]
    people_from: int
    people_to: int | None
    note: str

    def state_on(self, day: date) -> State:
        """Whether one can still apply on this day, as far as the data say."""
        if self.deadline is None:
            return "open"
        if self.deadline < day:
            return "expired"
        return "soon" if self.deadline <= day + SOON else "open"

    def fits_town(self, state: str, population: int) -> bool:
        """Whether Land and size are the ones named."""
        is_small_enough = self.people_to is None or population <= self.people_to
        return (not self.states or state in self.states) and self.people_from <= population and is_small_enough

    def fits_project(self, catalogue: Catalogue, planned: str) -> bool:
        """Whether the project (or its Handlungsfeld) is one of those named."""
        project = catalogue.projects.get(base_of(planned))
        if project is None:
            return False
        return not (self.projects or self.fields) or project.id in self.projects or project.field in self.fields

    def grant(self, cost: float) -> float:
        """At most this much of these costs in EUR, whole euros."""
        share = cost * self.percent / 100
        return float(round(share if self.most_eur is None else min(share, self.most_eur)))


@dataclass(frozen=True, slots=True)
class ProgrammeList:
    """One file: programmes of one source."""

    id: str
    title: Text
    source: str
    as_of: date
    is_sample: bool
    programmes: tuple[Programme, ...]


def read_funding(raw: bytes, catalogue: Catalogue) -> ProgrammeList:
    """The programmes of a JSON file. Raises Refused: with line and column where it is no JSON, else with the place."""
    content = Entry(load_json(raw), "", _FILE_KEYS)
    if content.raw.get("format") != FORMAT:
        raise Refused(N_("This is no list of programmes: “format” must be %(wanted)s."), place="format", wanted=FORMAT)
    found: list[Programme] = []
    for place, entry in content.list_of("programmes", MAX_PROGRAMMES):
        programme = programme_in(Entry(entry, place, _KEYS), catalogue)
        if any(other.id == programme.id for other in found):
            raise Refused(N_("The id “%(id)s” stands twice."), place=f"{place}.id", id=programme.id)
        found.append(programme)
    return ProgrammeList(
        id=content.matching("collection", _ID),
        title=content.text("title"),
        source=_needed(content, "source"),
        as_of=_day(content, "as_of"),
        is_sample=content.flag("is_sample", default=False),
        programmes=tuple(found),
    )


def programme_from(raw: dict[str, Any], catalogue: Catalogue) -> Programme:
    """One programme as it was stored; raises Refused like `read_funding`."""
    return programme_in(Entry(raw, "", _KEYS), catalogue)


def programme_in(entry: Entry, catalogue: Catalogue) -> Programme:
    """One entry of the list."""
    people = Entry(entry.raw.get("population", {}), entry.at("population"), ("from", "to"))
    least = int(people.number("from", 0, 0, 1e8))
    most = int(people.number("to", 0, least, 1e8)) if "to" in people.raw else None
    return Programme(
        id=entry.matching("id", _ID),
        name=entry.text("name"),
        giver=_needed(entry, "giver"),
        what=entry.text("what"),
        percent=entry.number("percent", -1, 0, 100),
        most_eur=entry.number("most_eur", 0, 0, 1e9) if entry.raw.get("most_eur") is not None else None,
        deadline=_day(entry, "deadline") if entry.raw.get("deadline") is not None else None,
        link=_link(entry),
        as_of=_day(entry, "as_of"),
        projects=_known(entry, "projects", catalogue.projects),
        fields=_known(entry, "fields", catalogue.fields),
        states=_states(entry),
        people_from=least,
        people_to=most,
        note=entry.words("note"),
    )


def _needed(entry: Entry, key: str) -> str:
    value = entry.words(key).strip()
    if not value:
        raise Refused(N_("A text is expected."), place=entry.at(key))
    return value


def _day(entry: Entry, key: str) -> date:
    value = entry.raw.get(key)
    try:
        found = date.fromisoformat(value) if isinstance(value, str) and len(value) == len("2027-03-31") else None
    except ValueError:
        found = None
    if found is None or not date(1990, 1, 1) <= found <= date(2100, 12, 31):
        raise Refused(N_("A day such as 2027-03-31 is expected."), place=entry.at(key))
    return found


def _link(entry: Entry) -> str:
    value = entry.raw.get("link")
    if not isinstance(value, str) or not _LINK.fullmatch(value):
        raise Refused(N_("An address that begins with https:// is expected."), place=entry.at("link"))
    return value


def _known(entry: Entry, key: str, known: Collection[str]) -> frozenset[str]:
    for place, value in entry.list_of(key, 200):
        if words_at(value, place) not in known:
            raise Refused(N_("“%(found)s” is not in the catalogue."), place=place, found=value)
    return frozenset(entry.raw.get(key, ()))


def _states(entry: Entry) -> frozenset[str]:
    for place, value in entry.list_of("states", 16):
        if not _STATE.fullmatch(words_at(value, place)):
            raise Refused(N_("The key of a Land from 01 to 16 is expected."), place=place)
    return frozenset(entry.raw.get("states", ()))
