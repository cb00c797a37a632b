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


@dataclass(frozen=True, slots=True)
class Wanted:
    """One change of one entry, as the verb `register` asks for it; both days are included."""

    register: str
    operation: str
    key: str
    since: date
    until: date | None
    data: Mapping[str, Any]


def write_entry(town: Municipality, wanted: Wanted, *, case: uuid.UUID | None, key: str) -> tuple[Entry, Change]:
    """The entry is changed and the change stands in its history; `key` makes it happen once.

    Raises Refused for a new entry under a key in use, for a change of one that does not exist, and when putting back
    would destroy what another case has changed since.
    """
    row = Entry.objects.of(town).select_for_update().filter(register=wanted.register, key=wanted.key).first()
    before = stored(row) if row else None
    change = _restored if wanted.operation == RESTORE else _changed
    row = change(town, wanted, row, case)
    made = Change.objects.create(
        municipality=town, entry=row, revision=row.revision, key=key, case_id=case, before=before, after=stored(row)
    )
    return row, made


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
    first = next((change for change in changes if change.case_id == case), None)
    if first is None:
        return row
    since = [change for change in changes if change.revision > first.revision and change.case_id != case]
    if any(not change.key.startswith(CONSENT_KEY) for change in since):
        raise Refused(N_("Entry %(key)s was changed again since. Please look at both changes."), key=wanted.key)
    if first.before is None:
        row.valid_until = row.valid_from - ONE_DAY
    else:
        restore(row, first.before)
        row.data = {**row.data, **dict.fromkeys(withdrawn_names(since), False)}
    row.revision += 1
    row.save(force_update=True)
    return row
