"""People under a block (§§ 51, 52 BMG): the residents' register knows them, and they are hidden in all registers."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.tenants.models import Municipality

from .models import Entry, EntryQuerySet
from .people import NAME, person_keys

RESIDENTS = "resident"
FLAGGED = Q(data__contains={"sperre": True}) | Q(data__contains={"person": {"sperre": True}})


def sees_blocked(by: Member) -> bool:
    """Leads and works with cases: the people of the special inbox."""
    return by.may(Right.DECIDE) and by.may(Right.CASES)


def blocked_keys(town: Municipality) -> frozenset[str]:
    """Every key of everybody under a block; 1 query.

    A block in another register (of a vehicle, § 41 StVG) hides the entry that it stands in, not the person.
    """
    return _keys(_blocked(town))


def hidden_from(by: Member) -> frozenset[str]:
    """Keys of the people whom this person may not find in a list; at most 1 query."""
    return frozenset() if sees_blocked(by) else blocked_keys(by.municipality)


def visible_entries(by: Member) -> EntryQuerySet:
    """Entries of the town without those of people who are hidden from this person; at most 1 query beforehand."""
    rows = Entry.objects.of(by.municipality)
    if sees_blocked(by):
        return rows
    blocked = _blocked(by.municipality)
    rows = rows.exclude(FLAGGED).exclude(person__in=_keys(blocked))
    for _person, data in blocked:
        rows = rows.exclude(_named(data))
    return rows


def _blocked(town: Municipality) -> list[tuple[str, dict[str, Any]]]:
    rows = Entry.objects.of(town).filter(FLAGGED, register=RESIDENTS)
    return list(rows.values_list("person", "data"))


def _keys(blocked: list[tuple[str, dict[str, Any]]]) -> frozenset[str]:
    found = {key for person, data in blocked for key in (person, *person_keys(data))}
    return frozenset(found - {""})


def _named(data: Mapping[str, Any]) -> Q:
    """Entries whose data hold this name and birthday, in whichever shape: also those that know another key."""
    inner = data.get("person")
    known: Mapping[str, Any] = inner if isinstance(inner, Mapping) else data
    family, given, born = (known.get(name) for name in NAME)
    found = Q(pk=None)
    if family and born:
        for name in ("vornamen", "vorname"):
            same = {"familienname": family, name: given or known.get("vorname"), "geburtsdatum": born}
            found |= Q(data__contains=same) | Q(data__contains={"person": same}) | Q(data__contains={"halter": same})
    return found
