"""The catalogue as pages show it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from fahrwasser.core.packages.filling import shown
from fahrwasser.core.packages.parameters import COUNCIL, Parameter, check, not_yet
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.ui.languages import in_words

from .actions import resolutions
from .connections import Connection
from .models import Activation, Adoption, ParameterSet, Release
from .releases import compiled, newest
from .words import DECIDES, GROUPS

SHORT = 120
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
class Value:
    """A parameter in the list: what it is, what the town has, who decides, by which resolution.

    `body`: key of who decides; `is_example`: a text that still is the package's own invention.
    """

    name: str
    title: str
    said: str
    decides: str
    resolution: str
    body: str
    is_set: bool
    is_example: bool


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


def values_of(adoption: Adoption, language: str) -> list[Value]:
    """All parameters in the order of the package; no query."""
    stored = adoption.parameters
    if stored is None:
        return []
    release = compiled(adoption.release_id)
    return [
        Value(
            entry.name,
            entry.title.in_language(language),
            _short(entry, stored.values.get(entry.name), language),
            str(DECIDES.get(entry.decides or "", "")),
            _resolution(stored, entry.name),
            entry.decides or "",
            stored.values.get(entry.name) is not None,
            entry.kind in INVENTED_KINDS
            and entry.name not in stored.decisions
            and stored.values.get(entry.name) is not None
            and stored.values.get(entry.name) == release.defaults.get(entry.name),
        )
        for entry in release.parameters.parameters
    ]


def _resolution(stored: ParameterSet, name: str) -> str:
    """Number of the Beschluss; a value that is not used was not decided."""
    used = stored.values.get(name) is not None
    return str(stored.decisions.get(name, {}).get("number", "")) if used else ""


def grouped(values: Sequence[Value]) -> list[Values]:
    """By who decides, the council first; what is not used stands last and is nobody's decision."""
    used = [value for value in values if value.is_set]
    found = [Values(str(title), tuple(value for value in used if value.body == body)) for body, title in GROUPS.items()]
    found.append(Values(_("Not used"), tuple(value for value in values if not value.is_set)))
    return [group for group in found if group.values]


def undecided_of(adoption: Adoption, language: str) -> list[Value]:
    """Values of the council that no resolution stands behind yet; no query."""
    stored = adoption.parameters
    if stored is None:
        return []
    known = compiled(adoption.release_id).parameters.parameters
    council = {entry.name for entry in known if entry.decides == COUNCIL and stored.values.get(entry.name) is not None}
    return [
        value for value in values_of(adoption, language) if value.name in council and value.name not in stored.decisions
    ]


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
    stored = adoption.parameters
    values, decisions = (stored.values, resolutions(stored.decisions)) if stored else ({}, {})
    for problem in (*check(schema, values), *not_yet(values, decisions, today)):
        name = re.split(r"[.\[]", problem.place)[0]
        found.append(Obstacle(name, titles.get(name, name), in_words(problem), False))
    lead_nowhere = (connection for connection in connections if connection.is_required and not connection.adapter)
    text = _("Connect this interface; the service cannot run without it.")
    return found + [Obstacle(connection.port, connection.label, text, True) for connection in lead_nowhere]


def _short(parameter: Parameter, value: Any, language: str) -> str:
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
    said = found.in_language(language) if found else str(code)
    return found.de if found and said == code else said


def letters_of(adoption: Adoption) -> list[tuple[str, str]]:
    """Template and name of every letter the processes may send."""
    return [(name, _named(name)) for name in sorted(compiled(adoption.release_id).letter_names)]


def _named(template: str) -> str:
    """ "aenderung_neu" → "Änderung neu": templates have German names without umlauts; at the beginning it shows."""
    return UMLAUT.sub(lambda found: "ÄÖÜ"["AOU".index(found[1])], template.replace("_", " ").capitalize())


def log_of(adoption: Adoption) -> list[Activation]:
    """The last changes with their versions, newest first; 1 query."""
    rows = Activation.objects.of(adoption.municipality_id).filter(adoption=adoption).select_related("release")
    return list(rows.defer("release__content").order_by("-at", "-id")[:10])
