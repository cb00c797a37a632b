"""What the verb `register` does to one entry, and which entries a question to the town's own register finds.

Both days of validity are included. `wiederherstellen` is no rule of one entry: the caller puts back what was there
before the case first touched it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

from fahrwasser.core.feel.values import Value, from_json
from fahrwasser.core.packages.values import Entry
from fahrwasser.core.packages.verbs import CONFIRMED
from fahrwasser.core.refused import N_, Refused

OWN_REGISTER = "register"
"""The port that is always bound: the town's own registers."""
_ONE_DAY = timedelta(days=1)


def changed(
    entry: Entry | None,
    operation: str,
    *,
    register: str,
    key: str,
    since: date,
    until: date | None,
    data: Mapping[str, object],
) -> Entry:
    """The entry after "oeffnen", "aendern" or "beenden". `data` is JSON and is merged into what is there.

    Raises Refused for a new entry under a key that is in use, and for a change of an entry that does not exist.
    """
    if operation == "oeffnen":
        if entry is not None:
            raise Refused(N_("The register “%(register)s” already has an entry %(key)s."), register=register, key=key)
        return Entry(register, key, MappingProxyType(dict(data)), since, until)
    if entry is None:
        raise Refused(N_("The register “%(register)s” has no entry %(key)s."), register=register, key=key)
    merged = MappingProxyType({**entry.data, **data})
    if operation == "aendern":
        return replace(entry, data=merged, until=until if until is not None else entry.until)
    return replace(entry, data=merged, until=until if until is not None else since - _ONE_DAY)


def flat(entry: Entry) -> dict[str, Value]:
    """An entry as FEEL sees it: its data, and beside them schluessel, ab, bis (null = open)."""
    data = {name: from_json(value) for name, value in entry.data.items()}
    return {**data, "schluessel": entry.key, "ab": entry.since, "bis": entry.until}


def find(entries: Iterable[Entry], question: Mapping[str, Value], today: date) -> dict[str, Value]:
    """The answer of the town's own register: entries valid today or later that equal every given key, by key."""
    wanted = {name: value for name, value in question.items() if name != "register" and value is not None}
    found = [
        flat(entry)
        for entry in entries
        if entry.register == question.get("register") and (entry.until is None or entry.until >= today)
    ]
    hits = [row for row in found if all(row.get(name) == value for name, value in wanted.items())]
    return {"status": CONFIRMED, "eintraege": sorted(hits, key=lambda row: str(row["schluessel"]))}
