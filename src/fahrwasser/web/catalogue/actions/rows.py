"""What every act on an adoption writes: a new set of values, the pointers, a line of the log."""

import uuid
from typing import Any

from django.db.models import F, Max

from fahrwasser.core.packages.decided import Decided
from fahrwasser.core.refused import N_, Refused
from fahrwasser.web.accounts.access import Member

from ..models import Activation, Adoption, ParameterSet


def locked(by: Member, key: uuid.UUID) -> Adoption:
    """The town's adoption, until the transaction ends."""
    return Adoption.objects.of(by.municipality).select_for_update(of=("self",)).get(pk=key)


def parameters_of(adoption: Adoption) -> ParameterSet:
    """The set that new cases get. Raises Refused when there is none."""
    found: ParameterSet | None = adoption.parameters
    if found is None:
        raise Refused(N_("This service has no parameters yet; adopt it again."))
    return found


def new_set(by: Member, package: str, decided: Decided) -> ParameterSet:
    """The next set of the town for this package."""
    rows = ParameterSet.objects.of(by.municipality).filter(package=package)
    last = rows.aggregate(last=Max("number"))["last"] or 0
    return ParameterSet.objects.create(
        municipality=by.municipality,
        package=package,
        number=last + 1,
        values=dict(decided.values),
        decisions=dict(decided.decisions),
        later=dict(decided.later),
        made_by=by.user_id,
    )


def write(adoption: Adoption, **columns: Any) -> None:
    """Changes the row and the value in hand alike."""
    rows = Adoption.objects.of(adoption.municipality_id).filter(pk=adoption.pk)
    rows.update(version=F("version") + 1, **columns)
    for name, value in columns.items():
        setattr(adoption, name, value)


def log(by: Member, adoption: Adoption, act: str) -> None:
    """From now on release and parameters are these."""
    Activation.objects.create(
        municipality=by.municipality,
        adoption=adoption,
        act=act,
        release_id=adoption.release_id,
        parameters=parameters_of(adoption),
        by=by.user_id,
    )
