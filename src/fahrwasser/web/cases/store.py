"""The SQL of a step: one SELECT that locks the cases, one call that writes everything they became.

Many cases cost the same two round trips as one: rows travel as arrays of records (`literals`), and the function
`cases_write` unpacks them (its migration). The lock travels with the begin of the transaction, what is written with its
commit (`tenants.database`). All statements are prepared once per connection, because planning them would cost more
than running them.
"""

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db.models.base import ModelState

from fahrwasser.web.tenants.context import database
from fahrwasser.web.tenants.database.base import Prepared

from .literals import array
from .models import Case


class TaskRow(NamedTuple):
    """Of a task what finishing it needs."""

    token: int
    claimed_by: uuid.UUID | None
    claimed_at: datetime | None
    done_at: datetime | None


COLUMNS: Final[tuple[str, ...]] = tuple(field.attname for field in Case._meta.concrete_fields)
MOMENTS: Final = ("opened_at", "closed_at")  # come as text: Python reads that ten times as fast as the driver
_CASE: Final = f"{', '.join(f'c.{name}::text' if name in MOMENTS else f'c.{name}' for name in COLUMNS)}, a.level_limit"
_FROM: Final = (
    "FROM cases_case c JOIN catalogue_adoption a ON a.municipality_id = c.municipality_id AND a.id = c.adoption_id"
)
_LOCK: Final = Prepared(
    "cases_lock",
    f"SELECT {_CASE} {_FROM} WHERE c.municipality_id = $1 AND c.id = ANY($2::uuid[]) ORDER BY c.id FOR UPDATE OF c",
)
_LOCK_TASK: Final = Prepared(
    "cases_lock_task",
    f"SELECT {_CASE}, t.token, t.claimed_by, t.claimed_at, t.done_at {_FROM} "
    "JOIN cases_task t ON t.municipality_id = c.municipality_id AND t.case_id = c.id "
    "WHERE c.municipality_id = $1 AND t.id = $2 FOR UPDATE OF c",
)
_SEEN: Final = Prepared(
    "cases_seen",
    "INSERT INTO cases_seen (id, municipality_id, case_id, key) "
    "SELECT gen_random_uuid(), $1::uuid, r.case_id, r.key FROM unnest($2::uuid[], $3::text[]) AS r(case_id, key) "
    "ORDER BY r.key ON CONFLICT (municipality_id, key) DO NOTHING RETURNING key",
)

KINDS: Final[dict[str, str]] = {
    "opened": "cases_opened", "moved": "cases_moved", "events": "cases_told", "payloads": "cases_carried",
    "decisions": "cases_decided", "tasks": "cases_asked", "tasks_done": "cases_done", "tasks_withdrawn": "cases_stay",
    "waits": "cases_awaited", "waits_over": "cases_stay", "jobs": "cases_ordered", "jobs_over": "cases_stay",
}  # fmt: skip
"""Kinds of rows in the order of the parameters of `cases_write`, and the type of their records."""
_WRITE: Final = Prepared(
    "cases_write",
    f"SELECT cases_write($1::uuid, {', '.join(f'${n}::{kind}[]' for n, kind in enumerate(KINDS.values(), 2))})",
)


def lock(town: uuid.UUID, cases: Iterable[uuid.UUID]) -> list[tuple[Case, str]]:
    """The cases, locked until the transaction ends, always in the order of their ids; unknown ones are left out.

    Beside each the level that the town's adoption allows.
    """
    rows = database().rows(_LOCK, town, array(map(str, cases)))
    return [(_case(row[:-1]), row[-1]) for row in rows]


def lock_task(town: uuid.UUID, task: uuid.UUID) -> tuple[Case, str, TaskRow] | None:
    """The task with its case, which is locked until the transaction ends; None for an unknown task."""
    rows = database().rows(_LOCK_TASK, town, task)
    width = len(COLUMNS)
    return next(((_case(row[:width]), row[width], TaskRow(*row[width + 1 :])) for row in rows), None)


def claim_keys(town: uuid.UUID, keys: Mapping[str, uuid.UUID]) -> set[str]:
    """The keys that nobody has claimed before, also not at this moment; each belongs to its case from now on."""
    rows = database().rows(_SEEN, town, array(map(str, keys.values())), array(keys))
    return {key for (key,) in rows}


def write(town: uuid.UUID, rows: Mapping[str, Sequence[str]]) -> None:
    """Everything in one call that travels with the next statement or the commit; records by the names of `KINDS`.

    A case that had another version than expected is an error of the database then (it cannot happen under its lock).
    """
    values = [array(rows[name]) if rows.get(name) else None for name in KINDS]
    if any(values):
        database().later(_WRITE, town, *values)


def _case(row: Sequence[Any]) -> Case:
    values = dict(zip(COLUMNS, row, strict=True))
    values["state"], values["facts"] = json.loads(values["state"]), json.loads(values["facts"])
    for name in MOMENTS:
        values[name] = values[name] and datetime.fromisoformat(values[name])
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
