"""No page of the services asks the database more than twelve times, however many cases a town has."""

import pytest
from django.test import Client

from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.cases.models import Task
from fahrwasser.web.tenants.context import working_for
from towns import browser, make_member, make_town
from web.portal.citizen import DOG, Citizen
from web.services import adopted
from web.test_budgets import MOST, queries


def town_with(slug: str, dogs: int) -> dict[str, int]:
    """Statements of every page in a town with so many dogs in doubt."""
    town = make_town(slug)
    adoption = adopted(town, "hundesteuer")
    jana = Citizen(town)
    for number in range(dogs):
        names = {**DOG["hund"], "name": f"Hund {number}"}
        case = jana.registers_a_dog(hund=names, bemerkung="Bitte ansehen.")
    with working_for(town):
        task = Task.objects.of(town).get(case=case, done_at=None)
    status = jana.status()[0]
    draft = Citizen(town)
    draft.begins()
    draft.fills_in()
    clerk = browser(make_member(town, Role.CLERK)[0])
    navigator = browser(make_member(town, Role.NAVIGATOR)[0])
    pages = {
        "services": (Client(), "dienste/"),
        "one service": (Client(), "dienste/hundesteuer/"),
        "question one": (Client(), "dienste/hundesteuer/antrag/"),
        "on paper": (Client(), "dienste/hundesteuer/papier/"),
        "a page of the form": (draft.client, f"antrag/{draft.token}/seite/hund/"),
        "the review": (draft.client, f"antrag/{draft.token}/pruefen/"),
        "the receipt": (jana.client, f"antrag/{jana.token}/quittung/"),
        "the state": (jana.client, status),
        "today": (clerk, "heute/"),
        "all cases": (clerk, "vorgaenge/"),
        "the counter": (clerk, "tresen/"),
        "a case": (clerk, f"vorgaenge/{case.pk}/"),
        "a task": (clerk, f"vorgaenge/aufgabe/{task.pk}/"),
        "the catalogue": (navigator, "katalog/"),
        "an adoption": (navigator, f"katalog/{adoption.pk}/"),
    }
    return {name: counted(client, f"/{slug}/{path}", name) for name, (client, path) in pages.items()}


def counted(client: Client, path: str, name: str) -> int:
    """Asked for twice, so that what is read only once in a process does not count."""
    client.get(path)
    with queries(at_most=99) as sent:
        answer = client.get(path)
    assert answer.status_code == 200, f"{name} answers {answer.status_code}"
    assert b"<h1" in answer.content, f"{name} is no page"
    assert len(sent) <= MOST, "\n".join([f"{name}: {len(sent)} statements instead of {MOST}", *sent])
    return len(sent)


@pytest.mark.usefixtures("database")
def test_no_page_of_a_service_needs_more_than_twelve_queries_nor_more_of_them_when_there_are_more_cases() -> None:
    few = town_with("klein", 1)

    many = town_with("gross", 4)

    assert many == few
