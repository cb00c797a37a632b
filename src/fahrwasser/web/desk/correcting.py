"""Correcting a Bescheid from its case: the event by hand, filled in with what the case knows."""

from typing import Any

from django.utils import timezone

from fahrwasser.web.cases.models import Case, Letter
from fahrwasser.web.registers.models import Change, Entry


def known_of(case: Case) -> dict[str, Any]:
    """The last Bescheid and the entry it is about, by the names that events use; at most 3 queries."""
    town = case.municipality_id
    letter = Letter.objects.of(town).filter(case=case, kind="bescheid").order_by("-made_at", "id").first()
    changed = Change.objects.of(town).filter(case=case).order_by("-at", "id").values_list("entry__key", flat=True)
    key = changed.first() or (case.facts.get("register") or {}).get("schluessel") or _own_entry(case)
    found: dict[str, Any] = {}
    if key:
        found |= {"marke": key, "schluessel": key}
    if letter:
        found["bescheid_vom"] = letter.sent_on or timezone.localdate(letter.made_at)
    return found


def _own_entry(case: Case) -> str | None:
    return Entry.objects.of(case.municipality_id).filter(case=case).values_list("key", flat=True).first()
