"""A town is reached below its slug or at its own host, and its pages carry its address in every link."""

from django.test import Client, override_settings

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
