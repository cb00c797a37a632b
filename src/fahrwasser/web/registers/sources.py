"""Sources that read the town's own registers: the real one, and the invented registers of the demo towns."""

from collections.abc import Mapping
from typing import Any

from fahrwasser.core.feel.values import Value, to_json
from fahrwasser.core.packages.registers import OWN_REGISTER, find
from fahrwasser.web.cases.facts import local_day
from fahrwasser.web.ports.registry import Answer, Question, source
from fahrwasser.web.ports.sources import OWN_ADAPTER

from .entries import core_of
from .models import Entry
from .people import name_key

DEMO = "demo"
HOME = ("strasse", "hausnummer", "zusatz")


@source(OWN_REGISTER, OWN_ADAPTER)
def own(question: Question) -> Answer:
    """Entries valid today or later that have every given value; 1 query."""
    register = str(question.values.get("register") or "")
    rows = Entry.objects.of(question.municipality).filter(register=register)
    key = question.values.get("schluessel")
    if key is not None:
        rows = rows.filter(key=str(key))
    answer = find(map(core_of, rows), question.values, local_day(question.now))
    return Answer("bestaetigt", {"eintraege": answer["eintraege"]})


@source("einwohner", DEMO)
def resident(question: Question) -> Answer:
    """Is this person registered at this address? Name and date of birth find, the address decides."""
    asked = _plain(question.values)
    rows = Entry.objects.of(question.municipality).valid_on("resident", local_day(question.now))
    people = [row.data for row in rows.filter(person=name_key(asked)) if _same_person(row.data, asked)]
    if not people:
        return Answer("schweigt")
    if any(person.get("sperre") for person in people):
        return Answer("gesperrt")
    person = people[0]
    known: dict[str, Value] = {
        name: person[name] for name in ("kennung", "wohnung", "verstorben", "betreuung") if name in person
    }
    if len(people) > 1:
        known["mehrdeutig"] = True
    lives_there = any(_home(found) == _home(asked) for found in people)
    return Answer("bestaetigt" if lives_there else "widerspricht", known)


@source("fahrzeug", DEMO)
def vehicle(question: Question) -> Answer:
    """Is this vehicle registered to this person?"""
    asked = _plain(question.values)
    rows = Entry.objects.of(question.municipality).valid_on("vehicle", local_day(question.now))
    row = rows.filter(key=str(asked.get("kennzeichen") or "")).first()
    if row is None:
        return Answer("schweigt")
    if row.data.get("sperre"):
        return Answer("gesperrt")
    idle: dict[str, Value] = {"stillgelegt": bool(row.data.get("stillgelegt"))}
    return Answer("bestaetigt" if _same_person(row.data, asked) else "widerspricht", idle)


def _plain(values: Mapping[str, Value]) -> dict[str, Any]:
    found = {name: to_json(value) for name, value in values.items()}
    home = found.get("anschrift")
    return {**found, **home} if isinstance(home, dict) else found


def _same_person(data: Mapping[str, Any], asked: Mapping[str, Any]) -> bool:
    key = name_key(asked)
    return bool(key) and name_key(data) == key


def _home(data: Mapping[str, Any]) -> tuple[str, ...]:
    home = data.get("anschrift")
    flat: Mapping[str, Any] = {**data, **home} if isinstance(home, Mapping) else data
    return tuple(str(flat.get(name) or "").strip().casefold() for name in HOME)
