"""What people enter to see another plan: hours, money, a grant, a shared post, fewer hours."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fahrwasser.core.agenda.catalogue.adjustments import Adjustment
from fahrwasser.web.agenda.changes import WhatIf
from fahrwasser.web.agenda.quarters import Calendar
from fahrwasser.web.ui.numbers import Number, WholeNumber
from fahrwasser.web.ui.screens import Screen

MOST_HOURS = Decimal(400)
MOST_EUROS = 100_000_000
PARTS = {"grant": ("eur",), "post": ("hours", "eur"), "fewer": ("hours",)}
"""What each adjustment needs beside its quarter."""


def _hours(label: Any, hint: Any = "", *, least: str = "0", required: bool = False) -> Number:
    return Number(
        label=label,
        help_text=hint,
        min_value=Decimal(least),
        max_value=MOST_HOURS,
        decimal_places=2,
        required=required,
    )


def _euros(label: Any, hint: Any = "", *, required: bool = False) -> WholeNumber:
    return WholeNumber(
        label=label,
        help_text=hint,
        min_value=0,
        max_value=MOST_EUROS,
        required=required,
    )


def _quarter(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, coerce=int, empty_value=None, required=False)


class WhatIfScreen(Screen):
    """Everything that time and money can do; what stays empty does not happen."""

    hours_per_week = _hours(_("Hours a week for digitalisation"), least="0.5", required=True)
    budget_per_year = _euros(_("Money a year in euros"), required=True)
    grant_eur = _euros(_("A grant: euros once"), _("Leave it empty if there is none."))
    grant_quarter = _quarter(_("The grant comes in"))
    post_hours = _hours(
        _("A post shared with a neighbour: hours a week for you"), _("Leave it empty if there is none.")
    )
    post_eur = _euros(_("The shared post: your share in euros a year"))
    post_quarter = _quarter(_("The shared post begins in"))
    fewer_hours = _hours(
        _("Fewer hands: hours a week that are missing"),
        _(
            "For example because a colleague leaves earlier. Only hours for digitalisation; the reason is not kept. "
            "What the others free then counts for more."
        ),
    )
    fewer_quarter = _quarter(_("Missing from"))

    def __init__(self, *args: Any, calendar: Calendar, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        quarters = calendar.open_quarters(timezone.localdate())
        for kind in PARTS:
            self.fields[f"{kind}_quarter"].choices = [("", _("Please choose")), *quarters]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Whoever names an amount names the quarter, and the other way round."""
        values = super().clean() or {}
        for kind, parts in PARTS.items():
            amounts = [values.get(f"{kind}_{part}") for part in parts]
            if any(amounts) and not values.get(f"{kind}_quarter"):
                self.add_error(f"{kind}_quarter", _("Please choose the quarter."))
            if values.get(f"{kind}_quarter") and not amounts[0] and f"{kind}_{parts[0]}" not in self.errors:
                self.add_error(f"{kind}_{parts[0]}", _("Please enter how much, or leave the quarter empty."))
        return values

    def value(self) -> WhatIf:
        """What was entered; only when valid."""
        values = self.cleaned_data
        kinds = [kind for kind in PARTS if values.get(f"{kind}_quarter")]
        return WhatIf(
            float(values["hours_per_week"]),
            float(values["budget_per_year"]),
            tuple(
                Adjustment(
                    kind,  # type: ignore[arg-type]
                    values[f"{kind}_quarter"],
                    float(values.get(f"{kind}_hours") or 0),
                    float(values.get(f"{kind}_eur") or 0),
                )
                for kind in kinds
            ),
        )


def entered(hours: float, budget: float, adjustments: Iterable[Adjustment]) -> dict[str, Any]:
    """The form's values for what holds now."""
    values: dict[str, Any] = {"hours_per_week": Decimal(str(hours)).normalize(), "budget_per_year": round(budget)}
    for adjustment in adjustments:
        kind = adjustment.kind
        values[f"{kind}_quarter"] = adjustment.quarter
        if "hours" in PARTS[kind]:
            values[f"{kind}_hours"] = Decimal(str(adjustment.hours_per_week)).normalize()
        if "eur" in PARTS[kind]:
            values[f"{kind}_eur"] = round(adjustment.eur)
    return values
