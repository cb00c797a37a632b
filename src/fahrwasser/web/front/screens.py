"""The start page's one question, and what the operator types."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.ui.screens import Screen


class FindTown(Screen):
    """An official key (AGS) or the beginning of a name."""

    q = forms.CharField(
        label=_("Official municipality key (AGS) or name of your town"),
        help_text=_("Eight digits, for example 99000003, or the first letters of the name."),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Please enter the key or the name of your town.")},
    )

    def clean(self) -> dict[str, Any]:
        """`towns`: what fits, at most 20."""
        data = super().clean() or {}
        if "q" in data:
            data["towns"] = list(Municipality.objects.that_fit(data["q"])[:20])
            if not data["towns"]:
                self.add_error("q", _("No municipality has this key or name. Please check for typing errors."))
        return data


class OpenTown(Screen):
    """The operator opens a municipality and names its first administrator."""

    ags = forms.CharField(label=_("Official municipality key (AGS)"), max_length=8, min_length=8)
    name = forms.CharField(label=_("Name of the first administrator"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"))

    def clean_ags(self) -> Municipality:
        """The municipality of this key."""
        town = Municipality.objects.with_ags(self.cleaned_data["ags"]).first()
        if town is None:
            raise forms.ValidationError(_("The register has no municipality with this key. Please check the digits."))
        return town
