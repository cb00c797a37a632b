"""Which entries an event is about: the same question for the preview and for the worker."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from fahrwasser.core.feel.values import Value, from_json
from fahrwasser.core.packages.registers import flat
from fahrwasser.core.packages.release import Trigger
from fahrwasser.core.packages.run import is_hit
from fahrwasser.web.tenants.models import Municipality

from .entries import core_of
from .kinds import listeners
from .models import Entry

REGISTER = "register:"


@dataclass(frozen=True, slots=True)
class Effect:
    """What an event would start: how many cases of which service."""

    service: str
    purpose: str
    norm: str
    cases: int


def effects_of(town: Municipality, kind: str, data: Mapping[str, Any], now: datetime) -> list[Effect]:
    """Counted against the entries as they are now; 1 query and 1 for each subscription."""
    found = []
    for adoption, trigger in listeners(town, kind):
        about = trigger.subscription
        title = adoption.release.manifest["title"]["de"]
        found.append(Effect(title, about.purpose, about.norm, _count(town, trigger, data, now)))
    return found


def _count(town: Municipality, trigger: Trigger, data: Mapping[str, Any], now: datetime) -> int:
    if trigger.subscription.per is None:
        return int(is_hit(trigger, happened(data), None, now))
    event = happened(data)
    rows = _entries(town, trigger).iterator(chunk_size=500)
    return sum(is_hit(trigger, event, flat(core_of(row)), now) for row in rows)


def entries_of(town: Municipality, trigger: Trigger) -> list[uuid.UUID]:
    """Every entry of the register the subscription is about, by key; 1 query."""
    return list(_entries(town, trigger).order_by("key").values_list("pk", flat=True))


def _entries(town: Municipality, trigger: Trigger) -> QuerySet[Entry]:
    return Entry.objects.of(town).filter(register=(trigger.subscription.per or "").removeprefix(REGISTER))


def hit_rows(
    town: Municipality, trigger: Trigger, data: Mapping[str, Any], keys: Collection[uuid.UUID], now: datetime
) -> list[Entry]:
    """Of these entries the ones that the event is about, by key; 1 query."""
    event = happened(data)
    rows = Entry.objects.of(town).filter(pk__in=keys).order_by("key")
    return [row for row in rows if is_hit(trigger, event, flat(core_of(row)), now)]


def happened(data: Mapping[str, Any]) -> dict[str, Value]:
    """`ereignis` as rules read it, here and in the scenarios of a package: days stay text."""
    return {name: from_json(value) for name, value in data.items()}
