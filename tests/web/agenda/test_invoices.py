"""Bills: what a project really cost, entered once, corrected but never changed, and held against the plan."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.agenda import actions
from fahrwasser.web.agenda.models import Invoice, Progress
from fahrwasser.web.agenda.reading import Plan, plan_of
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality
from towns import browser, make_member, make_town
from web.agenda.plans import BEGIN, page, propose, queries

AGENDA = "/lindenau/agenda/"
DAY = date(2026, 11, 2)


@pytest.fixture
def plan(member: Member) -> Plan:
    return plan_of(propose(member))


def bills(project: str) -> str:
    return f"{AGENDA}projekt/{project}/rechnungen/"


def dear(plan: Plan) -> str:
    """A project that costs something once."""
    return next(p for p in plan.in_order() if plan.instance.by_id[p].cost_once > 0)


def entered(browser: Client, project: str, amount: str, **form: str) -> int:
    values = {"dated_on": "2026-11-02", "amount": amount, "note": "Beispiel GmbH, Nr. 17", **form}
    return browser.post(bills(project), values).status_code


def cost(town: Municipality, project: str) -> int | None:
    with working_for(town):
        return Progress.objects.get(project=project).euros_spent


def test_bills_add_up_and_a_credit_note_takes_off(navigator: Client, town: Municipality, plan: Plan) -> None:
    project = plan.in_order()[0]
    assert entered(navigator, project, "1.190,50") == 302
    assert entered(navigator, project, "-190,50") == 302
    assert cost(town, project) == 1000
    answer, count = queries(navigator, bills(project))
    text = answer.content.decode()
    assert count <= 12
    assert "1.190,50 €" in text
    assert "-190,50 €" in text
    assert "1.000\N{NO-BREAK SPACE}€ sind bisher abgerechnet." in text
    assert f'href="{bills(project)}"' in page(navigator, f"{AGENDA}wie-laeuft-es/"), "from the sum to its bills"


def test_the_light_takes_the_bills(navigator: Client, town: Municipality, member: Member, plan: Plan) -> None:
    project = dear(plan)
    with working_for(town):
        actions.progress(member, project, actions.State("running", BEGIN, euros_spent=1))
        planned = Progress.objects.get(project=project).planned["euros"]
        actions.note_invoice(member, project, actions.Bill(DAY, Decimal(str(planned)) * 2, "Beispiel GmbH"))
    assert "Kostet 100 % mehr als geplant." in page(navigator, f"{AGENDA}wie-laeuft-es/")
    assert "Kostet 100 % mehr als geplant." in page(navigator, f"{AGENDA}projekt/{project}/")


def test_a_wrong_bill_is_corrected_and_both_entries_stay(navigator: Client, town: Municipality, plan: Plan) -> None:
    project = plan.in_order()[0]
    entered(navigator, project, "9000", note="Beispiel GmbH, Nr. 18")
    with working_for(town):
        wrong = Invoice.objects.get()
    form = {"dated_on": "2026-11-02", "amount": "900", "note": "Beispiel GmbH, Nr. 18 (Komma)"}
    assert navigator.post(f"{bills(project)}{wrong.pk}/", form).status_code == 302
    assert cost(town, project) == 900
    text = page(navigator, bills(project))
    assert "9.000,00 €" in text
    assert "wurde berichtigt, zählt nicht" in text
    again = navigator.post(f"{bills(project)}{wrong.pk}/", {**form, "amount": "800", "note": "auch ich"})
    assert again.status_code == 422
    assert "inzwischen berichtigt" in again.content.decode()
    assert "auch ich" in again.content.decode(), "nothing typed is lost"
    assert cost(town, project) == 900


def test_a_bill_of_another_project_is_taken_back_with_nought(navigator: Client, town: Municipality, plan: Plan) -> None:
    project = plan.in_order()[0]
    entered(navigator, project, "500")
    with working_for(town):
        wrong = Invoice.objects.get()
    form = {"dated_on": "2026-11-02", "amount": "0", "note": "gehört nicht hierher"}
    assert navigator.post(f"{bills(project)}{wrong.pk}/", form).status_code == 302
    assert cost(town, project) == 0


def test_bills_count_more_than_what_was_typed_on_the_page_of_the_project(
    navigator: Client, town: Municipality, plan: Plan
) -> None:
    project = plan.in_order()[0]
    assert 'name="euros_spent"' in page(navigator, f"{AGENDA}projekt/{project}/")
    entered(navigator, project, "700")
    assert 'name="euros_spent"' not in page(navigator, f"{AGENDA}projekt/{project}/")
    form = {"state": "running", "started_on": "2027-01-11", "days_spent": "2", "euros_spent": "5", "seen": "0"}
    assert navigator.post(f"{AGENDA}projekt/{project}/", form).status_code == 302
    assert cost(town, project) == 700
    navigator.post(f"{AGENDA}projekt/{project}/verschieben/", {"state": "done", "seen": 1})
    assert cost(town, project) == 700


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"amount": "0"}, "Bitte geben Sie den Betrag der Rechnung ein."),
        ({"amount": "viel"}, "Zahl"),
        ({"dated_on": (timezone.localdate() + timedelta(days=2)).isoformat()}, "liegt in der Zukunft"),
        ({"note": ""}, "Bitte füllen Sie dieses Feld aus."),
    ],
)
def test_what_is_no_bill_is_refused_in_words(
    navigator: Client, town: Municipality, plan: Plan, form: dict[str, str], words: str
) -> None:
    values = {"dated_on": "2026-11-02", "amount": "12,50", "note": "Beispiel GmbH", **form}
    answer = navigator.post(bills(plan.in_order()[0]), values)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    with working_for(town):
        assert not Invoice.objects.exists()


def test_the_database_refuses_to_change_a_bill(member: Member, town: Municipality, plan: Plan) -> None:
    with working_for(town):
        actions.note_invoice(member, plan.in_order()[0], actions.Bill(DAY, Decimal(5), "Beispiel GmbH"))
        with pytest.raises(DatabaseError), transaction.atomic():
            Invoice.objects.update(amount=4)
        with pytest.raises(DatabaseError), transaction.atomic():
            Invoice.objects.all().delete()


def test_the_head_reads_bills_and_enters_none_others_do_neither(town: Municipality, plan: Plan) -> None:
    project = plan.in_order()[0]
    head = browser(make_member(town, Role.HEAD)[0])
    text = page(head, bills(project))
    assert 'name="amount"' not in text
    assert head.post(bills(project), {"dated_on": "2026-11-02", "amount": "5", "note": "x"}).status_code == 403
    clerk = browser(make_member(town, Role.CLERK)[0])
    assert clerk.get(bills(project)).status_code in (403, 404)


def test_a_bill_of_another_town_is_not_there(navigator: Client, plan: Plan) -> None:
    other = make_member(make_town("anderswo"), Role.NAVIGATOR)[1]
    project = plan_of(propose(other)).in_order()[0]
    with working_for(other.municipality):
        foreign = actions.note_invoice(other, project, actions.Bill(DAY, Decimal(5), "Beispiel GmbH"))
    assert navigator.get(f"{bills(project)}{foreign.pk}/").status_code == 404
