"""Who an application is about, and where mail about it goes."""

from collections.abc import Mapping
from typing import Any

from fahrwasser.core.forms import Form

PERSON = "person/"


def person_in(form: Form, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What the answers say about the person: the fields that would be prefilled from `person/…`, by that path."""
    found: dict[str, Any] = {}
    for node in form.fields:
        if node.prefill and node.prefill.source.startswith(PERSON):
            value = _value(answers, node.path)
            if value not in (None, ""):
                _put(found, node.prefill.source.removeprefix(PERSON).split("/"), value)
    given = found.get("vornamen") or found.get("vorname")
    name = " ".join(str(part) for part in (given, found.get("familienname")) if part)
    return {**found, "name": name} if name else found


def listed_name(person: Mapping[str, Any]) -> str:
    """ "Fährmann, Karin" for lists."""
    parts = (person.get("familienname"), person.get("vornamen") or person.get("vorname"))
    return ", ".join(str(part) for part in parts if part)[:160]


def mail_to(person: Mapping[str, Any], representative: Mapping[str, Any]) -> str:
    """Whoever fills it in for somebody else is written to, when they have given an address; "" for nowhere."""
    return str(representative.get("email") or person.get("email") or "")


def _value(answers: Any, path: str) -> Any:
    for part in path.split("/"):
        answers = answers.get(part) if isinstance(answers, Mapping) else None
    return answers


def _put(found: dict[str, Any], path: list[str], value: Any) -> None:
    """The first field with this source counts."""
    *parents, last = path
    for part in parents:
        inner = found.setdefault(part, {})
        if not isinstance(inner, dict):
            return
        found = inner
    found.setdefault(last, value)
