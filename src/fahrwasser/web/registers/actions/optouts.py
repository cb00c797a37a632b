"""The one list of people for whom nothing is done unasked, in any service; looked at before anything is done."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from fahrwasser.core.refused import N_, Refused
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.tenants.models import Municipality

from ..models import OptOut
from ..people import person_keys

EVERYTHING = "*"


def opt_out(
    town: Municipality,
    data: Mapping[str, Any],
    scope: str = EVERYTHING,
    *,
    now: datetime,
    said: uuid.UUID | None = None,
) -> None:
    """Nothing is done for this person unasked (in this service, or "*" in none). `data`: what is known of them.

    Kept under every key of the person, so that it holds in each register. Raises Refused when there is none.
    """
    keys = person_keys(data)
    if not keys:
        raise Refused(N_("Please give family name, given names and date of birth, so that the person is found."))
    declaration = said or uuid.uuid4()
    for key in keys:
        OptOut.objects.update_or_create(
            municipality=town,
            person=key,
            scope=scope,
            defaults={"declaration": declaration, "withdrawn_at": None, "at": now},
        )


def opt_out_by_hand(by: Member, data: Mapping[str, Any], scope: str, *, now: datetime) -> None:
    """A clerk notes what the person has said."""
    by.require(Right.CASES)
    declaration = uuid.uuid4()
    opt_out(by.municipality, data, scope, now=now, said=declaration)
    record_act(by, "registers.opt_out", f"opt-out:{declaration}")


def take_back_opt_out(by: Member, declaration: uuid.UUID, *, now: datetime) -> None:
    """The person wants things done again; the line stays with the day on which it was taken back."""
    by.require(Right.CASES)
    rows = OptOut.objects.of(by.municipality).filter(declaration=declaration, withdrawn_at=None)
    if rows.update(withdrawn_at=now):
        record_act(by, "registers.opt_in", f"opt-out:{declaration}")


def opted_out(town: Municipality, people: Iterable[Mapping[str, Any]], scope: str) -> frozenset[str]:
    """Keys of those people who want nothing done; looked at before any proactive step, 1 query for all of them."""
    keys = {key for data in people for key in person_keys(data)}
    if not keys:
        return frozenset()
    rows = OptOut.objects.of(town).filter(person__in=keys, scope__in=(EVERYTHING, scope), withdrawn_at=None)
    return frozenset(rows.values_list("person", flat=True))


def wants_nothing(data: Mapping[str, Any], keys: Collection[str]) -> bool:
    """Whether one of the person's keys is among those that `opted_out` has found."""
    return any(key in keys for key in person_keys(data))
