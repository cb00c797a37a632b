"""The SQL of a step: one SELECT that locks the cases, one call that writes everything they became.

Many cases cost the same two round trips as one: rows travel as arrays of records (`literals`), and the function
`cases_write` unpacks them (its migration). All statements are prepared once per connection, because planning them would
cost more than running them.
"""

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

import psycopg
from django.db import connection
from django.db.models.base import ModelState

from .literals import array
from .models import Case


class StaleCase(Exception):
    """Somebody moved the case past its lock; the transaction must be given up and may be tried again."""


class TaskRow(NamedTuple):
    """Of a task what finishing it needs."""

    token: int
    claimed_by: uuid.UUID | None
    claimed_at: datetime | None
    done_at: datetime | None


COLUMNS: Final[tuple[str, ...]] = tuple(field.attname for field in Case._meta.concrete_fields)
_LOCK: Final = (
    f"SELECT {', '.join(f'c.{name}' for name in COLUMNS)}, a.level_limit FROM cases_case c "  # noqa: S608 our columns
    "JOIN catalogue_adoption a ON a.municipality_id = c.municipality_id AND a.id = c.adoption_id "
    "WHERE c.municipality_id = %s AND c.id = ANY(%s) ORDER BY c.id FOR UPDATE OF c"
)
_LOCK_TASK: Final = (
    _LOCK.partition("WHERE")[0].replace(
        "a.level_limit", "a.level_limit, t.token, t.claimed_by, t.claimed_at, t.done_at"
    )
    + "JOIN cases_task t ON t.municipality_id = c.municipality_id AND t.case_id = c.id "
    "WHERE c.municipality_id = %s AND t.id = %s FOR UPDATE OF c"
)
_SEEN: Final = (
    "INSERT INTO cases_seen (id, municipality_id, case_id, key) "
    "SELECT gen_random_uuid(), %s, r.case_id, r.key FROM unnest(%s::uuid[], %s::text[]) AS r(case_id, key) "
    "ORDER BY r.key ON CONFLICT (municipality_id, key) DO NOTHING RETURNING key"
)

KINDS: Final[dict[str, str]] = {
    "opened": "cases_opened", "moved": "cases_moved", "events": "cases_told", "payloads": "cases_carried",
    "decisions": "cases_decided", "tasks": "cases_asked", "tasks_done": "cases_done", "tasks_withdrawn": "cases_stay",
    "waits": "cases_awaited", "waits_over": "cases_stay", "jobs": "cases_ordered", "jobs_over": "cases_stay",
}  # fmt: skip
"""Kinds of rows in the order of the parameters of `cases_write`, and the type of their records."""
_WRITE: Final = f"SELECT cases_write(%s, {', '.join(f'%s::{kind}[]' for kind in KINDS.values())})".encode()


def lock(town: uuid.UUID, cases: Iterable[uuid.UUID]) -> list[tuple[Case, str]]:
    """The cases, locked until the transaction ends, always in the order of their ids; unknown ones are left out.

    Beside each the level that the town's adoption allows.
    """
    with _cursor() as cursor:
        rows = cursor.execute(_LOCK, [town, sorted(set(cases))], prepare=True).fetchall()
    return [(_case(row[:-1]), row[-1]) for row in rows]


def lock_task(town: uuid.UUID, task: uuid.UUID) -> tuple[Case, str, TaskRow] | None:
    """The task with its case, which is locked until the transaction ends; None for an unknown task."""
    with _cursor() as cursor:
        row = cursor.execute(_LOCK_TASK, [town, task], prepare=True).fetchone()
    return None if row is None else (_case(row[: len(COLUMNS)]), row[len(COLUMNS)], TaskRow(*row[len(COLUMNS) + 1 :]))


def claim_keys(town: uuid.UUID, keys: Mapping[str, uuid.UUID]) -> set[str]:
    """The keys that nobody has claimed before, also not at this moment; each belongs to its case from now on."""
    with _cursor() as cursor:
        rows = cursor.execute(_SEEN, [town, list(keys.values()), list(keys)], prepare=True).fetchall()
    return {key for (key,) in rows}


def fetch_one(statement: str, values: Sequence[Any]) -> tuple[Any, ...] | None:
    """The first row of a small prepared statement."""
    with _cursor() as cursor:
        return cursor.execute(statement.encode(), values, prepare=True).fetchone()


def write(town: uuid.UUID, rows: Mapping[str, Sequence[str]]) -> None:
    """Everything in one call; records by the names of `KINDS`. Raises StaleCase when a case had another version."""
    values = [array(rows[name]) if rows.get(name) else None for name in KINDS]
    if not any(values):
        return
    with _cursor() as cursor:
        (moved,) = cursor.execute(_WRITE, [town, *values], prepare=True).fetchone() or (0,)
    if moved != len(rows.get("moved", ())):
        raise StaleCase


def _cursor() -> "psycopg.Cursor[tuple[Any, ...]]":
    """A cursor that binds on the server: Django's own would send the values inside the text and plan it each time."""
    raw: psycopg.Connection[tuple[Any, ...]] = connection.connection  # open: the transaction is the caller's
    return psycopg.Cursor(raw)


def _case(row: Sequence[Any]) -> Case:
    values = dict(zip(COLUMNS, row, strict=True))
    values["state"], values["facts"] = json.loads(values["state"]), json.loads(values["facts"])
    return new_case(**values)


def new_case(**values: Any) -> Case:
    """A case from its columns. Django would look at each of them by its field, which costs more than a step."""
    case = Case.__new__(Case)
    case._state = ModelState()  # noqa: SLF001 what Model.from_db does
    case._state.db, case._state.adding = "default", False  # noqa: SLF001
    case.__dict__ |= _BLANK | values
    return case


_BLANK: Final[dict[str, Any]] = {
    field.attname: field.get_default() for field in Case._meta.concrete_fields if field.name not in ("id", "facts")
}
