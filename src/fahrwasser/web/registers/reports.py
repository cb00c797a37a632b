"""From what somebody typed or sent to an event: only fields that a service has asked for, each of its kind."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from fahrwasser.core.refused import N_, Refused

from .actions import Report
from .kinds import EFFECTIVE, EventField, FieldKind, Offered
from .people import person_key

LONGEST_TEXT, LONGEST_REASONS = 200, 4000
LARGEST_NUMBER = 2**63 - 1
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/ -]{0,39}")
GERMAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
YES, NO = frozenset({"ja", "yes", "true", "1", "wahr"}), frozenset({"nein", "no", "false", "0", "falsch"})
OWN_SOURCE = "hand"


def read_report(raw: Mapping[str, Any], known: Mapping[str, Offered]) -> Report:
    """`raw`: ereignis, quelle, person, nummer, ab, daten (nested or dotted). Raises Refused with the field as place."""
    strange = sorted(set(raw) - {"ereignis", "quelle", "person", "nummer", "ab", "daten"})
    if strange:
        raise Refused(N_("There is no field of this name here."), place=str(strange[0])[:60])
    about = known.get(str(raw.get("ereignis", "")))
    if about is None:
        raise Refused(
            N_("No service of this town listens to this event. Possible: %(kinds)s. Nothing was kept."),
            place="ereignis", kinds=", ".join(known) or "–",
        )  # fmt: skip
    source = str(raw.get("quelle") or "")
    if not NAME.fullmatch(source) or source == OWN_SOURCE:
        raise Refused(N_("Please name the sending register with letters and digits, at most 40."), place="quelle")
    number = _at("nummer", "whole", raw.get("nummer"))
    if not 0 <= number <= LARGEST_NUMBER:
        raise Refused(N_("Please give a whole number that is not negative."), place="nummer")
    day = date.fromisoformat(_at("ab", "date", raw.get("ab")))
    data = read_data(about, raw.get("daten") or {}, day)
    person = _at("person", "text", raw["person"]) if raw.get("person") not in (None, "") else person_key(data)
    if len(person) > 60:
        raise Refused(N_("This is too long: at most %(most)s characters."), place="person", most=60)
    return Report(about.kind, source, person, number, day, data)


def read_data(about: Offered, raw: Any, day: date) -> dict[str, Any]:
    """The data of the event as packages read them. Raises Refused with the field as place."""
    if not isinstance(raw, Mapping):
        raise Refused(N_("Please give the fields by name."), place="daten")
    given = dict(_leaves(raw, ""))
    stated = given.pop(EFFECTIVE, None)
    if stated is not None and _at(EFFECTIVE, "date", stated) != day.isoformat():
        raise Refused(N_("The day stands in the event twice and differs."), place=EFFECTIVE)
    fields = {field.name: field for field in about.fields}
    strange = next((name for name in given if name not in fields), None)
    if strange is not None:
        raise Refused(N_("No service uses this field. Please leave it out; nothing more may be kept."), place=strange)
    data: dict[str, Any] = {EFFECTIVE: day.isoformat()} if about.takes_day else {}
    for name, field in fields.items():
        value = _value(field, given.get(name))
        if value is not None:
            _put(data, name, value)
    return data


def typed(kind: FieldKind, raw: Any) -> Any:
    """The value as JSON: days as 2026-12-31, cents and numbers whole, yes/no as true/false. Raises Refused."""
    text = " ".join(raw.split()) if isinstance(raw, str) else ""
    if kind == "date" and text:
        return _day(text)
    if kind == "yesno":
        return _yes(raw, text)
    if kind in ("whole", "cents"):
        return _whole(raw, text)
    if kind in ("text", "long") and isinstance(raw, str) and text:
        most = LONGEST_REASONS if kind == "long" else LONGEST_TEXT
        if len(raw) > most:
            raise Refused(N_("This is too long: at most %(most)s characters."), most=most)
        if kind == "long":
            return raw.strip()
        if not text.isprintable():
            raise Refused(N_("This holds a character that cannot be printed."))
        return text
    raise Refused(N_("A day is expected, for example 31.12.2026.") if kind == "date" else N_("Text is expected."))


def _value(field: EventField, raw: Any) -> Any:
    if raw is None or raw == "":
        if field.is_required:
            raise Refused(N_("This is missing."), place=field.name)
        return False if field.kind == "yesno" else None
    return _at(field.name, field.kind, raw)


def _at(place: str, kind: FieldKind, raw: Any) -> Any:
    if raw is None or raw == "":
        raise Refused(N_("This is missing."), place=place)
    try:
        return typed(kind, raw)
    except Refused as refused:
        refused.place = place
        raise


def _day(text: str) -> str:
    german = GERMAN_DAY.fullmatch(text)
    try:
        day = date(*(int(part) for part in reversed(german.groups()))) if german else date.fromisoformat(text)
    except ValueError:
        raise Refused(N_("A day is expected, for example 31.12.2026.")) from None
    if not 1900 <= day.year <= 2100:
        raise Refused(N_("Please give a day between 1900 and 2100."))
    return day.isoformat()


def _yes(raw: Any, text: str) -> bool:
    if isinstance(raw, bool):
        return raw
    if text.casefold() in YES | NO:
        return text.casefold() in YES
    raise Refused(N_("Yes or no is expected."))


def _whole(raw: Any, text: str) -> int:
    if isinstance(raw, int) and not isinstance(raw, bool):
        number = raw
    elif re.fullmatch(r"-?[0-9]{1,18}", text):
        number = int(text)
    else:
        raise Refused(N_("A whole number is expected."))
    if abs(number) > LARGEST_NUMBER:
        raise Refused(N_("This number is too large."))
    return number


def _leaves(raw: Mapping[str, Any], prefix: str, depth: int = 0) -> Iterator[tuple[str, Any]]:
    for name, value in raw.items():
        at = f"{prefix}{name}"
        if isinstance(value, Mapping) and depth < 4:
            yield from _leaves(value, f"{at}.", depth + 1)
        elif isinstance(value, (Mapping, list)):
            raise Refused(N_("One single value is expected here."), place=at[:60])
        else:
            yield at[:120], value


def _put(data: dict[str, Any], name: str, value: Any) -> None:
    *outer, last = name.split(".")
    for part in outer:
        data = data.setdefault(part, {})
    data[last] = value
