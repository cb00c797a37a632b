"""A Navigator takes over a service: what is missing first, the council's values by one resolution, on, off, back."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from fahrwasser.core.packages.parameters import COUNCIL
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.cases.models import Case, Counter, Letter
from fahrwasser.web.catalogue import actions
from fahrwasser.web.catalogue.models import Adoption, ParameterSet, Release
from fahrwasser.web.registers.models import Entry
from fahrwasser.web.tenants.context import working_for
from filled import form_on
from towns import browser, make_member, make_town
from web.catalogue.navigator import NEW_YEAR, RESOLUTION, Navigator
from web.portal.citizen import DOG, Citizen, work

pytestmark = pytest.mark.usefixtures("database")


def test_taking_over_switches_nothing_on_and_says_what_is_missing(navigator: Navigator) -> None:
    page = navigator.page()

    assert "Dinge fehlen noch" in page
    assert "Beschluss des Gemeinderats eintragen" in page
    assert navigator.switches("activate") == "preparing"


def test_one_resolution_decides_every_value_of_the_council_and_then_it_can_be_switched_on(navigator: Navigator) -> None:
    navigator.decides()
    navigator.binds()

    assert "Alles ist da." in navigator.page()
    assert navigator.switches("activate") == "active"
    with working_for(navigator.town):
        kept = ParameterSet.objects.order_by("-number").first()
    assert set(kept.decisions) == set(navigator.council())


def test_no_value_is_ticked_beforehand_and_one_button_ticks_all(navigator: Navigator) -> None:
    address = f"katalog/{navigator.adoption().pk}/beschluss/"
    before, after = navigator.get(address).content.decode(), navigator.post(address, {"tick": "all"}).content.decode()
    assert " checked" not in before
    assert "Alle ankreuzen" in before
    assert after.count(" checked") == after.count('name="names"') == len(navigator.council())
    assert "Nichts ankreuzen" in after
    assert navigator.adoption().parameters.decisions == {}


def test_who_ticks_all_keeps_what_they_have_entered(navigator: Navigator) -> None:
    address = f"katalog/{navigator.adoption().pk}/beschluss/"
    opened = form_on(navigator.get(address).content.decode(), "number")[1]
    for tick in ("all", "none"):
        page = navigator.post(address, {**opened, **RESOLUTION, "tick": tick}).content.decode()
        kept = form_on(page, "number")[1]
        assert {name: kept[name] for name in RESOLUTION} == RESOLUTION
        assert "Bitte prüfen Sie Ihre Eingaben" not in page, "nobody has asked to save yet"


def test_who_ticks_all_does_not_tick_what_was_changed_meanwhile(navigator: Navigator) -> None:
    address = f"katalog/{navigator.adoption().pk}/beschluss/"
    opened = form_on(navigator.get(address).content.decode(), "number")[1]
    navigator.fills(f"katalog/{navigator.adoption().pk}/wert/satz_erster/", {"value": "75,00", **RESOLUTION})
    page = navigator.post(address, {**opened, **RESOLUTION, "tick": "all"}).content.decode()
    saved = navigator.post(address, form_on(page, "number")[1])
    assert saved.status_code == 422
    assert "geändert, seit Sie die Seite geöffnet haben" in saved.content.decode()


def test_only_what_is_ticked_gets_the_resolution(navigator: Navigator) -> None:
    first, *others = navigator.council()
    address = f"katalog/{navigator.adoption().pk}/beschluss/"
    refused = navigator.post(address, RESOLUTION)
    assert refused.status_code == 422
    assert "mindestens einen Wert" in refused.content.decode()
    navigator.post(address, {"names": [first], **RESOLUTION})
    assert set(navigator.adoption().parameters.decisions) == {first}
    assert navigator.switches("activate") == "preparing", f"{len(others)} values are not decided yet"


def test_codes_of_a_list_are_shown_in_words(navigator: Navigator) -> None:
    pages = navigator.page(), navigator.get(f"katalog/{navigator.adoption().pk}/beschluss/").content.decode()

    for page in pages:
        assert "American Staffordshire Terrier, Bullterrier" in page
        assert "american_staffordshire_terrier," not in page


def test_what_is_still_an_example_of_the_package_is_pointed_out(navigator: Navigator) -> None:
    assert "DE02 1203 0000 0000 2020 51" in navigator.page()

    account = {"value": "DE89 3704 0044 0532 0130 00"}
    navigator.fills(f"katalog/{navigator.adoption().pk}/wert/konto/", account)

    assert "DE02 1203 0000 0000 2020 51" not in navigator.page()
    assert navigator.adoption().parameters.values["konto"] == account["value"]


def test_a_value_outside_the_law_is_refused_and_nothing_is_written(navigator: Navigator) -> None:
    before = navigator.adoption().parameters_id

    page = navigator.post(
        f"katalog/{navigator.adoption().pk}/wert/ermaessigung_wachhund/", {"value": "140", **RESOLUTION}
    )

    assert page.status_code == 422
    assert navigator.adoption().parameters_id == before


def test_a_value_of_the_council_without_resolution_is_not_taken(navigator: Navigator) -> None:
    page = navigator.fills(f"katalog/{navigator.adoption().pk}/wert/satz_erster/", {"value": "75,00"})

    assert page.status_code == 422


def test_a_running_case_keeps_its_values_when_the_town_changes_them(navigator: Navigator) -> None:
    navigator.decides()
    navigator.binds()
    navigator.switches("activate")
    jana = Citizen(navigator.town)
    case = jana.registers_a_dog()

    navigator.fills(f"katalog/{navigator.adoption().pk}/wert/satz_erster/", {"value": "75,00", **RESOLUTION})

    with working_for(navigator.town):
        kept = Case.objects.get(pk=case.pk)
    assert kept.parameters_id != navigator.adoption().parameters_id
    assert navigator.adoption().parameters.values["satz_erster"] == "75.00"


def test_paused_nobody_applies_and_going_back_brings_the_values_before(navigator: Navigator) -> None:
    navigator.decides()
    navigator.binds()
    navigator.switches("activate")
    first = navigator.adoption().parameters_id
    navigator.fills(f"katalog/{navigator.adoption().pk}/wert/satz_erster/", {"value": "75,00", **RESOLUTION})
    navigator.switches("pause")
    assert Citizen(navigator.town).get("dienste/hundesteuer/antrag/").status_code == 404

    navigator.switches("back")

    assert navigator.adoption().parameters_id == first


def test_a_service_whose_bylaw_does_not_hold_yet_is_prepared_but_not_switched_on(navigator: Navigator) -> None:
    early = {**RESOLUTION, "valid_from": (timezone.localdate() + timedelta(days=40)).isoformat()}
    navigator.post(f"katalog/{navigator.adoption().pk}/beschluss/", {"names": navigator.council(), **early})
    navigator.binds()

    assert "Bitte warten Sie bis dahin" in navigator.page()
    assert navigator.switches("activate") == "preparing"


def test_no_resolution_comes_from_the_future(navigator: Navigator) -> None:
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    entered = {"names": navigator.council(), **RESOLUTION, "decided_on": tomorrow}

    assert navigator.post(f"katalog/{navigator.adoption().pk}/beschluss/", entered).status_code == 422
    assert navigator.adoption().parameters.decisions == {}


def test_form_and_letters_are_seen_with_the_towns_own_data(navigator: Navigator) -> None:
    key = navigator.adoption().pk

    assert "Lindenau" in navigator.get(f"dienste/formular/{key}/").content.decode()
    assert navigator.get(f"katalog/{key}/brief/steuerbescheid/").content.startswith(b"%PDF")


def test_a_test_case_runs_before_anything_is_switched_on_and_is_marked(navigator: Navigator) -> None:
    navigator.took(navigator.post(f"dienste/probe/{navigator.adoption().pk}/"))
    navigator.fills_in(DOG)

    navigator.sends()

    assert navigator.case().is_test
    assert "Probefall" in navigator.receipt()


@pytest.mark.parametrize("role", [Role.CLERK, Role.LOTSE, Role.HEAD])
def test_nobody_else_takes_over_or_switches(navigator: Navigator, role: Role) -> None:
    other = Citizen(navigator.town, browser(make_member(navigator.town, role)[0]))
    key = navigator.adoption().pk

    assert other.get(f"katalog/{key}/").status_code == 403
    assert other.post(f"katalog/{key}/schalten/", {"act": "pause"}).status_code == 403


def test_the_adoption_of_another_town_is_not_there(navigator: Navigator) -> None:
    aue = make_town("aue")
    other = Citizen(aue, browser(make_member(aue, Role.NAVIGATOR)[0]))

    assert other.get(f"katalog/{navigator.adoption().pk}/").status_code == 404
    assert other.get(f"dienste/formular/{navigator.adoption().pk}/").status_code == 404


def test_a_newer_version_brings_its_new_values_and_leaves_the_towns_own(navigator: Navigator, newer: Release) -> None:
    navigator.decides()
    navigator.binds()
    navigator.switches("activate")
    navigator.fills(f"katalog/{navigator.adoption().pk}/wert/kasse/", {"value": "Kasse im Rathaus"})

    navigator.post(f"katalog/{navigator.adoption().pk}/schalten/", {"act": "update"})

    found = navigator.adoption()
    assert found.release_id == newer.pk, navigator.page()
    assert found.parameters.values["kasse"] == "Kasse im Rathaus"
    assert found.parameters.values["gruss"] == "Ihre Stadt"


def test_who_began_before_the_newer_version_sends_by_the_one_that_holds_now(
    navigator: Navigator, newer: Release
) -> None:
    navigator.decides()
    navigator.binds()
    navigator.switches("activate")
    before = navigator.adoption().release_id
    jana, paul = Citizen(navigator.town), Citizen(navigator.town)
    for citizen, act, holds in ((jana, "update", newer.pk), (paul, "back", before)):
        citizen.begins()
        citizen.fills_in()

        navigator.switches(act)
        citizen.sends()

        case = citizen.case()
        assert case.release_id == holds, "its values would be those of another version"
        assert case.parameters_id == navigator.adoption().parameters_id


def test_a_test_case_runs_through_and_leaves_no_entry_and_takes_no_real_number(navigator: Navigator) -> None:
    navigator.decides()
    navigator.binds()
    navigator.took(navigator.post(f"dienste/probe/{navigator.adoption().pk}/"))
    navigator.fills_in()
    navigator.sends()
    work()

    with working_for(navigator.town):
        case = Case.objects.of(navigator.town).get()
        assert case.is_test
        assert Letter.objects.of(navigator.town).exists(), case.incident
        assert not Entry.objects.of(navigator.town).exists()
        assert not Counter.objects.of(navigator.town).filter(series__startswith="number/").exists()


def test_a_clerk_sets_no_value_for_later_and_takes_none_back(running: Navigator) -> None:
    clerk, today = make_member(running.town, Role.CLERK)[1], timezone.localdate()
    new = actions.Resolution(COUNCIL, "41/2026", today, NEW_YEAR)
    with working_for(running.town):
        adoption = Adoption.objects.get()
        with pytest.raises(PermissionDenied):
            actions.set_parameter(clerk, adoption, "satz_erster", "75.00", new, today)
        with pytest.raises(PermissionDenied):
            actions.take_back(clerk, adoption, "satz_erster", NEW_YEAR, today)
