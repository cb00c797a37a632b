"""Input of the public pages beside the forms of the packages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fahrwasser.web.ui.screens import Screen

SELF = "self"
BEHALF = (
    (SELF, _("For myself")),
    ("parent", _("For my child")),
    ("guardian", _("For somebody whose legal guardian I am")),
    ("attorney", _("For somebody who has given me a power of attorney (also for a neighbour)")),
)


class CodeScreen(Screen):
    """Eight digits."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("Eight digits, for example 4827-1930."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "fw-short"}),
    )


class MailScreen(Screen):
    """One e-mail address."""

    email = forms.EmailField(label=_("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"}))


class BehalfScreen(Screen):
    """For whom the application is, and who fills it in."""

    behalf = forms.ChoiceField(label=_("For whom is the application?"), choices=BEHALF, widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Your own name"),
        help_text=_("Only if you apply for somebody else."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    address = forms.CharField(
        label=_("Your own address"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    email = forms.EmailField(
        label=_("Your own e-mail"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def clean(self) -> dict[str, Any]:
        """Whoever acts for another says who they are."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("behalf") not in (None, SELF) and not found.get("name"):
            self.add_error("name", _("Please say who you are."))
        return found

    def chosen(self) -> tuple[str, dict[str, str]]:
        """Kind of representation ("" for oneself) and the representative."""
        found = self.cleaned_data
        if found["behalf"] == SELF:
            return "", {}
        return found["behalf"], {key: found[key] for key in ("name", "address", "email") if found[key]}


class AnswerScreen(Screen):
    """The answer to a question of the office."""

    text = forms.CharField(label=_("Your answer"), max_length=4000, required=False, widget=forms.Textarea)
    file = forms.FileField(
        label=_("Photo or PDF"), required=False, help_text=_("A photo taken with your phone is enough, at most 10 MB.")
    )

    def clean(self) -> dict[str, Any]:
        """Something must be said or shown."""
        found: dict[str, Any] = super().clean() or {}
        if not found.get("text") and not found.get("file") and not self.errors:
            self.add_error("text", _("Please write an answer or choose a file."))
        return found

    def files_given(self) -> list[tuple[str, bytes]]:
        """Name and content of each file."""
        file = self.cleaned_data.get("file")
        return [(file.name or "", file.read())] if file else []
