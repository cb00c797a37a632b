"""Input of the desk."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fahrwasser.core.bpmn.graph import Work
from fahrwasser.web.cases.incidents import BY_HAND, GIVEN_UP
from fahrwasser.web.cases.receipt import CAME_LATER, SENT_AGAIN
from fahrwasser.web.portal.actions.clearing import COUNTS, NOT_OURS, SENT_BACK
from fahrwasser.web.ui.screens import DateField, PastDateField, Screen

from .words import FIELDS, GROUNDS, NEED_REASONS, outcome_words, value_name

FIELD = "field_"
LONGEST_FIELD = 120


class TaskScreen(Screen):
    """What the office decides, and why; and the short texts that the task asks for beside (`fields`)."""

    outcome = forms.ChoiceField(label=_("What do you decide?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, work: Work, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.work = work
        if work.outcomes:
            self.fields["outcome"].choices = [(code, outcome_words(code)) for code in work.outcomes]  # type: ignore[attr-defined]
            if len(work.outcomes) == 1:
                self.initial.setdefault("outcome", work.outcomes[0])
        else:
            del self.fields["outcome"]
        for name in work.fields:
            label, hint = FIELDS.get(name, (value_name(name), ""))
            self.fields[FIELD + name] = forms.CharField(
                label=label, help_text=hint, max_length=LONGEST_FIELD, required=False
            )
        self.fields["reasons"] = forms.CharField(
            label=_("Reasons or question") if self.explains else _("What did you do?"),
            help_text=_("Stands in the letter. Needed when you refuse or ask back.")
            if self.explains
            else _("Stays in the file; nobody outside reads it."),
            max_length=4000,
            required=False,
            widget=forms.Textarea,
        )

    @property
    def outcomes(self) -> list[str]:
        """What can be decided, in words."""
        return [outcome_words(code) for code in self.work.outcomes]

    @property
    def explains(self) -> bool:
        """There is something to decide; "done" alone only closes what was settled by hand."""
        return tuple(self.work.outcomes) != ("erledigt",)

    def clean(self) -> dict[str, Any]:
        """A refusal without reasons is no lawful one (§ 39 VwVfG)."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("outcome") in NEED_REASONS and not (found.get("reasons") or "").strip():
            self.add_error("reasons", _("Please write the reasons or the question; they stand in the letter."))
        return found

    def result(self) -> dict[str, Any]:
        """As the process takes it: `begruendung` is always there, a field that was left empty is null."""
        given = self.cleaned_data
        fields = {name: given[FIELD + name].strip() or None for name in self.work.fields}
        return {"ausgang": given.get("outcome", ""), "begruendung": given["reasons"].strip(), **fields}

    def again(self) -> list[tuple[str, str]]:
        """What was typed, for the page that asks once more."""
        return [(name, str(self.cleaned_data.get(name) or "")) for name in self.fields]


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

    received_on = PastDateField(label=_("Received on"))
    text = forms.CharField(label=_("What does the person write?"), max_length=4000, widget=forms.Textarea)


class ReceiptScreen(Screen):
    """A notice that came later than the law presumes, or never."""

    what = forms.ChoiceField(
        label=_("What does the person say, or the post?"),
        choices=[
            (CAME_LATER, _("It came later; nobody can prove the contrary")),
            (SENT_AGAIN, _("It never came, or came back; it is posted again today")),
        ],
        widget=forms.RadioSelect,
    )
    day = DateField(label=_("It came on"), help_text=_("Only if it came later."), required=False)

    def clean(self) -> dict[str, Any]:
        """A letter that came has a day."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("what") == CAME_LATER and not found.get("day") and "day" not in self.errors:
            self.add_error("day", _("Please give the day on which the letter came."))
        return found


class CloseScreen(Screen):
    """How a case that is stuck ends, and why."""

    ending = forms.ChoiceField(
        label=_("What happens now?"),
        choices=[
            (BY_HAND, _("The office goes on by hand; letters and entries are made outside of this case")),
            (GIVEN_UP, _("Nothing more is to be done")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why?"), help_text=_("Stands in the file."), max_length=1000, widget=forms.Textarea
    )


class ClearScreen(Screen):
    """What an amount is that came otherwise than it was asked for, and how the office knows."""

    meaning = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            (COUNTS, _("It is this payment and counts as paid")),
            (SENT_BACK, _("It was sent back; the amount is still to be paid")),
            (NOT_OURS, _("It belongs to something else; the amount is still to be paid")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("How do you know?"),
        help_text=_("Stays in the file; nobody outside reads it."),
        max_length=1000,
        widget=forms.Textarea,
    )

    def __init__(self, *args: Any, is_withdrawn: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_withdrawn:  # nothing is owed, so nothing can count
            self.fields["meaning"].choices = [  # type: ignore[attr-defined]
                (SENT_BACK, _("It was sent back; nothing is to be paid")),
                (NOT_OURS, _("It belongs to something else; nothing is to be paid")),
            ]


class NumberScreen(Screen):
    """Which case a request is about."""

    number = forms.CharField(
        label=_("Number of the case or of the file"),
        help_text=_("It stands on every letter and on the receipt."),
        max_length=60,
    )


class ErasureScreen(Screen):
    """A request for erasure: when it came, on what it rests, and that somebody has looked who asks."""

    asked_on = PastDateField(
        label=_("Received on"), help_text=_("The answer is due within a month (Art. 12 (3) GDPR).")
    )
    ground = forms.ChoiceField(
        label=_("On what does the request rest?"), choices=list(GROUNDS.items()), widget=forms.RadioSelect
    )
    is_checked = forms.BooleanField(
        label=_("I have checked that the person is asking, or somebody who may act for them")
    )


class AnswerScreen(Screen):
    """An answer that came by telephone, by post or at the counter."""

    text = forms.CharField(label=_("What does the person answer?"), max_length=4000, widget=forms.Textarea)
