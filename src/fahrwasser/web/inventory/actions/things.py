"""Systems, capabilities, posts and tasks that hang on one person: written as the town says they are."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from fahrwasser.core.inventory.knowledge import coarse
from fahrwasser.core.inventory.posts import AGE_BANDS
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.accounts.models import Unit
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.inventory.models import Capability, PostGroup, SoloTask, System

from .figures import Value, write_figures


@dataclass(frozen=True, slots=True)
class SystemFacts:
    """What a person says about an IT system; `cost_per_year` in EUR becomes a figure with history."""

    name: str
    vendor: str = ""
    operation: str = System.Operation.UNKNOWN
    contract_end: date | None = None
    notice_date: date | None = None
    has_personal_data: bool | None = None
    interfaces: str = ""
    cost_per_year: Decimal | None = None


class NameTaken(ValueError):
    """There is already a system of this name in the town."""


def keep_system(by: Member, facts: SystemFacts, system: System | None = None) -> System:
    """A new system, or the changed one. Raises NameTaken."""
    by.require(Right.RECORD)
    town = by.municipality
    namesakes = System.objects.of(town).filter(name=facts.name)
    if (namesakes.exclude(pk=system.pk) if system else namesakes).exists():
        raise NameTaken(facts.name)
    values = {
        "name": facts.name,
        "vendor": facts.vendor,
        "operation": facts.operation,
        "contract_end": facts.contract_end,
        "notice_date": facts.notice_date,
        "has_personal_data": facts.has_personal_data,
        "interfaces": facts.interfaces,
    }
    if system is None:
        system = System.objects.create(municipality=town, **values)
        record_act(by, "system.add", f"system:{system.pk}")
    else:
        System.objects.of(town).filter(pk=system.pk).update(**values)
        record_act(by, "system.change", f"system:{system.pk}")
    if facts.cost_per_year is not None:
        cost = Value(
            f"system:{system.pk}", "cost_per_year", value=facts.cost_per_year, origin="counted", unit="EUR/a",
            source="Angabe der Verwaltung", confidence="B", as_of=timezone.localdate(),
        )  # fmt: skip
        write_figures(town, [cost], author=by.user_id, only_changes=True)
    return system


def retire_system(by: Member, system: System) -> None:
    """The system is no longer in use; its history stays."""
    by.require(Right.RECORD)
    System.objects.of(by.municipality).filter(pk=system.pk).update(retired_at=timezone.now())
    record_act(by, "system.retire", f"system:{system.pk}")


def keep_capability(by: Member, key: str, state: str, evidence: str, as_of: date | None) -> None:
    """What the town says about eAkte, ePayment …, with what proves it."""
    by.require(Right.RECORD)
    values = {"state": state, "evidence": evidence, "as_of": as_of or timezone.localdate()}
    found = Capability.objects.of(by.municipality).filter(key=key)
    if not found.update(**values):
        Capability.objects.create(municipality=by.municipality, key=key, **values)
    record_act(by, "capability.change", f"capability:{key}", state=state)


def keep_posts(by: Member, unit: Unit, posts: Mapping[str, Decimal]) -> None:
    """The posts of one office by age band; bands that are not named are zero."""
    by.require(Right.SEE_STAFF)
    town = by.municipality
    PostGroup.objects.of(town).filter(unit=unit).delete()
    PostGroup.objects.bulk_create(
        PostGroup(municipality=town, unit=unit, age_band=band, posts=posts[band])
        for band in AGE_BANDS
        if posts.get(band)
    )
    record_act(by, "staff.change", f"unit:{unit.pk}")


def add_solo_task(by: Member, name: str, unit: Unit | None, leaves_within_years: int | None) -> SoloTask:
    """A task that stops when one person is away. When that person leaves may be said only by who sees staff.

    Of the years only their coarse band is kept.
    """
    by.require(Right.RECORD)
    years = coarse(leaves_within_years) if by.may(Right.SEE_STAFF) else None
    task = SoloTask.objects.create(municipality=by.municipality, name=name, unit=unit, leaves_within_years=years)
    record_act(by, "solo.add", f"solo:{task.pk}")
    return task


def solve_solo_task(by: Member, task_id: uuid.UUID, *, has_substitute: bool) -> None:
    """Somebody can stand in now (`has_substitute`), or the task was entered by mistake."""
    by.require(Right.RECORD)
    SoloTask.objects.of(by.municipality).filter(pk=task_id).update(
        has_substitute=has_substitute, closed_at=timezone.now()
    )
    record_act(by, "solo.close", f"solo:{task_id}", has_substitute=has_substitute)
