"""The rules that fired, as the page of a case shows them."""

import re

import pytest

from fahrwasser.web.accounts.roles import Role
from towns import browser, make_member, make_town
from web.portal.citizen import Citizen
from web.registers.moves import JANA, LINDEN, car, enter
from web.services import adopted

pytestmark = pytest.mark.usefixtures("database")


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
