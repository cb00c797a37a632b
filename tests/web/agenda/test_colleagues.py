"""Colleagues: what is in it for them, what they say about it, what they learn before it starts."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.models import Membership, Unit
from fahrwasser.web.accounts.roles import Right, Role
from fahrwasser.web.agenda.actions import colleagues as actions
from fahrwasser.web.agenda.gains import current_plan_of
from fahrwasser.web.agenda.models import TrainingDone, Voice
from fahrwasser.web.catalogue import actions as catalogue
from fahrwasser.web.inventory import actions as inventory
from fahrwasser.web.inventory.models import Service
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Act, Municipality
from filled import form_on
from services import published
from towns import browser, make_member
from web.agenda.plans import page, propose, queries

GAINS, VOICES, TRAININGS = (f"/lindenau/agenda/{part}/" for part in ("was-haben-sie-davon", "stimmen", "schulungen"))
PAGES = (GAINS, VOICES, f"{VOICES}neu/", TRAININGS)


@pytest.fixture
def office(town: Municipality, member: Member) -> Unit:
    """A town with its record, a plan of its Kämmerei and the dog tax there."""
    with working_for(town):
        inventory.start_record(member)
        unit = Unit.objects.create(municipality=town, name="Kämmerei")
        Service.objects.filter(key="dog-tax").update(unit=unit)
    propose(member, hours_per_week=12, budget_per_year=30000)
    return unit


@pytest.fixture
def colleague(town: Municipality, office: Unit) -> tuple[Client, Member]:
    user, found = make_member(town, Role.MULTIPLIKATOR, units=[office])
    return browser(user), found


def a_project(town: Municipality, of: str = "P14") -> str:
    with working_for(town):
        plan = current_plan_of(town)
        assert plan is not None
        return next(project for project in plan.in_order() if project.startswith(of))


def say(member: Member, project: str, text: str = "die Rechnungen kommen weiter auf Papier") -> Voice:
    with working_for(member.municipality):
        return actions.say(member, actions.Said("hinders", text, project=project))


def test_the_multiplikator_sees_what_the_plan_changes_for_the_own_office(
    town: Municipality, colleague: tuple[Client, Member]
) -> None:
    text = page(colleague[0], GAINS)
    assert "Niemand trägt Rechnungen von Tisch zu Tisch" in text
    assert "Minuten weniger je Fall" in text
    assert "Kämmerei" in text
    with working_for(town):
        other = Unit.objects.create(municipality=town, name="Standesamt")
    elsewhere = page(browser(make_member(town, Role.MULTIPLIKATOR, units=[other])[0]), GAINS)
    assert "Rechnungen von Tisch" not in elsewhere
    assert "Noch berührt kein Projekt" in elsewhere


def test_the_start_page_of_a_multiplikator_shows_the_next_changes(colleague: tuple[Client, Member]) -> None:
    text = page(colleague[0], "/lindenau/")
    assert "Was haben Sie davon?" in text
    assert GAINS in text
    assert queries(colleague[0], "/lindenau/")[1] <= 12


def test_a_voice_reaches_the_week_of_the_navigator_and_comes_back_with_an_answer(
    town: Municipality, colleague: tuple[Client, Member], navigator: Client
) -> None:
    project = a_project(town)
    sent = {"about": f"project:{project}", "kind": "hinders", "text": "Lieferanten schicken weiter Papier"}
    assert colleague[0].post(f"{VOICES}neu/", sent).status_code == 302
    assert "1 neue Stimme aus den Ämtern" in page(navigator, "/lindenau/")
    with working_for(town):
        voice = Voice.objects.get()
    listed = page(navigator, VOICES)
    assert "Lieferanten schicken weiter Papier" in listed
    assert "Das klappt bei uns nicht, weil …" in listed
    assert "Kämmerei" in listed
    assert colleague[1].name not in listed.partition("<main")[2].partition("</main>")[0]
    opened = page(navigator, f"{VOICES}{voice.pk}/")
    typed = {**form_on(opened, "answer")[1], "answer": "Wir fragen den Einkauf.", "read": "1"}
    noted = navigator.post(f"{VOICES}{voice.pk}/", typed).content.decode()
    assert "gelesen" in page(colleague[0], VOICES)
    begun = form_on(noted, "answer")[1]
    assert begun["answer"] == "Wir fragen den Einkauf.", "what was typed already is not lost"
    assert begun["seen"] == form_on(opened, "answer")[1]["seen"], "nothing is stored yet"
    assert navigator.post(f"{VOICES}{voice.pk}/", {"answer": " "}).status_code == 422
    navigator.post(f"{VOICES}{voice.pk}/", {"answer": "Wir schreiben sie im Januar an."})
    own = page(colleague[0], VOICES)
    assert "Wir schreiben sie im Januar an." in own
    assert "beantwortet" in own
    assert "neue Stimme" not in page(navigator, "/lindenau/")


def test_a_voice_keeps_the_package_it_is_about_and_the_log_not_its_words(
    town: Municipality, colleague: tuple[Client, Member]
) -> None:
    with working_for(town):
        actions.say(colleague[1], actions.Said("helps", "Frau Geheim spart Zeit", package="de.fahrwasser.hundesteuer"))
        assert Voice.objects.get().package == "de.fahrwasser.hundesteuer"
        assert "Geheim" not in str(Act.objects.get(verb="voice.say").detail)
    assert "Das hilft, weil …" in page(colleague[0], VOICES)


def test_packages_of_the_town_can_be_chosen_by_their_title(
    town: Municipality, member: Member, colleague: tuple[Client, Member]
) -> None:
    release = published("hundesteuer")
    with working_for(town):
        catalogue.adopt(member, release)
    form = page(colleague[0], f"{VOICES}neu/")
    assert '<option value="package:de.fahrwasser.hundesteuer">Hundesteuer</option>' in form
    sent = {"about": "package:de.fahrwasser.hundesteuer", "kind": "hinders", "text": "Die Marke kommt zu spät."}
    assert colleague[0].post(f"{VOICES}neu/", sent).status_code == 302
    assert "Hundesteuer" in page(colleague[0], VOICES)
    assert "{" not in page(colleague[0], VOICES).partition("<main")[2].partition("</main>")[0]


def test_a_voice_about_nothing_known_is_refused_and_what_was_typed_stays(colleague: tuple[Client, Member]) -> None:
    sent = {"about": "project:P99", "kind": "hinders", "text": "Mein langer Satz"}
    refused = colleague[0].post(f"{VOICES}neu/", sent)
    assert refused.status_code == 422
    assert "Mein langer Satz" in refused.content.decode()
    assert "Bitte wählen Sie eines davon" in refused.content.decode()


def test_nobody_sees_the_voices_of_others_but_the_navigator(
    town: Municipality, colleague: tuple[Client, Member], office: Unit
) -> None:
    voice = say(colleague[1], a_project(town))
    other, _member = make_member(town, Role.MULTIPLIKATOR, units=[office])
    assert voice.text not in page(browser(other), VOICES)
    assert browser(other).get(f"{VOICES}{voice.pk}/").status_code == 403


@pytest.mark.parametrize("role", [Role.LOTSE, Role.CLERK, Role.HEAD])
def test_others_are_refused(town: Municipality, colleague: tuple[Client, Member], role: Role) -> None:
    voice = say(colleague[1], a_project(town))
    user, other = make_member(town, role)
    client = browser(user)
    for address in (*PAGES, f"{VOICES}{voice.pk}/"):
        assert client.get(address).status_code == 403, address
    assert client.post(f"{TRAININGS}erledigt/", {}).status_code == 403
    with pytest.raises(PermissionDenied), working_for(town):
        actions.say(other, actions.Said("helps", "x"))


def test_a_lotse_with_a_mandate_to_plan_reads_no_voices(town: Municipality, colleague: tuple[Client, Member]) -> None:
    say(colleague[1], a_project(town))
    lotse, _member = make_member(town, Role.LOTSE)
    with working_for(town):
        Membership.objects.filter(user=lotse).update(may_edit=[Right.RECORD, Right.PLAN])
    client = browser(lotse)
    with working_for(town):
        voice = Voice.objects.get()
    assert client.get(VOICES).status_code == 403
    assert client.get(f"{VOICES}{voice.pk}/").status_code == 403
    assert "Rechnungen kommen weiter auf Papier" not in page(client, "/lindenau/")


def test_trainings_come_before_the_quarter_of_the_go_live_and_are_marked(
    town: Municipality, colleague: tuple[Client, Member], navigator: Client
) -> None:
    project = a_project(town)
    with working_for(town):
        plan = current_plan_of(town)
    assert plan is not None
    text = page(colleague[0], TRAININGS)
    assert "Rechnungen am Bildschirm prüfen und freigeben" in text
    first_day = plan.calendar.starts_on(plan.end(project))
    assert f"{first_day.year}" in text or f"{first_day.year - 1}" in text
    sent = {"project": project, "training": "invoices", "done": "1"}
    assert colleague[0].post(f"{TRAININGS}erledigt/", sent).status_code == 302
    assert "wieder öffnen" in page(navigator, TRAININGS)
    navigator.post(f"{TRAININGS}erledigt/", {"project": project, "training": "invoices", "open": "1"})
    with working_for(town):
        assert not TrainingDone.objects.exists()
    for wrong in ({"project": "P99", "training": "invoices"}, {"project": project, "training": "dms"}):
        assert navigator.post(f"{TRAININGS}erledigt/", {**wrong, "done": "1"}).status_code == 404


def test_without_a_plan_the_pages_say_so(town: Municipality) -> None:
    client = browser(make_member(town, Role.MULTIPLIKATOR)[0])
    for address in (GAINS, f"{VOICES}neu/", TRAININGS):
        assert "Noch gibt es keinen Plan" in page(client, address)
    assert page(client, VOICES)
    assert page(client, "/lindenau/")


def test_every_page_takes_few_queries_and_speaks_english(
    town: Municipality, colleague: tuple[Client, Member], navigator: Client
) -> None:
    voices = [say(colleague[1], a_project(town), f"Satz {number}") for number in range(60)]
    for client in (colleague[0], navigator):
        for address in PAGES:
            page(client, address)
            assert queries(client, address)[1] <= 12, address
    assert queries(navigator, f"{VOICES}{voices[0].pk}/")[1] <= 12
    assert queries(navigator, "/lindenau/")[1] <= 12
    newest = page(navigator, VOICES)
    say(colleague[1], a_project(town), "Ganz neu")
    following = re.search(r'href="(\?ab=[^"]+)"', newest)
    assert following
    older = page(navigator, f"{VOICES}{following[1]}")
    shown = [int(n) for n in re.findall(r"Satz (\d+)", newest + older)]
    assert shown == list(reversed(range(60))), "a voice that comes meanwhile shifts nothing"
    colleague[0].post("/lindenau/sprache/", {"language": "en"})
    assert "What is in it for you?" in page(colleague[0], GAINS)
