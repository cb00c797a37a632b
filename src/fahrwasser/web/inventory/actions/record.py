"""The record of services: started from open figures, corrected in place, every value with its history."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from fahrwasser.core.inventory import figures as core
from fahrwasser.core.inventory.scales import Maturity, Scale, assess, set_level
from fahrwasser.core.inventory.services import capability_defaults
from fahrwasser.core.inventory.starter import StarterService, posts, starter_record
from fahrwasser.core.tenants.names import sort_key
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.accounts.models import Unit
from fahrwasser.web.accounts.roles import Right
from fahrwasser.web.inventory.models import Assessment, Capability, CatalogueEntry, Service, System
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.tenants.turns import wait_turn

from .figures import Value, own_units, service_of, write_figures

CHANNELS = ("counter", "post", "email", "pdf", "online", "automatic")


class AlreadyThere(ValueError):
    """The town has this service already."""


def start_record(by: Member) -> bool:
    """Services, capabilities and default figures stand in the record; True if they were written now. 1 or 6 queries."""
    by.require(Right.RECORD)
    town = by.municipality
    wait_turn(town, "record")
    if Capability.objects.of(town).exists():
        return False
    starters = starter_record(town.population)
    services = Service.objects.bulk_create(_service(town, starter) for starter in starters)
    Capability.objects.bulk_create(Capability(municipality=town, key=key) for key in capability_defaults())
    values = [_population(town), value_of("town", "posts", posts(town.population))]
    for service, starter in zip(services, starters, strict=True):
        subject = f"service:{service.pk}"
        if starter.volume is not None:
            values.append(value_of(subject, "volume", starter.volume))
        values.append(value_of(subject, "minutes", starter.minutes))
    write_figures(town, values, author=None)
    record_act(by, "record.start", "town", services=len(services))
    return True


def record_figure(by: Member, value: Value) -> None:
    """One more value of one thing: it counts from now on, what was there before stays in the history."""
    require_for(by, value.subject)
    write_figures(by.municipality, [value], author=by.user_id)
    record_act(by, "figure.correct", value.subject, key=value.key)


def record_shares(by: Member, service: Service, shares: Mapping[str, Decimal], example: Value) -> None:
    """How cases arrive, in percent that sum to 100; `example` carries origin, source and day of all of them."""
    require_for(by, f"service:{service.pk}")
    values = [replace(example, key=f"share_{channel}", value=shares[channel]) for channel in CHANNELS]
    write_figures(by.municipality, values, author=by.user_id, only_changes=True)
    record_act(by, "figure.correct", f"service:{service.pk}", key="shares")


def change_service(by: Member, service: Service, *, is_offered: bool, unit: Unit | None, system: System | None) -> None:
    """Whether it is offered, who owns it, which system carries it. Only who records the whole town moves it."""
    require_for(by, f"service:{service.pk}")
    values: dict[str, object] = {"is_offered": is_offered, "system": system}
    if by.may(Right.RECORD):
        values["unit"] = unit
    Service.objects.of(by.municipality).filter(pk=service.pk).update(**values)
    record_act(by, "service.change", f"service:{service.pk}")


def add_service(by: Member, entry: CatalogueEntry) -> Service:
    """A service of the official catalogue joins the town's list. Raises AlreadyThere."""
    by.require(Right.RECORD)
    town = by.municipality
    key = f"leika-{entry.leika_key}" if entry.leika_key else f"row-{entry.row}"
    same = Service.objects.of(town).filter(key=key)
    if entry.leika_key:
        same = same | Service.objects.of(town).filter(leika_key=entry.leika_key)
    if same.exists():
        raise AlreadyThere(key)
    service = Service.objects.create(
        municipality=town,
        key=key,
        name=entry.name[:200],
        area="other",
        leika_key=entry.leika_key,
        sort_key=sort_key(entry.name)[0][:200],
    )
    record_act(by, "service.add", f"service:{service.pk}", catalogue_row=entry.row)
    return service


def assess_service(by: Member, service: Service, scale: Scale, given: Mapping[str, bool | None] | int) -> Maturity:
    """How mature the service is on this version of the scale: by criteria (the lowest decides), or the whole level."""
    require_for(by, f"service:{service.pk}")
    found = set_level(scale, given) if isinstance(given, int) else assess(scale, given)
    Assessment.objects.create(
        municipality=by.municipality,
        service=service,
        scale=scale.id,
        scale_version=scale.version,
        level=found.level,
        upper_bound=found.upper_bound,
        criteria={} if isinstance(given, int) else dict(given),
        author=by.user_id,
    )
    record_act(by, "service.assess", f"service:{service.pk}", scale=scale.id, version=scale.version)
    return found


def require_for(by: Member, subject: str) -> None:
    """Right.RECORD, or Right.RECORD_OWN for a service of an office the person works in. Raises PermissionDenied."""
    if by.may(Right.RECORD):
        return
    by.require(Right.RECORD_OWN)
    service = service_of(by.municipality, subject)
    if service is None or service.unit_id not in own_units(by.municipality, by.user_id):
        raise PermissionDenied(Right.RECORD.value)


def value_of(subject: str, key: str, figure: core.Figure) -> Value:
    """A figure of the core as it is stored; three digits after the comma."""
    return Value(
        subject,
        key,
        origin=figure.origin,
        source=figure.source,
        as_of=figure.date,
        value=_decimal(figure.value),
        low=None if figure.low is None else _decimal(figure.low),
        high=None if figure.high is None else _decimal(figure.high),
        unit=figure.unit,
        confidence=figure.confidence,
    )


def _service(town: Municipality, starter: StarterService) -> Service:
    default = starter.default
    return Service(
        id=uuid.uuid4(),
        municipality=town,
        key=default.id,
        name=default.name.de,
        area=default.area,
        leika_key=default.leika_key,
        is_offered=starter.is_offered,
        sort_key=sort_key(default.name.de)[0][:200],
    )


def _population(town: Municipality) -> Value:
    day = town.register_date or timezone.localdate()
    source = "Beispiel, erfunden" if town.is_sample else "Gemeindeverzeichnis (GV100AD, Destatis)"
    return Value(
        "town", "population", "counted", source, day, value=Decimal(town.population), unit="Einwohner", confidence="A"
    )


def _decimal(number: float) -> Decimal:
    return round(Decimal(str(number)), 3)
