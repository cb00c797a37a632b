"""The town's values on the page of an adopted service."""

import pytest
from django.conf import settings

from fahrwasser.web.accounts.roles import Role
from towns import browser, make_member, make_town
from web.portal.citizen import Citizen
from web.services import adopted

pytestmark = pytest.mark.usefixtures("database")


def test_money_is_written_as_in_the_language_of_the_page() -> None:
    town = make_town()
    adoption = adopted(town, gebuehr_aenderung="10.20")
    navigator = Citizen(town, browser(make_member(town, Role.NAVIGATOR)[0]))

    assert "10,20\N{NO-BREAK SPACE}€" in navigator.get(f"katalog/{adoption.pk}/").content.decode()
    navigator.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "10.20\N{NO-BREAK SPACE}€" in navigator.get(f"katalog/{adoption.pk}/").content.decode()
