"""What the screens show. Every read names its town and its queries; long lists come in pages by key."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Count, Q
from django.db.models.functions import Length

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.cases.models import Case
from fahrwasser.web.catalogue.models import Adoption
from fahrwasser.web.ports.models import Key
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.tenants.pages import PAGE, page_by

from .actions.consents import given_in
from .actions.optouts import EVERYTHING
from .blocks import hidden_from, visible_entries
from .models import Change, Consent, Entry, OptOut, RegisterEvent
from .showing import Line, Step, lines_of, name_of, person_in_words, register_label, steps_of


@dataclass(frozen=True, slots=True)
class Register:
    """One register with its figures."""

    name: str
    label: str
    total: int
    valid: int


def registers_of(by: Member, today: date) -> list[Register]:
    """All registers with the number of entries; 2 queries."""
    is_valid = Q(valid_from__lte=today) & (Q(valid_until=None) | Q(valid_until__gte=today))
    rows = visible_entries(by).values("register")
    counted = rows.annotate(total=Count("pk"), valid=Count("pk", filter=is_valid)).order_by("register")
    found = (Register(row["register"], register_label(row["register"]), row["total"], row["valid"]) for row in counted)
    return sorted(found, key=lambda register: register.label.casefold())


def entries_page(by: Member, register: str, search: str, after: str) -> tuple[list[tuple[Entry, str]], str]:
    """Up to 50 entries by key with the name of the person, and the key after which the next page begins; 2 queries.

    Shorter keys come first, so that number 2 stands before number 10.
    """
    rows = visible_entries(by).filter(register=register).annotate(length=Length("key"))
    rows = rows.filter(Q(length__gt=len(after)) | Q(length=len(after), key__gt=after))
    if search:
        rows = rows.filter(
            Q(key__istartswith=search)
            | Q(person__istartswith=search)
            | Q(data__person__familienname__istartswith=search)
            | Q(data__familienname__istartswith=search)
        )
    found = list(rows.order_by("length", "key")[: PAGE + 1])
    following = found[PAGE - 1].key if len(found) > PAGE else ""
    return [(row, name_of(row)) for row in found[:PAGE]], following


@dataclass(frozen=True, slots=True)
class EntryPage:
    """One entry: its values, what the person has agreed to, and how it became what it is."""

    entry: Entry
    label: str
    name: str
    lines: list[Line]
    consents: tuple[str, ...]
    steps: list[Step]
    is_opted_out: bool


def entry_page(town: Municipality, row: Entry) -> EntryPage:
    """2 queries."""
    changes = list(Change.objects.of(town).filter(entry=row).select_related("case").order_by("revision"))
    out = bool(row.person) and OptOut.objects.of(town).filter(
        person=row.person, scope=EVERYTHING, withdrawn_at=None
    ).exists()  # fmt: skip
    return EntryPage(
        row, register_label(row.register), name_of(row), lines_of(row.data), given_in(row.data), steps_of(changes), out
    )


def events_page(town: Municipality, before: str) -> tuple[list[RegisterEvent], str]:
    """Newest first, without their data; 1 query. `before`: where the page before ended."""
    rows = RegisterEvent.objects.of(town).defer("data")
    return page_by(rows, "received_at", before, newest_first=True)


@dataclass(frozen=True, slots=True)
class Declaration:
    """One opt-out; a person may be listed under several keys."""

    id: uuid.UUID
    people: tuple[str, ...]
    scope: str
    at: datetime
    withdrawn_at: datetime | None


def opt_outs(by: Member) -> list[Declaration]:
    """Those in force first, then the newest, nobody who is hidden; 3 queries."""
    town, hidden = by.municipality, hidden_from(by)
    titles = {
        adoption.package: adoption.release.manifest["title"]["de"]
        for adoption in Adoption.objects.of(town).with_release()
    }
    rows = OptOut.objects.of(town).order_by("-at", "declaration", "-person")[:1000]
    found = []
    for key, group in groupby(rows, key=lambda row: row.declaration):
        same = list(group)
        if any(row.person in hidden for row in same):
            continue
        first = same[0]
        people = tuple(person_in_words(row.person) for row in sorted(same, key=lambda row: "|" not in row.person))
        scope = titles.get(first.scope, "" if first.scope == EVERYTHING else first.scope)
        found.append(Declaration(key, people, scope, first.at, first.withdrawn_at))
    return sorted(found, key=lambda said: said.withdrawn_at is not None)


def consents_page(by: Member, before: str) -> tuple[list[Consent], str]:
    """Newest first, of nobody who is hidden; 2 queries."""
    rows = Consent.objects.of(by.municipality).exclude(person__in=hidden_from(by))
    return page_by(rows, "given_at", before, newest_first=True)


def names_of_people(by: Member, keys: Collection[str]) -> dict[str, str]:
    """Key of a person → name, from entries that are shown; a key with no such entry is missing. 1 query."""
    rows = visible_entries(by).filter(person__in=keys).order_by("valid_from")
    return {row.person: name for row in rows if (name := name_of(row))}


def consents_of_case(case: Case) -> list[tuple[Entry, str]]:
    """What the person of a case has agreed to and may withdraw on their status page: entry and name; 1 query."""
    touched = Change.objects.of(case.municipality_id).filter(case=case).values("entry")
    rows = Entry.objects.of(case.municipality_id).filter(pk__in=touched).order_by("key")
    return [(row, name) for row in rows for name in given_in(row.data)]


def keys_of(town: Municipality) -> Sequence[Key]:
    """Keys of other programs, those in use first; 1 query."""
    return sorted(Key.objects.of(town).order_by("name", "pk"), key=lambda key: key.revoked_at is not None)
