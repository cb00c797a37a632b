"""What colleagues can say, and what they are answered."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fahrwasser.web.agenda.actions.colleagues import Said
from fahrwasser.web.agenda.models import Voice
from fahrwasser.web.ui.screens import Screen
from fahrwasser.web.ui.seen import SeenScreen

LONGEST = 600
PROJECT, PACKAGE = "project:", "package:"
KIND_NAMES = {
    Voice.Kind.HINDERS: _("That does not work with us, because …"),
    Voice.Kind.HELPS: _("That helps, because …"),
}
STATE_NAMES = {Voice.State.NEW: _("new"), Voice.State.READ: _("read"), Voice.State.ANSWERED: _("answered")}


class VoiceScreen(Screen):
    """One voice: about what, which way, and why."""

    about = forms.ChoiceField(
        label=_("What is it about?"), error_messages={"invalid_choice": _("Please choose one of these.")}
    )
    kind = forms.ChoiceField(label=_("What do you want to say?"), widget=forms.RadioSelect, choices=KIND_NAMES.items())
    text = forms.CharField(
        label=_("Because …"),
        help_text=_("One or two sentences. No names, no cases."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, about: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [("", _("Please choose")), *about]  # type: ignore[attr-defined]

    def said(self) -> Said:
        """As the action takes it."""
        data = self.cleaned_data
        about = data["about"]
        return Said(
            kind=data["kind"],
            text=data["text"],
            project=about.removeprefix(PROJECT) if about.startswith(PROJECT) else "",
            package=about.removeprefix(PACKAGE) if about.startswith(PACKAGE) else "",
        )


class AnswerScreen(SeenScreen):
    """The Navigator's answer."""

    answer = forms.CharField(
        label=_("Your answer"),
        help_text=_("What you do about it, or why not. The colleague sees it on the own page."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
