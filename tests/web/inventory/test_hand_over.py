"""The hand-over notebook: written in pieces by whoever knows the task, by link or login."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fahrwasser.core.inventory.knowledge import PARTS
from fahrwasser.web.accounts.models import Membership, Unit
from fahrwasser.web.accounts.roles import Right, Role
from fahrwasser.web.inventory import actions
from fahrwasser.web.inventory.models import HandOver, SoloTask
from fahrwasser.web.jobs.models import Mail
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Act
from towns import browser, make_member, make_town

SOLO = "/lindenau/erfassen/ohne-vertretung/"


@pytest.fixture
def town(database):
    return make_town("lindenau", population=3900)


@pytest.fixture
def navigator(town):
    return make_member(town, Role.NAVIGATOR)


@pytest.fixture
def task(town, navigator):
    with working_for(town):
        unit = Unit.objects.create(municipality=town, name="Kämmerei")
        return actions.add_solo_task(navigator[1], "Kasse und Mahnwesen", unit, None)


def heft(task) -> str:
    return f"{SOLO}{task.pk}/heft/"


def link_of(town, member, task) -> str:
    with working_for(town):
        return f"/lindenau/aufgabe/uebergabe/{actions.make_link(member, task)}/"


def notebook(town) -> HandOver:
    with working_for(town):
        return HandOver.objects.get()


def fill(town, member, task, parts=PARTS) -> None:
    with working_for(town):
        for part in parts:
            actions.write_part(member, task, part, f"Text zu {part}", nothing=False, before="")


def test_an_empty_notebook_says_what_is_missing_and_is_not_stored(town, navigator, task):
    page = browser(navigator[0]).get(heft(task)).content.decode()
    assert "0 von 5" in page
    for title in ("Wann", "Schritte", "Orte", "Kontakte", "Stolpersteine"):
        assert title in page
    with working_for(town):
        assert not HandOver.objects.exists()


def test_the_colleague_writes_by_link_without_an_account(town, navigator, task):
    link = link_of(town, navigator[1], task)
    anyone = Client()
    assert anyone.get(link)["X-Robots-Tag"] == "noindex"
    sent = {"text": "Montags Kontoauszug holen\r\nDann buchen", "before": ""}
    assert anyone.post(f"{link}steps/", sent).status_code == 302
    page = anyone.get(link).content.decode()
    assert "1 von 5" in page
    assert "Kontoauszug" in browser(navigator[0]).get(heft(task)).content.decode()
    with working_for(town):
        act = Act.objects.get(verb="handover.write")
        assert (act.role, act.actor, act.detail) == ("errand", None, {"part": "steps"})


def test_nothing_to_say_counts_as_written_but_not_beside_a_text(town, navigator, task):
    client = browser(navigator[0])
    refused = client.post(f"{heft(task)}teil/contacts/", {"text": "Frau X", "nothing": "on", "before": ""})
    assert refused.status_code == 422
    assert "Frau X" in refused.content.decode()
    client.post(f"{heft(task)}teil/contacts/", {"text": "", "nothing": "on", "before": ""})
    assert notebook(town).written == ("contacts",)
    client.post(f"{heft(task)}teil/contacts/", {"text": "Rechenzentrum, Hotline", "before": ""})
    assert notebook(town).nothing == []


def test_two_people_at_once_lose_no_word(town, navigator, task):
    link = link_of(town, navigator[1], task)
    browser(navigator[0]).post(f"{heft(task)}teil/steps/", {"text": "Erst A", "before": ""})
    late = Client().post(f"{link}steps/", {"text": "Erst B", "before": ""})
    page = late.content.decode()
    assert late.status_code == 422
    assert "Erst A" in page
    assert "Erst B" in page
    assert notebook(town).steps == "Erst A"
    again = Client().post(f"{link}steps/", {"text": "Erst A, dann B", "before": "Erst A"})
    assert again.status_code == 302
    assert notebook(town).steps == "Erst A, dann B"


def test_old_ended_and_foreign_links_show_the_same_page(town, navigator, task):
    first = link_of(town, navigator[1], task)
    second = link_of(town, navigator[1], task)
    make_town("anderswo")
    assert Client().get(first).status_code == 404
    assert Client().get(second.replace("lindenau", "anderswo")).status_code == 404
    assert Client().get(second).status_code == 200
    with working_for(town):
        HandOver.objects.update(link_until=timezone.now() - timedelta(minutes=1))
    assert Client().post(f"{second}steps/", {"text": "x", "before": ""}).status_code == 404
    third = link_of(town, navigator[1], task)
    browser(navigator[0]).post(f"{heft(task)}link/ende/")
    assert Client().get(third).status_code == 404


def test_a_link_that_ends_while_somebody_writes_loses_no_word(town, navigator, task):
    link = link_of(town, navigator[1], task)
    colleague = Client()
    assert colleague.get(f"{link}pitfalls/").status_code == 200
    with working_for(town):
        actions.revoke_link(navigator[1], task)
    typed = "Am Jahresende zuerst den Abschluss der Barkasse, sonst stimmt nichts."
    answer = colleague.post(f"{link}pitfalls/", {"text": typed, "before": "Ein Text, der dastand."})
    assert answer.status_code == 404
    text = answer.content.decode()
    assert typed in text
    assert "Es wurde nicht gespeichert." in text
    assert "Ein Text, der dastand." not in text, "only what was typed, not what the page carried along"


def test_a_link_is_mailed_and_shown_once(town, navigator, task):
    client = browser(navigator[0])
    client.post(f"{heft(task)}link/", {"email": "kasse@lindenau.invalid"})
    page = client.get(heft(task)).content.decode()
    shown = re.search(r"http://testserver(/lindenau/aufgabe/uebergabe/[^/]+/)", page)
    assert shown
    assert Client().get(shown[1]).status_code == 200
    assert "/aufgabe/uebergabe/" not in client.get(heft(task)).content.decode()
    mail = Mail.objects.using("owner").get()
    assert shown[1] in mail.body
    assert client.post(f"{heft(task)}link/", {"email": "kein"}).status_code == 422


def test_a_link_opens_only_its_notebook(town, navigator, task):
    link = link_of(town, navigator[1], task)
    assert Client().get(f"{link}unbekannt/").status_code == 404
    assert Client().get(heft(task)).status_code == 302


def test_who_keeps_a_notebook(town, navigator, task):
    with working_for(town):
        other = Unit.objects.create(municipality=town, name="Bauamt")
    own, _member = make_member(town, Role.MULTIPLIKATOR, units=[task.unit])
    foreign, foreign_member = make_member(town, Role.MULTIPLIKATOR, units=[other])
    clerk, _member = make_member(town, Role.CLERK, units=[task.unit])
    head, _member = make_member(town, Role.HEAD)
    assert [browser(user).get(heft(task)).status_code for user in (own, head, foreign, clerk)] == [200, 200, 403, 403]
    assert browser(own).post(f"{heft(task)}teil/places/", {"text": "Schrank 3", "before": ""}).status_code == 302
    with pytest.raises(PermissionDenied), working_for(town):
        actions.delete_notebook(foreign_member, task)


def test_a_lotse_sees_no_notebook_even_with_the_mandate_to_edit_the_record(town, navigator, task):
    fill(town, navigator[1], task)
    lotse, _member = make_member(town, Role.LOTSE)
    with working_for(town):
        Membership.objects.filter(user=lotse).update(may_edit=[Right.RECORD, Right.PLAN])
    client = browser(lotse)
    for path in ("", "druck/", "teil/steps/", "loeschen/"):
        assert client.get(heft(task) + path).status_code == 403, path
    for path in ("teil/steps/", "link/", "link/ende/", "loeschen/"):
        assert client.post(heft(task) + path, {"text": "x", "before": ""}).status_code == 403, path
    page = client.get(SOLO).content.decode()
    assert "/heft/" not in page
    assert "Stelle wird frei" not in page


def test_a_notebook_is_printed_and_deleted(town, navigator, task):
    fill(town, navigator[1], task, PARTS[:4])
    client = browser(navigator[0])
    printed = client.get(f"{heft(task)}druck/").content.decode()
    assert "Text zu steps" in printed
    assert "Noch leer" in printed
    assert "4" in client.get(f"{heft(task)}loeschen/").content.decode()
    client.post(f"{heft(task)}loeschen/")
    with working_for(town):
        assert not HandOver.objects.exists()
        assert SoloTask.objects.exists()


def test_of_the_years_until_a_post_is_vacant_only_the_band_is_kept(town):
    head, member = make_member(town, Role.HEAD)
    browser(head).post(SOLO, {"name": "Wahlen", "unit": "", "leaves_within_years": "3"})
    with working_for(town):
        actions.add_solo_task(member, "Archiv", None, 7)
        assert dict(SoloTask.objects.values_list("name", "leaves_within_years")) == {"Wahlen": 3, "Archiv": 10}
    page = browser(head).get(SOLO).content.decode()
    assert "innerhalb von drei Jahren" in page
    assert "in vier bis zehn Jahren" in page


def test_the_list_takes_the_same_queries_with_one_task_and_with_many(town, navigator, task):
    user, _member = make_member(town, Role.MULTIPLIKATOR, units=[task.unit])
    client = browser(user)
    client.get(SOLO)
    with CaptureQueriesContext(connection) as few:
        client.get(SOLO)
    with working_for(town):
        for number in range(20):
            actions.add_solo_task(navigator[1], f"Aufgabe {number}", None, None)
    with CaptureQueriesContext(connection) as many:
        client.get(SOLO)
    assert len(few) == len(many)
    with CaptureQueriesContext(connection) as one:
        client.get(heft(task))
    assert len(one) <= 14
