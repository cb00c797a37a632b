"""The log of retrievals as people read it: one line for each, with the answer where one has come."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fahrwasser.core.packages.registers import OWN_REGISTER
from fahrwasser.web.catalogue.connections import port_label
from fahrwasser.web.tenants.models import Municipality

from .models import Query
from .sources import ASKED

OF_A_CASE = 50
RESULTS: dict[str, str | Promise] = {
    ASKED: _("asked, no answer yet"),
    "bestaetigt": _("confirmed"),
    "widerspricht": _("does not fit"),
    "schweigt": _("no answer"),
    "gesperrt": _("blocked"),
    "ungebunden": _("not connected"),
}
FIELDS: dict[str, Promise] = {
    "status": _("whether it is confirmed"),
    "kennung": _("the person's number in the register"),
    "wohnung": _("main or secondary home"),
    "mehrdeutig": _("whether several people fit"),
    "verstorben": _("whether the person has died"),
    "betreuung": _("whether somebody represents the person by law"),
    "stillgelegt": _("whether the vehicle is off the road"),
    "vorname": _("given name"),
    "familienname": _("family name"),
    "geburtsdatum": _("date of birth"),
    "strasse": _("street"),
    "hausnummer": _("house number"),
    "plz": _("postcode"),
    "ort": _("place of residence"),
}
"""Fields of the sources that the packages at hand ask."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """One retrieval in words; the answer itself is in no log. `purpose` as the package says it."""

    at: datetime
    case: uuid.UUID
    number: str
    source: str
    purpose: str
    fields: tuple[str, ...]
    status: str

    @property
    def result(self) -> str | Promise:
        """Whether there was an answer."""
        return RESULTS.get(self.status, self.status)


def lookups_of(town: Municipality | uuid.UUID) -> QuerySet[Query]:
    """Every retrieval from another register once: a question that has its answer is not told twice.

    That a case looks into the town's own registers, too, goes without saying; nobody is asked there.
    """
    same = {"municipality": OuterRef("municipality"), "cause": OuterRef("cause")}
    answered = Query.objects.filter(**same, port=OuterRef("port"), asked_at=OuterRef("asked_at")).exclude(status=ASKED)
    rows = Query.objects.of(town).exclude(port=OWN_REGISTER)
    return rows.filter(~Q(status=ASKED) | ~Exists(answered))


def lookups_for(town: Municipality | uuid.UUID, case: uuid.UUID) -> list[Lookup]:
    """Of one case, oldest first, the first fifty; 1 query."""
    return in_words(lookups_of(town).filter(cause=case).order_by("asked_at", "pk")[:OF_A_CASE])


def in_words(rows: Iterable[Query]) -> list[Lookup]:
    """As they are shown."""
    return [
        Lookup(
            at=row.asked_at,
            case=row.cause,
            number=row.file_number,
            source=port_label(row.port),
            purpose=row.purpose.replace("§ ", "§\N{NO-BREAK SPACE}"),
            fields=tuple(field_label(str(name)) for name in row.fields),
            status=row.status,
        )
        for row in rows
    ]


def field_label(name: str) -> str:
    """A field in the reader's language; one of another package as it is called there."""
    return str(FIELDS.get(name, name.replace("_", " ").capitalize()))
