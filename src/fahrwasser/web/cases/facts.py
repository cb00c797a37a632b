"""What a case knows beside its process: from the stored JSON to the values that rules and letters read."""

import uuid
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from fahrwasser.core.feel.values import Value, from_json
from fahrwasser.core.forms.journey import reachable
from fahrwasser.core.packages.evaluator import Facts
from fahrwasser.core.packages.parameters import feel_values
from fahrwasser.core.packages.release import Release
from fahrwasser.core.packages.run import case_facts
from fahrwasser.web.catalogue.models import ParameterSet
from fahrwasser.web.catalogue.releases import compiled

from .models import Case

BERLIN = ZoneInfo("Europe/Berlin")
KEPT_SETS = 512


def facts_of(case: Case, release: Release) -> Facts:
    """What rules read. `case.facts`: antrag (answers of the form), fall, ereignis, register, flags; all optional."""
    stored: dict[str, Any] = case.facts
    town = town_values(case)
    answers = stored.get("antrag")
    application = None
    if answers is not None:
        application = reachable(release.form, answers, now=case.opened_at, known={"parameter": town})
    return Facts(application, town, case_values(case), _feel(stored.get("ereignis")), _entry(stored.get("register")))


def case_values(case: Case) -> dict[str, Value]:
    """The name `fall`: number, channel and day of receipt, and what the way in has added (person, vertretung …)."""
    added = _feel(case.facts.get("fall")) or {}
    return {
        **case_facts(number=case.number, channel=case.channel, received=local_day(case.opened_at)),
        **added,
        "nummer": case.number,
    }


def flags_of(case: Case) -> frozenset[str]:
    """What lowers the automation level of this case (core.packages.levels.FLAGS)."""
    return frozenset(case.facts.get("flags", ()))


def local_day(at: datetime) -> date:
    """The day on the clock of the town hall."""
    return at.astimezone(BERLIN).date()


def town_values(case: Case) -> dict[str, Value]:
    """The town's values for this case, all its life: those that were in force on the day it was opened."""
    return parameter_values(case.parameters_id, case.release_id, case.opened_at)


def parameter_values(parameters: uuid.UUID | None, release: uuid.UUID, at: datetime) -> dict[str, Value]:
    """The town's values as rules see them on the day of `at`; 1 query the first time in this process."""
    first, *later = _stages(parameters, release)
    found = first[1]
    if later:
        day = local_day(at)
        for begin, values in later:
            found = values if begin <= day else found
    return found


@lru_cache(maxsize=KEPT_SETS)
def _stages(parameters: uuid.UUID | None, release: uuid.UUID) -> tuple[tuple[date, dict[str, Value]], ...]:
    """Each with its first day, in order; mostly just one. A set never changes, so they are kept."""
    stored = ParameterSet.objects.get(pk=parameters or uuid.UUID(int=0)).on(date.min)
    schema = compiled(release).parameters
    return tuple((day, feel_values(schema, stored.on(day).values)) for day in (date.min, *stored.days()))


def _feel(stored: Any) -> Any:
    return None if stored is None else from_json(stored)


def _entry(stored: Any) -> Any:
    """A register entry as `core.packages.registers.flat` gives it, read back: `ab` and `bis` are days."""
    if stored is None:
        return None
    days = {name: date.fromisoformat(stored[name]) for name in ("ab", "bis") if stored.get(name)}
    return {**from_json(stored), **days}
