"""The plan: there at once, improved by the job, changed by hand at a price that is true."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.agenda import actions
from fahrwasser.web.agenda.changes import Change, HoldChange, WishChange
from fahrwasser.web.agenda.jobs import run
from fahrwasser.web.agenda.models import Version
from fahrwasser.web.agenda.prices import moves, price_lines, trial_lead
from fahrwasser.web.agenda.reading import plan_of
from fahrwasser.web.tenants.context import working_for
from web.towns import browser, make_member, make_town

ASSUMPTIONS = {"hours_per_week": "4", "budget_per_year": "5000", "first_quarter": "2027-01-01", "duties": ["D05"]}


@pytest.fixture
def town(database):
    return make_town()


@pytest.fixture
def navigator(town):
    user, _ = make_member(town, Role.NAVIGATOR)
    return browser(user)


def test_first_visit_asks_for_the_assumptions(navigator: Client) -> None:
    page = navigator.get("/lindenau/agenda/").content.decode()
    assert "hours_per_week" in page
    assert 'value="4"' in page


def test_plan_is_there_at_once(navigator: Client, town) -> None:
    answer = navigator.post("/lindenau/agenda/annahmen/", ASSUMPTIONS, follow=True)
    assert answer.status_code == 200, answer.content.decode()
    page = answer.content.decode()
    with working_for(town):
        version = Version.objects.get()
    print(page)
    assert version.answer["schedule"]


def propose(member, duties=("D05",), **values):
    given = {"hours_per_week": Decimal(4), "budget_per_year": 5000, "first_quarter": date(2027, 1, 1), **values}
    with working_for(member.municipality):
        actions.make_frame(member, actions.Assumptions(duties=frozenset(duties), **given))
        return actions.make_proposal(member)


def test_job_improves_the_plan_and_explains_it(town) -> None:
    _, member = make_member(town, Role.NAVIGATOR)
    before = propose(member)
    run(town, version=str(before.pk), time_limit_s=6)
    with working_for(town):
        after = Version.objects.get(pk=before.pk)
    assert after.search == Version.Search.DONE
    assert after.answer["objective"] >= before.answer["objective"]
    assert after.answer["explanations"]
    print(before.answer["objective"], before.answer["gap"], after.answer["objective"], after.answer["gap"])


def test_price(town) -> None:
    _, member = make_member(town, Role.NAVIGATOR, Role.HEAD)
    before = propose(member)
    with working_for(town):
        trial = actions.draft_change(member, Change(hold=HoldChange("P14", "forbidden")))
        for line in price_lines(plan_of(before), plan_of(trial)):
            print(line)
        print(trial_lead(plan_of(before), plan_of(trial)), moves(plan_of(before), plan_of(trial), Change()))
    with working_for(town):
        trial = actions.draft_change(member, Change(wish=WishChange("x", "P12", 3)))
        print(trial.answer["status"], trial.answer["explanations"])
