"""What invented people apply for: answers of the forms, from the registers of the town and dice that are passed in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from fahrwasser.web.registers.models import Entry

from .people import BREEDS, DOGS

HUNDESTEUER, PARKEN = "de.fahrwasser.hundesteuer", "de.fahrwasser.bewohnerparkausweis"
ZONES = ("Lindenstraße", "Marktgasse", "Hafenweg")
LAST_NUMBER = {"Lindenstraße": 120, "Marktgasse": 20, "Hafenweg": 50}
"""Of those who apply by themselves; in the last houses of the Hafenweg nobody has a permit before it is shown."""
YEARLY: Mapping[str, float] = {
    "register": 7, "deregister": 4.5, "change": 2, "reduction": 0.5, "permit": 9, "plate": 0.6, "give_back": 0.5,
}  # fmt: skip
"""Applications a year for 1,000 inhabitants; the four of the dog tax together are 14 (docs: 56 at 4,000)."""
CHANNELS = (("online", 55), ("counter", 20), ("post", 12), ("phone", 7), ("api", 6))
DOUBTFUL = 8
SPAN = timedelta(days=14)
"""What happens in so much time is thought up at once."""
RENEWED = timedelta(days=21)
REMARKS = (
    "Der Hund ist nur am Wochenende hier.",
    "Bitte rufen Sie mich an, wenn etwas fehlt.",
    "Wir sind erst vor Kurzem eingezogen.",
)


@dataclass(frozen=True, slots=True)
class Application:
    """Somebody applies at this time, this way."""

    at: datetime
    package: str
    channel: str
    answers: Mapping[str, Any]
    person: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Registers:
    """What the town keeps on the first day, by key."""

    residents: Sequence[Entry]
    vehicles: Mapping[str, Entry]
    dogs: Sequence[Entry]
    permits: Sequence[Entry]
    packages: frozenset[str]
    taken: set[str] = field(default_factory=set)
    """Entries that somebody has begun something about since."""


def applications(begin: datetime, thousands: float, known: Registers, dice: Random) -> Iterator[Application]:
    """What comes in during the two weeks that begin then, in a town with so many thousand inhabitants."""
    makers = {"register": _register, "deregister": _deregister, "change": _change, "reduction": _reduction,
              "permit": _permit, "plate": _plate, "give_back": _give_back}  # fmt: skip
    for kind, make in makers.items():
        package = PARKEN if make in (_permit, _plate, _give_back) else HUNDESTEUER
        expected = YEARLY[kind] * thousands * SPAN.days / 365 if package in known.packages else 0
        for _ in range(int(expected) + (dice.random() < expected % 1)):
            found = make(_moment(begin, dice), known, dice)
            if found:
                yield found


def doubtful(begin: datetime, known: Registers, dice: Random) -> Iterator[Application]:
    """Some applications of the last days that a person has to read, so that the desk of the demo is never empty."""
    for _ in range(DOUBTFUL):
        at = begin + SPAN - timedelta(minutes=dice.randint(12 * 60, 6 * 24 * 60))
        found = _register(at, known, dice) if HUNDESTEUER in known.packages else None
        if found:
            yield replace(found, answers={**found.answers, "bemerkung": dice.choice(REMARKS)})


def protected(begin: datetime, known: Registers, dice: Random) -> Iterator[Application]:
    """Somebody whose data the register keeps back (§ 51 BMG) applies: the one case of the special inbox."""
    own = {vehicle.person: plate for plate, vehicle in known.vehicles.items()}
    for resident in known.residents if PARKEN in known.packages else ():
        if resident.data.get("sperre"):
            plate = own.get(resident.person, "XX-ZZ 1000")
            yield _for_permit(begin + SPAN - timedelta(days=1, hours=14), resident.data, plate, dice, anliegen="neu")


def renewals(begin: datetime, known: Registers, dice: Random) -> Iterator[Application]:
    """Most people whose permit ends in about three weeks renew it."""
    for permit in known.permits:
        ends = permit.valid_until
        is_time = ends is not None and RENEWED <= ends - begin.date() < RENEWED + SPAN
        if is_time and _take(permit, known) and dice.random() < 0.8:
            yield _about_permit(_moment(begin, dice), permit, dice, "verlaengern", einwilligung_umzug=True)


def _register(at: datetime, known: Registers, dice: Random) -> Application | None:
    resident = dice.choice(known.residents)
    if not _take(resident, known):
        return None
    before = sum(_keeps(dog, resident.data) for dog in known.dogs)
    kept_since = at.date() - timedelta(days=dice.randint(1, 20))
    answers = {
        **_keeper(resident.data, "anmelden"),
        "hund": {
            "name": dice.choice(DOGS), "rasse": dice.choice(BREEDS),
            "liste": "bullterrier" if dice.random() < 0.015 else "keine", "festgestellt": False,
            "geboren": (kept_since - timedelta(days=dice.randint(120, 1500))).isoformat(),
            "haltung_seit": kept_since.isoformat(), "zweck": "gewerbe" if dice.random() < 0.02 else "privat",
        },
        "hunde_bisher": before,
        "verguenstigung_gewuenscht": False,
    }  # fmt: skip
    return _applied(at, HUNDESTEUER, _remarked(answers, dice, 0.12), resident.data, dice)


def _deregister(at: datetime, known: Registers, dice: Random) -> Application | None:
    dog = _some_dog(known, dice)
    if dog is None:
        return None
    others = sum(_keeps(other, dog.data) for other in known.dogs) > 1
    ended = at.date() - timedelta(days=dice.randint(1, 10))
    reason = dice.choice(("verstorben", "verstorben", "abgegeben", "wegzug"))
    end: dict[str, Any] = {"haltung_bis": ended.isoformat(), "grund": reason, "weitere_hunde": others}
    if reason == "abgegeben":
        end["neuer_halter"] = "Tierheim Beispielstadt"
    if dice.random() < 0.4:
        end |= {"iban": "DE02120300000000202051", "kontoinhaber": _name(dog.data)}
    marke = dog.key if dice.random() > 0.04 else str(90_000 + dice.randint(0, 999))
    answers = {**_keeper(dog.data, "abmelden"), "marke": marke, "abmeldung": end}
    return _applied(at, HUNDESTEUER, _remarked(answers, dice, 0.05), dog.data, dice)


def _change(at: datetime, known: Registers, dice: Random) -> Application | None:
    dog = _some_dog(known, dice)
    if dog is None:
        return None
    home = {"strasse": dice.choice(ZONES), "hausnummer": str(dice.randint(1, 20)), "plz": "00000"}
    change = {"art": "anschrift", "ab": at.date().isoformat(), "anschrift": {**home, "ort": dog.data["ort"]}}
    return _applied(at, HUNDESTEUER, {**_keeper(dog.data, "aendern"), "marke": dog.key, "aenderung": change},
                    dog.data, dice)  # fmt: skip


def _reduction(at: datetime, known: Registers, dice: Random) -> Application | None:
    dog = _some_dog(known, dice)
    if dog is None:
        return None
    wish = {"art": dice.choice(("wachhund", "jagdhund", "rettungshund"))}
    answers = {**_keeper(dog.data, "ermaessigung"), "marke": dog.key, "verguenstigung": wish}
    return _applied(at, HUNDESTEUER, answers, dog.data, dice)


def _permit(at: datetime, known: Registers, dice: Random) -> Application | None:
    have = {permit.data["person_kennung"] for permit in known.permits if permit.data.get("person_kennung")}
    own = {vehicle.person: plate for plate, vehicle in known.vehicles.items()}
    may = [
        person for person in known.residents
        if person.key not in have and person.person in own and lives_in_a_zone(person.data["anschrift"])
    ]  # fmt: skip
    if not may:
        return None
    resident = dice.choice(may)
    if not _take(resident, known):
        return None
    plate = own[resident.person] if dice.random() > 0.15 else f"XX-ZZ {dice.randint(1, 999)}"
    return _for_permit(at, resident.data, plate, dice, anliegen="neu", einwilligung_umzug=dice.random() < 0.8)


def _plate(at: datetime, known: Registers, dice: Random) -> Application | None:
    permit = _some_permit(known, dice)
    if permit is None:
        return None
    return _about_permit(at, permit, dice, "kennzeichen", plate=f"XX-ZZ {dice.randint(1, 999)}")


def _give_back(at: datetime, known: Registers, dice: Random) -> Application | None:
    permit = _some_permit(known, dice)
    if permit is None:
        return None
    person = permit.data["person"]
    answers = {"anliegen": "zurueckgeben", "ausweis_nummer": permit.key, "person": person, "zustellung": "brief"}
    return _applied(at, PARKEN, answers, {**person, "anschrift": permit.data["anschrift"]}, dice)


def _about_permit(
    at: datetime, permit: Entry, dice: Random, wish: str, plate: str = "", **answers: Any
) -> Application:  # fmt: skip
    who = {**permit.data["person"], "kennung": permit.data.get("person_kennung"), "anschrift": permit.data["anschrift"]}
    more = {"anliegen": wish, "ausweis_nummer": permit.key, **answers}
    return _for_permit(at, who, plate or permit.data["kennzeichen"], dice, **more)


def _for_permit(at: datetime, person: Mapping[str, Any], plate: str, dice: Random, **answers: Any) -> Application:
    home = {name: value for name, value in person["anschrift"].items() if value is not None}
    mail = {"zustellung": "online", "email": f"{person['kennung']}@beispiel.invalid"}
    given = {
        **answers,
        "person": {name: person[name] for name in ("familienname", "vornamen", "geburtsdatum")},
        "anschrift": {**home, "hausnummer": int(home["hausnummer"]), "wohnung": "hauptwohnung"},
        "fahrzeug": {"zulassung": "deutschland", "kennzeichen": plate, "halter": "selbst"},
    }  # fmt: skip
    found = _applied(at, PARKEN, _remarked(given, dice, 0.05), person, dice)
    delivery = mail if found.channel in ("online", "api") and person.get("kennung") else {"zustellung": "brief"}
    return Application(found.at, PARKEN, found.channel, {**found.answers, **delivery}, found.person)


def lives_in_a_zone(home: Mapping[str, Any]) -> bool:
    """Whether the example zones of the package have this address."""
    return home["strasse"] in ZONES and int(home["hausnummer"]) <= LAST_NUMBER[home["strasse"]]


def _keeper(data: Mapping[str, Any], wish: str) -> dict[str, Any]:
    """First answers of the dog tax; `data` is a resident or a dog."""
    home: Mapping[str, Any] = data.get("anschrift") or data
    return {
        "anliegen": wish,
        "halter": {
            "vorname": data.get("vorname") or data["vornamen"],
            "familienname": data["familienname"],
            "geburtsdatum": data["geburtsdatum"],
        },
        "anschrift": {name: str(home[name]) for name in ("strasse", "hausnummer", "plz", "ort")},
        "richtig": True,
    }


def _applied(
    at: datetime, package: str, answers: dict[str, Any], data: Mapping[str, Any], dice: Random
) -> Application:  # fmt: skip
    home: Mapping[str, Any] = data.get("anschrift") or data
    given = data.get("vornamen") or data.get("vorname")
    person = {
        "vornamen": given,
        "familienname": data["familienname"],
        "geburtsdatum": data["geburtsdatum"],
        "name": f"{given} {data['familienname']}",
        **{name: home[name] for name in ("strasse", "hausnummer", "plz", "ort") if home.get(name)},
    }
    (channel,) = dice.choices([name for name, _ in CHANNELS], [weight for _, weight in CHANNELS])
    return Application(at, package, channel, answers, person)


def _remarked(answers: dict[str, Any], dice: Random, share: float) -> dict[str, Any]:
    """Free text that a person has to read."""
    return {**answers, "bemerkung": dice.choice(REMARKS)} if dice.random() < share else answers


def _some_dog(known: Registers, dice: Random) -> Entry | None:
    dog = dice.choice(known.dogs) if known.dogs else None
    return dog if dog and _take(dog, known) else None


def _some_permit(known: Registers, dice: Random) -> Entry | None:
    permit = dice.choice(known.permits) if known.permits else None
    return permit if permit and _take(permit, known) else None


def _take(entry: Entry, known: Registers) -> bool:
    """False when something has begun about the entry already."""
    is_free = f"{entry.register}/{entry.key}" not in known.taken
    known.taken.add(f"{entry.register}/{entry.key}")
    return is_free


def _keeps(dog: Entry, person: Mapping[str, Any]) -> bool:
    given = person.get("vorname") or person.get("vornamen")
    return (dog.data["vorname"], dog.data["familienname"], dog.data["geburtsdatum"]) == (
        given, person["familienname"], person["geburtsdatum"],
    )  # fmt: skip


def _name(data: Mapping[str, Any]) -> str:
    return f"{data.get('vorname') or data.get('vornamen')} {data['familienname']}"


def _moment(begin: datetime, dice: Random) -> datetime:
    """Some time between 7 and 21 o'clock of one of the days."""
    return begin + timedelta(days=dice.randrange(SPAN.days), minutes=dice.randint(7 * 60, 21 * 60))
