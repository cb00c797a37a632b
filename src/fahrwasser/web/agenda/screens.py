"""What people can enter in this section, one class a form."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fahrwasser.web.agenda.models import Hold, Progress
from fahrwasser.web.agenda.quarters import Calendar, next_quarter
from fahrwasser.web.ui.numbers import Number, WholeNumber
from fahrwasser.web.ui.screens import DateField, Screen
from fahrwasser.web.ui.seen import SeenScreen

Choices = Iterable[tuple[str, str]]


class FrameScreen(SeenScreen):
    """The assumptions of every plan: time, money, begin, confirmed duties."""

    hours_per_week = Number(
        label=_("Hours a week for digitalisation"),
        help_text=_("What the town really gives. Four hours a week are 6.5 days a quarter."),
        min_value=Decimal("0.5"),
        max_value=Decimal(400),
        decimal_places=2,
    )
    budget_per_year = WholeNumber(
        label=_("Money a year in euros"),
        help_text=_("For purchases and running costs together. What is left over can be used later."),
        min_value=0,
        max_value=100_000_000,
    )
    running_cap_per_year = WholeNumber(
        label=_("Running costs: at most this much a year in euros"),
        help_text=_("Counted when everything runs. Without a limit the plan may cost more a year than comes in."),
        min_value=0,
        max_value=100_000_000,
        required=False,
    )
    first_quarter = forms.TypedChoiceField(label=_("The plan begins with"), coerce=date.fromisoformat)
    duties = forms.MultipleChoiceField(
        label=_("Duties that you confirm"),
        help_text=_("Please check each one against the law in force. Only ticked duties must be in the plan."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, today: date, duties: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        calendar = Calendar(next_quarter(today), 4)
        first = kwargs.get("initial", {}).get("first_quarter")
        days = sorted({*(calendar.starts_on(q) for q in range(1, 5)), *([first] if first else [])})
        quarters = [(day.isoformat(), Calendar(day, 1).name(1)) for day in days]
        self.fields["first_quarter"].choices = quarters  # type: ignore[attr-defined]
        self.fields["duties"].choices = list(duties)  # type: ignore[attr-defined]
        if not self.fields["duties"].choices:  # type: ignore[attr-defined]
            del self.fields["duties"]


class ChangeScreen(Screen):
    """One project changed by hand: which way, how, and when."""

    variant = forms.ChoiceField(label=_("In which way"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=_("What do you want?"), widget=forms.RadioSelect)
    start = forms.TypedChoiceField(
        label=_("Beginning"),
        help_text=_("Only if you set the begin yourself."),
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, variants: Choices, calendar: Calendar, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (Hold.Kind.WANTED.value, _("It must be in the plan")),
            (Hold.Kind.START.value, _("It must begin in a certain quarter")),
            (Hold.Kind.FORBIDDEN.value, _("It must not be in the plan")),
            ("free", _("Leave it to the plan")),
        ]
        quarters = calendar.open_quarters(timezone.localdate())
        self.fields["start"].choices = [("", _("Please choose")), *quarters]  # type: ignore[attr-defined]
        found = list(variants)
        self.fields["variant"].choices = found  # type: ignore[attr-defined]
        if len(found) == 1:
            self.fields["variant"].widget = forms.HiddenInput()
            self.fields["variant"].initial = found[0][0]

    def clean(self) -> dict[str, Any]:
        """A fixed begin needs its quarter."""
        values = super().clean() or {}
        if values.get("kind") == Hold.Kind.START and not values.get("start"):
            self.add_error("start", _("Please choose the quarter in which it begins."))
        return values


class WishScreen(Screen):
    """A wish in plain words, the project it means, and by when."""

    text = forms.CharField(
        label=_("Your wish"),
        help_text=_("For example: invoices shall no longer lie around on paper."),
        max_length=300,
    )
    project = forms.ChoiceField(label=_("Which project comes closest?"), widget=forms.RadioSelect)
    latest_finish = forms.TypedChoiceField(
        label=_("Finished by the end of"), coerce=int, empty_value=None, required=False
    )

    def __init__(self, *args: Any, projects: Choices, calendar: Calendar, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].choices = [  # type: ignore[attr-defined]
            *projects,
            ("", _("None of these: only note the wish")),
        ]
        self.fields["project"].required = False
        quarters = calendar.open_quarters(timezone.localdate())
        self.fields["latest_finish"].choices = [("", _("Does not matter")), *quarters]  # type: ignore[attr-defined]


class ResolutionScreen(SeenScreen):
    """What the council decided."""

    decided_on = DateField(label=_("Day of the decision"))
    number = forms.CharField(
        label=_("Number of the resolution"), max_length=60, widget=forms.TextInput(attrs={"class": "fw-short"})
    )


class ProgressScreen(Screen):
    """How one project goes."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=[
            (Progress.State.PLANNED.value, _("planned")),
            (Progress.State.NEXT.value, _("up next")),
            (Progress.State.RUNNING.value, _("running")),
            (Progress.State.DONE.value, _("done")),
            (Progress.State.STOPPED.value, _("stopped")),
        ],
        widget=forms.RadioSelect,
    )
    started_on = DateField(label=_("Begun on"), required=False)
    finished_on = DateField(label=_("Finished on"), required=False)
    days_spent = Number(
        label=_("Own days spent so far"),
        min_value=Decimal(0),
        max_value=Decimal(10_000),
        decimal_places=2,
        required=False,
    )
    euros_spent = WholeNumber(
        label=_("Money spent once so far in euros"),
        min_value=0,
        max_value=100_000_000,
        required=False,
    )
    minutes_per_case = Number(
        label=_("Minutes a case now takes"),
        help_text=_("Only when it is finished and somebody has looked at the clock for a few cases."),
        min_value=Decimal(0),
        max_value=Decimal(10_000),
        decimal_places=1,
        required=False,
    )
    note = forms.CharField(label=_("Note"), max_length=300, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, *args: Any, is_billed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_billed:  # then the sum of the bills counts, and nobody types another one
            del self.fields["euros_spent"]

    def clean(self) -> dict[str, Any]:
        """The end cannot lie before the begin; what is done has an end."""
        values = super().clean() or {}
        begun, finished = values.get("started_on"), values.get("finished_on")
        if begun and finished and finished < begun:
            self.add_error("finished_on", _("The end lies before the begin. Please correct one of the two days."))
        if values.get("state") == Progress.State.DONE and not finished and "finished_on" not in self.errors:
            self.add_error("finished_on", _("Please say on which day it was finished."))
        return values


class MandateScreen(SeenScreen):
    """The few facts of the Navigator's mandate."""

    navigator = forms.CharField(
        label=_("Who becomes Digital-Navigator?"),
        help_text=_("As it shall stand in the letter, for example: Ms Example (treasury)."),
        max_length=120,
    )
    salutation = forms.CharField(label=_("Salutation"), help_text=_("For example: Dear Ms Example,"), max_length=120)
    substitute = forms.CharField(
        label=_("Who stands in?"), help_text=_("An office or a function is enough."), max_length=120
    )
    begin = DateField(label=_("From when?"))


class PartScreen(Screen):
    """One text part of a paper."""

    text = forms.CharField(label=_("Text"), max_length=8000, widget=forms.Textarea(attrs={"rows": 10}))
    before = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)  # own wording when it was opened
