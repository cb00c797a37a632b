"""Input of the register pages."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fahrwasser.core.refused import Refused
from fahrwasser.web.ports.models import Key
from fahrwasser.web.ui.languages import in_words
from fahrwasser.web.ui.numbers import Number, WholeNumber
from fahrwasser.web.ui.screens import DateField, Screen

from .actions import Report
from .actions.optouts import EVERYTHING
from .kinds import EFFECTIVE, EventField, Offered
from .people import person_key
from .reports import LONGEST_REASONS, LONGEST_TEXT, OWN_SOURCE, read_data
from .uploads import LARGEST_FILE

SCOPES = (
    (Key.Scope.EVENTS, _("Report events of another register")),
    (Key.Scope.APPLICATIONS, _("Send applications")),
    (Key.Scope.CASES, _("Ask for the state of a case")),
)
NUMBER = "nummer_der_meldung"
SALT = "registers.file"
KEPT_SECONDS = 3600


class EventScreen(Screen):
    """One event: the fields its services ask for, and the number that makes it count once."""

    def __init__(self, about: Offered, now: datetime, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about, self.today = about, today
        if about.takes_day:
            self.fields[EFFECTIVE] = _day(label=gettext("Takes effect on"), initial=today)
        for asked in about.fields:
            self.fields[asked.name] = _field(asked, today)
        for field in self.fields.values():
            field.error_messages["required"] = gettext("Please fill in this field.")
        number = int(now.timestamp() * 1000)
        self.fields[NUMBER] = forms.IntegerField(initial=number, widget=forms.HiddenInput, min_value=0, max_value=2**62)

    def clean(self) -> dict[str, Any]:
        """The same reading as for files and programs, so that all three take the same events."""
        found: dict[str, Any] = super().clean() or {}
        self.report: Report | None = None
        if self.errors:
            return found
        day = found.get(EFFECTIVE) or self.today
        raw = {field.name: _json(field, found[field.name]) for field in self.about.fields}
        try:
            data = read_data(self.about, raw, day)
        except Refused as refused:
            self.add_error(refused.place if refused.place in self.fields else None, in_words(refused))
            return found
        self.report = Report(self.about.kind, OWN_SOURCE, person_key(data), found[NUMBER], day, data)
        return found

    def hidden(self) -> list[tuple[str, str]]:
        """Everything as typed, for the page that asks once more."""
        return [(name, value) for name in self.fields for value in [self.data.get(name)] if value is not None]


def _field(field: EventField, today: date) -> forms.Field:
    given: dict[str, Any] = {"label": field.label, "required": field.is_required}
    if field.kind == "date":
        return _day(**given)
    if field.kind == "yesno":
        answers = [("nein", gettext("No")), ("ja", gettext("Yes"))]
        return forms.ChoiceField(label=field.label, choices=answers, widget=forms.RadioSelect, initial="nein")
    if field.kind == "whole":
        is_year = field.name.endswith("jahr")
        return WholeNumber(initial=today.year if is_year else None, **given)
    if field.kind == "cents":
        hint = gettext("In euros, for example 12.50.")
        return Number(max_digits=12, decimal_places=2, help_text=hint, **given)
    if field.kind == "long":
        return forms.CharField(max_length=LONGEST_REASONS, widget=forms.Textarea, **given)
    return forms.CharField(max_length=LONGEST_TEXT, **given)


def _day(**given: Any) -> DateField:
    """Typed, because most of these days are copied from paper or lie years back."""
    widget = forms.DateInput(attrs={"class": "fw-short", "autocomplete": "off"}, format="%d.%m.%Y")
    return DateField(widget=widget, help_text=gettext("For example 31.12.2026."), **given)


def _json(field: EventField, value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return int(value * 100) if field.kind == "cents" and value is not None else value


class FileScreen(Screen):
    """A CSV file with events."""

    file = forms.FileField(label=_("CSV file"), help_text=_("At most 1 MB and 5,000 lines."))

    def content(self) -> bytes:
        """At most one byte more than allowed, so that a file that is too large is still refused in words."""
        return bytes(self.cleaned_data["file"].read(LARGEST_FILE + 1))


def sealed(content: bytes) -> str:
    """The file on its way through the page that asks once more; nobody can change it there."""
    return signing.dumps(content.decode("latin-1"), salt=SALT, compress=True)


def unsealed(text: str) -> bytes | None:
    """None when it was changed or is older than an hour."""
    try:
        content: str = signing.loads(text, salt=SALT, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return None
    return content.encode("latin-1")


class OptOutScreen(Screen):
    """Who wants nothing done unasked, and where."""

    familienname = forms.CharField(label=_("Family name"), max_length=120)
    vornamen = forms.CharField(label=_("Given names"), max_length=120)
    kennung = forms.CharField(
        label=_("Key of the person in the register"),
        help_text=_("If you know it; it makes sure that nobody of the same name is meant."),
        max_length=60,
        required=False,
    )
    scope = forms.ChoiceField(label=_("For which services?"), widget=forms.RadioSelect)

    def __init__(self, services: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["geburtsdatum"] = _day(label=gettext("Date of birth"))
        self.order_fields(["familienname", "vornamen", "geburtsdatum"])
        scope = self.fields["scope"]
        scope.choices = [(EVERYTHING, gettext("For all services")), *services]  # type: ignore[attr-defined]
        scope.initial = EVERYTHING

    def person(self) -> Mapping[str, str]:
        """As entries keep a person."""
        found = self.cleaned_data
        born = {"geburtsdatum": found["geburtsdatum"].isoformat()}
        return {name: found[name] for name in ("familienname", "vornamen", "kennung") if found[name]} | born


class KeyScreen(Screen):
    """A key for another program."""

    name = forms.CharField(
        label=_("Which program?"), help_text=_("For example: residents’ register, state portal."), max_length=60
    )
    scopes = forms.MultipleChoiceField(label=_("What may it do?"), choices=SCOPES, widget=forms.CheckboxSelectMultiple)
