"""Services and their values: figures, shares, maturity, owner."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fahrwasser.core.inventory.scales import Scale
from fahrwasser.web.accounts.models import Unit
from fahrwasser.web.inventory.actions.figures import Value
from fahrwasser.web.inventory.models import Assessment, System
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.ui.screens import DateField, Screen, YesNo
from fahrwasser.web.ui.seen import SeenScreen
from fahrwasser.web.ui.templatetags.ui import number

from .fields import Amount, SystemChoice, UnitChoice

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


class Provenance(SeenScreen):
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


class ServiceScreen(SeenScreen):
    """Whether a service is offered, who owns it, what carries it. Only who records the whole town moves it."""

    is_offered = forms.TypedChoiceField(
        label=_("Do you offer this service?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda raw: raw == "yes",
        widget=forms.RadioSelect,
    )
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


class MaturityScreen(SeenScreen):
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
