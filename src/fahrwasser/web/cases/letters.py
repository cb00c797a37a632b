"""Letters of a case: the letterhead around the values of the process, the press, the day it counts as notified."""

import threading
from collections.abc import Mapping
from datetime import date
from typing import Any

from fahrwasser.core.calendar.holidays import Place
from fahrwasser.core.calendar.periods import Law, Route, bekanntgabe, widerspruch_until
from fahrwasser.core.feel.values import Value
from fahrwasser.core.letters.picture import Picture
from fahrwasser.core.letters.press import Press
from fahrwasser.core.packages.run import Surroundings, letter_values
from fahrwasser.web.accounts.models import Unit
from fahrwasser.web.records.actions import keep
from fahrwasser.web.tenants.actions import letterhead_of
from fahrwasser.web.tenants.models import Letterhead, Municipality

from .facts import local_day
from .models import Case, Letter
from .verbs import Call, verb

SAXONY = "14"
_OURS = threading.local()


@verb("letter")
def letter(call: Call) -> Mapping[str, Value]:
    """The letter lies in the records; a Bescheid counts as notified from a day on, and may be objected to until one."""
    wanted = call.parameters
    template, kind = str(wanted["vorlage"]), str(wanted["art"])
    day = local_day(call.now)
    values = _values(call, wanted["werte"] or {}, day)
    pdf = press().set(
        template, values, made=day, files=call.release.letters, coat_of_arms=_arms(letterhead_of(call.town), call.town)
    )
    document = keep(
        call.town, kind="letter", subject=call.key, title=str(values.get("titel") or template)[:200],
        media_type="application/pdf", content=pdf.pdf,
    )  # fmt: skip
    row = Letter(municipality=call.town, case=call.case, document=document, key=call.key, template=template, kind=kind,
                 sent_on=day, made_at=call.now)  # fmt: skip
    if kind == "bescheid":
        _notify(row, wanted.get("bekanntgabe"), wanted["recht"], place_of(call.town))
    call.batch.add(row)
    return {"dokument": str(document.pk), "bekanntgabe": row.notified_on, "frist": row.objection_until}


def press() -> Press:
    """This thread's own press; its process stays warm between letters."""
    found: Press | None = getattr(_OURS, "press", None)
    if found is None:
        found = _OURS.press = Press()
    return found


def place_of(town: Municipality) -> Place:
    """Where periods end."""
    return Place("SN" if town.state == SAXONY else town.state_name or town.state)


def surroundings(town: Municipality, case: Case, day: date) -> Surroundings:
    """What the town adds to every letter; 2 queries."""
    head = letterhead_of(town)
    unit = Unit.objects.of(town).filter(pk=case.unit_id).first() if case.unit_id else None
    return Surroundings(_authority(town, head), _addressee(case), _contact(head, unit), case.number, day)


def _values(call: Call, given: Mapping[str, Value], day: date) -> dict[str, Any]:
    values = letter_values(given, surroundings(call.town, call.case, day))
    if call.town.is_sample or call.case.is_test:
        values["beispiel"] = True
    return values


def _notify(row: Letter, route: Value, law: Value, place: Place) -> None:
    """By letter unless the process says otherwise; a route that counts from the retrieval has no day yet."""
    used: Route = route or "letter"
    valid: Law = law
    row.route = used
    if used != "other_portal" and row.sent_on:
        row.notified_on = bekanntgabe(row.sent_on, used, valid, place)
        row.objection_until = widerspruch_until(row.notified_on, valid, place)


def _authority(town: Municipality, head: Letterhead) -> dict[str, Any]:
    place = f"{head.postcode} {head.city or town.name}".strip()
    return {
        "art": town.kind,
        "name": town.name,
        "anschrift": ", ".join(part for part in (head.street, place) if part),
        "telefon": head.phone,
        "email": head.email,
        "web": head.website,
        "landkreis": town.district,
        "land": town.state_name,
        "leitung": {"amt": head.head_title, "name": head.head_name},
    }


def _addressee(case: Case) -> dict[str, Any]:
    """From the person of the case; a process that knows better lays its own `adressat` over it."""
    person: Any = (case.facts.get("fall") or {}).get("person")
    if not isinstance(person, Mapping):
        return {"name": case.person, "anschrift": []}
    name = person.get("name") or " ".join(str(person[key]) for key in ("vorname", "nachname") if person.get(key))
    home = person.get("anschrift")
    return {"name": name or case.person, "anschrift": _lines(home if isinstance(home, Mapping) else person)}


def _lines(home: Mapping[str, Any]) -> list[str]:
    street = " ".join(str(home[key]) for key in ("strasse", "hausnummer") if home.get(key))
    place = " ".join(str(home[key]) for key in ("plz", "ort") if home.get(key))
    return [line for line in (street, place) if line]


def _contact(head: Letterhead, unit: Unit | None) -> dict[str, Any]:
    return {"amt": unit.name if unit else "", "name": "", "telefon": head.phone, "email": head.email, "zimmer": ""}


def _arms(head: Letterhead, town: Municipality) -> Picture | None:
    if not head.coat_of_arms:
        return None
    return Picture(bytes(head.coat_of_arms), f"Wappen von {town.name}")
