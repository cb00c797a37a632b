"""A value that the council decides in November for January: kept, shown, taken back, in force on its day by itself."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from fahrwasser.core.packages.parameters import COUNCIL
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.cases.actions import open_case
from fahrwasser.web.cases.facts import BERLIN, town_values
from fahrwasser.web.cases.models import Case
from fahrwasser.web.catalogue import actions
from fahrwasser.web.catalogue.models import Adoption, ParameterSet
from fahrwasser.web.portal.filling import asked
from fahrwasser.web.registers import jobs
from fahrwasser.web.registers.actions import Report, receive
from fahrwasser.web.registers.models import Entry
from fahrwasser.web.tenants.context import working_for
from filled import form_on
from towns import browser, make_member, make_town
from web.catalogue.navigator import LATER, NEW_YEAR, RESOLUTION, YEAR, Navigator, decides_for_later, newer_release
from web.portal.citizen import DOG, Citizen
from web.services import adopted

pytestmark = pytest.mark.usefixtures("database")
EVENING = datetime(YEAR - 1, 12, 31, 23, 55, tzinfo=BERLIN)
NIGHT = datetime(YEAR, 1, 1, 0, 5, tzinfo=BERLIN)
"""In UTC both are the thirty-first of December."""


def case_at(navigator: Navigator, now: datetime) -> Case:
    adoption = navigator.adoption()
    with working_for(navigator.town):
        facts = {"antrag": DOG, "fall": {"sprache": "de"}}
        return open_case(adoption, adoption.release, channel="online", facts=facts, now=now)


def fee(navigator: Navigator, case: Case, name: str = "satz_erster") -> Decimal:
    """What the rules read in this case."""
    with working_for(navigator.town):
        return Decimal(str(town_values(Case.objects.get(pk=case.pk))[name]))


def on_the_day(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    """The pages believe it is that day; the worker has done nothing."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None: value.date() if value else day)


def test_it_holds_from_midnight_of_its_day_without_any_job(running: Navigator) -> None:
    decides_for_later(running)

    before, after = case_at(running, EVENING), case_at(running, NIGHT)

    assert fee(running, before) == 60
    assert fee(running, after) == 75
    adoption = running.adoption()
    with working_for(running.town):
        assert asked(adoption, EVENING).known["parameter"]["satz_erster"] == 60
        assert asked(adoption, NIGHT).known["parameter"]["satz_erster"] == 75


def test_a_running_case_keeps_its_value_over_the_new_year(running: Navigator) -> None:
    early = case_at(running, EVENING)
    decides_for_later(running)
    late = case_at(running, EVENING)

    running.fills(running.value("kasse"), {"value": "Kasse im Rathaus"})

    assert fee(running, early) == fee(running, late) == 60
    with working_for(running.town):
        pinned = Case.objects.get(pk=late.pk).parameters_id
    assert pinned != running.adoption().parameters_id, "it kept its set, too"


def test_it_stands_beside_todays_value_in_german_and_english(running: Navigator) -> None:
    decides_for_later(running)

    page = running.page()
    assert f"Gilt ab 1. Januar {YEAR}: 75,00\N{NO-BREAK SPACE}€, Beschluss 40/2026" in page
    assert "60,00\N{NO-BREAK SPACE}€" in page
    assert f"Steuer im Jahr für den ersten Hund (Euro): 75,00\N{NO-BREAK SPACE}€ ab 1. Januar {YEAR}" in page, "history"
    assert f"Gilt ab 1. Januar {YEAR}" in running.get(running.value("satz_erster")).content.decode()
    running.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert f"Holds from 1 January {YEAR}: 75.00\N{NO-BREAK SPACE}€, resolution 40/2026" in running.page()


def test_people_read_what_it_costs_today_and_what_it_will(running: Navigator, monkeypatch: pytest.MonkeyPatch) -> None:
    decides_for_later(running)
    jana = Citizen(running.town)

    page = jana.get("dienste/hundesteuer/").content.decode()
    assert "60,00\N{NO-BREAK SPACE}€ für den ersten Hund" in page
    assert f"Ab 1. Januar {YEAR}: Die Meldung kostet nichts. Die Steuer im Jahr: 75,00" in page

    on_the_day(monkeypatch, NEW_YEAR)
    page = jana.get("dienste/hundesteuer/").content.decode()
    assert "75,00\N{NO-BREAK SPACE}€ für den ersten Hund" in page
    assert "Ab 1. Januar" not in page
    assert "60,00" not in page


def test_all_values_of_a_bylaw_take_effect_together(running: Navigator) -> None:
    decides_for_later(running)
    decides_for_later(running, "105,00", "satz_zweiter")
    decides_for_later(running, "Hundesteuersatzung vom 20. November 2026", "satzung")

    after = case_at(running, NIGHT)

    assert (fee(running, after), fee(running, after, "satz_zweiter")) == (75, 105)
    with working_for(running.town):
        assert town_values(after)["satzung"] == "Hundesteuersatzung vom 20. November 2026"


def test_what_is_changed_meanwhile_stays_changed_and_the_waiting_value_still_comes(
    running: Navigator, monkeypatch: pytest.MonkeyPatch
) -> None:
    decides_for_later(running)
    running.fills(running.value("kasse"), {"value": "Kasse im Rathaus"})
    running.fills(running.value("satz_erster"), {"value": "62,00", **RESOLUTION})

    assert fee(running, case_at(running, EVENING)) == 62
    after = case_at(running, NIGHT)
    assert fee(running, after) == 75
    with working_for(running.town):
        assert town_values(after)["kasse"] == "Kasse im Rathaus"

    on_the_day(monkeypatch, NEW_YEAR + timedelta(days=9))
    running.fills(running.value("kasse"), {"value": "Kasse am Markt"})
    assert "Gilt ab" not in running.page()
    kept = running.adoption().parameters
    assert (kept.values["satz_erster"], kept.values["kasse"], kept.later) == ("75.00", "Kasse am Markt", {})
    assert kept.decisions["satz_erster"]["number"] == "40/2026"


def test_it_is_taken_back_before_its_day_and_not_any_more_on_it(
    running: Navigator, monkeypatch: pytest.MonkeyPatch
) -> None:
    decides_for_later(running)
    decides_for_later(running, "105,00", "satz_zweiter")
    page = running.get(running.value("satz_erster")).content.decode()
    action, fields = form_on(page, "day")

    running.client.post(action, fields)
    again = running.client.post(action, fields, follow=True).content.decode()

    assert "Dieser Wert ist nicht mehr vorgemerkt." in again
    after = case_at(running, NIGHT)
    assert (fee(running, after), fee(running, after, "satz_zweiter")) == (60, 105)
    on_the_day(monkeypatch, NEW_YEAR)
    other = running.post(f"{running.value('satz_zweiter')}zuruecknehmen/", {"day": NEW_YEAR.isoformat()})
    assert other.status_code == 302
    assert fee(running, case_at(running, NIGHT), "satz_zweiter") == 105


def test_only_what_stood_on_the_page_is_taken_back(running: Navigator) -> None:
    decides_for_later(running)
    action, fields = form_on(running.get(running.value("satz_erster")).content.decode(), "day")
    decides_for_later(running, "80,00")

    told = running.client.post(action, fields, follow=True).content.decode()

    assert "Dieser Wert wurde geändert, seit Sie die Seite geöffnet haben. Es wurde nichts zurückgenommen." in told
    assert fee(running, case_at(running, NIGHT)) == 80


@pytest.mark.parametrize("sent", [{}, {"day": "gestern"}])
def test_taking_back_without_a_day_is_nothing(running: Navigator, sent: dict[str, str]) -> None:
    assert running.post(f"{running.value('satz_erster')}zuruecknehmen/", sent).status_code == 404


@pytest.mark.parametrize(("value", "words"), [("900,00", "satz_erster: "), ("viel", "Bitte schreiben Sie eine Zahl")])
def test_what_the_law_does_not_allow_on_that_day_is_refused_when_entered(
    running: Navigator, value: str, words: str
) -> None:
    before = running.adoption().parameters_id

    page = running.fills(running.value("satz_erster"), {"value": value, **LATER})
    assert page.status_code == 422
    assert words in page.content.decode()
    assert running.adoption().parameters_id == before


def test_paused_it_waits_as_well(running: Navigator) -> None:
    running.switches("pause")
    decides_for_later(running)

    assert running.adoption().parameters.values["satz_erster"] == "60.00"
    assert running.switches("activate") == "active", "what holds today is decided"
    assert fee(running, case_at(running, NIGHT)) == 75


def test_prepared_with_this_years_value_the_next_years_may_wait_already(navigator: Navigator) -> None:
    navigator.decides()
    decides_for_later(navigator)
    navigator.binds()

    assert navigator.switches("activate") == "active"
    assert fee(navigator, case_at(navigator, EVENING)) == 60


def test_one_resolution_for_a_later_day_waits_with_the_values_as_they_stand(running: Navigator) -> None:
    member = make_member(running.town, Role.NAVIGATOR)[1]
    new = actions.Resolution(COUNCIL, "41/2026", date(2026, 11, 20), NEW_YEAR)
    with working_for(running.town):
        adoption = Adoption.objects.get()
        assert actions.decide_values(member, adoption, ["satz_erster", "kasse"], new, timezone.localdate()) == 1

    kept = running.adoption().parameters
    assert kept.decisions["satz_erster"]["number"] == "12/2026"
    assert kept.on(NEW_YEAR).decisions["satz_erster"]["number"] == "41/2026"


def test_two_people_who_decide_for_the_same_day_see_each_other(running: Navigator) -> None:
    colleague = Citizen(running.town, browser(make_member(running.town, Role.NAVIGATOR)[0]))
    opened = form_on(colleague.get(running.value("satz_erster")).content.decode(), "number")[1]
    decides_for_later(running)

    told = colleague.post(running.value("satz_erster"), {**opened, **LATER, "value": "80,00"})

    assert told.status_code == 422
    page = told.content.decode()
    assert "Das wurde geändert, seit Sie die Seite geöffnet haben" in page
    assert f"Gilt ab 1. Januar {YEAR}: 75,00" in page
    assert colleague.post(running.value("satz_erster"), form_on(page, "number")[1]).status_code == 302
    assert fee(running, case_at(running, NIGHT)) == 80


def test_a_newer_version_takes_the_waiting_value_along(running: Navigator) -> None:
    decides_for_later(running)

    with newer_release(lambda schema, defaults: None) as newer:
        running.switches("update")

        assert running.adoption().release_id == newer.pk
        assert fee(running, case_at(running, EVENING)) == 60
        assert fee(running, case_at(running, NIGHT)) == 75


def lower_bound(schema: dict[str, Any], _defaults: dict[str, Any]) -> None:
    schema["properties"]["satz_erster"]["x-rechtsrahmen"]["max"] = 70


def test_a_newer_version_that_the_waiting_value_does_not_fit_is_not_taken_and_says_why(running: Navigator) -> None:
    decides_for_later(running)
    before = running.adoption()

    with newer_release(lower_bound):
        page = running.client.post(
            running.path(f"katalog/{before.pk}/schalten/"), {"act": "update"}, follow=True
        ).content.decode()

        assert running.adoption().release_id == before.release_id
        assert "Die neue Version wurde nicht übernommen" in page
        assert f"Steuer im Jahr für den ersten Hund (Euro) ab 1. Januar {YEAR}: Das Gesetz erlaubt 0 bis 70" in page


def test_the_yearly_notices_of_january_have_the_new_rate(database: object) -> None:
    town = make_town("musterhafen")
    member = make_member(town, Role.NAVIGATOR)[1]
    adoption = adopted(town, "hundesteuer", by=member)
    dog = {
        "vorname": "Jana", "familienname": "Beispiel", "geburtsdatum": "1985-04-12", "strasse": "Hafenweg",
        "hausnummer": 9, "plz": "01999", "ort": "Musterhafen", "steuerjahr": YEAR - 1, "beginn": "2025-03-01",
        "satz_cent": 6000, "steuer_cent": 6000, "klasse": "normal", "rang": 1, "erm_prozent": 0, "kassenzeichen": "K",
        "marke": "H-1",
    }  # fmt: skip
    with working_for(town):
        new = actions.Resolution(COUNCIL, "40/2026", date(2026, 11, 20), NEW_YEAR)
        today = timezone.localdate()
        assert actions.set_parameter(member, adoption, "satz_erster", "75.00", new, today) == ()
        since = date(2025, 3, 1)
        Entry.objects.create(municipality=town, register="dog", key="H-1", person="p", valid_from=since, data=dog)
        report = Report("tax.year", "hand", "", 1, date(YEAR, 1, 4), {"jahr": YEAR})
        event, _is_new = receive(town, report, now=NIGHT)
        assert jobs.take_up(town, event, now=datetime(YEAR, 1, 11, 8, tzinfo=BERLIN)) == 1
        state = Case.objects.get().state

    assert '"gesamt_cent": 7500' in str(state).replace("'", '"')


def test_sets_of_parameters_stay_as_they_are(running: Navigator) -> None:
    before = running.adoption().parameters
    decides_for_later(running)

    with working_for(running.town):
        kept = ParameterSet.objects.get(pk=before.pk)
    assert (kept.values, kept.decisions, kept.later) == (before.values, before.decisions, {})


def test_another_town_takes_nothing_back_here(running: Navigator) -> None:
    decides_for_later(running)
    aue = make_town("aue")
    other = Citizen(aue, browser(make_member(aue, Role.NAVIGATOR)[0]))
    clerk = Citizen(running.town, browser(make_member(running.town, Role.CLERK)[0]))

    place, sent = f"{running.value('satz_erster')}zuruecknehmen/", {"day": NEW_YEAR.isoformat()}
    assert (other.post(place, sent).status_code, clerk.post(place, sent).status_code) == (404, 403)
    assert fee(running, case_at(running, NIGHT)) == 75
