"""Back means one change further back each time, and the log says to what."""

import pytest
from django.utils import timezone

from fahrwasser.web.catalogue.history import changes_of, rows_of
from fahrwasser.web.catalogue.log import state_of
from fahrwasser.web.catalogue.models import Activation, Release
from fahrwasser.web.tenants.context import working_for
from web.catalogue.navigator import RESOLUTION, Navigator

pytestmark = pytest.mark.usefixtures("database")


def cashier(navigator: Navigator, name: str) -> None:
    assert navigator.fills(navigator.value("kasse"), {"value": name}).status_code == 302


def stands(navigator: Navigator) -> str:
    kept: str = navigator.adoption().parameters.values["kasse"]
    return kept


def back(navigator: Navigator) -> str:
    """What the page says then."""
    address = navigator.path(f"katalog/{navigator.adoption().pk}/schalten/")
    return navigator.client.post(address, {"act": "back"}, follow=True).content.decode()


def log(navigator: Navigator) -> list[Activation]:
    adoption = navigator.adoption()
    with working_for(navigator.town):
        return rows_of(adoption)


def test_back_and_back_again_goes_two_changes_back_and_forward_from_there(running: Navigator) -> None:
    first = stands(running)
    cashier(running, "Kasse B")
    cashier(running, "Kasse C")

    said = back(running)
    assert stands(running) == "Kasse B"
    assert f"Wieder wie am {state_of(log(running)[1])}." in said
    back(running)
    assert stands(running) == first
    assert "Es gibt keinen früheren Stand." in back(running)
    assert stands(running) == first

    cashier(running, "Kasse D")
    back(running)
    assert stands(running) == first
    assert [row.act for row in log(running)] == [
        "activate", "value", "value", "roll back", "roll back", "value", "roll back"
    ]  # fmt: skip


def test_the_history_names_what_was_changed_and_what_was_gone_back_to(running: Navigator) -> None:
    cashier(running, "Kasse B")
    back(running)

    page = running.page()
    assert "Wert geändert · " in page
    assert ": Kasse B · " in page
    assert f"Zurück zum Stand vom {state_of(log(running)[0])}" in page


def test_pausing_is_no_change_of_values(running: Navigator) -> None:
    cashier(running, "Kasse B")
    running.switches("pause")
    cashier(running, "Kasse C")
    running.switches("activate")

    back(running)
    assert (stands(running), running.adoption().state) == ("Kasse B", "active")


def test_before_the_first_change_there_is_nothing_to_go_back_to(navigator: Navigator) -> None:
    cashier(navigator, "Kasse A")

    assert 'value="back"' not in navigator.page()
    assert "Es gibt keinen früheren Stand." in back(navigator)
    assert stands(navigator) == "Kasse A"


def test_a_version_is_one_change_like_the_others(running: Navigator, newer: Release) -> None:
    cashier(running, "Kasse B")
    before = running.adoption().release_id
    running.switches("update")
    cashier(running, "Kasse C")

    back(running)
    assert (stands(running), running.adoption().release_id) == ("Kasse B", newer.pk)
    back(running)
    assert (stands(running), running.adoption().release_id) == ("Kasse B", before)


def test_a_value_for_later_is_one_change_too(running: Navigator) -> None:
    later = {**RESOLUTION, "valid_from": "2099-01-01"}
    running.fills(running.value("satz_erster"), {"value": "75,00", **later})
    running.fills(running.value("satz_zweiter"), {"value": "95,00", **later})

    back(running)
    assert [one.name for one in running.adoption().parameters.on(timezone.localdate()).waiting()] == ["satz_erster"]
    back(running)
    assert running.adoption().parameters.later == {}


def test_a_log_that_does_not_know_the_values_in_use_goes_back_to_its_last_state(running: Navigator) -> None:
    adoption, rows = running.adoption(), log(running)
    assert changes_of(adoption, rows).before is None
    cashier(running, "Kasse B")

    changes = changes_of(running.adoption(), rows)

    assert changes.before == rows[-1]
