"""The invented registers of a demo town: residents with their vehicles, in the streets of the example zones."""

from datetime import date

from fahrwasser.web.registers.models import Entry
from fahrwasser.web.tenants.models import Municipality

SINCE = date(2020, 1, 1)
FAMILY = ("Muster", "Beispiel", "Probe", "Anker", "Boje", "Deich", "Fock", "Hafen", "Kiel", "Lotse", "Mast", "Reling")
GIVEN = ("Jana", "Jonas", "Mia", "Paul", "Lena", "Felix", "Ida", "Emil", "Clara", "Anton")
STREETS = ("Lindenstraße", "Marktgasse", "Hafenweg", "Feldweg", "Bergstraße", "Schulstraße")
MOST = 120


def populate(town: Municipality) -> None:
    """Some 120 people, two of three with a car; the same ones in every town and every time."""
    people = [_person(town, number) for number in range(MOST)]
    Entry.objects.bulk_create(_resident(town, person) for person in people)
    Entry.objects.bulk_create(_vehicle(town, number, person) for number, person in enumerate(people) if number % 3)


def _person(town: Municipality, number: int) -> dict[str, object]:
    return {
        "kennung": f"p-{number:04d}",
        "familienname": FAMILY[number % len(FAMILY)],
        "vornamen": GIVEN[number // len(FAMILY) % len(GIVEN)],
        "geburtsdatum": date(1950 + number % 52, 1 + number % 12, 1 + number % 28).isoformat(),
        "wohnung": "hauptwohnung",
        "sperre": number == MOST - 1,
        "anschrift": {
            "strasse": STREETS[number % len(STREETS)],
            "hausnummer": 1 + number // len(STREETS),
            "plz": "00000",
            "ort": town.name,
        },
    }


def _key(person: dict[str, object]) -> str:
    return "|".join(str(person[name]).upper() for name in ("familienname", "vornamen", "geburtsdatum"))[:60]


def _resident(town: Municipality, person: dict[str, object]) -> Entry:
    return Entry(
        municipality=town,
        register="resident",
        key=str(person["kennung"]),
        person=_key(person),
        data=person,
        valid_from=SINCE,
    )


def _vehicle(town: Municipality, number: int, person: dict[str, object]) -> Entry:
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
