"""What the town decides itself: a value that holds now, one that holds from a later day, taken back before that."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from fahrwasser.core.packages import parameters as core
from fahrwasser.core.packages.decided import Decided, resolutions
from fahrwasser.core.packages.findings import Problem
from fahrwasser.core.refused import N_, Refused
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.accounts.roles import Right

from ..models import Adoption
from ..releases import compiled
from . import rows


@dataclass(frozen=True, slots=True)
class Resolution:
    """The Beschluss behind a value: body, number, day, first day it holds."""

    body: str
    number: str
    decided_on: date
    valid_from: date

    def to_json(self) -> dict[str, str]:
        """As kept in `ParameterSet.decisions`."""
        return {
            "body": self.body,
            "number": self.number,
            "decided_on": self.decided_on.isoformat(),
            "valid_from": self.valid_from.isoformat(),
        }


def set_parameter(
    by: Member, adoption: Adoption, name: str, value: Any, resolution: Resolution | None, today: date
) -> tuple[Problem, ...]:
    """One value and who decided it, in a new set of the town; running cases keep theirs. Problems: nothing written.

    A value that holds from a later day waits for it, beside the one in force; cases of that day have it by themselves.
    """
    by.require(Right.ADOPT)
    adoption = rows.locked(by, adoption.pk)
    before = rows.parameters_of(adoption).on(today)
    after, day = _with(adoption, before, name, value, resolution, today)
    then = after.on(day)
    problems = core.check(compiled(adoption.release_id).parameters, then.values, resolutions(then.decisions))
    found = tuple(problem for problem in problems if re.split(r"[.\[]", problem.place)[0] == name)
    if found:
        return found
    _take(by, adoption, after, "later" if day > today else "value")
    about = {"package": adoption.package, "name": name}
    if day > today:
        record_act(by, "catalogue.later", f"adoption:{adoption.pk}", **about, day=day.isoformat())
    else:
        record_act(by, "catalogue.parameter", f"adoption:{adoption.pk}", **about)
    return ()


def decide_values(by: Member, adoption: Adoption, names: Iterable[str], resolution: Resolution, today: date) -> int:
    """The Beschluss behind several values as they stand, in one new set: a by-law decides all of its values at once.

    How many; names that are no value of the council count nothing.
    """
    by.require(Right.ADOPT)
    adoption = rows.locked(by, adoption.pk)
    after = before = rows.parameters_of(adoption).on(today)
    known = compiled(adoption.release_id).parameters.parameters
    council = {entry.name for entry in known if entry.decides == core.COUNCIL and entry.name in before.values}
    wanted = sorted(council.intersection(names))
    for name in wanted:
        after, _day = _with(adoption, after, name, before.values[name], resolution, today)
    if wanted:
        _take(by, adoption, after, "later" if after.later != before.later else "value")
        record_act(by, "catalogue.resolution", f"adoption:{adoption.pk}", package=adoption.package, count=len(wanted))
    return len(wanted)


def take_back(by: Member, adoption: Adoption, name: str, day: date, today: date) -> None:
    """What was to hold from that day does not come. Raises Refused when nothing waits for it (any more)."""
    by.require(Right.ADOPT)
    adoption = rows.locked(by, adoption.pk)
    before = rows.parameters_of(adoption).on(today)
    after = before.without(day, name)
    if after == before:
        raise Refused(N_("This value does not wait any more. Nothing was changed."))
    _take(by, adoption, after, "take back")
    about = {"package": adoption.package, "name": name, "day": day.isoformat()}
    record_act(by, "catalogue.take_back", f"adoption:{adoption.pk}", **about)


def _with(
    adoption: Adoption, before: Decided, name: str, value: Any, resolution: Resolution | None, today: date
) -> tuple[Decided, date]:
    """With this value, and the first day on which it is in force.

    Before the service is switched on for the first time there may be no value in force yet that it could wait behind;
    then it stands there already, and the service cannot be switched on before its day. Of two different values for
    different later days the earlier one stands there and the other one waits; the same value again corrects the day.
    """
    if resolution is None:
        return before.with_value(name, value, None), today
    begins, entry = resolution.valid_from, resolution.to_json()
    held = resolutions(before.decisions).get(name) if adoption.state == Adoption.State.PREPARING else None
    stands = before.values.get(name)
    if held and today < held.valid_from and stands != value:
        if begins > held.valid_from:
            return before.with_waiting(begins, name, value, entry), begins
        if begins < held.valid_from:
            before = before.with_waiting(held.valid_from, name, stands, before.decisions[name])
    is_first = adoption.state == Adoption.State.PREPARING and (held is None or held.valid_from > today)
    if begins <= today or is_first:
        return before.with_value(name, value, entry), today
    return before.with_waiting(begins, name, value, entry), begins


def _take(by: Member, adoption: Adoption, decided: Decided, act: str) -> None:
    """New cases get this. What is tried out before the service was ever switched on is nothing to go back to."""
    rows.write(adoption, parameters=rows.new_set(by, adoption.package, decided))
    if adoption.state != Adoption.State.PREPARING:
        rows.log(by, adoption, act)
