"""The catalogue as pages show it."""

import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from fahrwasser.core import words
from fahrwasser.core.packages.decided import Decided, Waiting, resolutions
from fahrwasser.core.packages.filling import shown
from fahrwasser.core.packages.findings import Problem
from fahrwasser.core.packages.parameters import COUNCIL, Parameter, check, not_yet
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.ui.languages import in_words
from fahrwasser.web.ui.seen import mark_of

from .connections import Connection
from .models import Adoption, Release
from .releases import compiled, newest
from .words import DECIDES, GROUPS

SHORT = 120
LATER = re.compile(r"(?:later\[([^\]]+)\]\.)?(.*)", re.DOTALL)
UMLAUT = re.compile("^([AOU])e")
INVENTED_KINDS = frozenset({"text", "table"})
"""Kinds whose defaults are invented names, accounts and streets."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A package in a list, with the town's adoption of it if there is one."""

    release: Release
    title: dict[str, str]
    summary: dict[str, str]
    adoption: Adoption | None


@dataclass(frozen=True, slots=True)
class Coming:
    """A value that holds from a later day: how it reads, the number of its resolution, a mark of both."""

    day: date
    said: str
    resolution: str
    mark: str


@dataclass(frozen=True, slots=True)
class Value:
    """A parameter in the list: what it is, what the town has today, who decides, by which resolution.

    `body`: key of who decides; `is_example`: a text that still is the package's own invention; `coming`: what waits.
    """

    name: str
    title: str
    said: str
    decides: str
    resolution: str
    body: str
    is_set: bool
    is_example: bool
    coming: tuple[Coming, ...]


@dataclass(frozen=True, slots=True)
class Values:
    """Values that the same body decides."""

    title: str
    values: tuple[Value, ...]


def packages_of(town: Municipality) -> list[Shown]:
    """The newest release of each package; 2 queries."""
    taken = {adoption.package: adoption for adoption in Adoption.objects.of(town).with_release()}
    return [
        Shown(release, release.manifest["title"], release.manifest["summary"], taken.get(release.package))
        for release in newest()
    ]


def package_or_404(adoption: Adoption) -> dict[str, Any]:
    """What the manifest says, for headings."""
    shown: dict[str, Any] = adoption.release.manifest
    return shown


def values_of(adoption: Adoption, language: str, today: date) -> list[Value]:
    """All parameters in the order of the package, with what is in force today and what waits; no query."""
    if adoption.parameters is None:
        return []
    release, decided = compiled(adoption.release_id), adoption.parameters.on(today)
    return [
        _value(entry, decided, release.defaults.get(entry.name), language) for entry in release.parameters.parameters
    ]


def _value(entry: Parameter, decided: Decided, example: Any, language: str) -> Value:
    name, value = entry.name, decided.values.get(entry.name)
    is_set = value is not None
    return Value(
        name=name,
        title=entry.title.in_language(language),
        said=said(entry, value, language),
        decides=str(DECIDES.get(entry.decides or "", "")),
        resolution=str(decided.decisions.get(name, {}).get("number", "")) if is_set else "",  # unused, undecided
        body=entry.decides or "",
        is_set=is_set,
        is_example=is_set and entry.kind in INVENTED_KINDS and name not in decided.decisions and value == example,
        coming=tuple(coming(entry, one, language) for one in decided.waiting() if one.name == name),
    )


def coming(entry: Parameter, waiting: Waiting, language: str) -> Coming:
    """A value that waits, in words."""
    number = waiting.decision.get("number", "")
    return Coming(waiting.day, said(entry, waiting.value, language), number, mark_of([repr(waiting)]))


def grouped(values: Sequence[Value]) -> list[Values]:
    """By who decides, the council first; what is not used stands last and is nobody's decision."""
    used = [value for value in values if value.is_set]
    found = [Values(str(title), tuple(value for value in used if value.body == body)) for body, title in GROUPS.items()]
    found.append(Values(_("Not used"), tuple(value for value in values if not value.is_set)))
    return [group for group in found if group.values]


def undecided_of(adoption: Adoption, language: str, today: date) -> list[Value]:
    """Values of the council in use that no resolution stands behind yet; no query."""
    decided = adoption.parameters.on(today).decisions if adoption.parameters else {}
    values = values_of(adoption, language, today)
    return [value for value in values if value.is_set and value.body == COUNCIL and value.name not in decided]


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What is missing: at which value or connection, and what to do."""

    name: str
    title: str
    text: str
    is_connection: bool


def obstacles_of(adoption: Adoption, connections: Sequence[Connection], language: str, today: date) -> list[Obstacle]:
    """What else is missing beside the resolutions of `undecided_of`; no query."""
    schema = compiled(adoption.release_id).parameters
    titles = {entry.name: entry.title.in_language(language) for entry in schema.parameters}
    found = []
    decided = adoption.parameters.on(today) if adoption.parameters else Decided({}, {}, {})
    values, decisions = decided.values, resolutions(decided.decisions)
    for problem in (*check(schema, values), *not_yet(values, decisions, today)):
        name = re.split(r"[.\[]", problem.place)[0]
        found.append(Obstacle(name, titles.get(name, name), in_words(problem), False))
    lead_nowhere = (connection for connection in connections if connection.is_required and not connection.adapter)
    text = _("Connect this interface; the service cannot run without it.")
    return found + [Obstacle(connection.port, connection.label, text, True) for connection in lead_nowhere]


def told(problems: Iterable[Problem], release: uuid.UUID, before: uuid.UUID, language: str) -> list[str]:
    """Why another release cannot be taken: each value by its title, with the day when it waits for one; no query."""
    entries = [*compiled(before).parameters.parameters, *compiled(release).parameters.parameters]
    titles = {entry.name: entry.title.in_language(language) for entry in entries}
    found = []
    for problem in problems:
        day, place = LATER.match(problem.place).groups()  # type: ignore[union-attr]  # both parts are optional
        name = re.split(r"[.\[]", place)[0]
        about = titles.get(name, name)
        if day:
            since = words.day(date.fromisoformat(day), language)
            about = _("%(value)s from %(day)s") % {"value": about, "day": since}
        found.append(f"{about}: {in_words(problem)}")
    return found


def said(parameter: Parameter, value: Any, language: str) -> str:
    """A value in a few words."""
    if value is None:
        return "–"
    if parameter.kind == "table":
        return _("%(n)s lines") % {"n": len(value)}
    if parameter.kind == "boolean":
        return _("yes") if value else _("no")
    if parameter.kind == "choice":
        return _option(parameter, value, language)
    if isinstance(value, list):
        return ", ".join(_option(parameter.columns[0], one, language) for one in value)[:SHORT]
    return shown(parameter, str(value), language)[:SHORT]


def _option(parameter: Parameter, code: Any, language: str) -> str:
    """A code of a list in words; where the package has no English ones the German ones."""
    found = (parameter.options or {}).get(code)
    text = found.in_language(language) if found else str(code)
    return found.de if found and text == code else text


def letters_of(adoption: Adoption) -> list[tuple[str, str]]:
    """Template and name of every letter the processes may send."""
    return [(name, _named(name)) for name in sorted(compiled(adoption.release_id).letter_names)]


def _named(template: str) -> str:
    """ "aenderung_neu" → "Änderung neu": templates have German names without umlauts; at the beginning it shows."""
    return UMLAUT.sub(lambda found: "ÄÖÜ"["AOU".index(found[1])], template.replace("_", " ").capitalize())
