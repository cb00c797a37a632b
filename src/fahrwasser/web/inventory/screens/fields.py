"""Fields that several forms share."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fahrwasser.web.accounts.models import Unit
from fahrwasser.web.inventory.models import System
from fahrwasser.web.ui.numbers import Number


class Amount(Number):
    """A number of zero or more as people write it: 1.234,5; at most three digits after the comma."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", 0)
        kwargs.setdefault("max_value", Decimal(99999999))
        super().__init__(
            max_digits=14,
            decimal_places=3,
            **kwargs,
        )


class UnitChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the town's offices, or none."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", _("not decided"))
        super().__init__(queryset=Unit.objects.none(), required=False, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Its name."""
        return str(obj.name)


class SystemChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the town's systems, or none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=System.objects.none(), required=False, empty_label=_("none, or not known"), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Its name."""
        return str(obj.name)
