"""Staff, roles, offices and the Lotse's mandate."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fahrwasser.web.accounts.models import Unit
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.ui.screens import Screen
from fahrwasser.web.ui.seen import SeenScreen

UNITS_HINT = _("Only for clerks and Multiplikatoren: the offices whose services they look after.")


class RoleScreen(Screen):
    """A role, and for some roles the offices. Only roles that the person asking may give are offered."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    units = forms.ModelMultipleChoiceField(
        label=_("Offices"),
        help_text=UNITS_HINT,
        queryset=Unit.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, roles: Iterable[Role], units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = set(roles)
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role.value, role.label) for role in Role if role in offered
        ]
        keep_units(self, units)


class Invite(RoleScreen):
    """A person who shall work here."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("Work e-mail address"))
    field_order = ["name", "email", "role", "units"]


class Mandate(Screen):
    """The Lotse who shall coach this town."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("Work e-mail address"))


class Units(SeenScreen):
    """The offices that a person works in."""

    units = forms.ModelMultipleChoiceField(
        label=_("Offices"), queryset=Unit.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep_units(self, units)


class UnitName(SeenScreen):
    """An office's name."""

    name = forms.CharField(label=_("Name of the office"), max_length=120)


def keep_units(screen: Screen, units: Any) -> None:
    """The offices to choose from; without any the question is not asked."""
    field: Any = screen.fields["units"]
    field.queryset = units
    field.label_from_instance = lambda unit: unit.name
    if not units:
        del screen.fields["units"]
