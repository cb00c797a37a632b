"""Consents lie in the entry they are for (`einwilligung_…: true`) and in one list; withdrawing is one click."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.cases.actions import note
from fahrwasser.web.cases.models import Case

from ..entries import stored
from ..models import Change, Consent, Entry

PREFIX = "einwilligung_"
CONSENT_KEY = "consent:"
WITHDRAWN = "einwilligung_widerrufen"


def given_in(data: Mapping[str, Any]) -> tuple[str, ...]:
    """What the person has agreed to, by the name after the prefix ("umzug")."""
    return tuple(name.removeprefix(PREFIX) for name in sorted(data) if name.startswith(PREFIX) and data[name] is True)


def scope_of(entry: Entry, name: str) -> str:
    """How the list calls it: "permit/umzug"."""
    return f"{entry.register}/{name}"[:60]


def withdrawn_names(changes: Iterable[Change]) -> list[str]:
    """The data fields in which a consent was withdrawn by these changes."""
    found = []
    for change in changes:
        before = (change.before or {}).get("data", {})
        found += [name for name, value in change.after["data"].items() if value is False and before.get(name) is True]
    return [name for name in found if name.startswith(PREFIX)]


def keep_consents(entry: Entry, case: Case, change: Change, *, now: datetime) -> None:
    """The list says the same as the entry: new consents are noted, those that went are withdrawn.

    No query unless the change is about a consent.
    """
    before, after = given_in((change.before or {}).get("data", {})), given_in(change.after["data"])
    for name in set(before) ^ set(after):
        scope = scope_of(entry, name)
        known = Consent.objects.of(entry.municipality_id).filter(person=entry.person, scope=scope, withdrawn_at=None)
        if name in before:
            known.update(withdrawn_at=now)
        elif not known.exists():
            Consent.objects.create(
                municipality_id=entry.municipality_id,
                person=entry.person,
                scope=scope,
                wording=str(entry.data.get(f"{PREFIX}fassung") or "")[:40],
                channel=case.channel,
                case=case,
                given_at=case.opened_at,
            )


def withdraw_consent(by: Member, entry: Entry, name: str, *, now: datetime) -> int:
    """A clerk notes what the person has said. Gives how many entries had it."""
    by.require(Right.CASES)
    count = withdraw(entry, name, actor=str(by.user_id), now=now)
    if count:
        record_act(by, "registers.consent", f"entry:{entry.pk}", name=name)
    return count


def withdraw(entry: Entry, name: str, *, actor: str, now: datetime) -> int:
    """The person agrees no longer: in this and every other entry of theirs in the register. Twice changes nothing."""
    town, field = entry.municipality_id, f"{PREFIX}{name}"
    rows = Entry.objects.of(town).select_for_update().filter(register=entry.register, data__contains={field: True})
    rows = rows.filter(person=entry.person) if entry.person else rows.filter(pk=entry.pk)
    found = list(rows.order_by("pk"))
    for row in found:
        _without(row, field, actor, now)
    scope = scope_of(entry, name)
    Consent.objects.of(town).filter(person=entry.person, scope=scope, withdrawn_at=None).update(withdrawn_at=now)
    return len(found)


def _without(row: Entry, field: str, actor: str, now: datetime) -> None:
    before = stored(row)
    row.data = {**row.data, field: False}
    row.revision += 1
    row.save(force_update=True)
    Change.objects.create(
        municipality_id=row.municipality_id,
        entry=row,
        revision=row.revision,
        key=f"{CONSENT_KEY}{uuid.uuid4()}",
        before=before,
        after=stored(row),
    )
    if row.case_id and row.case:
        note(row.case, WITHDRAWN, {"eintrag": row.key, "einwilligung": field}, actor=actor, now=now)
