"""Which events the town's services listen to, and what each carries. Fields are known by their names, in one table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fahrwasser.core.packages.release import Trigger
from fahrwasser.web.catalogue.models import Adoption
from fahrwasser.web.catalogue.releases import compiled
from fahrwasser.web.tenants.models import Municipality

FieldKind = Literal["date", "yesno", "whole", "cents", "text", "long"]
EFFECTIVE = "ab"
PARTS: Mapping[str, tuple[str, ...]] = {"anschrift": ("strasse", "hausnummer", "zusatz", "plz", "ort")}
"""Fields that are blocks."""
FIELDS: Mapping[str, tuple[FieldKind, Promise]] = {
    "aktenzeichen": ("text", _("File number")),
    "angehoert_am": ("date", _("Day of the hearing")),
    "begruendung": ("long", _("Reasons")),
    "bescheid_vom": ("date", _("Date of the notice")),
    "betrag_cent": ("cents", _("Amount")),
    "bis": ("date", _("Valid until")),
    "faellig": ("date", _("Due on")),
    "familienname": ("text", _("Family name")),
    "festgestellt_am": ("date", _("Established on")),
    "geburtsdatum": ("date", _("Date of birth")),
    "grund": ("text", _("Ground")),
    "hausnummer": ("whole", _("House number")),
    "jahr": ("whole", _("Year")),
    "kassenzeichen": ("text", _("Payment reference")),
    "kennung": ("text", _("Key of the person in the register")),
    "kennzeichen": ("text", _("Number plate")),
    "marke": ("text", _("Tag number")),
    "offen_cent": ("cents", _("Amount still open")),
    "ort": ("text", _("City")),
    "plz": ("text", _("Postcode")),
    "schluessel": ("text", _("Number of the entry")),
    "sperre": ("yesno", _("Blocked in the register (§§ 51, 52 BMG)")),
    "strasse": ("text", _("Street")),
    "vornamen": ("text", _("Given names")),
    "zusatz": ("text", _("Addition to the house number")),
}
IS = "ist_"
ENDINGS: tuple[tuple[str, FieldKind], ...] = (
    ("_am", "date"), ("_vom", "date"), ("_ab", "date"), ("_bis", "date"), ("datum", "date"),
    ("_cent", "cents"), ("jahr", "whole"), ("anzahl", "whole"), (IS, "yesno"), ("begruendung", "long"),
)  # fmt: skip
"""How fields are read that packages of others bring along."""
OPTIONAL = frozenset({"zusatz", "sperre", "kennung", "angehoert_am", "begruendung", "betrag_cent", "bis"})
IMPERSONAL = frozenset({"jahr", "ab", "stichtag"})
"""An event with no other fields is about nobody in particular."""
# In the order in which they are offered.
LABELS: Mapping[str, Promise] = {
    "resident.moved": _("Somebody has moved"),
    "tax.year": _("Yearly run of the notices"),
    "permit.expires": _("A permit runs out"),
    "payment.overdue": _("A payment is overdue"),
    "dog.dangerous": _("A dog was found to be dangerous"),
    "notice.correct": _("A notice has to be corrected"),
}
STATES = ("resident.", "person.", "vehicle.")
"""Kinds that tell how things stand now: the one with the highest number replaces those before."""


@dataclass(frozen=True, slots=True)
class EventField:
    """One value of an event. `name`: dotted, as in the package and in files."""

    name: str
    kind: FieldKind
    label: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Use:
    """Which service does what with the event, and why it may."""

    service: str
    purpose: str
    norm: str


@dataclass(frozen=True, slots=True)
class Offered:
    """An event that at least one active service listens to; nothing else may be kept."""

    kind: str
    label: str
    fields: tuple[EventField, ...]
    takes_day: bool
    uses: tuple[Use, ...]

    @property
    def is_personal(self) -> bool:
        """Whether it is about somebody."""
        return any(field.name not in IMPERSONAL for field in self.fields)


def listeners(town: Municipality, kind: str = "") -> Iterator[tuple[Adoption, Trigger]]:
    """Every subscription of the active services, of one kind or all; 1 query."""
    for adoption in Adoption.objects.of(town).open_to_citizens():
        for trigger in compiled(adoption.release_id).triggers:
            if kind in ("", trigger.subscription.event):
                yield adoption, trigger


def offered(town: Municipality) -> dict[str, Offered]:
    """What can happen, by kind; 1 query."""
    names: dict[str, list[str]] = {}
    uses: dict[str, list[Use]] = {}
    for adoption, trigger in listeners(town):
        about = trigger.subscription
        names.setdefault(about.event, []).extend(about.fields)
        title = adoption.release.manifest["title"]["de"]
        uses.setdefault(about.event, []).append(Use(title, about.purpose, about.norm))
    order = [*LABELS]
    kinds = sorted(names, key=lambda kind: (order.index(kind) if kind in LABELS else len(order), kind))
    return {kind: _offered(kind, names[kind], uses[kind]) for kind in kinds}


def _offered(kind: str, names: list[str], uses: list[Use]) -> Offered:
    wanted = dict.fromkeys(name for raw in names for name in _parts(raw))
    fields = tuple(field_of(name) for name in wanted if name != EFFECTIVE)
    return Offered(kind, kind_label(kind), fields, EFFECTIVE in wanted, tuple(uses))


def _parts(name: str) -> tuple[str, ...]:
    return tuple(f"{name}.{part}" for part in PARTS[name]) if name in PARTS else (name,)


def field_of(name: str) -> EventField:
    """How a field is read and called, from its name alone."""
    last = name.rpartition(".")[2]
    required = last not in OPTIONAL
    if last in FIELDS:
        kind, label = FIELDS[last]
        return EventField(name, kind, str(label), required)
    guessed = (found for mark, found in ENDINGS if last.endswith(mark) or (mark == IS and last.startswith(mark)))
    return EventField(name, next(guessed, "text"), last.replace("_", " ").capitalize(), required)


def kind_label(kind: str) -> str:
    """The event in words; the name itself for one we have no words for."""
    return str(LABELS.get(kind, kind))


def is_state(kind: str) -> bool:
    """Whether a newer event of the kind makes an older one void."""
    return kind.startswith(STATES)


def is_personal(data: Mapping[str, Any]) -> bool:
    """Whether these data are about somebody."""
    return any(name not in IMPERSONAL for name in data)
