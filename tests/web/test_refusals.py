"""Requests that are refused: forged, too many, without the right. Each says what to do; the log names nobody."""

import logging
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from fahrwasser.web.accounts.middleware import POSTS_OF_AN_ADDRESS
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.agenda.models import Frame
from fahrwasser.web.inventory.models import Check, Errand
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Act, Letterhead
from paths import PROJECT
from towns import browser, make_member, make_town, make_user


@pytest.mark.parametrize(
    "address",
    [
        "/konto/anmelden/",
        "/lindenau/erfassen/schnell-check/",
        "/lindenau/agenda/annahmen/",
        "/lindenau/briefkopf/",
        "/sprache/",
        "/betrieb/",
        "/lindenau/aufgabe/some-token/1/",
    ],
)
def test_a_forged_form_is_refused_and_writes_nothing(database, address: str) -> None:
    town = make_town()
    person, _member = make_member(town, Role.NAVIGATOR)
    client = Client(enforce_csrf_checks=True)
    client.cookies = browser(person).cookies
    answer = client.post(address, {"street": "Gasse 1"})
    assert answer.status_code == 403
    assert "Das Formular ist zu alt" in answer.content.decode()
    with working_for(town):
        for model in (Act, Check, Errand, Frame, Letterhead):
            assert not model.objects.exists(), model


@pytest.mark.parametrize("address", ["/%00/", "/lindenau/erfassen/leistungen/?q=%00", "/gemeinde/%00/", "/?q=a%00b"])
def test_an_unreadable_character_is_refused_in_words(database, address: str) -> None:
    make_town()
    answer = Client().get(address)
    assert answer.status_code == 400
    assert "Bitte löschen Sie es" in answer.content.decode()


def test_an_unreadable_character_in_a_form_is_refused_too(database) -> None:
    person, _member = make_member(make_town(), Role.NAVIGATOR)
    assert browser(person).post("/lindenau/schritt/", {"step": "a\0b"}).status_code == 400


@pytest.mark.parametrize(
    "fields", [{"text": "x" * 1_100_000}, {f"field{number}": "1" for number in range(1100)}], ids=["long", "many"]
)
def test_more_than_a_form_may_hold_is_refused_in_words(database, fields: dict[str, str]) -> None:
    person, _member = make_member(make_town(), Role.NAVIGATOR)
    answer = browser(person).post(
        "/lindenau/schritt/", urlencode(fields), content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 413
    assert "höchstens 1 MB Text und 1.000 Felder" in answer.content.decode()


@pytest.mark.parametrize("size", [10, 1_100_000], ids=["forged", "too large"])
def test_a_refused_form_is_logged_without_its_address_which_may_be_secret(database, caplog, size: int) -> None:
    make_town()
    with caplog.at_level(logging.DEBUG):
        Client(enforce_csrf_checks=True).post(
            "/lindenau/rueckgaengig/a-secret-of-somebody/",
            urlencode({"x": "1" * size}),
            content_type="application/x-www-form-urlencoded",
        )
    refused = [record for record in caplog.records if record.name.startswith(("fahrwasser", "django"))]
    assert any(record.name == "fahrwasser.refused" for record in refused)
    assert not any("a-secret" in record.getMessage() for record in refused if record.levelno >= logging.WARNING)


def test_only_the_interface_for_programs_is_exempt_from_the_form_token() -> None:
    """It reads no cookie, only a key that a foreign page does not have."""
    sources = [path.parent.name for path in (PROJECT / "src").rglob("*.py") if "csrf_exempt" in path.read_text()]
    assert sources == ["api"]


def test_too_many_posts_within_a_minute_are_refused_with_a_way_on(database, monkeypatch: pytest.MonkeyPatch) -> None:
    minute = timezone.now()
    monkeypatch.setattr("fahrwasser.web.accounts.middleware.timezone.now", lambda: minute)
    client = Client()
    answers = [client.post("/sprache/", {"language": "de"}).status_code for _number in range(POSTS_OF_AN_ADDRESS)]
    assert 429 not in answers
    refused = client.post("/sprache/", {"language": "de"})
    assert refused.status_code == 429
    assert "Warten Sie eine Minute" in refused.content.decode()


def test_a_page_without_the_right_is_logged_without_naming_the_person(
    database, caplog: pytest.LogCaptureFixture
) -> None:
    town = make_town()
    person, _member = make_member(town, Role.CLERK, user=make_user("geheim@example.org", name="Gerda Geheim"))
    with caplog.at_level(logging.INFO):
        page = browser(person).get("/lindenau/agenda/")
    assert page.status_code == 403
    assert "Sie dürfen diese Seite nicht sehen" in page.content.decode()
    assert "refused GET agenda" in caplog.text
    assert "eheim" not in caplog.text
    assert str(person.pk) not in caplog.text


def test_what_does_not_exist_and_what_is_another_towns_look_the_same(database) -> None:
    ours, theirs = make_town("aue"), make_town("borna")
    person, _member = make_member(ours, Role.NAVIGATOR)
    stranger, _other = make_member(theirs, Role.NAVIGATOR)
    browser(stranger).post("/borna/erfassen/schnell-check/")
    with working_for(theirs):
        key = Check.objects.get().pk
    client = browser(person)
    foreign = client.get(f"/aue/erfassen/schnell-check/ergebnis/{key}/")
    missing = client.get("/aue/erfassen/schnell-check/ergebnis/00000000-0000-4000-8000-000000000000/")
    assert (foreign.status_code, foreign.headers["location"]) == (missing.status_code, missing.headers["location"])
    assert client.get(f"/aue/erfassen/systeme/{key}/").status_code == 404
    assert client.get("/borna/erfassen/").status_code == 403
