"""What of a case has to stay when its person wants it erased (Art. 17 DSGVO), and what may go at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fahrwasser.core.forms import value_at
from fahrwasser.core.packages.release import Release
from fahrwasser.core.packages.values import Purpose
from fahrwasser.web.cases.facts import local_day
from fahrwasser.web.cases.models import Case
from fahrwasser.web.catalogue.releases import compiled
from fahrwasser.web.records.models import ErasureRequest, File
from fahrwasser.web.records.reads import DESTROY
from fahrwasser.web.registers.retention import ends_of

from .reads import questions

Reason = ErasureRequest.Reason
Leaves = dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Part:
    """What one purpose of the package keeps of a case, in German: the questions, the norm, and how long it says."""

    purpose: str
    norm: str
    fields: tuple[str, ...]
    retention: str

    def to_json(self) -> dict[str, Any]:
        """As a request for erasure keeps it."""
        return {"zweck": self.purpose, "norm": self.norm, "felder": list(self.fields), "aufbewahrung": self.retention}


def part_from(kept: Mapping[str, Any]) -> Part:
    """A part as it was kept with the request."""
    return Part(kept["zweck"], kept["norm"], tuple(kept["felder"]), kept["aufbewahrung"])


@dataclass(frozen=True, slots=True)
class Standing:
    """`reason`: why `kept` stays ("": nothing has to), `until`: the last day, when there is one.

    `removable`: what rests on consent alone and is there; `leaves`: its fields by name, with their values.
    """

    reason: str
    until: date | None
    kept: tuple[Part, ...]
    removable: tuple[Part, ...]
    leaves: Leaves

    @property
    def goes_whole(self) -> bool:
        """Nothing has to stay."""
        return not self.reason


def standing_of(case: Case, today: date) -> Standing:
    """At most 2 queries."""
    release = compiled(case.release_id)
    answers = case.facts.get("antrag")
    reason, until = _duty(case, release, today)
    purposes = release.privacy.purposes
    free = {name for purpose in purposes for name in purpose.voluntary}
    removable = _parts(release, [(p, [n for n in p.voluntary if _given(answers, n)]) for p in purposes])
    kept = _parts(release, [(p, [n for n in p.fields if n not in free and _given(answers, n)]) for p in purposes])
    if answers is None:  # it began with an event
        kept = tuple(Part(p.purpose, p.norm, (), p.retention) for p in purposes)
    return Standing(str(reason), until, kept, removable, _leaves(answers or {}, free))


def _duty(case: Case, release: Release, today: date) -> tuple[str, date | None]:
    """Why a case has to be kept, and until when."""
    if case.closed_at is None:
        return Reason.RUNNING, None
    years = release.manifest.filing.retention_years
    file = File.objects.of(case.municipality_id).filter(cause=case.pk).first()
    until = (file and file.keep_until) or date(local_day(case.closed_at).year + years, 12, 31)
    ends = ends_of(case.municipality, case.pk)
    last = [end for end in ends if end is not None]
    if len(last) < len(ends) or any(end >= today for end in last):
        return Reason.IN_FORCE, None
    until = max([until, *(date(end.year + years, 12, 31) for end in last)])
    if until >= today or file is None:
        return Reason.KEPT, until
    is_asked = file.disposal_kind == DESTROY or file.offered_on is not None
    return ("", None) if is_asked else (Reason.ARCHIVE, None)


def _parts(release: Release, found: Iterable[tuple[Purpose, list[str]]]) -> tuple[Part, ...]:
    return tuple(
        Part(purpose.purpose, purpose.norm, questions(release.form, names, "de"), purpose.retention)
        for purpose, names in found
        if names
    )


def _given(answers: Any, name: str) -> bool:
    return any(True for _leaf in _leaves_at(answers or {}, name))


def _leaves(answers: Mapping[str, Any], names: Iterable[str]) -> Leaves:
    found: Leaves = defaultdict(list)
    for name in names:
        for key, value in _leaves_at(answers, name):
            found[key].append(value)
    return dict(found)


def _leaves_at(answers: Mapping[str, Any], name: str) -> Iterator[tuple[str, Any]]:
    """Names and values of all answers at or below this field."""
    return _below(name.rpartition(".")[2], value_at(answers, name.replace(".", "/")))


def _below(key: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _below(name, inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _below(key, inner)
    elif value not in (None, ""):
        yield key, value
