"""Cases of one town that are moved together: locked once, stepped in memory, written in one statement.

A click is a batch of one, the worker's group a batch of a hundred. The transaction is the caller's.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from django.db.models import Model

from fahrwasser.core.bpmn.events import Done, Event, Incident
from fahrwasser.core.bpmn.graph import Graph
from fahrwasser.core.bpmn.state import BLANK, State
from fahrwasser.core.bpmn.stepping import step
from fahrwasser.core.feel import Expression
from fahrwasser.core.packages.evaluator import CaseEvaluator, DecisionMade
from fahrwasser.core.packages.release import Release
from fahrwasser.web.catalogue.releases import compiled

from . import numbers, store
from .effects import Step, apply
from .facts import facts_of, flags_of
from .models import Case
from .rows import Rows

LONGEST_INCIDENT = 300


class Taken(Enum):
    """What became of an event."""

    MOVED = "moved"
    IGNORED = "ignored"  # nothing waits for it: repeated, late or foreign
    STUCK = "stuck"  # the step could not be made; the case says why in `incident` and stands where it stood


@dataclass(slots=True)
class Running:
    """A locked case with everything a step needs."""

    case: Case
    release: Release
    graph: Graph
    state: State
    limit: str

    def evaluator(self) -> "Evaluator":
        """A fresh one for each step."""
        return Evaluator(self)


class Evaluator:
    """The evaluator of a case, made at the first question: most steps ask nothing, and facts cost more than a step."""

    __slots__ = ("_asked", "_running")

    def __init__(self, running: Running) -> None:
        self._running = running
        self._asked: CaseEvaluator | None = None

    @property
    def real(self) -> CaseEvaluator:
        """The evaluator of core.packages, with the facts of the case."""
        if self._asked is None:
            running = self._running
            limit: Any = running.limit or None
            facts = facts_of(running.case, running.release)
            self._asked = CaseEvaluator(running.release, facts, flags=flags_of(running.case), limit=limit)
        return self._asked

    @property
    def decisions(self) -> list[DecisionMade]:
        """What was decided in this step."""
        return self._asked.decisions if self._asked else []

    def value(self, feel: Expression, variables: Mapping[str, Any], now: datetime) -> Any:
        """As `core.bpmn` asks it."""
        return (self._asked or self.real).value(feel, variables, now)

    def decide(self, decision: str, variables: Mapping[str, Any], now: datetime) -> Any:
        """As `core.bpmn` asks it."""
        return self.real.decide(decision, variables, now)


@dataclass(slots=True)
class Batch:
    """Lock or open, take events, write. `in_hand`: stays whose job the caller itself removes."""

    town: uuid.UUID
    cases: dict[uuid.UUID, Running] = field(default_factory=dict)
    in_hand: set[tuple[uuid.UUID, int]] = field(default_factory=set)
    _rows: Rows = field(default_factory=Rows)
    _opened: dict[str, Case] = field(default_factory=dict)
    _moved: dict[str, Case] = field(default_factory=dict)
    _more: dict[tuple[type[Model], bool], list[Model]] = field(default_factory=dict)
    _given: dict[str, list[int]] = field(default_factory=dict)  # series: last number, how many the table lacks

    def lock(self, cases: Iterable[uuid.UUID]) -> None:
        """These cases are ours until the transaction ends; unknown ones are left out. 1 query."""
        for case, limit in store.lock(self.town, cases):
            if case.id not in self.cases:
                self.cases[case.id] = _running(case, limit)

    def lock_task(self, task: uuid.UUID) -> tuple[Case, store.TaskRow] | None:
        """The case of a task is ours, with what is known of the task; None for an unknown one. 1 query."""
        found = store.lock_task(self.town, task)
        if found is None:
            return None
        case, limit, row = found
        self.cases[case.pk] = _running(case, limit)
        return case, row

    def put_in(self, case: Case, level_limit: str) -> None:
        """A case that this batch opens; it has a number and facts, but no state."""
        self._opened[case.key] = case
        self.cases[case.id] = _running(case, level_limit)

    def take(
        self, case: uuid.UUID, event: Event, actor: str, values: Mapping[str, Any] | None = None
    ) -> Taken:  # fmt: skip
        """The case takes the event. `values`: what the event brought, kept as its payload (default: its result)."""
        running = self.cases[case]
        evaluator = running.evaluator()
        stepped = step(running.graph, running.state, event, evaluator)
        if not stepped.effects:
            return Taken.IGNORED
        self._touch(running.case)
        first = stepped.effects[0]
        if isinstance(first, Incident):
            running.case.incident = f"{first.node}: {first.reason}"[:LONGEST_INCIDENT]
            return Taken.STUCK
        if values is None and isinstance(event, Done):
            values = event.result
        apply(
            Step(running.case, running.graph, running.state, event, actor, values, evaluator.decisions, self.in_hand),
            stepped.effects,
            self._rows,
        )
        running.state = stepped.state
        running.case.state = stepped.state.to_json()
        return Taken.MOVED

    def note(self, case: uuid.UUID) -> Rows:
        """For what is recorded or changed without a step: the rows, with the case marked as changed."""
        self._touch(self.cases[case].case)
        return self._rows

    def add(self, row: Model, *, once: bool = False) -> None:
        """Another row that is written with the batch. `once`: one that may be there already."""
        self._more.setdefault((type(row), once), []).append(row)

    def number(self, series: str) -> int:
        """The next number of the series. The first one locks the series, so the others are counted here."""
        given = self._given.get(series)
        if given is None:
            given = self._given[series] = [numbers.take(self.town, series)[0], 0]
        else:
            given[:] = given[0] + 1, given[1] + 1
        return given[0]

    def write(self) -> None:
        """Everything is on its way to the database (`store.write`); the batch can be used on."""
        for series, (_last, lacking) in self._given.items():
            if lacking:
                numbers.take(self.town, series, lacking)
        self._given.clear()
        moved = [case for key, case in self._moved.items() if key not in self._opened]
        for case in moved:
            case.version += 1
        self._rows.write(self.town, moved, list(self._opened.values()))
        self._opened.clear()
        self._moved.clear()
        for (model, once), rows in self._more.items():
            model.objects.bulk_create(rows, ignore_conflicts=once)  # type: ignore[attr-defined]
        self._more.clear()

    def _touch(self, case: Case) -> None:
        self._moved[case.key] = case


def _running(case: Case, limit: str) -> Running:
    release = compiled(case.release_id)
    state = State.from_json(case.state) if case.state else BLANK
    return Running(case, release, release.processes[case.process], state, limit)
