"""A town is reached below its slug or at its own host, and its pages carry its address in every link."""

import subprocess
import sys

import pytest
from django.test import Client, override_settings

from fahrwasser.core.refused import Refused
from fahrwasser.web.tenants.actions import set_host
from towns import make_town


def test_a_town_is_reached_below_its_slug(database) -> None:
    make_town("lindenau")
    page = Client().get("/lindenau/")
    assert page.status_code == 200
    assert "Lindenau" in page.content.decode()
    assert 'href="/lindenau/barrierefreiheit/"' in page.content.decode()


def test_a_town_is_reached_at_its_own_host(database) -> None:
    make_town("lindenau", host="agenda.lindenau.example")
    page = Client(headers={"host": "agenda.lindenau.example"}).get("/")
    assert "Lindenau" in page.content.decode()
    assert 'href="/barrierefreiheit/"' in page.content.decode()


def test_the_prefix_of_one_request_never_leaks_into_the_next(database) -> None:
    make_town("lindenau")
    client = Client()
    client.get("/lindenau/")
    assert 'href="/barrierefreiheit/"' in client.get("/").content.decode()


def test_an_unknown_or_not_joined_town_is_simply_not_there(database) -> None:
    make_town("schlafend", joined_at=None)
    assert Client().get("/schlafend/").status_code == 404
    assert Client().get("/nirgends/").status_code == 404


def test_the_key_leads_to_the_town_and_a_wrong_key_says_what_to_do(database) -> None:
    town = make_town("lindenau")
    found = Client().get("/", {"q": town.ags})
    assert (found.status_code, found.headers["location"]) == (302, "/lindenau/")
    wrong = Client().get("/", {"q": "12345678"})
    assert wrong.status_code == 422
    assert "Bitte prüfen Sie die Schreibweise" in wrong.content.decode()
    assert "<title>Fehler:" in wrong.content.decode()


def test_error_pages_have_no_trace_and_say_what_to_do(database) -> None:
    page = Client().get("/gibt-es-nicht/").content.decode()
    assert "Diese Seite gibt es nicht" in page
    assert "Traceback" not in page


def test_a_real_municipality_is_never_called_invented_even_beside_the_demo(database) -> None:
    make_town("wirklich", joined_at=None, is_sample=False, ags="14999998")
    with override_settings(DEMO=True):
        page = Client().get("/gemeinde/14999998/").content.decode()
        start = Client().get("/").content.decode()
    assert "aus der Einwohnerzahl" in page
    assert "erfunden" not in page
    assert "erfunden" in start


def test_a_town_gets_its_own_host_only_from_the_owner_and_only_a_real_name(database, as_owner) -> None:
    make_town("lindenau")
    make_town("borna", host="borna.example")
    assert set_host("lindenau", "Digital.Lindenau.example").host == "digital.lindenau.example"
    for refused in ("kein host", "borna.example", "-x.de", "http://x.de"):
        with pytest.raises(Refused):
            set_host("lindenau", refused)
    assert set_host("lindenau", "").host is None
    with pytest.raises(Refused, match="nirgends"):
        set_host("nirgends", "x.example")


def test_behind_a_named_proxy_the_visitor_is_who_the_proxy_says(database) -> None:
    code = (
        "import os; os.environ['TRUSTED_PROXIES'] = '10.0.0.0/8'\n"
        "from wsgiref.util import setup_testing_defaults\n"
        "from fahrwasser.web.wsgi import application\n"
        "seen = {'REMOTE_ADDR': '10.1.2.3', 'HTTP_X_FORWARDED_FOR': '203.0.113.9', 'HTTP_X_FORWARDED_PROTO': 'https',"
        " 'PATH_INFO': '/static/fahrwasser/mark.svg'}\n"
        "setup_testing_defaults(seen); application(seen, lambda *answer: None)\n"
        "print(seen['REMOTE_ADDR'], seen['wsgi.url_scheme'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split()[-2:] == ["203.0.113.9", "https"]
