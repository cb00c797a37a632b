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
    town = parameter_values(case.parameters_id, case.release_id)
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


@lru_cache(maxsize=KEPT_SETS)
def parameter_values(parameters: uuid.UUID, release: uuid.UUID) -> dict[str, Value]:
    """The town's values as rules see them; 1 query the first time. A set never changes, so it is kept."""
    values = ParameterSet.objects.values_list("values", flat=True).get(pk=parameters)
    return feel_values(compiled(release).parameters, values)


def _feel(stored: Any) -> Any:
    return None if stored is None else from_json(stored)


def _entry(stored: Any) -> Any:
    """A register entry as `core.packages.registers.flat` gives it, read back: `ab` and `bis` are days."""
    if stored is None:
        return None
    days = {name: date.fromisoformat(stored[name]) for name in ("ab", "bis") if stored.get(name)}
    return {**from_json(stored), **days}
