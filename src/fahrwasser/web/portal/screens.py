"""Input of the public pages beside the forms of the packages."""

from collections.abc import Sequence
from typing import Any, Self

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fahrwasser.core.refused import Refused
from fahrwasser.web.ui.languages import in_words
from fahrwasser.web.ui.screens import Screen

from .actions.uploads import checked, media_type_of

SELF = "self"
BEHALF = (
    (SELF, gettext_lazy("For myself")),
    ("parent", gettext_lazy("For my child")),
    ("guardian", gettext_lazy("For somebody whose legal guardian I am")),
    ("attorney", gettext_lazy("For somebody who has given me a power of attorney (also for a neighbour)")),
)
MOST_FILES = 5


class CodeScreen(Screen):
    """Eight digits."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("Eight digits, for example 4827-1930."),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "fw-short"}),
    )


class MailScreen(Screen):
    """One e-mail address."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail"), widget=forms.EmailInput(attrs={"autocomplete": "email"}), max_length=254
    )


class PhotoField(forms.FileField):
    """Photos or PDFs, looked at before anything is kept; `most` at once."""

    def __init__(self, *, most: int = 1, **kwargs: Any) -> None:
        self.most = most
        widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"})
        if most > 1:
            widget.allow_multiple_selected = True
            widget.attrs["multiple"] = True
        super().__init__(widget=widget, required=False, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """A file (or a list of files, with `most` above 1) that can be kept."""
        if self.most == 1:
            return self._checked(super().clean(data, initial))
        given = [file for file in (data if isinstance(data, list) else [data]) if file]
        if len(given) > self.most:
            raise forms.ValidationError(_("Please choose at most %(most)s files.") % {"most": self.most})
        return [self._checked(super(PhotoField, self).clean(file, initial)) for file in given]

    def _checked(self, file: Any) -> Any:
        if file is None:
            return None
        try:
            media_type_of(checked(file.size or 0, file.read))
        except Refused as refused:
            raise forms.ValidationError(in_words(refused)) from refused
        file.seek(0)
        return file


class BehalfScreen(Screen):
    """For whom the application is, and who fills it in. `at_desk`: the clerk may have seen the proof."""

    behalf = forms.ChoiceField(
        label=gettext_lazy("For whom is the application?"), choices=BEHALF, widget=forms.RadioSelect
    )
    name = forms.CharField(
        label=gettext_lazy("Your own name"),
        help_text=gettext_lazy("Only if you apply for somebody else."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    address = forms.CharField(
        label=gettext_lazy("Your own address"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your own e-mail"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    proof = PhotoField(
        label=gettext_lazy("Power of attorney or guardian's certificate"),
        help_text=gettext_lazy("A photo is enough. You can also show it later, when the office asks for it."),
    )
    seen = forms.MultipleChoiceField(
        label=gettext_lazy("Was the proof shown?"),
        choices=[("yes", gettext_lazy("I have seen the proof"))],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, at_desk: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if at_desk:
            self.fields["name"].label = _("Name of the person who acts")
            self.fields["name"].help_text = _("Only if somebody applies for somebody else.")
            self.fields["address"].label = _("Their address")
            self.fields["email"].label = _("Their e-mail")
            self.fields["behalf"].choices = [  # type: ignore[attr-defined]
                (SELF, _("For themselves")),
                ("parent", _("For their child")),
                ("guardian", _("As legal guardian")),
                ("attorney", _("With a power of attorney (also a neighbour)")),
            ]
        else:
            del self.fields["seen"]

    @classmethod
    def once_more(cls, typed: QueryDict, *, at_desk: bool = False) -> Self:
        """As it was typed, nothing checked."""
        return cls(initial={**typed.dict(), "seen": typed.getlist("seen")}, at_desk=at_desk)

    def clean(self) -> dict[str, Any]:
        """Whoever acts for another says who they are."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("behalf") not in (None, SELF) and not found.get("name"):
            self.add_error("name", _("Please say who you are."))
        return found

    def chosen(self) -> tuple[str, dict[str, Any]]:
        """Kind of representation ("" for oneself) and the representative, without a new proof."""
        found = self.cleaned_data
        if found["behalf"] == SELF:
            return "", {}
        kept: dict[str, Any] = {key: found[key] for key in ("name", "address", "email") if found[key]}
        return found["behalf"], kept | ({"proof_seen": True} if found.get("seen") else {})


class AnswerScreen(Screen):
    """The answer to a question of the office."""

    text = forms.CharField(
        label=gettext_lazy("Your answer"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    photos = PhotoField(
        label=gettext_lazy("Photos or PDF"),
        help_text=gettext_lazy("A photo taken with your phone is enough; at most 5 files of 10 MB."),
        most=MOST_FILES,
    )

    def clean(self) -> dict[str, Any]:
        """Something must be said or shown."""
        found: dict[str, Any] = super().clean() or {}
        if not found.get("text") and not found.get("photos") and not self.errors:
            self.add_error("text", _("Please write an answer or choose a file."))
        return found

    def files_given(self) -> Sequence[tuple[str, bytes]]:
        """Name and content of each file."""
        return [(file.name or "", file.read()) for file in self.cleaned_data.get("photos") or ()]


class ObjectionScreen(Screen):
    """What the person objects to, in their own words."""

    text = forms.CharField(
        label=gettext_lazy("What do you not agree with, and why?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
