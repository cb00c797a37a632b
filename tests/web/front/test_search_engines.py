"""Somebody types "Hundesteuer Lindenau" into a search engine."""

import re

import pytest
from django.test import Client, override_settings

from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.tenants.models import Municipality
from towns import browser, make_member, make_town
from web.portal.citizen import Citizen
from web.services import adopted

pytestmark = pytest.mark.usefixtures("database")
ROBOTS = "X-Robots-Tag"


@pytest.fixture
def town(database) -> Municipality:
    found = make_town(is_sample=False)
    adopted(found, "hundesteuer")
    return found


def addresses(path: str, host: str = "localhost:8000") -> list[str]:
    answer = Client().get(path, headers={"host": host})
    assert answer["Content-Type"].startswith("application/xml")
    return re.findall("<loc>(.*?)</loc>", answer.content.decode())


def test_robots_leads_to_every_page_of_a_town_that_exists(town) -> None:
    make_town("musterhafen")

    robots = Client().get("/robots.txt", headers={"host": "localhost:8000"}).content.decode()
    (towns,) = re.findall("Sitemap: (.*)", robots)
    (own,) = addresses(towns)
    found = addresses(own)

    home = "http://localhost:8000/lindenau/"
    services = [f"{home}dienste/", f"{home}dienste/hundesteuer/", f"{home}dienste/hundesteuer/antrag/"]
    assert found == [home, *services]
    for address in found:
        page = Client().get(address)
        assert page.status_code == 200
        assert ROBOTS not in page
        assert page["Link"] == f'<{address}>; rel="canonical"'


def test_a_town_with_a_host_of_its_own_has_one_address(town) -> None:
    Municipality.objects.using("owner").filter(pk=town.pk).update(host="lindenau.example")

    (own,) = addresses("/sitemap.xml")
    found = addresses(own, host="lindenau.example")

    assert own == "https://lindenau.example/sitemap.xml"
    assert found[0] == "https://lindenau.example/"
    for host, path in (("lindenau.example", "/dienste/"), ("localhost:8000", "/lindenau/dienste/")):
        page = Client().get(path, {"von": "suche"}, headers={"host": host})
        assert page["Link"] == '<https://lindenau.example/dienste/>; rel="canonical"'


def test_no_engine_keeps_pages_about_persons_or_for_the_town_hall(town) -> None:
    jana = Citizen(town)
    jana.get("dienste/hundesteuer/antrag/")
    visitor = Client()

    paths = ("konto/anmelden/", "agenda/", "dienste/gibtsnicht/", "robots.txt", "dienste/hundesteuer/papier/")
    for path in paths:
        assert visitor.get(f"/{town.slug}/{path}")[ROBOTS] == "noindex", path
    typed = jana.post("dienste/hundesteuer/antrag/", {"anliegen": "anmelden", "language": "en"})
    assert (typed.status_code, typed[ROBOTS]) == (200, "noindex")
    first = jana.post("dienste/hundesteuer/antrag/", {"anliegen": "anmelden"})
    assert first.status_code == 302
    assert jana.client.get(first["Location"])[ROBOTS] == "noindex"


def test_the_town_halls_own_pages_stay_out_for_its_people_too(town) -> None:
    person, _member = make_member(town, Role.NAVIGATOR)

    for path in ("", "agenda/"):
        assert browser(person).get(f"/{town.slug}/{path}")[ROBOTS] == "noindex", path


def test_invented_towns_stay_out(database) -> None:
    sample = make_town("musterhafen")
    adopted(sample, "hundesteuer")

    assert addresses("/sitemap.xml") == addresses("/musterhafen/sitemap.xml") == []
    assert Client().get("/musterhafen/dienste/hundesteuer/")[ROBOTS] == "noindex"
    with override_settings(DEMO=True):
        assert Client().get("/")[ROBOTS] == "noindex"
    assert ROBOTS not in Client().get("/")
