"""Which time is looked at."""

from django import forms
from django.utils.translation import gettext_lazy as _

from fahrwasser.web.ui.screens import Screen

from .periods import PERIOD_NAMES, USUAL


class PeriodScreen(Screen):
    """One of a few periods; anything else is the usual one."""

    zeitraum = forms.ChoiceField(label=_("Cases that began in the"), choices=list(PERIOD_NAMES.items()))

    def chosen(self) -> str:
        """The name of the period."""
        return str(self.cleaned_data["zeitraum"]) if self.is_bound and self.is_valid() else USUAL
