"""The offices of the town hall."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.acts import record_act
from fahrwasser.web.accounts.models import Unit
from fahrwasser.web.accounts.roles import Right


def open_unit(by: Member, name: str) -> Unit:
    """The town has this office; one that was closed works again. Raises ValidationError when the name is in use."""
    by.require(Right.PEOPLE)
    unit = Unit.objects.of(by.municipality).filter(name=name).first()
    if unit is not None and unit.closed_at is None:
        raise ValidationError(_("There is already an office of this name."))
    if unit is None:
        unit = Unit.objects.create(municipality=by.municipality, name=name)
    else:
        Unit.objects.of(by.municipality).filter(pk=unit.pk).update(closed_at=None)
    record_act(by, "unit.open", f"unit:{unit.pk}")
    return unit


def rename_unit(by: Member, unit: Unit, name: str) -> None:
    """The office has this name. Raises ValidationError when the name is in use."""
    by.require(Right.PEOPLE)
    if Unit.objects.of(by.municipality).filter(name=name).exclude(pk=unit.pk).exists():
        raise ValidationError(_("There is already an office of this name."))
    Unit.objects.of(by.municipality).filter(pk=unit.pk).update(name=name)
    record_act(by, "unit.rename", f"unit:{unit.pk}")


def close_unit(by: Member, unit: Unit) -> None:
    """The office takes no new people; what was recorded for it stays."""
    by.require(Right.PEOPLE)
    Unit.objects.of(by.municipality).filter(pk=unit.pk, closed_at=None).update(closed_at=timezone.now())
    record_act(by, "unit.close", f"unit:{unit.pk}")
