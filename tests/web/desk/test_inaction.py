"""Objections: those that lie for three months (§ 75 VwGO: the person may go to court for that alone), and their day."""

from datetime import timedelta

import pytest
from django.utils import timezone

from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.cases.models import Task
from fahrwasser.web.portal.actions.answering import object_to
from fahrwasser.web.tenants.context import working_for
from towns import browser, make_member, make_town
from web.portal.citizen import Citizen, work
from web.services import adopted

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def clerk() -> Citizen:
    town = make_town("musterhafen")
    adopted(town, "hundesteuer")
    return Citizen(town, browser(make_member(town, Role.CLERK)[0]))


def test_an_objection_undecided_for_three_months_comes_first_although_its_notice_has_left(clerk: Citizen) -> None:
    jana = Citizen(clerk.town)
    case = jana.registers_a_dog()
    with working_for(clerk.town):
        object_to(case, "Die Steuer ist zu hoch.", now=timezone.now() - timedelta(days=100))
    work()

    page = clerk.get("heute/").content.decode()

    assert case.number in page
    assert "§ 75 VwGO" in page


def test_no_objection_comes_from_the_future(clerk: Citizen) -> None:
    case = Citizen(clerk.town).registers_a_dog()
    tomorrow = timezone.localdate() + timedelta(days=1)

    page = clerk.post(f"vorgaenge/{case.pk}/widerspruch/", {"received_on": tomorrow.isoformat(), "text": "Zu teuer."})

    assert page.status_code == 422
    assert "Dieser Tag" in page.content.decode()
    with working_for(clerk.town):
        assert not Task.objects.of(clerk.town).filter(case=case).exists()
