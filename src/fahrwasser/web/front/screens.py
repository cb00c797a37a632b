"""The start page's one question, and what the operator types."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fahrwasser.core.letters.errors import PictureError
from fahrwasser.core.letters.picture import LARGEST_FILE, Picture, checked
from fahrwasser.web.accounts.models import User
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.ui.screens import Screen
from fahrwasser.web.ui.seen import SeenScreen


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


class KnownPerson(Screen):
    """Somebody who has an account: whose second factor is reset, who becomes coach of the programme."""

    email = forms.EmailField(label=_("E-mail address"))

    def clean_email(self) -> User:
        """The person with this address."""
        person = User.objects.filter(email=self.cleaned_data["email"].lower(), is_active=True).first()
        if person is None:
            raise forms.ValidationError(_("Nobody has this address. Please check for typing errors."))
        return person


class LetterheadScreen(SeenScreen):
    """How the municipality presents itself on its papers and pages."""

    street = forms.CharField(label=_("Street and number"), max_length=120, required=False)
    postcode = forms.RegexField(
        r"^\d{5}$",
        label=_("Postcode"),
        required=False,
        error_messages={"invalid": _("A postcode has five digits.")},
        widget=forms.TextInput(attrs={"class": "fw-short", "inputmode": "numeric"}),
    )
    city = forms.CharField(label=_("Town or village"), max_length=120, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail address"), required=False)
    website = forms.CharField(label=_("Website"), max_length=200, required=False)
    head_title = forms.CharField(
        label=_("Title of the head"), help_text=_("For example Bürgermeisterin."), max_length=80, required=False
    )
    head_name = forms.CharField(label=_("Name of the head"), max_length=120, required=False)
    opening_hours = forms.CharField(
        label=_("Opening hours"), widget=forms.Textarea(attrs={"rows": 3}), max_length=600, required=False
    )
    is_fronleichnam_holiday = forms.BooleanField(
        label=_("Corpus Christi (Fronleichnam) is a public holiday where the town hall stands"),
        help_text=_("Only in places that the FronleichnamsVO of Saxony names. No period of a notice ends on that day."),
        required=False,
    )
    coat_of_arms = forms.FileField(
        label=_("Coat of arms"),
        help_text=_("A PNG or SVG file of at most 500 kB. Without a file the present one stays."),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png,image/svg+xml"}),
    )

    def clean_coat_of_arms(self) -> bytes | None:
        """The bytes of a harmless picture; everything else is refused before it is stored."""
        file = self.cleaned_data["coat_of_arms"]
        if not file:
            return None
        content: bytes = file.read(LARGEST_FILE + 1)
        try:
            checked(Picture(content, "Wappen"))
        except PictureError as reason:
            message = _("This file cannot be used as coat of arms. Please save it as plain PNG or SVG, at most 500 kB.")
            raise forms.ValidationError(message) from reason
        return content
