"""What people can enter in this section, one class a form."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fahrwasser.core.programme.modules import modules
from fahrwasser.core.programme.obstacles import obstacle_kinds
from fahrwasser.web.ui.languages import page_language
from fahrwasser.web.ui.numbers import WholeNumber
from fahrwasser.web.ui.screens import DateField, Screen
from fahrwasser.web.ui.seen import SeenScreen

from .sharing import offered_to
from .words import MEETING, MEETINGS, STUCK

Choices = Iterable[tuple[str, str]]


class _OwnIds:
    """Several stand on one page, so each has ids of its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{type(self).__name__.lower()}_%s")
        super().__init__(*args, **kwargs)


class _Screen(_OwnIds, Screen):
    """Something new."""


class MomentField(forms.SplitDateTimeField):
    """A day and a time, each a field with a name of its own."""

    def __init__(self, **kwargs: Any) -> None:
        day: dict[str, Any] = {"type": "date", "aria-label": _("Day")}
        time: dict[str, Any] = {"type": "time", "aria-label": _("Time of day")}
        widget = forms.SplitDateTimeWidget(date_attrs=day, date_format="%Y-%m-%d", time_attrs=time, time_format="%H:%M")
        super().__init__(input_date_formats=["%Y-%m-%d", "%d.%m.%Y"], widget=widget, **kwargs)

    def validate(self, value: Any) -> None:
        """What is over would be kept and shown nowhere; a mistyped year is said at once."""
        super().validate(value)
        if value and timezone.localdate(value) < timezone.localdate():
            raise forms.ValidationError(_("This day is over. Please choose one that is still to come."))


class ShareScreen(Screen):
    """Which parts one audience may read."""

    parts = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)  # the parts that were ticked when it was opened

    def __init__(self, *args: Any, audience: str, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"{audience}_%s", **kwargs)
        field = self.fields["parts"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101
        field.label = _("Your coach may read") if audience == "coach" else _("All towns and the state may read")
        field.choices = [(key, f"{part.title}: {part.text}") for key, part in offered_to(audience).items()]


class StuckScreen(_OwnIds, SeenScreen):
    """Why it does not go on."""

    reason = forms.ChoiceField(
        label=_("What are you stuck on?"),
        required=False,
        choices=[("", _("Nothing, it goes on")), *STUCK.items()],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("A note for yourselves and your coach"),
        required=False,
        max_length=300,
        help_text=_("At most 300 letters."),
    )


class TargetScreen(_OwnIds, SeenScreen):
    """By when the town wants to be through with its phase."""

    day = DateField(label=_("Through with this phase by"))


class ObstacleScreen(_Screen):
    """One thing that keeps the town from going on."""

    code = forms.ChoiceField(label=_("What stands in the way?"))
    hours = WholeNumber(
        label=_("Hours a year that it costs"),
        help_text=_("As far as you know; an estimate is fine."),
        required=False,
        min_value=0,
        max_value=100_000,
    )
    note = forms.CharField(label=_("A note for yourselves"), required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        language = page_language()
        field.choices = [(kind.code, kind.title.in_language(language)) for kind in obstacle_kinds()]


class AppointmentScreen(_Screen):
    """When town and coach meet."""

    kind = forms.ChoiceField(label=_("How do you meet?"), choices=list(MEETING.items()))
    title = forms.CharField(label=_("What is it about?"), max_length=120)
    at = MomentField(label=_("Day and time"))
    minutes = WholeNumber(label=_("Minutes"), min_value=5, max_value=600, initial=60)
    note = forms.CharField(label=_("Note for both"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


class QuestionScreen(_Screen):
    """A question to the coach."""

    text = forms.CharField(
        label=_("Your question to the coach"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class AnswerScreen(_Screen):
    """The coach's answer."""

    text = forms.CharField(label=_("Your answer"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))


class MeetingScreen(_Screen):
    """A meeting for all towns."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=list(MEETINGS.items()))
    title = forms.CharField(label=_("Title"), max_length=120)
    at = MomentField(label=_("Day and time"))
    minutes = WholeNumber(label=_("Minutes"), min_value=5, max_value=600, initial=60)
    place = forms.CharField(label=_("Place, or address of the video room"), required=False, max_length=200)
    text = forms.CharField(
        label=_("What happens there"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    module = forms.ChoiceField(label=_("Teaches the module"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["module"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        language = page_language()
        field.choices = [
            ("", _("no module")),
            *((module.key, module.title.in_language(language)) for module in modules()),
        ]


class CodeScreen(_Screen):
    """The code that was said at the meeting."""

    code = forms.CharField(
        label=_("Code of the meeting"), max_length=20, widget=forms.TextInput(attrs={"class": "fw-short"})
    )
