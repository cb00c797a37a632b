"""Where a port leads, with every setting that the adapters of the port declare."""

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fahrwasser.web.ui.seen import SeenScreen

from .connections import Connection, Setting, seal, set_on

LONGEST = 300


class BindingScreen(SeenScreen):
    """Fields are named `<adapter>_<setting>`; only those of the chosen adapter count."""

    adapter = forms.ChoiceField(label=gettext_lazy("Connection"), widget=forms.RadioSelect, required=False)

    def __init__(self, *args: Any, connection: Connection, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"adapter": connection.adapter})
        super().__init__(*args, **kwargs)
        self.connection = connection
        self.fields["adapter"].choices = connection.choices  # type: ignore[attr-defined]
        for code, adapter in connection.adapters.items():
            for setting in adapter.settings:
                label = f"{adapter.label}: {setting.label}" if len(connection.adapters) > 1 else str(setting.label)
                field = _field(setting, label, self._stored(code, setting.name))
                field.required = self._is_required(code, setting)
                self.fields[f"{code}_{setting.name}"] = field

    def _stored(self, code: str, name: str) -> Any:
        return self.connection.stored.get(name) if code == self.connection.adapter else None

    def _is_required(self, code: str, setting: Setting) -> bool:
        """Shown for every adapter, asked for the chosen one; what is not sent stays as it was."""
        if not self.is_bound:
            return setting.is_required or setting.kind == "choice"
        is_sent = f"{code}_{setting.name}" in self.data or not self._stored(code, setting.name)
        return setting.is_required and is_sent and self.data.get("adapter") == code

    def clean(self) -> dict[str, Any]:
        """A key goes to the address for which it was typed, and to no other; it is asked for again if not kept."""
        found: dict[str, Any] = super().clean() or {}
        code = found.get("adapter") or ""
        adapter = self.connection.adapters.get(code)
        for setting in adapter.settings if adapter else ():
            field, stored = f"{code}_{setting.name}", self._stored(code, setting.name)
            if field in self.errors or found.get(field):
                continue
            if setting.kind == "secret" and stored and self._leads_elsewhere(code):
                self.add_error(field, _("The address leads to another server. Please enter its key."))
        keys = [f"{code}_{setting.name}" for setting in adapter.settings if setting.kind == "secret"] if adapter else []
        for field in [name for name in keys if self.errors and found.get(name)]:
            self.add_error(field, _("Please enter the key once more; what was typed is never sent back to the page."))
        return found

    def settings(self, today: date) -> dict[str, Any]:
        """Of the chosen adapter: what was typed, and everything else as it was."""
        code = self.cleaned_data["adapter"]
        if code not in self.connection.adapters:
            return {}
        found = dict(self.connection.stored) if code == self.connection.adapter else {}
        for setting in self.connection.adapters[code].settings:
            field = f"{code}_{setting.name}"
            typed = self.cleaned_data.get(field)
            if typed:
                found[setting.name] = seal(typed, today) if setting.kind == "secret" else typed
            elif field in self.data and setting.kind != "secret":
                found.pop(setting.name, None)
        return found

    def _leads_elsewhere(self, code: str) -> bool:
        typed, before = str(self.cleaned_data.get(f"{code}_url") or ""), str(self._stored(code, "url") or "")
        return bool(typed) and _server(typed) != _server(before)


def _field(setting: Setting, label: str, stored: Any) -> forms.Field:
    needed = {"required": _("Please fill in this field.")}
    common: dict[str, Any] = {"label": label, "help_text": setting.help, "error_messages": needed}
    if setting.kind == "choice":
        return forms.ChoiceField(choices=setting.options, initial=stored or setting.options[0][0], **common)
    if setting.kind == "address":
        return forms.URLField(max_length=LONGEST, assume_scheme="https", initial=stored, **common)
    if setting.kind == "secret":
        day = set_on(stored)
        if day:
            kept = _("Set on %(day)s. Leave it empty to keep it; type another one to change it.")
            common["help_text"] = kept % {"day": date_format(day, "SHORT_DATE_FORMAT")}
        widget = forms.PasswordInput(attrs={"autocomplete": "off"})
        return forms.CharField(max_length=LONGEST, widget=widget, **common)
    return forms.CharField(max_length=LONGEST, initial=stored, **common)


def _server(address: str) -> tuple[str, str, int | None]:
    try:
        parts = urlsplit(address)
        return parts.scheme, (parts.hostname or "").casefold(), parts.port
    except ValueError:
        return "", address, None
