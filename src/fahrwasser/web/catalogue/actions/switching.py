"""Taking over, on, pause, another release, and back to how it was before."""

import uuid
from dataclasses import replace
from datetime import date

from fahrwasser.core.packages import parameters as core
from fahrwasser.core.packages.decided import Decided, check_later, resolutions
from fahrwasser.core.packages.findings import Problem
from fahrwasser.core.refused import N_, Refused
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.accounts.roles import Right

from ..history import changes_of, rows_of
from ..models import Activation, Adoption, Binding, Release
from ..releases import compiled, town_slug
from . import rows


class NotReady(Exception):
    """The adoption cannot be switched on yet; `problems` says what is missing."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


def adopt(by: Member, release: Release) -> Adoption:
    """The package is being prepared in the town, with the package's defaults as first values. Idempotent."""
    by.require(Right.ADOPT)
    known = Adoption.objects.of(by.municipality).filter(package=release.package).first()
    if known:
        return known
    first = rows.new_set(by, release.package, Decided(compiled(release.pk).defaults, {}, {}))
    adoption = Adoption.objects.create(
        municipality=by.municipality,
        package=release.package,
        slug=town_slug(release.package),
        release=release,
        parameters=first,
    )
    record_act(by, "catalogue.adopt", f"adoption:{adoption.pk}", package=release.package, version=release.version)
    return adoption


def adoption_of(by: Member, key: uuid.UUID) -> Adoption:
    """The town's own adoption with release and parameters; 1 query. Raises Adoption.DoesNotExist."""
    return Adoption.objects.of(by.municipality).with_release().get(pk=key)


def obstacles(adoption: Adoption, today: date) -> tuple[Problem, ...]:
    """What is still missing before the service can be switched on; 1 query."""
    return _missing(adoption, adoption.release_id, rows.parameters_of(adoption).on(today), today)


def _missing(adoption: Adoption, release_id: uuid.UUID, decided: Decided, today: date) -> tuple[Problem, ...]:
    release, decisions = compiled(release_id), resolutions(decided.decisions)
    found = [*core.check(release.parameters, decided.values, decisions)]
    found += core.not_yet(decided.values, decisions, today)
    found += check_later(release.parameters, decided)
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
    """New cases use this release of the same package; running ones keep theirs.

    Raises NotReady, also with what waits for a later day and does not fit the release (`later[2027-01-01].<place>`).
    """
    by.require(Right.ADOPT)
    if release.package != adoption.package:
        raise Refused(N_("This release belongs to another package."))
    parameters = rows.parameters_of(adoption)
    before = parameters.on(today)
    fitted = _fitted(before, release)
    missing = _missing(adoption, release.pk, fitted, today)
    if missing:
        raise NotReady(missing)
    if fitted != before:
        parameters = rows.new_set(by, adoption.package, fitted)
    rows.write(adoption, release=release, parameters=parameters)
    _switch(by, adoption, adoption.state, "release")


def _fitted(before: Decided, release: Release) -> Decided:
    """Values and resolutions for another release: the town's own stay, new ones begin as the package says.

    What waits is left as it was decided: whether it fits is said, not settled.
    """
    package = compiled(release.pk)
    names = package.parameters.names()
    given = {**package.defaults, **before.values}
    values = {name: value for name, value in given.items() if name in names}
    return replace(
        before,
        values=values,
        decisions={name: entry for name, entry in before.decisions.items() if name in names},
    )


def roll_back(by: Member, adoption: Adoption) -> Activation | None:
    """Release and parameters as they were before the last change that is not taken back yet; pressed again, before the
    one before it. The line of the log that is gone back to; None when there is nothing before.
    """
    by.require(Right.ADOPT)
    before = changes_of(adoption, rows_of(adoption)).before
    if before is None:
        return None
    rows.write(adoption, release_id=before.release_id, parameters_id=before.parameters_id)
    adoption.refresh_from_db()
    _switch(by, adoption, adoption.state, "roll back")
    return before


def _switch(by: Member, adoption: Adoption, state: str, act: str) -> None:
    rows.write(adoption, state=state)
    rows.log(by, adoption, act)
    record_act(by, f"catalogue.{act.replace(' ', '_')}", f"adoption:{adoption.pk}", package=adoption.package)
