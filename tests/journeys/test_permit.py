"""A resident parking permit: at once where the registers confirm, through a clerk where there is doubt (done 1)."""

from typing import Any

from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.cases.models import Case, Letter, Task
from fahrwasser.web.records.models import Document
from fahrwasser.web.tenants.models import Municipality
from people import Citizen, Clerk, photo
from services import adopted
from town_site import TownSite
from towns import make_member, make_town
from web.registers.moves import JANA, LINDEN, PLATE, car, enter

PERMIT: dict[str, Any] = {
    "anliegen": "neu",
    "person.familienname": "Beispiel",
    "person.vornamen": "Jana",
    "person.geburtsdatum": "12.4.1985",
    "anschrift.strasse": "Lindenstraße",
    "anschrift.hausnummer": "14",
    "anschrift.plz": "01999",
    "anschrift.ort": "Musterhafen",
    "anschrift.wohnung": "hauptwohnung",
    "fahrzeug.zulassung": "deutschland",
    "fahrzeug.kennzeichen": PLATE,
    "fahrzeug.halter": "selbst",
    "einwilligung_umzug": "ja",
    "zustellung": "online",
    "email": "jana@beispiel.example",
}


def town_with_permits(site: TownSite) -> Municipality:
    """Jana lives in Lindenstraße 14 and keeps a car."""
    town: Municipality = site.does(make_town, "musterhafen")
    site.does(adopted, town)
    site.does(enter, town, "resident", "p-100", {**JANA, "wohnung": "hauptwohnung", "anschrift": LINDEN})
    site.does(car, town)
    return town


def papers_in_doubt(site: TownSite) -> dict[str, Any]:
    """The car belongs to somebody else, so a clerk looks at the papers."""
    return {
        "fahrzeug.halter": "andere",
        "nachweise.halter_name": "Otto Beispiel",
        "nachweise.fahrzeugschein": photo(site.home, "schein.jpg"),
        "nachweise.erklaerung": photo(site.home, "erklaerung.jpg"),
        "fahrzeug.kennzeichen": "PIR-OB 7",
    }


def test_permit_is_granted_at_once_when_the_registers_confirm(site: TownSite) -> None:
    town = town_with_permits(site)
    citizen = Citizen(site, town.slug)

    citizen.opens_service("bewohnerparkausweis").answers_all(PERMIT)
    citizen.reads(PLATE, "Lindenstraße").sends().sees_where_it_stands()

    citizen.reads_euros(3000)
    letters = site.inside(town, lambda: sorted(Letter.objects.of(town).values_list("template", flat=True)))
    assert letters == ["ausweis", "bescheid"]
    citizen.reads_letter("Beispiel A")
    assert site.inside(town, lambda: Task.objects.of(town).count()) == 0
    citizen.refuse_console_errors()


def test_a_doubtful_permit_goes_to_a_clerk_who_asks_back_and_then_grants_it(site: TownSite) -> None:
    town = town_with_permits(site)
    user, _member = site.does(make_member, town, Role.CLERK)
    citizen = Citizen(site, town.slug)
    citizen.opens_service("bewohnerparkausweis").answers_all(PERMIT | papers_in_doubt(site)).sends()
    link, code = citizen.link_and_code()
    site.works()

    clerk = Clerk(site, town.slug, user)
    clerk.opens_today().takes("Beispiel, Jana").decides("nachfragen", "Bitte schicken Sie ein lesbares Foto.")
    site.works()

    phone = Citizen(site, town.slug, width=320)
    phone.opens(link, code).reads("We have a question").reads_letter("Bitte schicken Sie ein lesbares Foto.")
    phone.fills({"text": "Hier ist es.", "photos": photo(site.home, "lesbar.jpg")}).presses("Send the answer")
    site.works()

    clerk.opens_today().takes("Beispiel, Jana").decides("erteilen")
    site.works()
    phone.looks_again().reads_letter("Beispiel A")

    (case,) = site.inside(town, lambda: list(Case.objects.of(town)))
    clerk.opens_case(case.number).reads("Beispiel, Jana", "PIR-OB 7")
    names = set(site.inside(town, lambda: list(Document.objects.of(town).values_list("title", flat=True))))
    assert {"schein.jpg", "erklaerung.jpg", "lesbar.jpg"} <= names
    for person in (citizen, clerk, phone):
        person.refuse_console_errors()
