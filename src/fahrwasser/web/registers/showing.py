"""Entries, changes and people in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fahrwasser.web.cases.people import listed_name

from .kinds import field_of
from .models import Change, Entry, RegisterEvent
from .people import person_of

REGISTERS: Mapping[str, Promise] = {
    "dog": gettext_lazy("Dogs"),
    "permit": gettext_lazy("Resident parking permits"),
    "resident": gettext_lazy("Residents"),
    "vehicle": gettext_lazy("Vehicles"),
}
SCOPES: Mapping[str, Promise] = {"permit/umzug": gettext_lazy("Adapt the parking permit after a move")}
CHANNELS: Mapping[str, Promise] = {
    "online": gettext_lazy("online"),
    "counter": gettext_lazy("at the counter"),
    "phone": gettext_lazy("by phone"),
    "post": gettext_lazy("by post"),
    "api": gettext_lazy("from another program"),
    "event": gettext_lazy("by an event"),
}
GROUPS: Mapping[str, Promise] = {"person": gettext_lazy("Person"), "anschrift": gettext_lazy("Address")}
# Words for values of entries beside those of events; in the order in which they are shown.
NAMES: Mapping[str, Promise] = {
    "zone": gettext_lazy("Zone"),
    "hund": gettext_lazy("Name of the dog"),
    "rasse": gettext_lazy("Breed"),
    "vorname": gettext_lazy("Given names"),
    "wohnung": gettext_lazy("Kind of home"),
    "email": gettext_lazy("E-mail"),
    "zustellung": gettext_lazy("Letters go"),
    "gebuehr": gettext_lazy("Fee in euros"),
    "laufzeit_monate": gettext_lazy("Term in months"),
    "klasse": gettext_lazy("Tax class"),
    "steuerjahr": gettext_lazy("Tax year"),
    "steuer_cent": gettext_lazy("Tax"),
    "satz_cent": gettext_lazy("Rate"),
    "beginn": gettext_lazy("Begins on"),
    "einwilligung_umzug": gettext_lazy("Consent: adapt after a move"),
    "einwilligung_am": gettext_lazy("Consent given on"),
    "einwilligung_fassung": gettext_lazy("Wording of the consent"),
    "beendet_durch": gettext_lazy("Ended by"),
    "nachfolger": gettext_lazy("Replaced by"),
    "vorgaenger": gettext_lazy("Replaces"),
    "person_kennung": gettext_lazy("Key of the person in the register"),
}
CODES = frozenset({"wohnung", "zustellung", "klasse"})  # a word of the package in small letters
HIDDEN = frozenset({"nummer", "person_schluessel"})  # they only repeat what stands in the title
PERSON_ORDER = (
    "familienname",
    "vornamen",
    "geburtsdatum",
    "strasse",
    "hausnummer",
    "zusatz",
    "plz",
    "ort",
    "kennzeichen",
)
VALIDITY = ("valid_from", "valid_until")


@dataclass(frozen=True, slots=True)
class Line:
    """One value of an entry."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Step:
    """One change: `lines` are (what, before, after)."""

    change: Change
    lines: tuple[tuple[str, str, str], ...]


def register_label(register: str) -> str:
    """The register in words; its name for one we have no words for."""
    return str(REGISTERS.get(register, register))


def name_of(row: Entry) -> str:
    """ "Beispiel, Jana", "" for an entry about nobody."""
    return listed_name(person_of(row.data))


def lines_of(data: Mapping[str, Any]) -> list[Line]:
    """Every value with its name, groups unfolded."""
    found = [(name, value) for name, value in leaves(data) if name not in HIDDEN]
    return [Line(label_of(name), value_of(name, value)) for name, value in sorted(found, key=_place)]


def _place(leaf: tuple[str, Any]) -> tuple[int, int, str]:
    """The person, then the address, then everything else, each in the order of our tables."""
    outer, _dot, last = leaf[0].rpartition(".")
    groups, known = [*GROUPS], [*PERSON_ORDER, *NAMES]
    group = groups.index(outer) if outer in groups else len(groups)
    return group, known.index(last) if last in known else len(known), leaf[0]


def steps_of(changes: list[Change]) -> list[Step]:
    """What each change did, newest first."""
    return [Step(change, tuple(_differences(change))) for change in reversed(changes)]


def _differences(change: Change) -> Iterator[tuple[str, str, str]]:
    before, after = _flat(change.before or {}), _flat(change.after)
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            yield label_of(name), value_of(name, before.get(name)), value_of(name, after.get(name))


def _flat(stored: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **{name: stored[name] for name in VALIDITY if stored.get(name)},
        **dict(leaves(stored.get("data", {}))),
    }


def leaves(data: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Dotted name and value of everything that is not a group."""
    for name, value in data.items():
        if isinstance(value, Mapping):
            yield from leaves(value, f"{prefix}{name}.")
        elif value not in (None, ""):
            yield f"{prefix}{name}", value


def label_of(name: str) -> str:
    """ "Person: Family name"."""
    if name in VALIDITY:
        return _("Valid from") if name == VALIDITY[0] else _("Valid until")
    outer, _dot, last = name.rpartition(".")
    label = str(NAMES[last]) if last in NAMES else field_of(last).label
    return f"{GROUPS.get(outer, outer.capitalize())}: {label}" if outer else label


def value_of(name: str, value: Any) -> str:
    """As people write it: 22.11.2026, ja, 12,50 €."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name.endswith("_cent") and isinstance(value, int):
        return f"{formats.number_format(value / 100, 2)}\N{NO-BREAK SPACE}€"
    if isinstance(value, list):
        return ", ".join(str(inner) for inner in value)
    if isinstance(value, str):
        return value.capitalize() if name.rpartition(".")[2] in CODES else _day(value)
    return str(value)


def _day(text: str) -> str:
    if len(text) != len("2026-11-22") or text[4] != "-":
        return text
    try:
        return formats.date_format(date.fromisoformat(text), "SHORT_DATE_FORMAT")
    except ValueError:
        return text


def person_in_words(key: str) -> str:
    """A person's key as people read it; the register's own key stays as it is."""
    family, _bar, rest = key.partition("|")
    given, _bar, born = rest.partition("|")
    if not rest:
        return key
    return ", ".join(part for part in (family.title(), given.title(), _day(born)) if part)


def scope_label(scope: str) -> str:
    """What a consent is about."""
    return str(SCOPES.get(scope, scope.replace("/", ": ")))


def state_of(event: RegisterEvent) -> str:
    """What became of a reported event."""
    if event.note == "outdated":
        return _("overtaken by a newer one")
    if event.note == "stuck":
        return _("stuck, the operator has to look")
    if event.handled_at is None:
        return _("waiting")
    count = event.note.partition("left:")[2]
    if count:
        return _("worked off, but somebody has to look at entries (%(count)s)") % {"count": count}
    return _("worked off")
