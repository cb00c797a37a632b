"""The invented registers of a demo town: residents with vehicles, in the streets of the example zones, and dogs."""

from datetime import date
from typing import Any

from fahrwasser.web.cases.numbers import take
from fahrwasser.web.registers.models import Entry
from fahrwasser.web.tenants.models import Municipality

SINCE = date(2020, 1, 1)
FAMILY = ("Muster", "Beispiel", "Probe", "Anker", "Boje", "Deich", "Fock", "Hafen", "Kiel", "Lotse", "Mast", "Reling")
GIVEN = ("Jana", "Jonas", "Mia", "Paul", "Lena", "Felix", "Ida", "Emil", "Clara", "Anton")
STREETS = ("Lindenstraße", "Marktgasse", "Hafenweg", "Feldweg", "Bergstraße", "Schulstraße")
DOGS = ("Bello", "Luna", "Rex", "Nala", "Balu", "Emma", "Sam", "Kira", "Oskar", "Frieda", "Bruno", "Maja", "Finn")
BREEDS = ("Labrador", "Dackel", "Mischling", "Schäferhund", "Beagle", "Pudel", "Terrier", "Border Collie")
RESIDENTS_OF = 15
"""One of so many inhabitants has a name in the demo."""
DOG_OF = 30
"""One of so many inhabitants has a dog that was registered before the demo begins."""
RATES = (6000, 9000, 12000)
NOTHING = {
    "vertreter": "", "liste": "keine", "festgestellt": False, "chip": None, "erm_prozent": 0, "erm_name": None,
    "erm_ab": None, "erm_bis": None, "vorlauf_jahr": None, "vorlauf_cent": 0, "klasse": "normal", "abgemeldet": None,
}  # fmt: skip
"""Of an entry of the register `dog` that nothing special is known about (services/hundesteuer/LIESMICH.md)."""
TAGS = "number/hundesteuermarke"

Person = dict[str, Any]


def populate(town: Municipality) -> None:
    """One person for every fifteen inhabitants, two of three with a car; the same ones every time."""
    most = town.population // RESIDENTS_OF
    people = [_person(town, number, most) for number in range(most)]
    Entry.objects.bulk_create(_resident(town, person) for person in people)
    Entry.objects.bulk_create(_vehicle(town, number, person) for number, person in enumerate(people) if number % 3)


def populate_dogs(town: Municipality, year: int) -> None:
    """Dogs that were taxed by paper, last for `year`; every ninth keeper has a second one."""
    most = town.population // RESIDENTS_OF
    numbers = take(town.pk, TAGS, town.population // DOG_OF)
    keepers = [(2 * (tag - tag // 10)) % most for tag in numbers]
    Entry.objects.bulk_create(
        _dog(town, tag, _person(town, keeper, most), keepers[:index].count(keeper), year)
        for index, (tag, keeper) in enumerate(zip(numbers, keepers, strict=True))
    )


def _person(town: Municipality, number: int, most: int) -> Person:
    return {
        "kennung": f"p-{number:04d}",
        "familienname": FAMILY[number % len(FAMILY)],
        "vornamen": GIVEN[number // len(FAMILY) % len(GIVEN)],
        "geburtsdatum": date(1950 + number % 52, 1 + number % 12, 1 + number % 28).isoformat(),
        "wohnung": "hauptwohnung",
        "sperre": number == most - 1,
        "anschrift": {
            "strasse": STREETS[number % len(STREETS)],
            "hausnummer": 1 + number // len(STREETS),
            "plz": "00000",
            "ort": town.name,
        },
    }


def _key(person: Person) -> str:
    return "|".join(str(person[name]).upper() for name in ("familienname", "vornamen", "geburtsdatum"))[:60]


def _resident(town: Municipality, person: Person) -> Entry:
    return Entry(
        municipality=town,
        register="resident",
        key=str(person["kennung"]),
        person=_key(person),
        data=person,
        valid_from=SINCE,
    )


def _vehicle(town: Municipality, number: int, person: Person) -> Entry:
    """Plates of a district that does not exist."""
    plate = f"XX-FW {100 + number}"
    data = {name: person[name] for name in ("familienname", "vornamen", "geburtsdatum")}
    return Entry(
        municipality=town,
        register="vehicle",
        key=plate,
        person=_key(person),
        data={**data, "kennzeichen": plate},
        valid_from=SINCE,
    )


def _dog(town: Municipality, tag: int, person: Person, before: int, year: int) -> Entry:
    """An entry as the package keeps it; `before`: how many dogs the person has already."""
    home, rate = person["anschrift"], RATES[min(before, len(RATES) - 1)]
    begin = date(year - 1 - tag % 6, 1 + tag % 12, 1)
    data = {
        **NOTHING,
        "vorname": person["vornamen"],
        "familienname": person["familienname"],
        "geburtsdatum": person["geburtsdatum"],
        **{name: str(home[name]) for name in ("strasse", "hausnummer", "plz", "ort")},
        "hund": DOGS[tag % len(DOGS)],
        "rasse": BREEDS[tag % len(BREEDS)],
        "geboren": date(begin.year - 1, 5, 1).isoformat(),
        "rang": before + 1,
        "beginn": begin.isoformat(),
        "kassenzeichen": f"HS-{tag}",
        "steuerjahr": year,
        "steuer_cent": rate,
        "satz_cent": rate,
        "bescheid_nummer": f"Beispiel-{year}-{tag:04d}",
        "bescheid_vom": date(year, 1, 15).isoformat(),
    }
    return Entry(
        municipality=town, register="dog", key=str(tag), person=_key(person), data=data, valid_from=begin, revision=1
    )
