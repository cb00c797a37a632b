"""What invented people do about a running case, and when: clerks decide, applicants answer, object or take back.

Dice are thrown by the number of the case, so whoever plans again plans the same.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery

from fahrwasser.core.calendar.holidays import Place, add_working_days, next_working_day
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.cases import actions
from fahrwasser.web.cases.facts import BERLIN, local_day
from fahrwasser.web.cases.models import Event, Task, Wait
from fahrwasser.web.catalogue.releases import compiled

SAXONY = Place("SN")
WEIGHTS: Mapping[str, int] = {"nachfragen": 25, "ablehnen": 8, "abweisen": 15, "verwerfen": 15, "zurueckstellen": 30,
                              "aussetzen": 10, "vorlegen": 60, "ruhen": 40}  # fmt: skip
USUAL = 100
REASONS: Mapping[str, str] = {
    "nachfragen": "Bitte schicken Sie uns einen Nachweis.",
    "ablehnen": "Die Voraussetzungen der Satzung liegen nach den vorgelegten Angaben nicht vor.",
    "abhelfen": "Der Einwand trifft zu.",
    "vorlegen": "Es bleibt bei der Entscheidung.",
}
LONG, SHORT = range(4, 15), range(6)
"""Working days that an objection, any other task lies before somebody takes it."""
OFFICE = "amt"
"""What lies with the head (`leitung`) is left to whoever tries the demo."""
FORGOTTEN = 0.06
PATIENCE = 2


@dataclass(frozen=True, slots=True)
class Habit:
    """How many of those whom a case waits for send this message, and after how many days."""

    share: float
    days: tuple[int, int]
    values: Mapping[str, Any]


HABITS: Mapping[str, Habit] = {
    "antwort": Habit(0.8, (2, 12), {"text": "Der Nachweis liegt bei. (Beispiel)"}),
    "widerspruch": Habit(0.02, (5, 20), {"text": "Ich bin mit dem Bescheid nicht einverstanden. (Beispiel)"}),
    "bezahlt": Habit(0.7, (2, 9), {}),
    "rueckgaengig": Habit(0.08, (2, 15), {}),
}


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody does this to this case at this time."""

    at: datetime
    case: UUID
    do: Callable[[], object]


def planned(clerk: Member, until: datetime) -> dict[UUID, Act]:
    """The next act of each case, as far as it happens by then; 2 queries."""
    found: dict[UUID, Act] = {}
    for act in (*_tasks(clerk, until), *_messages(clerk, until)):
        if act.at <= until and (act.case not in found or act.at < found[act.case].at):
            found[act.case] = act
    return found


def _tasks(clerk: Member, until: datetime) -> Iterator[Act]:
    waiting = Task.objects.of(clerk.municipality).filter(done_at=None, role=OFFICE, opened_at__lte=until)
    rows = waiting.select_related("case")
    decided = Counter(
        Task.objects.of(clerk.municipality)
        .filter(case__in=[row.case_id for row in rows], done_at__isnull=False)
        .values_list("case_id", flat=True)
    )
    for row in rows:
        dice = Random(f"{row.case.number}/{row.token}")  # noqa: S311 a demo, no secret
        taken = _taken_at(row, dice)
        done = taken + timedelta(minutes=dice.triangular(2, 22, 6))
        result = _result(row, dice, decided[row.case_id])

        def do(row: Task = row, taken: datetime = taken, done: datetime = done, result: Any = result) -> None:
            actions.claim(clerk, row.pk, taken)
            actions.finish_task(clerk, row.pk, result, done)

        yield Act(done, row.case_id, do)


def _taken_at(task: Task, dice: Random) -> datetime:
    """Between 8 and 15 o'clock of a working day, never before the task was there."""
    days = dice.choice(LONG if task.node.endswith("widerspruch_pruefen") else SHORT)
    if dice.random() < FORGOTTEN:
        days += 20
    day = add_working_days(next_working_day(local_day(task.opened_at), SAXONY), days, SAXONY)
    start = datetime(day.year, day.month, day.day, 8, tzinfo=BERLIN) + timedelta(minutes=dice.randint(0, 7 * 60))
    return max(start, task.opened_at + timedelta(minutes=dice.randint(5, 50)))


def _result(task: Task, dice: Random, decided: int) -> dict[str, str]:
    """Nobody asks twice; who has looked at the case twice and still cannot grant it refuses it."""
    graph = compiled(task.case.release_id).processes[task.case.process]
    outcomes = [name for name in graph.work_of(task.node).outcomes if not decided or name != "nachfragen"]
    if decided >= PATIENCE and "ablehnen" in outcomes:
        outcomes = ["ablehnen"]
    (outcome,) = dice.choices(outcomes, [WEIGHTS.get(name, USUAL) for name in outcomes])
    return {"ausgang": outcome, "begruendung": REASONS.get(outcome, "")}


def _messages(clerk: Member, until: datetime) -> Iterator[Act]:
    latest = Event.objects.of(clerk.municipality).filter(case=OuterRef("case_id")).order_by("-sequence")
    rows = Wait.objects.of(clerk.municipality).filter(message__in=HABITS, case__opened_at__lte=until)
    begun = rows.select_related("case").annotate(since=Subquery(latest.values("completed_at")[:1]))
    for row in begun.defer("case__state", "case__facts"):
        habit, dice = HABITS[row.message], Random(f"{row.case.number}/{row.message}")  # noqa: S311 a demo, no secret
        if dice.random() < habit.share:
            at = row.since + timedelta(days=dice.uniform(*habit.days))

            def do(row: Wait = row, at: datetime = at, values: Mapping[str, Any] = habit.values) -> None:
                received = {"eingang": local_day(at).isoformat()}
                actions.send_message(row.case, row.message, {**values, **received}, now=at)

            yield Act(at, row.case_id, do)
