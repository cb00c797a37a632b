"""The letter before it goes out: the process is played on in memory from the decision, nothing is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fahrwasser.core.bpmn.events import Done
from fahrwasser.core.bpmn.state import State
from fahrwasser.core.feel.values import from_json
from fahrwasser.core.letters.errors import LetterError
from fahrwasser.core.packages.evaluator import CaseEvaluator
from fahrwasser.core.packages.reading import BERLIN
from fahrwasser.core.packages.run import letter_values
from fahrwasser.core.packages.story import Story
from fahrwasser.core.packages.values import Entry as CoreEntry
from fahrwasser.core.packages.values import Expected, Scenario
from fahrwasser.core.packages.world import SentLetter, World
from fahrwasser.web.cases.facts import facts_of, flags_of
from fahrwasser.web.cases.letters import press, surroundings
from fahrwasser.web.cases.models import Case, Task
from fahrwasser.web.catalogue.releases import compiled
from fahrwasser.web.ports.payments import withdrawal_of
from fahrwasser.web.registers.models import Entry
from fahrwasser.web.tenants.actions import letterhead_of
from fahrwasser.web.tenants.letterheads import coat_of_arms


@dataclass(frozen=True, slots=True)
class Preview:
    """A letter as it would go out; `pdf` is None when it cannot be set, `problem` says why."""

    title: str
    pdf: bytes | None
    problem: str = ""


def previews(task: Task, result: Mapping[str, Any], *, now: datetime) -> list[Preview]:
    """The letters that would leave at once after this decision; 4 queries."""
    case = task.case
    release = compiled(case.release_id)
    facts = facts_of(case, release)
    limit: Any = case.adoption.level_limit or None
    evaluator = CaseEvaluator(release, facts, flags=flags_of(case), limit=limit)
    known = {"withdraw_payment": {"status": withdrawal_of(case.municipality_id, case.pk)}}
    scenario = Scenario("preview", now, Expected(""), register=_entries(case), ports=known)
    world = World.of(release, scenario)
    story = Story(release.processes[case.process], evaluator, world, 1, State.from_json(case.state))
    story.happen(Done(task.token, now, {name: from_json(value) for name, value in result.items()}, now))
    return [_set(case, letter, now) for letter in world.letters]


def _set(case: Case, letter: SentLetter, now: datetime) -> Preview:
    release, day = compiled(case.release_id), now.astimezone(BERLIN).date()
    head = letterhead_of(case.municipality)
    values = letter_values(release, letter.given, surroundings(case.municipality, head, case, day, ""))
    values["beispiel"] = True  # the mark "Beispiel" over the page: a preview is no Bescheid
    title = str(values.get("titel") or letter.template)
    try:
        arms = coat_of_arms(case.municipality, head)
        made = press().set(letter.template, values, made=day, files=release.letters, coat_of_arms=arms)
        return Preview(title, made.pdf)
    except LetterError as error:
        return Preview(title, None, str(error))


def _entries(case: Case) -> tuple[CoreEntry, ...]:
    """Register entries that the case names anywhere."""
    keys = set(_texts(case.facts)) | set(_texts(case.state))
    rows = Entry.objects.of(case.municipality_id).filter(key__in=keys)
    return tuple(CoreEntry(row.register, row.key, row.data, row.valid_from, row.valid_until) for row in rows)


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value] if len(value) <= 60 else []
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return [text for item in inner for text in _texts(item)]
