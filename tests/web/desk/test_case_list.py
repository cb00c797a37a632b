"""The list of all cases: what each waits for, and only the open or the closed ones."""

import re

import pytest
from django.utils import timezone

from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.cases.models import Case, Task
from fahrwasser.web.tenants.context import working_for
from towns import browser, make_member, make_town
from web.portal.citizen import DOG, Citizen, work
from web.services import adopted

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def clerk(database) -> Citizen:
    town = make_town()
    adopted(town, "hundesteuer")
    return Citizen(town, browser(make_member(town, Role.CLERK)[0]))


def a_dog(clerk: Citizen, name: str, **more) -> Case:
    return Citizen(clerk.town).registers_a_dog(hund={**DOG["hund"], "name": name}, **more)


def change(clerk: Citizen, case: Case, **values) -> None:
    with working_for(clerk.town):
        Case.objects.filter(pk=case.pk).update(**values)


def listed(clerk: Citizen, query: str = "") -> dict[str, str]:
    """Number → state, as the list shows them."""
    page = clerk.get(f"vorgaenge/{query}").content.decode()
    rows = re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>.*?data-label="Stand">([^<]*)</td>', page)
    return dict(rows)


def test_the_list_says_what_each_case_waits_for(clerk: Citizen) -> None:
    decided, doubtful = a_dog(clerk, "Bella"), a_dog(clerk, "Rex", bemerkung="Er gehört auch meiner Schwester.")
    asked, stuck, closed = a_dog(clerk, "Alma", bemerkung="Noch eine."), a_dog(clerk, "Nero"), a_dog(clerk, "Luna")
    with working_for(clerk.town):
        [task] = Task.objects.filter(case=asked, done_at=None)
    clerk.post(
        f"vorgaenge/aufgabe/{task.pk}/", {"outcome": "nachfragen", "reasons": "Wem gehört der Hund?", "confirm": "1"}
    )
    work()
    change(clerk, stuck, incident="Die Nummer ist vergeben.")
    change(clerk, closed, closed_at=timezone.now())

    assert listed(clerk) == {
        decided.number: "entschieden, Frist läuft noch",
        doubtful.number: "wartet auf uns",
        asked.number: "wartet auf Antwort der Person",
        stuck.number: "kommt nicht weiter",
        closed.number: "abgeschlossen",
    }
    assert "Stand: wartet auf uns." in clerk.get(f"vorgaenge/{doubtful.pk}/").content.decode()


def test_only_the_open_or_only_the_closed_ones_are_shown(clerk: Citizen) -> None:
    running, closed = a_dog(clerk, "Bella"), a_dog(clerk, "Luna")
    change(clerk, closed, closed_at=timezone.now())

    assert set(listed(clerk)) == {running.number, closed.number}
    assert set(listed(clerk, "?stand=offen")) == {running.number}
    assert set(listed(clerk, "?stand=abgeschlossen")) == {closed.number}
    assert set(listed(clerk, "?stand=%27;--")) == {running.number, closed.number}
    assert listed(clerk, f"?stand=offen&suche={closed.number}") == {}


def test_the_choice_survives_a_search(clerk: Citizen) -> None:
    a_dog(clerk, "Bella")
    page = clerk.get("vorgaenge/?stand=offen&suche=Mu").content.decode()
    assert '<input type="hidden" name="stand" value="offen">' in page
    assert "?suche=Mu&amp;stand=abgeschlossen" in page
    assert '<a href="?suche=Mu&amp;stand=offen" aria-current="page">Offene</a>' in page
