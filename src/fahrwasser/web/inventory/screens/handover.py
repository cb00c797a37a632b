"""What is asked in a hand-over notebook: one piece of ten minutes a screen."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fahrwasser.core.inventory.knowledge import HORIZONS, UPPER
from fahrwasser.web.ui.screens import Screen

LONGEST = 6000
HORIZON_NAMES = {
    "soon": _("within three years"),
    "later": _("in four to ten years"),
    "far": _("later than in ten years"),
    "unknown": _("not known"),
}
RISK_NAMES = {"high": _("high"), "raised": _("raised"), "low": _("low")}


@dataclass(frozen=True, slots=True)
class Piece:
    """The words of one piece."""

    title: str | Promise
    question: str | Promise
    hint: str | Promise


PIECES = {
    "dates": Piece(
        _("When"),
        _("When is this task due?"),
        _("The dates of a year, how long it takes, what must never be late. For example: annual accounts until June."),
    ),
    "steps": Piece(
        _("Steps"),
        _("Which steps does it take, one after the other?"),
        _("One step a line, as you would tell a new colleague. Short is fine."),
    ),
    "places": Piece(
        _("Places"),
        _("Where is what you need?"),
        _("Folders, programs, forms, keys, cupboards. Never write down passwords: say who gives them."),
    ),
    "contacts": Piece(
        _("Contacts"),
        _("Whom do you ask, and what for?"),
        _("Office, task, phone and e-mail at work. No private numbers, nothing about anybody’s health or family."),
    ),
    "pitfalls": Piece(
        _("Pitfalls"),
        _("What goes wrong easily?"),
        _("What surprised you, exceptions, what only you know. No names of citizens, no cases."),
    ),
}


class PieceScreen(Screen):
    """One piece; `before` is what stood there when the form was opened."""

    text = forms.CharField(max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 10}))
    nothing = forms.BooleanField(label=_("There is nothing to say about it"), required=False)
    before = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, part: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = str(PIECES[part].question)
        self.fields["text"].help_text = str(PIECES[part].hint)

    def clean(self) -> dict[str, Any]:
        """Text and »nothing to say« exclude each other."""
        values = super().clean() or {}
        if values.get("nothing") and values.get("text"):
            self.add_error("nothing", _("You have written something. Please take out the tick or the text."))
        return values


class LinkScreen(Screen):
    """Where the link goes."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("We send the link there. Leave it empty to hand over the link yourself."),
        required=False,
    )


class HorizonField(forms.TypedChoiceField):
    """When a post becomes vacant, in coarse bands; value = years at most, or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=[(str(UPPER[band] or ""), HORIZON_NAMES[band]) for band in HORIZONS],
            coerce=int,
            empty_value=None,
            required=False,
            **kwargs,
        )
