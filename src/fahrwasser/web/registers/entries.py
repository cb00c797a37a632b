"""Between the row of an entry and the value the core reasons about."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from fahrwasser.core.feel.values import to_json
from fahrwasser.core.packages.registers import flat
from fahrwasser.core.packages.values import Entry as CoreEntry

from .models import Entry


def core_of(row: Entry) -> CoreEntry:
    """The row as value."""
    return CoreEntry(row.register, row.key, row.data, row.valid_from, row.valid_until)


def stored(row: Entry) -> dict[str, Any]:
    """Everything that can change, as kept in the history; `restore` writes it back to the letter."""
    return {
        "data": row.data,
        "person": row.person,
        "valid_from": row.valid_from.isoformat(),
        "valid_until": row.valid_until.isoformat() if row.valid_until else None,
        "ended_on": row.ended_on.isoformat() if row.ended_on else None,
    }


def restore(row: Entry, before: Mapping[str, Any]) -> None:
    """The row is what it was; it must still be saved."""
    row.data, row.person = before["data"], before["person"]
    row.valid_from = date.fromisoformat(before["valid_from"])
    row.valid_until = date.fromisoformat(before["valid_until"]) if before["valid_until"] else None
    row.ended_on = date.fromisoformat(before["ended_on"]) if before["ended_on"] else None


def flat_json(row: Entry) -> dict[str, Any]:
    """As processes read `register`, in JSON: data beside schluessel, ab, bis."""
    return {name: to_json(value) for name, value in flat(core_of(row)).items()}
