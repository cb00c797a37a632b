"""Any municipality of the register can be opened: open figures only, marked as estimates, nothing about the town."""

import pytest
from django.db import connections

from fahrwasser.web.accounts.roles import Role
from towns import browser, make_member, make_town


@pytest.fixture
def stranger(database):
    return make_town("beispielheim", population=3900, joined_at=None, is_sample=False, ags="14999123")


def test_anybody_sees_estimates_from_the_population(stranger):
    response = browser().get("/gemeinde/14999123/")
    page = response.content.decode()
    assert response.status_code == 200
    assert "Beispielheim" in page
    assert "3.900" in page
    assert "aus der Einwohnerzahl geschätzt" in page
    assert "keine Aussagen über Beispielheim" in page
    assert "Personalausweis" in page
    assert "Vorgabewert" not in page
    for word in ("Pflicht", "offen", "fehlt", "gemessen"):
        assert word not in page, word


def test_it_writes_nothing(stranger):
    browser().get("/gemeinde/14999123/")
    with connections["owner"].cursor() as cursor:
        for table in ("service", "figure", "capability", "check"):
            cursor.execute(f"SELECT count(*) FROM inventory_{table}")
            assert cursor.fetchone() == (0,)


def test_a_town_that_works_here_shows_its_own_pages_instead(database):
    town = make_town("lindenau")
    make_member(town, Role.NAVIGATOR)
    response = browser().get(f"/gemeinde/{town.ags}/")
    assert (response.status_code, response["Location"]) == (302, "/lindenau/")


@pytest.mark.parametrize("key", ["00000000", "1", "14999123x", "%27%20OR%201=1"])
def test_unknown_keys_are_not_found(stranger, key):
    assert browser().get(f"/gemeinde/{key}/").status_code == 404


def test_a_municipality_without_inhabitants_can_be_opened(database):
    make_town("leer", population=0, joined_at=None, is_sample=False, ags="14999124")
    assert browser().get("/gemeinde/14999124/").status_code == 200
