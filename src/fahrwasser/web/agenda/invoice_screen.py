"""What is entered of one bill."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fahrwasser.web.ui.numbers import Number
from fahrwasser.web.ui.screens import DateField, Screen

MOST = Decimal(10_000_000)


class InvoiceScreen(Screen):
    """Day, amount and what it was for. A correction may say 0: then the bill does not count at all."""

    dated_on = DateField(label=_("Date of the bill"))
    amount = Number(
        label=_("Amount in euros"),
        help_text=_("What was paid once for this project, with VAT. A credit note gets a minus."),
        min_value=-MOST,
        max_value=MOST,
        decimal_places=2,
    )
    note = forms.CharField(
        label=_("What for?"),
        help_text=_("Vendor and number of the bill are enough. Please no names of people."),
        max_length=200,
    )

    def __init__(self, *args: Any, today: date, corrects: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.corrects = today, corrects
        if corrects:
            self.fields["amount"].help_text = _("Enter 0 if the bill does not belong to this project at all.")

    def clean_dated_on(self) -> date:
        """A bill is there already."""
        day: date = self.cleaned_data["dated_on"]
        if day > self.today:
            raise forms.ValidationError(_("This day lies ahead. Please enter a bill when it is there."))
        return day

    def clean_amount(self) -> Decimal:
        """Nothing is no bill."""
        amount: Decimal = self.cleaned_data["amount"]
        if not amount and not self.corrects:
            raise forms.ValidationError(_("Please enter the amount of the bill."))
        return amount
