"""Makes one valid row of any tenant model, whatever its columns, so that the wall test needs no list of its own."""

import datetime
import itertools
import uuid
from typing import Any

from django.db import models
from django.utils import timezone

from fahrwasser.web.accounts.models import User
from fahrwasser.web.catalogue.models import Release
from fahrwasser.web.programme.models import Meeting
from fahrwasser.web.tenants.models import Municipality, SharedModel, TenantModel

NUMBERS = itertools.count(1)


def make_row(model: type[TenantModel], town: Municipality) -> TenantModel:
    """A row of `model` in `town` with everything it must point to; call it inside `working_for(town)`."""
    return model.objects.create(municipality=town, **values_for(model, town))


def values_for(model: type[TenantModel], town: Municipality) -> dict[str, Any]:
    """Something valid for every column that needs a value."""
    needed = (field for field in model._meta.local_concrete_fields if field.name not in ("id", "municipality"))
    return {field.name: _value(field, town) for field in needed if not _optional(field)}


def tenant_links(model: type[models.Model]) -> list[models.ForeignKey]:
    """The foreign keys that lead to another tenant table."""
    return [
        field
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.ForeignKey) and issubclass(field.related_model, TenantModel)
    ]


def _optional(field: models.Field) -> bool:
    return (field.null or field.has_default() or field.db_default is not models.NOT_PROVIDED) and not field.primary_key


def _value(field: models.Field, town: Municipality) -> Any:
    number = next(NUMBERS)
    if isinstance(field, models.ForeignKey):
        target = field.related_model
        if issubclass(target, TenantModel):
            return make_row(target, town)
        if issubclass(target, SharedModel):
            return target.objects.create(municipality=town, **values_for(target, town))
        if target is Meeting:
            return Meeting.objects.create(**values_for(Meeting, town))
        if target is User:
            return User.objects.create_user(f"wall{number}@example.org", name="Wall")
        return _shared(target)
    if field.choices:
        return field.choices[0][0]
    made = {
        models.DateField: datetime.date(2026, 11, 22),
        models.DateTimeField: timezone.now(),
        models.JSONField: {"n": number},
        models.BinaryField: b"bytes",
        models.UUIDField: uuid.uuid4(),
        models.DecimalField: number % 100,  # some hold two digits only
        models.IntegerField: number,
        models.TextField: f"text {number}",
        models.CharField: f"t{number}"[: field.max_length or 9],
    }
    return next(value for kind, value in made.items() if isinstance(field, kind) and _fits(field, kind))


def _shared(target: type[models.Model]) -> models.Model:
    """A row that several towns share. Only the owner writes releases, so one is made as owner."""
    if target is Release and not Release.objects.exists():
        Release(package="t", version="1", digest="0" * 64, manifest={}, content=b"t").save(using="owner")
    return target._default_manager.all()[0]


def _fits(field: models.Field, kind: type[models.Field]) -> bool:
    return not (kind is models.DateField and isinstance(field, models.DateTimeField))
