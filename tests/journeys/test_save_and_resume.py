"""Stop, go on elsewhere, lose the code, press twice: nothing is lost, given away or sent twice (issue B, point 8)."""

import re

from fahrwasser.web.cases.models import Case
from fahrwasser.web.tenants.models import Municipality
from people import Citizen
from services import adopted
from test_dog import BELLO
from town_site import TownSite
from towns import make_town

WRONG = "0000-0000"
MOST_WRONG = 5


def town_with_dogs(site: TownSite) -> Municipality:
    town: Municipality = site.does(make_town, "musterhafen")
    site.does(adopted, town, "hundesteuer")
    return town


def begins_and_stops(site: TownSite, town: Municipality) -> tuple[Citizen, str, str]:
    """The first two pages; then the citizen writes down the address and the code."""
    citizen = Citizen(site, town.slug)
    citizen.opens_service("hundesteuer").answers_page(BELLO).answers_page(BELLO)
    citizen.presses("Go on later").reads("You need both")
    link, code = citizen.link_and_code()
    return citizen, link, code


def test_an_application_goes_on_with_link_and_code_on_another_device(site: TownSite) -> None:
    town = town_with_dogs(site)
    _first, link, code = begins_and_stops(site, town)

    phone = Citizen(site, town.slug, width=320)
    phone.opens(link, WRONG).reads("This code does not fit. After five wrong codes the address is locked.")
    phone.enters(code.replace("-", " ")).answers_all(BELLO).reads("Jana", "Bello").sends()

    assert site.inside(town, lambda: Case.objects.of(town).count()) == 1
    phone.refuse_console_errors()


def test_a_lost_code_is_sent_only_to_the_address_in_the_application(site: TownSite) -> None:
    town = town_with_dogs(site)
    _first, link, code = begins_and_stops(site, town)
    phone = Citizen(site, town.slug)
    phone.goes_to(link).follows("I have lost the code")

    phone.fills({"email": "neugierig@beispiel.example"}).presses("Send the code")
    answer_to_stranger = phone.page.locator("main").inner_text()
    assert site.mails() == []
    phone.fills({"email": "jana@beispiel.example"}).presses("Send the code")
    assert phone.page.locator("main").inner_text() == answer_to_stranger

    (mail,) = site.mails()
    found = re.search(r"\b\d{4}-\d{4}\b", mail)
    assert found, mail
    phone.opens(link, found[0])
    assert phone.page.url != site.address + link
    assert code == found[0]
    phone.refuse_console_errors()


def test_five_wrong_codes_lock_the_address_even_for_the_right_one(site: TownSite) -> None:
    town = town_with_dogs(site)
    _first, link, code = begins_and_stops(site, town)
    stranger = Citizen(site, town.slug)
    stranger.goes_to(link)
    for _try in range(MOST_WRONG):
        stranger.enters(WRONG)

    stranger.enters(code).reads("This code does not fit. After five wrong codes the address is locked.")
    stranger.does_not_read("Jana")
    stranger.refuse_console_errors()


def test_pressing_twice_and_going_back_make_no_second_case(site: TownSite) -> None:
    town = town_with_dogs(site)
    citizen = Citizen(site, town.slug)
    citizen.opens_service("hundesteuer").answers_all(BELLO)

    citizen.page.get_by_role("button", name=citizen.word("Send now")).dblclick()
    citizen.page.wait_for_url("**/quittung/")
    number = citizen.number()
    citizen.goes_back()
    again = citizen.page.get_by_role("button", name=citizen.word("Send now"))
    if again.count():  # the browser shows the page as it was
        citizen.clicks(again)
    citizen.reads("Your application has arrived")

    assert citizen.number() == number
    assert site.inside(town, lambda: Case.objects.of(town).count()) == 1
    citizen.refuse_console_errors()
