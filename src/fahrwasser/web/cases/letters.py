"""Letters of a case: the letterhead around the values of the process, the press, the day it counts as notified."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from fahrwasser.core.calendar.holidays import Place
from fahrwasser.core.calendar.periods import DAYS_TO_FETCH, bekanntgabe, late_after, widerspruch_until
from fahrwasser.core.feel.values import Value
from fahrwasser.core.letters.bescheid import require_complete
from fahrwasser.core.letters.errors import LetterError
from fahrwasser.core.letters.picture import Picture
from fahrwasser.core.letters.press import Press
from fahrwasser.core.packages.run import Surroundings, letter_values
from fahrwasser.web.accounts.models import Unit
from fahrwasser.web.jobs.registry import Hopeless, leaves
from fahrwasser.web.records.actions import keep
from fahrwasser.web.tenants.actions import letterhead_of
from fahrwasser.web.tenants.letterheads import authority, coat_of_arms, contact
from fahrwasser.web.tenants.models import Letterhead, Municipality

from . import links
from .facts import local_day
from .models import Case, Letter
from .verbs import Call, verb

SAXONY = "14"
BY_POST, BY_RECORD = "Postausgangsbuch", "Protokoll des Versands"
_OURS = threading.local()


@dataclass(frozen=True, slots=True)
class Paper:
    """A letter as PDF under the title that people see."""

    title: str
    pdf: bytes


Sets = Callable[[Call, str, Mapping[str, Any], Picture | None], Paper]


@verb("letter")
def letter(call: Call) -> Mapping[str, Value]:
    """The letter lies in the records; a Bescheid that is complete counts as notified from a day on.

    Raises Hopeless for a Bescheid that lacks what the law demands: a person has to look at it.
    """
    return laid(call, typeset)


def laid(call: Call, sets: Sets) -> Mapping[str, Value]:
    """As `letter`, whoever makes the paper: `sets(call, template, complete values, coat of arms)`."""
    wanted = call.parameters
    template, kind, day = str(wanted["vorlage"]), str(wanted["art"]), local_day(call.now)
    head = letterhead_of(call.town)
    values = letter_values(call.release, wanted, surroundings(call.town, head, call.case, day, _proof(wanted)))
    if call.town.is_sample or call.case.is_test:
        values["beispiel"] = True
    values = links.revealed(values, call.case.pk)
    row = Letter(municipality=call.town, case=call.case, key=call.key, template=template, kind=kind,
                 route=str(wanted.get("bekanntgabe") or "letter"), sent_on=day, made_at=call.now)  # fmt: skip
    try:
        if kind == "bescheid":
            require_complete(values)
        paper = sets(call, template, values, coat_of_arms(call.town, head))
    except LetterError as error:
        raise Hopeless(f"{call.node}: {error}") from error
    row.document = keep(
        call.town, kind="letter", subject=call.key, title=paper.title[:200], media_type="application/pdf",
        content=paper.pdf,
    )  # fmt: skip
    where = place_of(call.town, head)
    until = count_from(row, day, wanted["recht"], where) if kind == "bescheid" else (None, None)
    call.batch.add(row)
    return {"dokument": str(row.document.pk), "bekanntgabe": until[0], "frist": until[1]}


def typeset(call: Call, template: str, values: Mapping[str, Any], arms: Picture | None) -> Paper:
    """From the press. Raises LetterError."""
    made = local_day(call.now)
    found = press().set(template, values, made=made, files=call.release.letters, coat_of_arms=arms)
    return Paper(str(values.get("titel") or template), found.pdf)


def count_from(row: Letter, day: date, law: Value, place: Place) -> tuple[date, date]:
    """Notified on, and how long the process waits for an objection; the row gets its days.

    Put up in the portal, a Bescheid has no day yet (§ 41 (2a) VwVfG). The process then reckons with the last day on
    which it can be fetched, so that no period ends too early.
    """
    route: Any = row.route
    valid: Any = law
    is_open = route == "other_portal"
    begins = day + timedelta(days=DAYS_TO_FETCH) if is_open else day
    notified = bekanntgabe(begins, route, valid, place)
    if not is_open:
        row.notified_on, row.objection_until = notified, widerspruch_until(notified, valid, place)
    return notified, late_after(begins, route, valid, place)


def press() -> Press:
    """This thread's own press; its process stays warm between letters."""
    found: Press | None = getattr(_OURS, "press", None)
    if found is None:
        found = _OURS.press = Press()
    return found


@leaves
def close_press() -> None:
    """Its process and its folder are gone."""
    found: Press | None = _OURS.__dict__.pop("press", None)
    if found is not None:
        found.close()


def place_of(town: Municipality, head: Letterhead) -> Place:
    """Where periods end."""
    land = "SN" if town.state == SAXONY else town.state_name or town.state
    return Place(land, fronleichnam=head.is_fronleichnam_holiday)


def place_in(town: Municipality) -> Place:
    """The same where the letterhead is not at hand; 1 query, without the coat of arms."""
    head = Letterhead.objects.of(town).defer("coat_of_arms").first()
    return place_of(town, head or Letterhead(municipality=town))


def surroundings(town: Municipality, head: Letterhead, case: Case, day: date, proof: str) -> Surroundings:
    """What the town adds to every letter; 1 query for the office."""
    unit = Unit.objects.of(town).filter(pk=case.unit_id).first() if case.unit_id else None
    person = contact(head, unit.name if unit else "")
    return Surroundings(authority(town, head), _addressee(case), person, case.number, day, proof)


def _proof(wanted: Mapping[str, Value]) -> str:
    return BY_POST if (wanted.get("bekanntgabe") or "letter") == "letter" else BY_RECORD


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
