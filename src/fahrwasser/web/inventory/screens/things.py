"""Systems, capabilities, posts, tasks that hang on one person, and questions for a colleague."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fahrwasser.core.inventory.posts import AGE_BANDS
from fahrwasser.web.accounts.models import Unit
from fahrwasser.web.inventory.actions.errands import Request
from fahrwasser.web.inventory.models import Capability, System
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.ui.screens import DateField, Screen, YesNo
from fahrwasser.web.ui.seen import SeenScreen

from .fields import Amount, UnitChoice
from .handover import HorizonField

BAND_NAMES = {
    "under_40": _("under 40"),
    "40_49": _("40 to 49"),
    "50_54": _("50 to 54"),
    "55_59": _("55 to 59"),
    "60_plus": _("60 and older"),
    "unknown": _("age not known"),
}
OPERATION_NAMES = {
    System.Operation.OWN: _("by ourselves"),
    System.Operation.SHARED: _("together with other towns"),
    System.Operation.CENTRAL: _("by the state or a municipal data centre"),
    System.Operation.UNKNOWN: _("I don't know"),
}
STATE_NAMES = {
    Capability.State.LIVE: _("in use"),
    Capability.State.PLANNED: _("planned"),
    Capability.State.NONE: _("not there"),
    Capability.State.UNKNOWN: _("not known"),
}


class SystemScreen(SeenScreen):
    """An IT system as the town knows it."""

    name = forms.CharField(label=_("Name of the system"), max_length=120)
    vendor = forms.CharField(label=_("Vendor"), max_length=120, required=False)
    operation = forms.ChoiceField(
        label=_("Who runs it?"), choices=list(OPERATION_NAMES.items()), widget=forms.RadioSelect
    )
    contract_end = DateField(label=_("The contract ends on"), required=False)
    notice_date = DateField(
        label=_("Last day to give notice"),
        help_text=_("You will be reminded of this day in time."),
        required=False,
    )
    cost_per_year = Amount(label=_("Cost per year in euros"), required=False)
    has_personal_data = YesNo(label=_("Does it hold personal data?"))
    interfaces = forms.CharField(
        label=_("Interfaces"),
        help_text=_("Programs it exchanges data with, for example finance or registers."),
        max_length=200,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Notice can only be given before the contract ends."""
        data = super().clean() or {}
        end, notice = data.get("contract_end"), data.get("notice_date")
        if end and notice and notice > end:
            self.add_error("notice_date", _("This day is after the end of the contract. Please check both dates."))
        return data


class CapabilityScreen(SeenScreen):
    """What the town says about one capability."""

    state = forms.ChoiceField(label=_("How far is it?"), choices=list(STATE_NAMES.items()), widget=forms.RadioSelect)
    evidence = forms.CharField(
        label=_("What shows it?"),
        help_text=_("For example a contract, a letter of appointment or a log, with its date. No names."),
        max_length=300,
        required=False,
    )
    as_of = DateField(label=_("As of"), required=False)


class PostsScreen(SeenScreen):
    """Posts of one office: one number for each age band, parts of posts allowed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for band in AGE_BANDS:
            self.fields[band] = Amount(label=BAND_NAMES[band], required=False, max_value=Decimal(5000))

    def posts(self) -> dict[str, Decimal]:
        """Band → posts; empty fields are zero."""
        return {band: self.cleaned_data[band] or Decimal(0) for band in AGE_BANDS}


class SoloTaskScreen(Screen):
    """A task that stops when one person is away; when that person leaves is asked only of who sees staff."""

    name = forms.CharField(
        label=_("Which task stops when one person is away?"),
        help_text=_("For example treasury, elections, register office. The task, not the person."),
        max_length=200,
    )
    unit = UnitChoice(label=_("Office"))
    leaves_within_years = HorizonField(
        label=_("When does this post become vacant?"),
        help_text=_("Roughly is enough. Only the head of the municipality is asked this and sees it."),
        initial="",
    )

    def __init__(self, *args: Any, town: Municipality, sees_staff: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.of(town).filter(closed_at=None).order_by("name")  # type: ignore[attr-defined]
        if not sees_staff:
            del self.fields["leaves_within_years"]


class ErrandScreen(Screen):
    """Which questions go to whom."""

    questions = forms.MultipleChoiceField(
        label=_("Which questions?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Please choose at least one question.")},
    )
    office = forms.CharField(label=_("Who answers them?"), help_text=_("The office, not a person."), max_length=120)
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("We send the link there. Leave it empty to hand over the link yourself."),
        required=False,
    )
    note = forms.CharField(
        label=_("A sentence with it"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, questions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["questions"].choices = questions  # type: ignore[attr-defined]

    def request(self) -> Request:
        """As `actions.send_errand` takes it."""
        data = self.cleaned_data
        return Request(
            office=data["office"], questions=tuple(data["questions"]), note=data["note"], email=data["email"]
        )
