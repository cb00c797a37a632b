"""What the stories of the catalogue begin with."""

from collections.abc import Iterator
from typing import Any

import pytest

from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.catalogue.models import Release
from towns import browser, make_member, make_town
from web.catalogue.navigator import Navigator, newer_release
from web.services import published


@pytest.fixture
def navigator(database: object) -> Navigator:
    """Has begun to take over the dog tax; nothing is decided yet."""
    town = make_town()
    found = Navigator(town, browser(make_member(town, Role.NAVIGATOR)[0]))
    found.post(f"katalog/uebernehmen/{published('hundesteuer').pk}/")
    return found


@pytest.fixture
def running(navigator: Navigator) -> Navigator:
    """The service is switched on."""
    navigator.decides()
    navigator.binds()
    assert navigator.switches("activate") == "active"
    return navigator


@pytest.fixture
def newer(database: object) -> Iterator[Release]:
    """The dog tax with one value more, as version 9.0.0."""

    def one_value_more(schema: dict[str, Any], defaults: dict[str, Any]) -> None:
        english = {"title": "Greeting"}
        gruss = {"type": "string", "title": "Gruß", "x-fw-en": english, "x-entscheidet": "amt", "x-begruendung": "Test"}
        schema["properties"]["gruss"] = gruss
        schema["required"] = [*schema.get("required", []), "gruss"]
        defaults["gruss"] = "Ihre Stadt"

    with newer_release(one_value_more) as found:
        yield found
