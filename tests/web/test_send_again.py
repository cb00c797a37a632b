"""Somebody holds what a person wants to save: the person gets an answer in time, and nothing they entered is lost."""

import html
import subprocess
import sys
import threading
from collections.abc import Iterator
from importlib import import_module

import psycopg
import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, OperationalError, connection, connections, transaction
from django.test import Client, RequestFactory
from django.urls import get_resolver

from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.catalogue.connections import ADAPTERS
from fahrwasser.web.tenants import patience
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Letterhead, Municipality
from fahrwasser.web.tenants.turns import wait_turn
from fahrwasser.web.ui.again import SECRET, may_pass
from fahrwasser.web.ui.errors import NOT_TYPED, broken
from fahrwasser.web.ui.screens import Screen
from filled import form_on
from towns import browser, make_member, make_town
from web.agenda.plans import page

ADDRESS = "/lindenau/briefkopf/"


@pytest.fixture
def impatient(database: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A web connection whose turn comes within a moment or not at all."""
    monkeypatch.setitem(patience.LONGEST, "lock_timeout", "50ms")
    options = connections.databases["default"]["OPTIONS"]
    monkeypatch.setitem(options, "options", options.get("options", ""))
    patience.limit_waiting(options)
    connection.close()
    yield
    connection.close()


@pytest.fixture
def town(database: object) -> Municipality:
    return make_town()


@pytest.fixture
def clerk(town: Municipality) -> Client:
    found = browser(make_member(town, Role.NAVIGATOR, Role.HEAD)[0])
    found.raise_request_exception = False
    return found


class Holder:
    """Somebody else's transaction, which has the turn."""

    def __init__(self, town: Municipality, what: str) -> None:
        self.town, self.what = town, what
        self.has_it, self.ends = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self._hold)

    def __enter__(self) -> None:
        self.thread.start()
        self.has_it.wait(10)

    def __exit__(self, *error: object) -> None:
        self.ends.set()
        self.thread.join(10)

    def _hold(self) -> None:
        try:
            with working_for(self.town):
                wait_turn(self.town, self.what)
                self.has_it.set()
                self.ends.wait(10)
        finally:
            connection.close()


@pytest.mark.usefixtures("impatient")
def test_who_waits_too_long_is_told_and_sends_the_same_again(town: Municipality, clerk: Client) -> None:
    typed = {**form_on(page(clerk, ADDRESS), "street")[1], "street": 'Am "Markt" 1 <hinten>'}
    with Holder(town, "letterhead"):
        answer = clerk.post(ADDRESS, typed)
    assert answer.status_code == 503
    assert answer["Retry-After"]
    text = answer.content.decode()
    assert "Bitte senden Sie das noch einmal" in text
    assert "wird dabei wieder mitgeschickt" in html.unescape(text)
    address, kept = form_on(text, "street")
    assert address == "", "back to where it was sent to"
    assert kept == {name: value for name, value in typed.items() if value != []}
    assert clerk.post(ADDRESS, kept).status_code == 302
    with working_for(town):
        assert Letterhead.objects.get().street == typed["street"]


@pytest.mark.usefixtures("impatient")
def test_a_program_gets_a_problem_it_can_read(town: Municipality) -> None:
    answer = broken_by(OperationalError("locked"), RequestFactory().post("/api/v1/ereignisse"))
    assert answer.status_code == 503
    assert answer["Content-Type"] == "application/problem+json"


def test_files_and_secrets_are_not_written_into_a_page() -> None:
    words = "Das Angebot liegt seit Mai vor."
    file = SimpleUploadedFile("angebot.pdf", b"%PDF")
    for extra in ({"file": file}, {"password": "geheim und lang genug"}):
        text = broken_by(
            OperationalError("locked"), RequestFactory().post("/", {"note": words, **extra})
        ).content.decode()
        assert "<form" not in text
        assert words in text
        assert "geheim" not in text
        assert "Zurück-Taste" in text


def test_every_secret_that_a_form_asks_for_is_known_by_its_name() -> None:
    assert get_resolver().url_patterns, "with every view its forms are there"
    import_module("fahrwasser.web.accounts.screens.factors")  # taken by name only
    of_bindings = (
        f"{code}_{setting.name}"
        for adapters in ADAPTERS.values()
        for code, adapter in adapters.items()
        for setting in adapter.settings
        if setting.kind == "secret"
    )
    names = {"credential", *of_bindings, *(name for screen in screens(Screen) for name in secrets_of(screen))}
    assert {"password1", "code", "credential"} < names
    assert [name for name in names if not (SECRET.search(name) and NOT_TYPED.search(name))] == []


def screens(kind: type) -> Iterator[type]:
    """Every form below."""
    for below in kind.__subclasses__():
        yield below
        yield from screens(below)


def secrets_of(screen: type) -> Iterator[str]:
    """Fields that no browser shows or fills in by itself."""
    for name, field in screen.base_fields.items():  # type: ignore[attr-defined]
        once = field.widget.attrs.get("autocomplete") == "one-time-code"
        if once or isinstance(field.widget, forms.PasswordInput):
            yield name


def test_a_page_that_is_only_read_offers_itself_again() -> None:
    text = broken_by(OperationalError("gone"), RequestFactory().get("/")).content.decode()
    assert "Bitte versuchen Sie es noch einmal" in text
    assert "<form" not in text


def broken_by(error: Exception, request):  # type: ignore[no-untyped-def]
    """The page that is made of it."""
    try:
        raise error
    except Exception:  # noqa: BLE001 - as Django hands it over
        return broken(request)


@pytest.mark.usefixtures("database")
def test_what_two_add_at_the_same_moment_is_no_fault_of_the_program() -> None:
    def fails(statement: str) -> DatabaseError:
        with (
            pytest.raises(DatabaseError) as error,
            transaction.atomic("owner"),
            connections["owner"].cursor() as cursor,
        ):
            cursor.execute("CREATE TEMPORARY TABLE twice (n int PRIMARY KEY CHECK (n < 9)) ON COMMIT DROP")
            cursor.execute("INSERT INTO twice VALUES (1)")
            cursor.execute(statement)
        return error.value

    twice = fails("INSERT INTO twice VALUES (1)")
    assert isinstance(twice, IntegrityError)
    assert may_pass(twice)
    assert not may_pass(fails("INSERT INTO twice VALUES (10)")), "a value that may not be never passes"
    assert not may_pass(fails("SELECT 1/0"))
    assert not may_pass(ValueError())
    assert may_pass(Letterhead.DoesNotExist()), "removed between two looks: next time the page says so"


def test_only_the_web_server_is_in_a_hurry(database: object) -> None:
    """Its module sets the limits, PostgreSQL knows them; what the operator's address says counts more."""
    settings = "from django.conf import settings; print(settings.DATABASES['default']['OPTIONS'].get('options', ''))"
    assert run(settings) == ""
    given = run("import fahrwasser.web.wsgi; " + settings)
    with psycopg.connect(database.web_url, options=given) as found:  # type: ignore[attr-defined]
        assert found.execute("SHOW lock_timeout").fetchone() == ("10s",)
        assert found.execute("SHOW idle_in_transaction_session_timeout").fetchone() == ("1min",)
    own: dict[str, object] = {"options": "-c lock_timeout=3s"}
    patience.limit_waiting(own)
    with psycopg.connect(database.web_url, options=str(own["options"])) as found:  # type: ignore[attr-defined]
        assert found.execute("SHOW lock_timeout").fetchone() == ("3s",)


def run(words: str) -> str:
    """What a fresh process prints."""
    done = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True, timeout=60)
    return done.stdout.strip()
