"""A form as a browser would send it: what stands in its fields, with what a person changes."""

from collections.abc import Mapping
from html.parser import HTMLParser

from django.http import HttpResponse
from django.test import Client

Fields = dict[str, str | list[str]]


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, list[str]]]] = []
        self._area = self._select = ""
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {key: value or "" for key, value in attrs}
        name, value = found.get("name", ""), found.get("value", "")
        if tag == "form":
            self.forms.append((found.get("action", ""), {}))
        elif tag == "textarea":
            self._area, self._text = name, []
        elif tag == "select":
            self._select = name
            self._add(name)
        elif (tag == "option" and "selected" in found) or (tag == "input" and self._is_sent(found)):
            self._add(name or self._select, value)

    def handle_data(self, data: str) -> None:
        if self._area:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._add(self._area, "".join(self._text).removeprefix("\n"))
            self._area = ""

    def _is_sent(self, found: Mapping[str, str]) -> bool:
        kind = found.get("type", "text")
        return kind not in ("submit", "button", "file") and (kind not in ("radio", "checkbox") or "checked" in found)

    def _add(self, name: str, *values: str) -> None:
        if self.forms and name:
            self.forms[-1][1].setdefault(name, []).extend(values)


def forms_on(text: str) -> list[tuple[str, Fields]]:
    """Action and fields of every form on this page."""
    reader = _Forms()
    reader.feed(text)
    return [
        (action, {name: values[0] if len(values) == 1 else values for name, values in fields.items()})
        for action, fields in reader.forms
    ]


def form_on(text: str, field: str) -> tuple[str, Fields]:
    """The one that has this field (or, where nothing is ticked, its mark)."""
    return next(form for form in forms_on(text) if field in form[1])


def fills(client: Client, address: str, entered: Mapping[str, object], shown_at: str = "", **how: bool) -> HttpResponse:
    """Just this is entered, on a page that was opened a moment ago (`shown_at`, where its form leads elsewhere)."""
    text = client.get(shown_at or address).content.decode()
    marked = [fields for _action, fields in forms_on(text) if "seen" in fields]
    form = next((fields for fields in marked if entered.keys() & fields.keys()), marked[0])
    answer: HttpResponse = client.post(address, {**entered, "seen": form["seen"]}, **how)
    return answer


def send(client: Client, address: str, text: str, field: str, changed: Mapping[str, object]) -> HttpResponse:
    """The form of this page with these changes."""
    action, fields = form_on(text, field)
    answer: HttpResponse = client.post(action or address, {**fields, **changed})
    return answer
