"""The rows that a batch of steps will write: what comes and goes within the batch is never written at all."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from . import store
from .chain import Link, chained, seal, stamp
from .models import Case

Stay = tuple[uuid.UUID, int]  # case and token
BEGUN_AS = {"tasks_withdrawn": "tasks", "tasks_done": "tasks", "waits_over": "waits", "jobs_over": "jobs"}


@dataclass(slots=True)
class Rows:
    """By the names of `store`: lists, and for what belongs to a token a row for each stay."""

    lists: dict[str, list[store.Row]] = field(default_factory=dict)
    stays: dict[str, dict[Stay, store.Row]] = field(default_factory=dict)
    events: list[store.EventRow] = field(default_factory=list)

    def add(self, name: str, row: store.Row) -> None:
        """One more row of the kind that is only ever added."""
        self.lists.setdefault(name, []).append(row)

    def begin(self, name: str, case: uuid.UUID, token: int, **row: Any) -> None:
        """A task, wait or job of this token is there."""
        self.stays.setdefault(name, {})[case, token] = {"id": uuid.uuid4(), "case_id": case, "token": token, **row}

    def end(self, name: str, case: uuid.UUID, token: int, **row: Any) -> None:
        """It is over. One that was begun in this batch is not written at all, unless it was done."""
        begun = self.stays.get(BEGUN_AS[name], {})
        if (case, token) not in begun:
            self.stays.setdefault(name, {})[case, token] = {"case_id": case, "token": token, **row}
        elif name == "tasks_done":
            begun[case, token].update(row)
        else:
            del begun[case, token]

    def write(self, town: uuid.UUID, cases: Sequence[Case], opened: Sequence[Case]) -> None:
        """One statement for everything. Raises StaleCase."""
        rows: dict[str, Sequence[store.Row]] = {name: list(found.values()) for name, found in self.stays.items()}
        rows |= self.lists
        rows["opened"] = [_columns(case, OPENED) for case in opened]
        rows["moved"] = [_columns(case, MOVED) for case in cases]
        store.write(town, rows, self.events)
        self.events.clear()
        self.lists.clear()
        self.stays.clear()


MOVED = ("id", "version", "state", "sequence", "last_hash", "closed_at", "outcome", "incident")
OPENED = tuple(name for name in store.COLUMNS if name != "municipality_id")


def _columns(case: Case, names: Sequence[str]) -> store.Row:
    return {name: getattr(case, name) for name in names}


class Times(NamedTuple):
    """When something could begin, was taken up, was finished."""

    enabled: datetime
    started: datetime
    completed: datetime


def at_once(now: datetime) -> Times:
    """Something that took no time."""
    return Times(now, now, now)


def record(
    rows: Rows, case: Case, kind: str, activity: str, times: Times, actor: str, payload: Mapping[str, Any] | None = None
) -> int:
    """The next event of the case, chained to the last one; its number. `kind`: "act" or "node"."""
    sealed = seal(payload) if payload else None
    number = case.sequence + 1
    link = Link(number, kind, activity, times.enabled, times.started, times.completed, actor,
                sealed.hash if sealed else "")  # fmt: skip
    case_id = _written(case.id)
    case.last_hash = chained(case.last_hash, case_id, link)
    case.sequence = number
    key = str(uuid.uuid4()) if sealed else None  # else the database makes one
    rows.events.append((
        key, case_id, str(number), kind, activity, stamp(times.enabled), stamp(times.started),
        stamp(times.completed), actor, link.payload_hash, case.last_hash,
    ))  # fmt: skip
    if sealed:
        rows.add("payloads", {"id": key, "salt": sealed.salt, "data": sealed.data})
    return number


_written = lru_cache(maxsize=1024)(str)  # an id is written once for each event of its case
