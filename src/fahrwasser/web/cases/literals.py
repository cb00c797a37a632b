"""Rows as PostgreSQL reads records: one line for each kind, in the order of the types of `cases_write`.

A record of a batch is written once, as text; reading it takes the database a third of what reading JSON takes. Texts
that a person or a package can choose go through `text`; the rest are ids, numbers, hashes and moments.
"""

import json
import os
import time
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from .chain import stamp
from .models import Case


class Asked(NamedTuple):
    """A task."""

    id: str
    case: str
    token: int
    node: str
    role: str
    unit: UUID | None
    opened_at: datetime
    due: datetime
    done_at: datetime | None = None
    done_by: UUID | None = None
    outcome: str = ""


_JSON: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))
id_text = lru_cache(maxsize=2048)(str)  # an id is written once for each row of its case


def array(records: Iterable[str]) -> str:
    """Records as an array."""
    return "{" + ",".join(['"' + one.replace("\\", "\\\\").replace('"', '\\"') + '"' for one in records]) + "}"


def text(value: str) -> str:
    """A text inside a record."""
    return '"' + value.replace("\\", "\\\\").replace('"', '""') + '"'


def jsonb(value: Any) -> str:
    """A JSON value inside a record."""
    return text(_JSON.encode(value))


def opened(case: Case) -> str:
    """A case that begins."""
    return (
        f"({case.key},{text(case.number)},{id_text(case.adoption_id)},{id_text(case.release_id)},"
        f"{id_text(case.parameters_id)},{text(case.process)},{text(case.channel)},{text(case.person)},"
        f"{jsonb(case.state)},{jsonb(case.facts)},{case.version},{case.sequence},{text(case.last_hash)},{_id(case.unit_id)},"
        f"{case.is_test},{stamp(case.opened_at)},{_moment(case.closed_at)},{text(case.outcome)},{text(case.incident)})"
    )


def moved(case: Case) -> str:
    """A case after its step."""
    return (
        f"({case.key},{case.version},{jsonb(case.state)},{case.sequence},{text(case.last_hash)},"
        f"{_moment(case.closed_at)},{text(case.outcome)},{text(case.incident)})"
    )


def decided(
    case: str, sequence: int, decision: str, outcome: str, level: str, norm: str, rules: Any, at: datetime
) -> str:  # fmt: skip
    """What the rules said."""
    return (
        f"({new_key()},{case},{sequence},{text(decision)},{text(outcome)},{text(level)},{text(norm)},"
        f"{jsonb(rules)},{stamp(at)})"
    )


def asked(row: Asked) -> str:
    """A task."""
    return (
        f"({row.id},{row.case},{row.token},{text(row.node)},{text(row.role)},{_id(row.unit)},"
        f"{stamp(row.opened_at)},{stamp(row.due)},{_moment(row.done_at)},{_id(row.done_by)},{text(row.outcome)})"
    )


def new_key() -> str:
    """A new id, as PostgreSQL reads it: time and chance (UUID 7), so that an index grows at its end only."""
    chance = os.urandom(9).hex()
    return f"{time.time_ns() // 1_000_000:012x}7{chance[:3]}8{chance[3:]}"


def new_id() -> UUID:
    """A new id of a case: also ordered by time, so that its row and all that points at it lie side by side."""
    return UUID(new_key())


def _id(value: UUID | None) -> str:
    return "" if value is None else id_text(value)


def _moment(value: datetime | None) -> str:
    return "" if value is None else stamp(value)
