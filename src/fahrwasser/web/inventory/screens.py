"""Input objects: one for each form of the record."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fahrwasser.core.inventory.posts import AGE_BANDS
from fahrwasser.core.inventory.scales import Scale
from fahrwasser.web.accounts.models import Unit
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.ui.screens import DateField, Screen, YesNo
from fahrwasser.web.ui.templatetags.ui import number

from .actions.errands import Request
from .actions.figures import Value
from .models import Assessment, Capability, System

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
CHANNEL_NAMES = {
    "counter": _("at the counter"),
    "post": _("by post"),
    "email": _("by e-mail"),
    "pdf": _("online form that arrives as PDF"),
    "online": _("online, straight into the system"),
    "automatic": _("automatically, nobody touches it"),
}
ORIGIN_NAMES = {
    "measured": _("measured (from a log or a time sheet)"),
    "counted": _("counted (from a list, a program or an account)"),
    "estimated": _("estimated"),
}


class Amount(forms.DecimalField):
    """A number of zero or more as people write it: 1.234,5; at most three digits after the comma."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("min_value", 0)
        kwargs.setdefault("max_value", Decimal(99999999))
        super().__init__(
            max_digits=14,
            decimal_places=3,
            localize=True,
            widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "fw-short", "autocomplete": "off"}),
            error_messages={"invalid": _("Please write a number, for example 12.")},
            **kwargs,
        )


class SystemScreen(Screen):
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


class CapabilityScreen(Screen):
    """What the town says about one capability."""

    state = forms.ChoiceField(label=_("How far is it?"), choices=list(STATE_NAMES.items()), widget=forms.RadioSelect)
    evidence = forms.CharField(
        label=_("What shows it?"),
        help_text=_("For example a contract, a letter of appointment or a log, with its date. No names."),
        max_length=300,
        required=False,
    )
    as_of = DateField(label=_("As of"), required=False)


class PostsScreen(Screen):
    """Posts of one office: one number for each age band, parts of posts allowed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for band in AGE_BANDS:
            self.fields[band] = Amount(label=BAND_NAMES[band], required=False, max_value=Decimal(5000))

    def posts(self) -> dict[str, Decimal]:
        """Band → posts; empty fields are zero."""
        return {band: self.cleaned_data[band] or Decimal(0) for band in AGE_BANDS}


class UnitChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the town's offices, or none."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", _("not decided"))
        super().__init__(queryset=Unit.objects.none(), required=False, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Its name."""
        return str(obj.name)


class SoloTaskScreen(Screen):
    """A task that stops when one person is away; when that person leaves is asked only of who sees staff."""

    name = forms.CharField(
        label=_("Which task stops when one person is away?"),
        help_text=_("For example treasury, elections, register office. The task, not the person."),
        max_length=200,
    )
    unit = UnitChoice(label=_("Office"))
    leaves_within_years = forms.IntegerField(
        label=_("In how many years does this post become vacant?"), min_value=0, max_value=50, required=False
    )

    def __init__(self, *args: Any, town: Municipality, sees_staff: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.of(town).filter(closed_at=None).order_by("name")  # type: ignore[attr-defined]
        if not sees_staff:
            del self.fields["leaves_within_years"]


class Provenance(Screen):
    """How sure a value is, where it comes from, its day."""

    origin = forms.ChoiceField(label=_("How sure is it?"), choices=list(ORIGIN_NAMES.items()), widget=forms.RadioSelect)
    source = forms.CharField(
        label=_("Where does it come from?"), help_text=_("For example: list of the treasury, 2025."), max_length=300
    )
    as_of = DateField(label=_("As of"))

    def figure(self, subject: str, key: str = "", unit: str = "") -> Value:
        """The value as actions take it; a count is surer than an estimate."""
        data = self.cleaned_data
        return Value(
            subject,
            key,
            origin=data["origin"],
            source=data["source"],
            as_of=data["as_of"],
            value=data.get("value"),
            low=data.get("low"),
            high=data.get("high"),
            unit=unit,
            confidence="C" if data["origin"] == "estimated" else "A",
        )


class FigureScreen(Provenance):
    """One value or a range, with how sure it is, where it comes from and its day."""

    value = Amount(label=_("Value"))
    low = Amount(label=_("At least"), required=False)
    high = Amount(label=_("At most"), required=False)
    field_order = ("value", "low", "high", "origin", "source", "as_of")

    def clean(self) -> dict[str, Any]:
        """The value lies within its range."""
        data = super().clean() or {}
        value, low, high = data.get("value"), data.get("low"), data.get("high")
        if value is not None and low is not None and low > value:
            self.add_error("low", _("This is more than the value itself. Please check both."))
        if value is not None and high is not None and high < value:
            self.add_error("high", _("This is less than the value itself. Please check both."))
        return data


class SharesScreen(Provenance):
    """Ways in which cases arrive, in percent."""

    field_order = (*CHANNEL_NAMES, "origin", "source", "as_of")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for channel, name in CHANNEL_NAMES.items():
            self.fields[channel] = Amount(label=name, required=False, max_value=Decimal(100))
        self.order_fields(self.field_order)

    def shares(self) -> dict[str, Decimal]:
        """Channel → percent; empty fields are zero."""
        return {channel: self.cleaned_data.get(channel) or Decimal(0) for channel in CHANNEL_NAMES}

    def clean(self) -> dict[str, Any]:
        """Together 100 percent."""
        data = super().clean() or {}
        if not self.errors and sum(self.shares().values()) != 100:
            text = _("The shares sum to %(sum)s percent. Together they must be 100.")
            first = next(iter(CHANNEL_NAMES))
            self.add_error(first, text % {"sum": number(sum(self.shares().values()), 3)})
        return data


class ServiceFilter(Screen):
    """Which services the list shows."""

    area = forms.ChoiceField(label=_("Area"), required=False)
    unit = UnitChoice(label=_("Office"), empty_label=_("all offices"))
    offered = forms.ChoiceField(
        label=_("Offered here"),
        choices=[("", _("offered")), ("no", _("not offered")), ("all", _("all"))],
        required=False,
    )

    def __init__(self, *args: Any, areas: dict[str, str], town: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = [("", _("all areas")), *areas.items()]  # type: ignore[attr-defined]
        self.fields["unit"].queryset = Unit.objects.of(town).filter(closed_at=None).order_by("name")  # type: ignore[attr-defined]


class SystemChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the town's systems, or none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=System.objects.none(), required=False, empty_label=_("none, or not known"), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Its name."""
        return str(obj.name)


class ServiceScreen(Screen):
    """Whether a service is offered, who owns it, what carries it. Only who records the whole town moves it."""

    is_offered = forms.BooleanField(label=_("We offer this service"), required=False)
    unit = UnitChoice(label=_("Office"))
    system = SystemChoice(label=_("System"))

    def __init__(self, *args: Any, town: Municipality, moves: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.of(town).filter(closed_at=None).order_by("name")  # type: ignore[attr-defined]
        self.fields["system"].queryset = System.objects.in_use(town)  # type: ignore[attr-defined]
        if not moves:
            del self.fields["unit"]

    def values(self) -> dict[str, Any]:
        """As `actions.change_service` takes them."""
        data = self.cleaned_data
        return {"is_offered": data["is_offered"], "unit": data.get("unit"), "system": data["system"]}


class MaturityScreen(Screen):
    """Yes, no or unknown for each criterion; without criteria the whole level."""

    def __init__(self, *args: Any, scale: Scale, language: str, last: Assessment | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scale = scale
        before = last.criteria if last else {}
        for n, criterion in enumerate(scale.criteria):
            initial = {True: "yes", False: "no", None: ""}[before.get(criterion.id)]
            self.fields[f"criterion-{n}"] = YesNo(label=criterion.text.in_language(language), initial=initial)
        if not scale.criteria:
            levels = [(n, f"{n}: {name.in_language(language)}") for n, name in enumerate(scale.levels)]
            self.fields["level"] = forms.TypedChoiceField(
                label=_("Which level fits best?"),
                choices=levels,
                coerce=int,
                widget=forms.RadioSelect,
                initial=last.level if last else None,
            )

    def given(self) -> dict[str, bool | None] | int:
        """Answers by criterion, or the level."""
        if not self.scale.criteria:
            return int(self.cleaned_data["level"])
        return {c.id: self.cleaned_data[f"criterion-{n}"] for n, c in enumerate(self.scale.criteria)}


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
