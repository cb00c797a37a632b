"""The SQL of a step: one SELECT that locks the cases, one statement that writes everything they became.

Many cases cost the same two round trips as one: rows travel as JSON, events (two rows of three) as an array for each
column, which both sides read in half the time; the database unpacks them. Both statements are prepared once per
connection, because planning them would cost more than running them.
"""

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, Final, NamedTuple

import psycopg
from django.db import connection

from .models import Case

Row = dict[str, Any]
EventRow = tuple[str | None, str, str, str, str, str, str, str, str, str, str]


class StaleCase(Exception):
    """Somebody moved the case past its lock; the transaction must be given up and may be tried again."""


class TaskRow(NamedTuple):
    """Of a task what finishing it needs."""

    token: int
    claimed_by: uuid.UUID | None
    claimed_at: datetime | None
    done_at: datetime | None


COLUMNS: Final[tuple[str, ...]] = tuple(field.attname for field in Case._meta.concrete_fields)
_JSON: Final = frozenset({"state", "facts"})
EVENT: Final = {
    "id": "uuid", "case_id": "uuid", "sequence": "int", "kind": "text", "activity": "text",
    "enabled_at": "timestamptz", "started_at": "timestamptz", "completed_at": "timestamptz", "actor": "text",
    "payload_hash": "text", "hash": "text",
}  # fmt: skip
"""Columns of an event row, in the order of its tuple: texts that need no quotes, but for `FREE`; None = made here."""
FREE: Final = (EVENT_COLUMNS := tuple(EVENT)).index("activity"), EVENT_COLUMNS.index("actor")
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

# name of the rows -> their columns, and what happens with them; `:town` is the municipality, `:rows` the rows as r.
_PARTS: Final[dict[str, tuple[str, str]]] = {
    "opened": (
        """id uuid, number text, adoption_id uuid, release_id uuid, parameters_id uuid, process text, channel text,
        person text, state jsonb, facts jsonb, version int, sequence int, last_hash text, unit_id uuid, is_test bool,
        opened_at timestamptz, closed_at timestamptz, outcome text, incident text""",
        """INSERT INTO cases_case (municipality_id, id, number, adoption_id, release_id, parameters_id, process,
        channel, person, state, facts, version, sequence, last_hash, unit_id, is_test, opened_at, closed_at, outcome,
        incident) SELECT :town, r.* FROM :rows""",
    ),
    "moved": (
        """id uuid, version int, state jsonb, sequence int, last_hash text, closed_at timestamptz, outcome text,
        incident text""",
        """UPDATE cases_case c SET version = r.version, state = r.state, sequence = r.sequence,
        last_hash = r.last_hash, closed_at = r.closed_at, outcome = r.outcome, incident = r.incident FROM :rows
        WHERE c.municipality_id = :town AND c.id = r.id AND c.version = r.version - 1 RETURNING c.id""",
    ),
    "events": (
        ", ".join(f"{name} {kind}" for name, kind in EVENT.items()),
        """INSERT INTO cases_event (municipality_id, id, case_id, sequence, kind, activity, enabled_at, started_at,
        completed_at, actor, payload_hash, hash) SELECT :town, coalesce(r.id, gen_random_uuid()), r.case_id, r.sequence,
        r.kind, r.activity, r.enabled_at, r.started_at, r.completed_at, r.actor, r.payload_hash, r.hash
        FROM :rows""",
    ),
    "payloads": (
        "id uuid, salt text, data jsonb",
        """INSERT INTO cases_payload (municipality_id, id, event_id, salt, data)
        SELECT :town, r.id, r.id, r.salt, r.data FROM :rows""",
    ),
    "decisions": (
        """id uuid, case_id uuid, sequence int, decision text, outcome text, level text, norm text, rules jsonb,
        made_at timestamptz""",
        """INSERT INTO cases_decision (municipality_id, id, case_id, sequence, decision, outcome, level, norm, rules,
        made_at) SELECT :town, r.* FROM :rows""",
    ),
    "tasks": (
        """id uuid, case_id uuid, token int, node text, role text, unit_id uuid, opened_at timestamptz,
        due timestamptz, done_at timestamptz, done_by uuid, outcome text""",
        """INSERT INTO cases_task (municipality_id, id, case_id, token, node, role, unit_id, opened_at, due, done_at,
        done_by, outcome) SELECT :town, r.* FROM :rows""",
    ),
    "tasks_done": (
        "case_id uuid, token int, done_at timestamptz, done_by uuid, outcome text",
        """UPDATE cases_task t SET done_at = r.done_at, done_by = r.done_by, outcome = r.outcome FROM :rows
        WHERE t.municipality_id = :town AND t.case_id = r.case_id AND t.token = r.token""",
    ),
    "tasks_withdrawn": (
        "case_id uuid, token int",
        """DELETE FROM cases_task t USING :rows
        WHERE t.municipality_id = :town AND t.case_id = r.case_id AND t.token = r.token AND t.done_at IS NULL""",
    ),
    "waits": (
        "id uuid, case_id uuid, token int, message text",
        "INSERT INTO cases_wait (municipality_id, id, case_id, token, message) SELECT :town, r.* FROM :rows",
    ),
    "waits_over": (
        "case_id uuid, token int",
        """DELETE FROM cases_wait w USING :rows
        WHERE w.municipality_id = :town AND w.case_id = r.case_id AND w.token = r.token""",
    ),
    "jobs": (
        "id uuid, kind text, args jsonb, case_id uuid, due timestamptz",
        """INSERT INTO jobs_job (municipality_id, id, kind, args, "case", due, attempts, last_error)
        SELECT :town, r.id, r.kind, r.args, r.case_id, r.due, 0, '' FROM :rows""",
    ),
    # A job that a worker holds right now is left to it: it will find its token gone. Waiting for it here, with the
    # case locked, could wait for ever.
    "jobs_over": (
        "case_id uuid, token int",
        """DELETE FROM jobs_job WHERE municipality_id = :town AND id IN (SELECT j.id FROM jobs_job j JOIN :rows
        ON j."case" = r.case_id AND (j.args ->> 'token')::int = r.token WHERE j.municipality_id = :town
        FOR UPDATE OF j SKIP LOCKED)""",
    ),
}


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


def write(town: uuid.UUID, rows: Mapping[str, Sequence[Row]], events: Sequence[EventRow]) -> None:
    """Everything in one statement; `rows` by the names above. Raises StaleCase when a case had another version."""
    names = [name for name in _PARTS if rows.get(name) or (name == "events" and events)]
    if not names:
        return
    values: list[Any] = [town]
    for name in names:
        values += _arrays(events) if name == "events" else [_JSON_ROWS.encode(rows[name])]
    with _cursor() as cursor:
        (moved,) = cursor.execute(_statement(tuple(names)), values, prepare=True).fetchone() or (0,)
    if moved != len(rows.get("moved", ())):
        raise StaleCase


@cache
def _statement(names: tuple[str, ...]) -> bytes:
    """WITH one part for each kind of rows; $1 is the town, $2 … the rows as JSON.

    PostgreSQL takes JSON for a hundred rows and would read whole tables to join them, in every group until the tables
    are counted again. A limit that it cannot know (there is none) makes it think of ten, and it goes by the index.
    """
    parts = []
    for name in names:
        columns, act = _PARTS[name]
        if name == "events":
            source = f"unnest({', '.join(f'(%s)::{kind}[]' for kind in EVENT.values())}) AS r({', '.join(EVENT)})"
        else:
            source = f"json_to_recordset((%s)::json) AS r({columns})"
        source = f"(SELECT * FROM {source} LIMIT (SELECT NULL::bigint)) AS r"  # noqa: S608 our own columns
        act = act.replace(":rows", source).replace(":town", "(SELECT id FROM town)")
        parts.append(f"{name} AS ({act})")
    count = "(SELECT count(*) FROM moved)" if "moved" in names else "0"
    return f"WITH town AS (SELECT (%s)::uuid AS id), {', '.join(parts)} SELECT {count}".encode()


def _cursor() -> "psycopg.Cursor[tuple[Any, ...]]":
    """A cursor that binds on the server: Django's own would send the values inside the text and plan it each time."""
    connection.ensure_connection()
    raw: psycopg.Connection[tuple[Any, ...]] = connection.connection
    return psycopg.Cursor(raw)


def _case(row: Sequence[Any]) -> Case:
    values = [json.loads(value) if name in _JSON else value for name, value in zip(COLUMNS, row, strict=True)]
    return Case.from_db("default", COLUMNS, values)


def new_case(**values: Any) -> Case:
    """A case that no table knows yet; by position, which takes Django a third of the time."""
    return Case.from_db("default", COLUMNS, [values.get(name, _BLANK.get(name)) for name in COLUMNS])


def _arrays(events: Sequence[EventRow]) -> list[str]:
    """The events column by column, as PostgreSQL writes arrays."""
    columns: list[Sequence[str | None]] = list(zip(*events, strict=True))
    for free in FREE:
        columns[free] = [_quoted(text or "") for text in columns[free]]
    return [f"{{{','.join(['NULL' if text is None else text or EMPTY for text in column])}}}" for column in columns]


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _text(value: Any) -> str:
    """Ids and moments as PostgreSQL reads them."""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


EMPTY: Final = '""'
_JSON_ROWS: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False, default=_text)
_BLANK: Final[dict[str, Any]] = {
    field.attname: field.get_default() for field in Case._meta.concrete_fields if field.name not in ("id", "facts")
}
