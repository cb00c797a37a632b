"""Who an application is about, and where mail about it goes."""

from collections.abc import Mapping
from typing import Any

from fahrwasser.core.forms import Form, value_at

PERSON = "person/"


def person_in(form: Form, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What the answers say about the person: the fields that would be prefilled from `person/…`, by that path."""
    found: dict[str, Any] = {}
    for node in form.fields:
        if node.prefill and node.prefill.source.startswith(PERSON):
            value = value_at(answers, node.path)
            if value not in (None, ""):
                _put(found, node.prefill.source.removeprefix(PERSON).split("/"), value)
    return named(found)


def named(person: Mapping[str, Any]) -> dict[str, Any]:
    """The person with `name` as letters have it: given names, then family name."""
    name = " ".join(str(person[part]) for part in ("vornamen", "familienname") if person.get(part))
    return {**person, "name": name} if name else dict(person)


def fall_facts(
    person: Mapping[str, Any],
    *,
    language: str = "de",
    behalf: str = "",
    representative: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """`fall` of a case as every way in gives it (portal, desk, interface, register event): the person, the language,
    where mail goes (`email`, when it goes anywhere), and who acts for whom. `behalf`: "" or the kind of representation.
    """
    acting = dict(representative or {}) if behalf else {}
    found: dict[str, Any] = {"person": dict(person), "sprache": language}
    email = mail_to(person, acting)
    if email:
        found["email"] = email
    if behalf:
        found |= {"vertretung": True, "vertretung_art": behalf, "vertreter": acting}
    return found


def listed_name(person: Mapping[str, Any]) -> str:
    """ "Fährmann, Karin" for lists."""
    parts = (person.get("familienname"), person.get("vornamen"))
    return ", ".join(str(part) for part in parts if part)[:160]


def mail_to(person: Mapping[str, Any], representative: Mapping[str, Any]) -> str:
    """Whoever fills it in for somebody else is written to, when they have given an address; "" for nowhere."""
    return str(representative.get("email") or person.get("email") or "")


def _put(found: dict[str, Any], path: list[str], value: Any) -> None:
    """The first field with this source counts."""
    *parents, last = path
    for part in parents:
        inner = found.setdefault(part, {})
        if not isinstance(inner, dict):
            return
        found = inner
    found.setdefault(last, value)
