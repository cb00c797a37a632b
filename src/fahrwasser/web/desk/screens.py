"""Input of the desk."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fahrwasser.web.ui.screens import DateField, Screen

from .words import NEED_REASONS, outcome_words


class TaskScreen(Screen):
    """What the office decides, and why."""

    outcome = forms.ChoiceField(label=_("What do you decide?"), widget=forms.RadioSelect)
    reasons = forms.CharField(
        label=_("Reasons or question"),
        help_text=_("Stands in the letter. Needed when you refuse or ask back."),
        max_length=4000,
        required=False,
        widget=forms.Textarea,
    )

    def __init__(self, *args: Any, outcomes: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [(code, outcome_words(code)) for code in outcomes]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A refusal without reasons is no lawful one (§ 39 VwVfG)."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("outcome") in NEED_REASONS and not (found.get("reasons") or "").strip():
            self.add_error("reasons", _("Please write the reasons or the question; they stand in the letter."))
        return found

    def result(self) -> dict[str, str]:
        """As the process takes it."""
        found = {"ausgang": self.cleaned_data["outcome"]}
        if self.cleaned_data["reasons"].strip():
            found["begruendung"] = self.cleaned_data["reasons"].strip()
        return found


class CounterScreen(Screen):
    """Which service, and how the person has come."""

    adoption = forms.ChoiceField(label=_("What is it about?"), widget=forms.RadioSelect)
    channel = forms.ChoiceField(
        label=_("How did it come?"),
        choices=[("counter", _("At the counter")), ("phone", _("By telephone")), ("post", _("By post"))],
        initial="counter",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, services: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["adoption"].choices = list(services)  # type: ignore[attr-defined]


class ObjectionScreen(Screen):
    """An objection that came on paper or at the counter."""

    received_on = DateField(label=_("Received on"))
    text = forms.CharField(label=_("What does the person write?"), max_length=4000, widget=forms.Textarea)
