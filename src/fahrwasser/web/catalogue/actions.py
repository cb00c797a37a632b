"""Every write about adoptions: who decided which value, which port leads where, what is switched on."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Max

from fahrwasser.core.packages import parameters as core
from fahrwasser.core.packages.findings import Problem
from fahrwasser.core.packages.values import LEVELS
from fahrwasser.core.refused import N_, Refused
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.accounts.roles import Right

from .models import Activation, Adoption, Binding, ParameterSet, Release
from .releases import compiled, town_slug


class NotReady(Exception):
    """The adoption cannot be switched on yet; `problems` says what is missing."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


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


def adopt(by: Member, release: Release) -> Adoption:
    """The package is being prepared in the town, with the package's defaults as first values. Idempotent."""
    by.require(Right.ADOPT)
    known = Adoption.objects.of(by.municipality).filter(package=release.package).first()
    if known:
        return known
    defaults = dict(compiled(release.pk).defaults)
    first = _new_set(by, release.package, defaults, {})
    adoption = Adoption.objects.create(
        municipality=by.municipality,
        package=release.package,
        slug=town_slug(release.package),
        release=release,
        parameters=first,
    )
    record_act(by, "catalogue.adopt", f"adoption:{adoption.pk}", package=release.package, version=release.version)
    return adoption


def set_parameter(
    by: Member, adoption: Adoption, name: str, value: Any, resolution: Resolution | None, today: date
) -> tuple[Problem, ...]:
    """One value and who decided it, in a new set of the town; running cases keep theirs. Problems: nothing written.

    While the service is switched on, new cases use the value at once, so it has to hold already.
    """
    by.require(Right.ADOPT)
    locked = Adoption.objects.of(by.municipality).select_for_update(of=("self",)).get(pk=adoption.pk)
    before = _parameters_of(locked)
    values = {**before.values, name: value}
    decisions = {**before.decisions}
    decisions.pop(name, None)
    if resolution:
        decisions[name] = resolution.to_json()
    schema = compiled(locked.release_id).parameters
    problems = core.check(schema, values, resolutions(decisions))
    if locked.state == Adoption.State.ACTIVE:
        problems += core.not_yet(values, resolutions(decisions), today)
    found = tuple(problem for problem in problems if problem.place.split(".")[0].split("[")[0] == name)
    if found:
        return found
    locked.parameters = _new_set(by, locked.package, values, decisions)
    _write(locked, parameters=locked.parameters)
    record_act(by, "catalogue.parameter", f"adoption:{locked.pk}", package=locked.package, name=name)
    return ()


def decide_values(by: Member, adoption: Adoption, names: Iterable[str], resolution: Resolution) -> int:
    """The Beschluss behind several values as they stand, in one new set: a by-law decides all of its values at once.

    How many; names that are no value of the council count nothing.
    """
    by.require(Right.ADOPT)
    locked = Adoption.objects.of(by.municipality).select_for_update(of=("self",)).get(pk=adoption.pk)
    before = _parameters_of(locked)
    known = compiled(locked.release_id).parameters.parameters
    council = {entry.name for entry in known if entry.decides == core.COUNCIL and entry.name in before.values}
    wanted = council.intersection(names)
    if wanted:
        decisions = {**before.decisions, **dict.fromkeys(wanted, resolution.to_json())}
        _write(locked, parameters=_new_set(by, locked.package, before.values, decisions))
        record_act(by, "catalogue.resolution", f"adoption:{locked.pk}", package=locked.package, count=len(wanted))
    return len(wanted)


def bind(by: Member, adoption: Adoption, port: str, adapter: str, settings: Mapping[str, Any]) -> None:
    """The port leads to this adapter of the town; an empty adapter takes the binding away. `settings`: secrets sealed.

    Two people at the same time: the later one counts.
    """
    by.require(Right.ADOPT)
    rows = Binding.objects.of(by.municipality)
    if adapter:
        changed = {"adapter": adapter, "settings": dict(settings)}
        new = {**changed, "municipality": by.municipality}
        rows.update_or_create(adoption=adoption, port=port, defaults=changed, create_defaults=new)
    else:
        rows.filter(adoption=adoption, port=port).delete()
    record_act(by, "catalogue.bind", f"adoption:{adoption.pk}", package=adoption.package, port=port, adapter=adapter)


def limit_level(by: Member, adoption: Adoption, level: str) -> None:
    """The town lets the machine go no further than this, whatever package and norm allow."""
    by.require(Right.ADOPT)
    if level not in LEVELS:
        raise Refused(N_("There is no automation level “%(level)s”."), level=level)
    _write(adoption, level_limit=level)
    record_act(by, "catalogue.level", f"adoption:{adoption.pk}", package=adoption.package, level=level)


def obstacles(adoption: Adoption, today: date) -> tuple[Problem, ...]:
    """What is still missing before the service can be switched on; 1 query."""
    current = _parameters_of(adoption)
    return _missing(adoption, adoption.release_id, current.values, current.decisions, today)


def _missing(
    adoption: Adoption, release_id: uuid.UUID, values: Mapping[str, Any], decisions: Mapping[str, Any], today: date
) -> tuple[Problem, ...]:
    release = compiled(release_id)
    found = [*core.check(release.parameters, values, resolutions(decisions))]
    found += core.not_yet(values, resolutions(decisions), today)
    bound = set(Binding.objects.of(adoption.municipality_id).filter(adoption=adoption).values_list("port", flat=True))
    unbound = (name for name, port in release.ports.items() if port.interface.required and name not in bound)
    found += [Problem(name, N_("Connect this interface; the service cannot run without it.")) for name in unbound]
    return tuple(found)


def activate(by: Member, adoption: Adoption, today: date) -> None:
    """Citizens can apply. Raises NotReady with everything that is missing."""
    by.require(Right.ADOPT)
    missing = obstacles(adoption, today)
    if missing:
        raise NotReady(missing)
    _switch(by, adoption, Adoption.State.ACTIVE, "activate")


def pause(by: Member, adoption: Adoption) -> None:
    """No new applications; running cases go on."""
    by.require(Right.ADOPT)
    _switch(by, adoption, Adoption.State.PAUSED, "pause")


def take_release(by: Member, adoption: Adoption, release: Release, today: date) -> None:
    """New cases use this release of the same package; running ones keep theirs. Raises NotReady."""
    by.require(Right.ADOPT)
    if release.package != adoption.package:
        raise Refused(N_("This release belongs to another package."))
    before = _parameters_of(adoption)
    values, decisions = _fitted(before, release)
    missing = _missing(adoption, release.pk, values, decisions, today)
    if missing:
        raise NotReady(missing)
    is_same = values == before.values and decisions == before.decisions
    parameters = before if is_same else _new_set(by, adoption.package, values, decisions)
    _write(adoption, release=release, parameters=parameters)
    _switch(by, adoption, adoption.state, "release")


def _fitted(before: ParameterSet, release: Release) -> tuple[dict[str, Any], dict[str, Any]]:
    """Values and resolutions for another release: the town's own stay, new ones begin as the package says."""
    package = compiled(release.pk)
    names = {entry.name for entry in package.parameters.parameters}
    given = {**package.defaults, **before.values}
    values = {name: value for name, value in given.items() if name in names}
    return values, {name: entry for name, entry in before.decisions.items() if name in names}


def roll_back(by: Member, adoption: Adoption) -> bool:
    """Release and parameters as they were before the last change that was switched on; False when there is none."""
    by.require(Right.ADOPT)
    log = Activation.objects.of(by.municipality).filter(adoption=adoption).order_by("-at", "-id")
    now = (adoption.release_id, adoption.parameters_id)
    before = next((row for row in log if (row.release_id, row.parameters_id) != now), None)
    if before is None:
        return False
    _write(adoption, release_id=before.release_id, parameters_id=before.parameters_id)
    adoption.refresh_from_db()
    _switch(by, adoption, adoption.state, "roll back")
    return True


def resolutions(decisions: Mapping[str, Any]) -> dict[str, core.Resolution]:
    """The kept decisions as the core reads them."""
    return {
        name: core.Resolution(
            entry["number"], date.fromisoformat(entry["decided_on"]), date.fromisoformat(entry["valid_from"])
        )
        for name, entry in decisions.items()
    }


def _parameters_of(adoption: Adoption) -> ParameterSet:
    found: ParameterSet | None = adoption.parameters
    if found is None:
        raise Refused(N_("This service has no parameters yet; adopt it again."))
    return found


def _new_set(by: Member, package: str, values: Mapping[str, Any], decisions: Mapping[str, Any]) -> ParameterSet:
    rows = ParameterSet.objects.of(by.municipality).filter(package=package)
    last = rows.aggregate(last=Max("number"))["last"] or 0
    return ParameterSet.objects.create(
        municipality=by.municipality,
        package=package,
        number=last + 1,
        values=dict(values),
        decisions=dict(decisions),
        made_by=by.user_id,
    )


def _switch(by: Member, adoption: Adoption, state: str, act: str) -> None:
    _write(adoption, state=state)
    Activation.objects.create(
        municipality=by.municipality,
        adoption=adoption,
        act=act,
        release_id=adoption.release_id,
        parameters=_parameters_of(adoption),
        by=by.user_id,
    )
    record_act(by, f"catalogue.{act.replace(' ', '_')}", f"adoption:{adoption.pk}", package=adoption.package)


def _write(adoption: Adoption, **columns: Any) -> None:
    """Changes the row and the value in hand alike."""
    rows = Adoption.objects.of(adoption.municipality_id).filter(pk=adoption.pk)
    rows.update(version=F("version") + 1, **columns)
    for name, value in columns.items():
        setattr(adoption, name, value)


def adoption_of(by: Member, key: uuid.UUID) -> Adoption:
    """The town's own adoption with release and parameters; 1 query. Raises Adoption.DoesNotExist."""
    return Adoption.objects.of(by.municipality).with_release().get(pk=key)
