"""The rules that fired, as the page of a case shows them."""

import re

import pytest
from django.conf import settings

from fahrwasser.web.accounts.roles import Role
from towns import browser, make_member, make_town
from web.portal.citizen import Citizen
from web.registers.moves import JANA, LINDEN, car, enter
from web.services import adopted

pytestmark = pytest.mark.usefixtures("database")


def test_the_office_reads_the_reasons_in_its_own_language() -> None:
    town = make_town()
    adopted(town, "hundesteuer")
    Citizen(town).registers_a_dog(bemerkung="Der Hund gehört auch meiner Schwester.")
    clerk = Citizen(town, browser(make_member(town, Role.CLERK)[0]))
    german = (
        '<span class="fw-note" lang="de">Es gibt eine Bemerkung, die ein Mensch lesen muss (§ 150 Abs. 7 AO).</span>'
    )
    english = '<span class="fw-note" lang="en">There is a remark that a person must read (§ 150 (7) AO).</span>'

    assert german in clerk.get("heute/").content.decode()
    clerk.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert english in clerk.get("heute/").content.decode()


def test_each_rule_says_what_it_found_and_what_goes_into_letters_stands_in_the_letters() -> None:
    town = make_town()
    adopted(town)
    enter(town, "resident", "p-100", {**JANA, "wohnung": "hauptwohnung", "anschrift": LINDEN})
    car(town)
    case = Citizen(town).wants_a_permit()

    page = Citizen(town, browser(make_member(town, Role.CLERK)[0])).get(f"vorgaenge/{case.pk}/").content.decode()

    zone, permit = re.findall('data-label="Ergebnis">(.*?)</td>', page, re.DOTALL)
    assert "Zone: " in zone, "a decision without an outcome in words"
    assert "Erteilen" in permit
