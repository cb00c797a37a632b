"""What people can enter in the network, one class a form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fahrwasser.core.programme.obstacles import obstacle_kinds
from fahrwasser.web.ui.languages import page_language
from fahrwasser.web.ui.numbers import Number, WholeNumber
from fahrwasser.web.ui.screens import Screen

from .board import package_titles, project_choices
from .words import ADDRESSEES, PARTNERS

NO_NAMES = _("Please write no names of citizens or colleagues; all towns read this.")


class NetworkScreen(Screen):
    """Fills the choices of projects, packages and obstacles in the page's language; 1 query for packages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = page_language()
        self.packages = package_titles() if "package" in self.fields else {}
        choices = {
            "project": [("", _("none in particular")), *project_choices()],
            "package": [("", _("none in particular")), *sorted(self.packages.items(), key=lambda one: one[1])],
            "obstacle": [
                ("", _("none in particular")),
                *((k.code, k.title.in_language(language)) for k in obstacle_kinds()),
            ],
        }
        for name, values in choices.items():
            field = self.fields.get(name)
            if isinstance(field, forms.ChoiceField):
                field.choices = values


class AskScreen(NetworkScreen):
    """A question to all towns."""

    title = forms.CharField(label=_("Your question in one sentence"), max_length=160)
    text = forms.CharField(
        label=_("More about it"),
        required=False,
        max_length=4000,
        help_text=NO_NAMES,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    project = forms.ChoiceField(label=_("Project"), required=False)
    package = forms.ChoiceField(label=_("Package"), required=False)
    obstacle = forms.ChoiceField(label=_("Obstacle"), required=False)


class ReplyScreen(NetworkScreen):
    """An answer to a question."""

    text = forms.CharField(
        label=_("Your answer"), max_length=4000, help_text=NO_NAMES, widget=forms.Textarea(attrs={"rows": 4})
    )


class SolutionScreen(NetworkScreen):
    """What a town solved with what."""

    project = forms.ChoiceField(label=_("Project"))
    package = forms.ChoiceField(label=_("Package"), required=False)
    tool = forms.CharField(label=_("Solved with"), max_length=160, help_text=_("Product, central service or package."))
    days = Number(
        label=_("Own days of work"), required=False, min_value=0, max_value=9999, decimal_places=1,
    )  # fmt: skip
    hours_saved = WholeNumber(
        label=_("Hours saved a year"), required=False, min_value=0, max_value=100_000,
    )  # fmt: skip
    is_measured = forms.BooleanField(label=_("The hours are measured, not estimated"), required=False)
    lesson = forms.CharField(
        label=_("What you would tell the next town"), required=False, max_length=2000, help_text=NO_NAMES,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    contact = forms.CharField(
        label=_("Whom to ask"), required=False, max_length=160, help_text=_("An office's address, no person's.")
    )


class RequestScreen(NetworkScreen):
    """A request that many towns can join."""

    title = forms.CharField(label=_("What is needed?"), max_length=160)
    to = forms.ChoiceField(label=_("From whom?"), choices=list(ADDRESSEES.items()))
    addressee = forms.CharField(label=_("Name of the vendor or authority"), required=False, max_length=120)
    text = forms.CharField(
        label=_("More about it"),
        required=False,
        max_length=4000,
        help_text=NO_NAMES,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    project = forms.ChoiceField(label=_("Project"), required=False)
    obstacle = forms.ChoiceField(label=_("Obstacle"), required=False)
    hours = WholeNumber(
        label=_("Hours a year it would save in your town"), min_value=0, max_value=100_000,
    )  # fmt: skip


class BackScreen(Screen):
    """The town joins a request."""

    hours = WholeNumber(
        label=_("Hours a year it would save in your town"), min_value=0, max_value=100_000,
    )  # fmt: skip


class PartnerScreen(NetworkScreen):
    """The town looks for neighbours."""

    kind = forms.ChoiceField(label=_("What do you want to share?"), choices=list(PARTNERS.items()))
    topic = forms.CharField(label=_("For what?"), max_length=160)
    project = forms.ChoiceField(label=_("Project"), required=False)
    days_per_quarter = Number(
        label=_("Days a quarter you need or offer"), required=False, min_value=0, max_value=99, decimal_places=1,
    )  # fmt: skip
    text = forms.CharField(
        label=_("More about it"),
        required=False,
        max_length=2000,
        help_text=NO_NAMES,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    contact = forms.CharField(
        label=_("Whom to ask"), required=False, max_length=160, help_text=_("An office's address, no person's.")
    )
