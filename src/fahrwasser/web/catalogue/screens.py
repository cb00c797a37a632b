"""Input of the catalogue: one value of a town with who decided it, one connection, the highest level."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.html import conditional_escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fahrwasser.core.packages.decided import Waiting
from fahrwasser.core.packages.parameters import COUNCIL, Parameter
from fahrwasser.core.packages.values import LEVELS
from fahrwasser.core.refused import Refused
from fahrwasser.core.typed_numbers import read_typed, typed_text
from fahrwasser.web.ui.languages import in_words, page_language
from fahrwasser.web.ui.numbers import Number, WholeNumber
from fahrwasser.web.ui.screens import DateField, PastDateField, Screen
from fahrwasser.web.ui.seen import SEEN, SeenScreen, mark_of

from .actions import Resolution
from .words import LEVEL_WORDS

NUMBERS = ("money", "decimal")
"""Kinds that are stored as text of a number."""
YES_NO = (("ja", gettext_lazy("Yes")), ("nein", gettext_lazy("No")))


class ParameterScreen(SeenScreen):
    """The value in the way its kind is written; a value of the council comes with its resolution."""

    def __init__(
        self, *args: Any, parameter: Parameter, language: str, waiting: Sequence[Waiting] = (), **kwargs: Any
    ) -> None:
        self.waiting = waiting
        super().__init__(*args, **kwargs)
        self.parameter = parameter
        self.fields["value"] = _field(parameter, language)
        if parameter.decides == COUNCIL:
            self.fields["number"] = forms.CharField(label=_("Number of the resolution"), max_length=60)
            self.fields["decided_on"] = PastDateField(label=_("Decided on"))
            self.fields["valid_from"] = DateField(label=_("Valid from"))

    def mark(self) -> str:
        """Also of what waits for a later day: the page shows it."""
        return mark_of([super().mark(), *map(repr, self.waiting)]) if self.waiting else super().mark()

    def clean_value(self) -> Any:
        """As the package wants it: money as text, a table as rows."""
        return _stored(self.parameter, self.cleaned_data["value"])

    def resolution(self) -> Resolution | None:
        """The Beschluss, for values that the council decides."""
        found = self.cleaned_data
        if self.parameter.decides != COUNCIL:
            return None
        return Resolution(COUNCIL, found["number"], found["decided_on"], found["valid_from"])


class ResolutionScreen(SeenScreen):
    """One Beschluss for several values, as they stand.

    Nothing is ticked beforehand: a tick says that the council has decided just this, and a person has to say it.
    """

    TICKS = ("all", "none")

    names = forms.MultipleChoiceField(
        label=gettext_lazy("Which values does it decide?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Please tick at least one value that the council has decided.")},
    )
    number = forms.CharField(label=gettext_lazy("Number of the resolution"), max_length=60)
    decided_on = PastDateField(label=gettext_lazy("Decided on"))
    valid_from = DateField(label=gettext_lazy("Valid from"))

    def __init__(self, *args: Any, values: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["names"].choices = values  # type: ignore[attr-defined]
        self.values = values

    @classmethod
    def ticked(cls, posted: QueryDict, *, values: list[tuple[str, str]]) -> "ResolutionScreen":
        """After the button that ticks all or none: what else was entered stands as it was, so does the mark."""
        entered = {name: posted[name] for name in ("number", "decided_on", "valid_from", SEEN) if name in posted}
        names = [name for name, _title in values] if posted["tick"] == "all" else []
        return cls(values=values, initial={**entered, "names": names})

    def mark(self) -> str:
        """Of the values as they stood: nobody enters a Beschluss behind a figure that was not on the page."""
        return mark_of(f"{name}={title}" for name, title in self.values)

    def look_again(self) -> None:
        """The boxes themselves say what stands there now."""
        words = _("These values have been changed since you opened the page. Please look at them again, then save.")
        self.add_error("names", words)
        self.has_seen()

    def resolution(self) -> Resolution:
        """The Beschluss."""
        found = self.cleaned_data
        return Resolution(COUNCIL, found["number"], found["decided_on"], found["valid_from"])


def typed(parameter: Parameter, value: Any) -> Any:
    """A stored value as the screen shows it."""
    if value is None:
        return "" if parameter.kind != "boolean" else None
    if parameter.kind == "boolean":
        return "ja" if value else "nein"
    if parameter.kind == "table":
        return _lines(parameter, value)
    if parameter.kind == "list":
        return "\n".join(map(str, value))
    return Decimal(str(value)) if parameter.kind in NUMBERS else value


def _field(parameter: Parameter, language: str) -> forms.Field:
    common: dict[str, Any] = {
        "label": parameter.title.in_language(language),
        "help_text": conditional_escape(parameter.help.in_language(language)),  # the form shows help texts as HTML
        "required": parameter.is_required and not parameter.is_nullable,
    }
    if parameter.kind == "boolean":
        return forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect, **common)
    if parameter.kind == "choice":
        options = [(code, text.in_language(language)) for code, text in (parameter.options or {}).items()]
        return forms.ChoiceField(choices=options, widget=forms.RadioSelect, **common)
    if parameter.kind == "integer":
        return WholeNumber(**common)
    if parameter.kind in NUMBERS:
        return Number(**common)
    if parameter.kind == "date":
        return DateField(**common)
    if parameter.kind == "list":
        common["help_text"] = f"{common['help_text']} " + _("One line each.")
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 8}), **common)
    if parameter.kind == "table":
        names = ";".join(column.title.in_language(language) for column in parameter.columns)
        common["help_text"] = f"{common['help_text']} " + _("One line each: %(columns)s") % {
            "columns": conditional_escape(names)
        }
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 12}), **common)
    return forms.CharField(max_length=2000, **common)


def _stored(parameter: Parameter, value: Any) -> Any:
    if value in ("", None):
        return None
    if parameter.kind == "boolean":
        return value == "ja"
    if parameter.kind == "date":
        return value.isoformat() if isinstance(value, date) else value
    if parameter.kind in NUMBERS:
        return f"{value:.2f}" if parameter.kind == "money" and value == round(value, 2) else f"{value:f}"
    if parameter.kind == "table":
        return _rows(parameter, value)
    if parameter.kind == "list":
        return [line.strip() for line in str(value).splitlines() if line.strip()]
    return value


def _lines(parameter: Parameter, rows: list[Mapping[str, Any]]) -> str:
    """The rows as they come out of a spreadsheet."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\n")
    for row in rows:
        writer.writerow([_cell_text(typed(column, row.get(column.name))) for column in parameter.columns])
    return target.getvalue()


def _cell_text(value: Any) -> Any:
    """The same on every page: the mark of what its reader saw holds it."""
    return typed_text(value, "de") if isinstance(value, Decimal) else value


def _rows(parameter: Parameter, text: str) -> list[dict[str, Any]]:
    """Lines with semicolons or tabs, as pasted from a spreadsheet."""
    delimiter = "\t" if "\t" in text else ";"
    rows = []
    for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), start=1):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(parameter.columns):
            expected = {"line": number, "found": len(cells), "expected": len(parameter.columns)}
            raise forms.ValidationError(_("Line %(line)s has %(found)s values instead of %(expected)s.") % expected)
        pairs = zip(parameter.columns, cells, strict=True)
        row = {column.name: _cell(column, cell.strip(), number) for column, cell in pairs}
        rows.append({name: value for name, value in row.items() if value is not None})
    return rows


def _cell(column: Parameter, text: str, line: int) -> Any:
    if not text:
        return None
    if column.kind in ("integer", *NUMBERS):
        return _cell_number(column, text, line)
    if column.kind == "boolean":
        return text.casefold() in ("ja", "yes", "1", "x")
    return _stored(column, text)


def _cell_number(column: Parameter, text: str, line: int) -> Any:
    is_whole = column.kind == "integer"
    place = {"line": line, "column": column.title.de}
    try:
        number = read_typed(text, page_language(), is_whole=is_whole)
    except Refused as refused:
        problem = _("Line %(line)s, %(column)s: %(problem)s") % (place | {"problem": in_words(refused)})
        raise forms.ValidationError(problem) from None
    if not is_whole:
        return _stored(column, number)
    if number != number.to_integral_value():
        problem = _("Line %(line)s, %(column)s: “%(found)s” is no whole number.") % (place | {"found": text[:20]})
        raise forms.ValidationError(problem)
    return int(number)


class DayScreen(Screen):
    """The day for which a value was decided."""

    day = DateField()


class LevelScreen(SeenScreen):
    """How far the machine may go at most."""

    level = forms.ChoiceField(
        label=gettext_lazy("How far may the machine go at most?"),
        choices=[(level, LEVEL_WORDS[level]) for level in LEVELS],
        widget=forms.RadioSelect,
    )
