"""One's own account."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from fahrwasser.web.ui.screens import Screen


class OwnAccount(Screen):
    """Name and language."""

    name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField(
        label=_("Language of pages and mails"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )
