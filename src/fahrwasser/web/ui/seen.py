"""Two people at once: a form about something stored notices when it is no longer what its reader saw."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .screens import Screen

SEEN = "seen"
NOTHING = "–"


class SeenScreen(Screen):
    """`initial` is what is stored now; when the form is sent, the view has waited its turn before it read that.

    The page carries a mark of what its reader saw. If something else is stored by now than the reader saw and than the
    reader typed, the form is not valid: `stored_now` says what stands there, what was typed stays in its fields, and
    sending it once more counts. A page without a mark is older than the mark: then, too, what is stored is shown if it
    could be lost. `is_new`: nothing is stored yet that anybody could have changed.
    """

    def __init__(self, *args: Any, is_new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored_now: list[tuple[Any, str]] = []
        if not is_new:
            self.fields[SEEN] = forms.CharField(required=False, widget=forms.HiddenInput, initial=self.mark)

    def clean(self) -> dict[str, Any]:
        """The values without the mark; actions need not know of it."""
        values: dict[str, Any] = super().clean() or {}
        if SEEN not in self.fields:
            return values
        seen = values.pop(SEEN, "")
        if seen != self.mark() and (seen or self.replaces_something()):
            self.look_again()
        return values

    def replaces_something(self) -> bool:
        """Without a mark nobody knows what the reader saw: the page is older than the form, or than what is stored."""
        different = (self._stored_in(name) for name in self.changed_data if name in self.comparable())
        return any(value is not False and not _is_empty(value) for value in different)

    def mark(self) -> str:
        """Of what is stored now; another one as soon as any field would show something else."""
        return mark_of(f"{name}={self._marked(name)}" for name in self.comparable())

    def comparable(self) -> list[str]:
        """Fields of which something may be stored and shown; not what only goes in: files and keys."""
        hidden = (forms.FileInput, forms.PasswordInput)
        return [n for n, field in self.fields.items() if n != SEEN and not isinstance(field.widget, hidden)]

    def look_again(self) -> None:
        """Says what is stored, unless that is what was typed anyway."""
        different = [name for name in self.changed_data if name in self.comparable()]
        if not different:
            return
        self.stored_now = [(self.fields[n].label, _in_words(self.fields[n], self._stored_in(n))) for n in different]
        words = _(
            "This has been changed since you opened the page. Your entries still stand below; save once more if they "
            "shall count."
        )
        self.add_error(None, words)
        self.has_seen()

    def has_seen(self) -> None:
        """Saving again counts as having seen what is stored."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict: it was posted
        data[self.add_prefix(SEEN)] = self.mark()
        self.data = data

    def _marked(self, name: str) -> Any:
        """Several ticks come from the database in any order."""
        value = self.fields[name].prepare_value(self._stored_in(name))
        return sorted(map(str, value)) if isinstance(value, list | tuple | set) else value

    def _stored_in(self, name: str) -> Any:
        return self.get_initial_for_field(self.fields[name], name)


def mark_of(parts: Iterable[str]) -> str:
    """Short, and another one as soon as any part is; salted, so that nobody finds out a small number by trying."""
    return salted_hmac("fahrwasser.seen", "\n".join(parts), algorithm="sha256").hexdigest()[:32]


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", [], ())


def _in_words(field: forms.Field, value: Any) -> str:
    """A stored value as its form would show it."""
    if _is_empty(value):
        return NOTHING
    if isinstance(field, forms.ChoiceField):
        names = {str(key): str(name) for key, name in field.choices}  # type: ignore[misc,union-attr]
        chosen = value if isinstance(value, list | tuple | set) else [value]
        return ", ".join(names.get(str(field.prepare_value(one)), str(one)) for one in chosen)
    if isinstance(field, forms.BooleanField):
        return _("Yes") if value else _("No")
    if isinstance(value, date) and not isinstance(value, datetime):
        return date_format(value, "SHORT_DATE_FORMAT")
    return str(field.widget.format_value(value.normalize() + 0 if isinstance(value, Decimal) else value))
