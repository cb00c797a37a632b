"""Writing entries: one change, one line of history."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from fahrwasser.core.packages.registers import changed
from fahrwasser.core.refused import N_, Refused
from fahrwasser.web.tenants.models import Municipality

from ..entries import core_of, restore, stored
from ..models import Change, Entry
from ..people import person_key
from .consents import CONSENT_KEY, withdrawn_names

RESTORE = "wiederherstellen"
ONE_DAY = timedelta(days=1)
CHANGED = N_("Entry %(key)s was changed again since. Please look at both changes.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One change of one entry, as the verb `register` asks for it; both days are included."""

    register: str
    operation: str
    key: str
    since: date
    until: date | None
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Seen:
    """The version of the entry that a case was begun about."""

    entry: str
    revision: int


def write_entry(
    town: Municipality, wanted: Wanted, *, case: uuid.UUID | None, key: str, seen: Seen | None = None
) -> tuple[Entry, Change]:
    """The entry is changed and the change stands in its history; `key` makes it happen once.

    Raises Refused for a new entry under a key in use, for a change of one that does not exist, when the entry is no
    longer as the case has `seen` it, and when putting back would destroy what another case has changed since.
    """
    row = Entry.objects.of(town).select_for_update().filter(register=wanted.register, key=wanted.key).first()
    before = stored(row) if row else None
    if row and seen and wanted.operation != RESTORE and seen.entry == str(row.pk) and seen.revision != row.revision:
        _require_as_seen(town, row, case, seen.revision)
    change = _restored if wanted.operation == RESTORE else _changed
    row = change(town, wanted, row, case)
    made = Change.objects.create(
        municipality=town, entry=row, revision=row.revision, key=key, case_id=case, before=before, after=stored(row)
    )
    return row, made


def _require_as_seen(town: Municipality, row: Entry, case: uuid.UUID | None, revision: int) -> None:
    """What a case was begun about must still be so when it first acts: no second move, no withdrawn consent between."""
    later = list(Change.objects.of(town).filter(entry=row, revision__gt=revision).order_by("revision"))
    if any(change.case_id == case for change in later) or not later:
        return
    if later[0].before != stored(row):
        raise Refused(CHANGED, key=row.key)


def _changed(town: Municipality, wanted: Wanted, row: Entry | None, case: uuid.UUID | None) -> Entry:
    value = changed(
        core_of(row) if row else None,
        wanted.operation,
        register=wanted.register,
        key=wanted.key,
        since=wanted.since,
        until=wanted.until,
        data=wanted.data,
    )
    found = row or Entry(municipality=town, register=wanted.register, key=wanted.key, case_id=case, revision=0)
    found.data, found.valid_from, found.valid_until = dict(value.data), value.since, value.until
    found.person = person_key(found.data)
    found.revision += 1
    found.save(force_insert=row is None)
    return found


def _restored(town: Municipality, wanted: Wanted, row: Entry | None, case: uuid.UUID | None) -> Entry:
    """As it was before this case first touched it; what the case itself has opened never was valid.

    A consent that was withdrawn since stays withdrawn.
    """
    if row is None:
        raise Refused(N_("The register “%(register)s” has no entry %(key)s."), register=wanted.register, key=wanted.key)
    changes = list(Change.objects.of(town).filter(entry=row).order_by("revision")) if case else []
    own = [change for change in changes if change.case_id == case]
    if not own:
        return row
    first, last = own[0], own[-1]
    since = [change for change in changes if change.revision > first.revision and change.case_id != case]
    others = [change for change in since if not change.key.startswith(CONSENT_KEY)]
    is_as_left = stored(row) == last.after and others and others[0].revision > last.revision
    if others and not is_as_left:
        raise Refused(CHANGED, key=wanted.key)
    if first.before is None:
        row.valid_until = row.valid_from - ONE_DAY
    else:
        restore(row, first.before)
        row.data = {**row.data, **dict.fromkeys(withdrawn_names(since), False)}
    row.revision += 1
    row.save(force_update=True)
    return row
