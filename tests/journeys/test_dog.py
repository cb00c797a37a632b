"""A dog is registered, online or at the counter: notice, posting and file come by themselves (issue B, done 1)."""

from typing import Any

from django.utils import timezone

from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.cases.models import Case, Letter
from fahrwasser.web.portal.models import Draft
from fahrwasser.web.ports.models import Delivery
from fahrwasser.web.records.models import Document
from fahrwasser.web.tenants.models import Municipality
from people import Citizen, Clerk, day
from services import adopted
from town_site import TownSite
from towns import make_member, make_town

BELLO: dict[str, Any] = {
    "anliegen": "anmelden",
    "halter.vorname": "Jana",
    "halter.familienname": "Muster",
    "halter.geburtsdatum": "12.4.1985",
    "halter.email": "jana@beispiel.example",
    "anschrift.strasse": "Lindenweg",
    "anschrift.hausnummer": "3",
    "anschrift.plz": "01999",
    "anschrift.ort": "Musterhafen",
    "hund.name": "Bello",
    "hund.rasse": "Labrador",
    "hund.liste": "keine",
    "hund.festgestellt": "nein",
    "hund.geboren": day(700),
    "hund.haltung_seit": f"1.1.{timezone.localdate().year}",  # of an earlier year a person decides
    "hund.zweck": "privat",
    "hunde_bisher": "0",
    "verguenstigung_gewuenscht": "nein",
    "richtig": "ja",
}


def test_a_dog_registered_online_becomes_notice_posting_and_file(site: TownSite) -> None:
    town = site.does(make_town, "musterhafen")
    site.does(adopted, town, "hundesteuer")
    citizen = Citizen(site, town.slug)

    citizen.opens_service("hundesteuer").answers_all(BELLO)
    citizen.reads("Bello", "Labrador").sends().sees_where_it_stands()
    citizen.reads_letter("Bello")

    finance = site.finance_books(town)
    assert len(finance.bookings) == 1
    assert finance.fields_retyped == 0
    assert [row.state for row in rows(site, town, Delivery)] == [Delivery.State.ACKNOWLEDGED]
    (case,) = rows(site, town, Case)
    assert case.channel == "online"
    assert case.incident == ""
    (letter,) = rows(site, town, Letter)
    assert str(letter.document_id) in {str(found.pk) for found in rows(site, town, Document)}
    citizen.refuse_console_errors()


def test_a_neighbour_registers_a_dog_at_the_counter_on_the_same_form(site: TownSite) -> None:
    town = site.does(make_town, "musterhafen")
    site.does(adopted, town, "hundesteuer")
    user, _member = site.does(make_member, town, Role.CLERK)
    clerk = Clerk(site, town.slug, user)

    clerk.opens_today().follows("Take an application at the counter")
    clerk.page.locator("main input[name=adoption]").first.check()
    clerk.fills({"channel": "counter"}).presses("Begin")
    clerk.fills({"behalf": "attorney", "name": "Otto Nachbar", "address": "Lindenweg 5, 01999 Musterhafen"})
    clerk.presses("Next").answers_all(BELLO)
    clerk.reads("Otto Nachbar").presses("Send now")
    number = clerk.number()
    clerk.follows("Print the application to sign").reads("Signature", "Bello", "Otto Nachbar")
    assert clerk.page.locator("main .fw-blank").count() >= 2

    site.works()
    clerk.opens_case(number).reads("Muster, Jana", "Otto Nachbar", "Bello")
    (case,) = rows(site, town, Case)
    assert case.number == number
    assert case.channel == "counter"
    assert [draft.taken_by for draft in rows(site, town, Draft)] == [user.pk]
    clerk.refuse_console_errors()


def rows(site: TownSite, town: Municipality, model: Any) -> list[Any]:
    """Everything of this kind that the town has."""
    return list(site.inside(town, lambda: list(model.objects.of(town))))
