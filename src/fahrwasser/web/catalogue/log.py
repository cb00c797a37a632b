"""The history of an adoption as its page tells it: what was changed, and to what somebody went back."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fahrwasser.core import words
from fahrwasser.core.packages.decided import Decided
from fahrwasser.core.packages.parameters import Parameter

from .history import changes_of, rows_of
from .models import Activation, Adoption, ParameterSet
from .reads import said
from .releases import compiled
from .words import ACTS

SHOWN = 10
VALUE, LATER, TAKEN_BACK = "value", "later", "take back"


@dataclass(frozen=True, slots=True)
class Line:
    """One change: when, what happened, which values it was about, the version from then on."""

    at: datetime
    words: str
    about: tuple[str, ...]
    version: str


@dataclass(frozen=True, slots=True)
class History:
    """The last changes, newest first, and whether there is something to go back to."""

    lines: tuple[Line, ...]
    can_go_back: bool


def history_of(adoption: Adoption, language: str) -> History:
    """2 queries."""
    rows = rows_of(adoption)
    changes = changes_of(adoption, rows)
    last = rows[-SHOWN - 1 :]
    sets = ParameterSet.objects.of(adoption.municipality_id).in_bulk({row.parameters_id for row in last})
    before = {row.pk: sets[earlier.parameters_id] for earlier, row in pairwise(last)}
    lines = [
        Line(
            row.at,
            _words(row, changes.reached),
            tuple(_about(row, before.get(row.pk), sets[row.parameters_id], language)),
            row.release.version,
        )
        for row in reversed(rows[-SHOWN:])
    ]
    return History(tuple(lines), changes.before is not None)


def state_of(row: Activation) -> str:
    """Its day and time: what somebody went back to."""
    return date_format(timezone.localtime(row.at), "SHORT_DATETIME_FORMAT")


def _words(row: Activation, reached: Mapping[uuid.UUID, Activation]) -> str:
    if row.pk in reached:
        return _("Gone back to the state of %(when)s") % {"when": state_of(reached[row.pk])}
    return str(ACTS.get(row.act, row.act))


def _about(row: Activation, before: ParameterSet | None, after: ParameterSet, language: str) -> Iterator[str]:
    """The values that this line changed; what began by itself in between is no change of anybody."""
    if before is None or row.act not in _CHANGED:
        return
    today = timezone.localdate(row.at)
    known = {entry.name: entry for entry in compiled(row.release_id).parameters.parameters}
    yield from _CHANGED[row.act](before.on(today), after.on(today), known, language)


def _set(before: Decided, after: Decided, known: Mapping[str, Parameter], language: str) -> Iterator[str]:
    for name, value in after.values.items():
        is_same = (before.values.get(name), before.decisions.get(name)) == (value, after.decisions.get(name))
        if name in known and not is_same:
            yield f"{known[name].title.in_language(language)}: {said(known[name], value, language)}"


def _waits(before: Decided, after: Decided, known: Mapping[str, Parameter], language: str) -> Iterator[str]:
    there = before.waiting()
    for one in after.waiting():
        if one.name in known and one not in there:
            about = known[one.name]
            yield _("%(value)s from %(day)s") % {
                "value": f"{about.title.in_language(language)}: {said(about, one.value, language)}",
                "day": words.day(one.day, language),
            }


def _gone(before: Decided, after: Decided, known: Mapping[str, Parameter], language: str) -> Iterator[str]:
    return _waits(after, before, known, language)


_CHANGED: Mapping[str, Callable[[Decided, Decided, Mapping[str, Parameter], str], Iterator[str]]] = {
    VALUE: _set,
    LATER: _waits,
    TAKEN_BACK: _gone,
}
