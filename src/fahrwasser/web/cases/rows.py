"""The rows that a batch of steps will write: what comes and goes within the batch is never written at all."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from . import literals, store
from .chain import Link, chained, seal, stamp
from .literals import Asked, id_text, new_key, text
from .models import Case

Stay = tuple[str, int]  # case and token
NO_TOKEN = -1
BEGUN_AS = {"waits_over": "waits", "jobs_over": "jobs"}


@dataclass(slots=True)
class Rows:
    """By the names of `store.KINDS`: records, and for what belongs to a token a record for each stay."""

    lists: dict[str, list[str]] = field(default_factory=dict)
    stays: dict[str, dict[Stay, str]] = field(default_factory=dict)
    tasks: dict[Stay, Asked] = field(default_factory=dict)

    def add(self, name: str, record: str) -> None:
        """One more row of the kind that is only ever added."""
        self.lists.setdefault(name, []).append(record)

    def ask(self, task: Asked) -> None:
        """There is work for somebody."""
        self.tasks[task.case, task.token] = task

    def done(self, case: str, token: int, at: datetime, by: uuid.UUID | None, outcome: str) -> None:
        """The task of this token is done."""
        begun = self.tasks.get((case, token))
        if begun:
            self.tasks[case, token] = begun._replace(done_at=at, done_by=by, outcome=outcome)  # noqa: SLF001 a NamedTuple has no other
        else:
            record = f"({case},{token},{stamp(at)},{id_text(by) if by else ''},{text(outcome)})"
            self.stays.setdefault("tasks_done", {})[case, token] = record

    def withdraw(self, case: str, token: int) -> None:
        """The process does not need this task any more; one that was begun in this batch was never there."""
        if self.tasks.pop((case, token), None) is None:
            self.stays.setdefault("tasks_withdrawn", {})[case, token] = _stay(case, token)

    def order(self, case: str, token: int, kind: str, due: datetime) -> None:
        """There is work for the worker, for this token or (NO_TOKEN) the case as a whole."""
        args = f'{{""token"":{token}}}' if token != NO_TOKEN else "{}"
        record = f'({new_key()},{kind},"{args}",{case},{stamp(due)})'
        self.stays.setdefault("jobs", {})[case, token] = record

    def wait(self, case: str, token: int, message: str) -> None:
        """The case waits for this message."""
        record = f"({new_key()},{case},{token},{text(message)})"
        self.stays.setdefault("waits", {})[case, token] = record

    def end(self, name: str, case: str, token: int) -> None:
        """It is over. One that was begun in this batch is not written at all."""
        if self.stays.get(BEGUN_AS[name], {}).pop((case, token), None) is None:
            self.stays.setdefault(name, {})[case, token] = _stay(case, token)

    def write(self, town: uuid.UUID, cases: Sequence[Case], opened: Sequence[Case]) -> None:
        """One call for everything."""
        rows: dict[str, Sequence[str]] = {name: list(found.values()) for name, found in self.stays.items()}
        rows |= self.lists
        rows["opened"] = [literals.opened(case) for case in opened]
        rows["moved"] = [literals.moved(case) for case in cases]
        rows["tasks"] = [literals.asked(task) for task in self.tasks.values()]
        store.write(town, rows)
        self.lists.clear()
        self.stays.clear()
        self.tasks.clear()


class Times(NamedTuple):
    """When something could begin, was taken up, was finished."""

    enabled: datetime
    started: datetime
    completed: datetime


def at_once(now: datetime) -> Times:
    """Something that took no time."""
    return Times(now, now, now)


def record(
    rows: Rows,
    case: Case,
    kind: str,
    activity: str,
    times: Times,
    actor: str,
    payload: Mapping[str, Any] | None = None,
    passed: str = "",
) -> int:
    """The next event of the case, chained to the last one; its number. `kind`: "act" or "node"."""
    sealed = seal(payload) if payload else None
    number, case_id, key = case.sequence + 1, case.key, new_key()
    link = Link(number, kind, activity, *times, actor, sealed.hash if sealed else "", passed)
    case.last_hash = chained(case.last_hash, case_id, link)
    case.sequence = number
    rows.add(
        "events",
        f"({key},{case_id},{number},{kind},{text(activity)},{stamp(times.enabled)},{stamp(times.started)},"
        f'{stamp(times.completed)},{text(actor)},{text(passed)},"{link.payload_hash}",{case.last_hash})',
    )
    if sealed:
        rows.add("payloads", f"({key},{sealed.salt},{text(sealed.text)})")
    return number


def _stay(case: str, token: int) -> str:
    return f"({case},{token})"
