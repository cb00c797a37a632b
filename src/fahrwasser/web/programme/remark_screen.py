"""The words in which a voice leaves the town."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fahrwasser.web.agenda.colleague_screens import KIND_NAMES, LONGEST

from .models import Remark
from .network_screens import NetworkScreen


class RemarkScreen(NetworkScreen):
    """What is passed on; begins with the colleague's words, which the Navigator turns into the town's."""

    kind = forms.ChoiceField(
        label=_("What does it say?"),
        choices=[(kind.value, title) for kind, title in KIND_NAMES.items()],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("In these words"),
        help_text=_("Say what the package should do differently. No office, no name, nothing that only one can know."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    obstacle = forms.ChoiceField(
        label=_("Which obstacle is it?"),
        help_text=_(
            "Needed if something does not work: counted over all towns, the state sees what stands in the way."
        ),
        required=False,
    )
    confirmed = forms.BooleanField(
        label=_("I have checked the words: nobody can be recognised by them, and they may leave the town hall."),
        error_messages={"required": _("Please check the words and confirm that they may leave the town hall.")},
    )

    def clean(self) -> dict[str, Any]:
        """What hinders has a kind, so that it can be counted."""
        values = super().clean() or {}
        if values.get("kind") == Remark.Kind.HINDERS and "obstacle" in values and not values["obstacle"]:
            self.add_error("obstacle", _("Please choose the obstacle that comes closest."))
        return values
