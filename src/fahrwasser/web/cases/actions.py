"""Everything that moves a case. One external event = one transaction: the caller's, which is already open.

`now` is always passed in, so that a year of cases can be run in a minute. An event with a `key` counts once, however
often and however simultaneously it arrives.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist

from fahrwasser.core.bpmn.events import Done, Message, Start
from fahrwasser.core.feel.values import Value, from_json
from fahrwasser.core.refused import N_, Refused
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.catalogue.models import Adoption, Release
from fahrwasser.web.catalogue.releases import compiled
from fahrwasser.web.jobs.models import Job
from fahrwasser.web.tenants.models import Municipality

from . import numbers, store
from .batch import Batch, Taken
from .literals import new_id
from .models import Case, Seen, Task
from .rows import at_once, record

CITIZEN, SYSTEM = "citizen", "system"
CHANNELS = ("online", "counter", "phone", "post", "api", "event")


@dataclass(frozen=True, slots=True)
class Opening:
    """What a case begins with.

    `facts`: JSON with antrag (answers of the form), fall (vertretung, person …), ereignis, register, flags; all
    optional. `process`: another than the one an application starts. `key`: the sender's own, counts once.
    """

    channel: str
    facts: Mapping[str, Any]
    person: str = ""
    message: str | None = None
    process: str = ""
    actor: str = CITIZEN
    is_test: bool = False
    key: str | None = None
    id: uuid.UUID = field(default_factory=new_id)


def open_case(
    adoption: Adoption,
    release: Release,
    *,
    channel: str,
    facts: Mapping[str, Any],
    person: str = "",
    process: str = "",
    message: str | None = None,
    actor: str = CITIZEN,
    now: datetime,
    is_test: bool = False,
    key: str | None = None,
) -> Case:
    """The case has begun and stands where it first waits; with a known `key` it is the case of that key.

    Raises Refused when the service is not active or its process cannot begin.
    """
    opening = Opening(channel, facts, person, message, process, actor, is_test, key)
    return open_cases(adoption, release, [opening], now=now)[0]


def open_cases(adoption: Adoption, release: Release, openings: Sequence[Opening], *, now: datetime) -> list[Case]:
    """As `open_case` for many, in four statements however many they are (yearly runs)."""
    town = adoption.municipality
    by_key: dict[str, Opening] = {}
    for opening in openings:
        if opening.key:
            by_key.setdefault(opening.key, opening)
    is_new = store.claim_keys(town.pk, {key: opening.id for key, opening in by_key.items()}) if by_key else set()
    fresh = [o for o in openings if not o.key or (o.key in is_new and by_key[o.key].id == o.id)]
    fresh = list({opening.id: opening for opening in fresh}.values())
    batch = Batch(town.pk)
    cases = _put_in(batch, adoption, release, fresh, now)
    batch.write()
    known = {case.id: case for case in cases}
    return [known.get(opening.id) or case_of_key(town, opening.key or "") for opening in openings]


def case_of_key(town: Municipality, key: str) -> Case:
    """The case that an event with this key has opened or moved; 1 query. Raises Case.DoesNotExist."""
    return Case.objects.of(town).get(pk__in=Seen.objects.of(town).filter(key=key).values("case_id"))


def locked(town: uuid.UUID, case: uuid.UUID) -> tuple[Batch, Case]:
    """A batch with this one case, locked. Raises Case.DoesNotExist."""
    batch = Batch(town)
    batch.lock([case])
    if case not in batch.cases:
        raise Case.DoesNotExist
    return batch, batch.cases[case].case


def finish_task(by: Member, task_id: uuid.UUID, result: Mapping[str, Any], now: datetime) -> Case:
    """The task is done with this result (JSON: ausgang, begruendung …) and the case goes on.

    Raises Refused when somebody else was faster or holds the task; nothing is written then.
    """
    by.require(Right.CASES)
    batch = Batch(by.municipality.pk)
    found = batch.lock_task(task_id)
    if found is None:
        raise Refused(N_("This task is not open any more. Nothing was changed."))
    case, task = found
    if task.done_at is not None:
        raise Refused(N_("This task is already done. Nothing was changed."))
    _require_free(by, task)
    event = Done(task.token, now, _feel(result), started=task.claimed_at)
    taken = batch.take(case.pk, event, str(by.user_id), result)
    if taken is Taken.IGNORED:  # somebody has finished it while we waited for the case
        raise Refused(N_("This task is not open any more. Nothing was changed."))
    batch.write()
    return case


def claim(by: Member, task_id: uuid.UUID, now: datetime) -> Task:
    """The task is this person's; claiming it twice changes nothing. Raises Refused when somebody else has it."""
    by.require(Right.CASES)
    open_tasks = Task.objects.of(by.municipality).filter(pk=task_id, done_at=None)
    open_tasks.filter(claimed_by=None).update(claimed_by=by.user_id, claimed_at=now)
    task = _task(by, task_id)
    _require_free(by, task)
    return task


def give_back(by: Member, task_id: uuid.UUID) -> None:
    """The task is nobody's again; whoever may do it may also take it from a colleague who is away."""
    by.require(Right.CASES)
    Task.objects.of(by.municipality).filter(pk=task_id, done_at=None).update(claimed_by=None, claimed_at=None)


def send_message(
    case: Case,
    name: str,
    values: Mapping[str, Any],
    *,
    actor: str = CITIZEN,
    now: datetime,
    key: str | None = None,
) -> bool:
    """The message has reached the case; True when its process waited for it.

    Otherwise (also when the case is closed) it is kept as an event of the case, so that nothing is lost.
    """
    batch, found = locked(case.municipality_id, case.pk)
    if key is not None and not store.claim_keys(batch.town, {key: found.pk}):
        return True
    taken = batch.take(found.pk, Message(name, now, _feel(values)), actor, values)
    if taken is Taken.IGNORED:
        record(batch.note(found.pk), found, "act", name, at_once(now), actor, values)
    batch.write()
    return taken is Taken.MOVED


def note(case: Case, activity: str, values: Mapping[str, Any], *, actor: str, now: datetime) -> Case:
    """Something was done about the case that its process need not know; it stands in its events."""
    batch, found = locked(case.municipality_id, case.pk)
    record(batch.note(found.pk), found, "act", activity, at_once(now), actor, values)
    batch.write()
    return found


def try_again(by: Member, case_id: uuid.UUID, now: datetime) -> int:
    """Dead letters of the case are tried once more, at once; how many. Its incident is taken off."""
    by.require(Right.CASES)
    batch, case = locked(by.municipality.pk, case_id)
    dead = Job.objects.of(by.municipality).filter(case=case.pk, failed_at__isnull=False)
    count = dead.update(failed_at=None, attempts=0, due=now)
    case.incident = ""
    record(batch.note(case.pk), case, "act", "try_again", at_once(now), str(by.user_id))
    batch.write()
    return count


def _put_in(
    batch: Batch, adoption: Adoption, release: Release, openings: Sequence[Opening], now: datetime
) -> list[Case]:
    if not openings:
        return []
    if adoption.parameters_id is None or not (
        adoption.state == Adoption.State.ACTIVE or all(opening.is_test for opening in openings)
    ):
        raise Refused(N_("This service does not take applications at the moment. Please ask the town hall."))
    given = {
        is_test: iter(numbers.case_numbers(batch.town, now, count, is_test=is_test))
        for is_test in (False, True)
        if (count := sum(opening.is_test is is_test for opening in openings))
    }
    return [_begun(batch, adoption, release, opening, next(given[opening.is_test]), now) for opening in openings]


def _begun(batch: Batch, adoption: Adoption, release: Release, opening: Opening, number: str, now: datetime) -> Case:
    case = store.new_case(
        id=opening.id,
        municipality_id=batch.town,
        number=number,
        adoption_id=adoption.pk,
        release_id=release.pk,
        parameters_id=adoption.parameters_id or uuid.UUID(int=0),
        process=opening.process or compiled(release.pk).manifest.process,
        channel=opening.channel,
        person=opening.person,
        state={},
        facts=dict(opening.facts),
        unit_id=adoption.unit_id,
        is_test=opening.is_test,
        opened_at=now,
    )
    batch.put_in(case, adoption.level_limit)
    values = {"kanal": opening.channel, **opening.facts}
    if batch.take(case.id, Start(now, opening.message), opening.actor, values) is not Taken.MOVED:
        raise Refused(N_("The process of this service cannot begin (%(why)s). Please tell the town hall."),
                      why=case.incident)  # fmt: skip
    return case


def _task(by: Member, task_id: uuid.UUID) -> Task:
    try:
        return Task.objects.of(by.municipality).get(pk=task_id)
    except ObjectDoesNotExist:
        raise Refused(N_("This task is not open any more. Nothing was changed.")) from None


def _require_free(by: Member, task: Task | store.TaskRow) -> None:
    if task.claimed_by not in (None, by.user_id):
        raise Refused(N_("A colleague has taken this task. Ask for it, or choose another one."))


def _feel(values: Mapping[str, Any]) -> dict[str, Value]:
    result: dict[str, Value] = from_json(dict(values))
    return result
