"""An amount that came otherwise than it was asked for is looked at by a person, who says what it is and why."""

import re

import pytest
from django.conf import settings

from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.cases.history import verify
from fahrwasser.web.cases.models import Case, Event, Payload
from fahrwasser.web.ports.models import Payment
from fahrwasser.web.tenants.context import working_for
from towns import browser, make_member, make_town
from web.portal.citizen import Citizen
from web.portal.paying_by_link import Bound, paid_by_link
from web.registers.moves import JANA, LINDEN, car, enter
from web.services import adopted

pytestmark = pytest.mark.usefixtures("database")
REASON = "Zwei Euro Entgelt der fremden Bank, Kontoauszug vom Tag."


@pytest.fixture
def bound(database, monkeypatch):
    """Jana has paid too little, by link."""
    town = make_town()
    adopted(town)
    enter(town, "resident", "p-100", {**JANA, "wohnung": "hauptwohnung", "anschrift": LINDEN})
    car(town)
    monkeypatch.setattr(settings, "PORT_HOSTS", {"127.0.0.1"})
    with paid_by_link(Citizen(town)) as found:
        found.begins()
        found.pays(grosAmount="28.00")
        found.says_paid()
        yield found


@pytest.fixture
def clerk(bound: Bound) -> Citizen:
    town = bound.jana.town
    return Citizen(town, browser(make_member(town, Role.CLERK)[0]))


def the_case(bound: Bound) -> Case:
    (case,) = bound.rows(Case)
    return case


def address(bound: Bound) -> str:
    return f"vorgaenge/{the_case(bound).pk}/zahlung/{bound.payment.pk}/"


def test_the_case_leads_to_the_payment_and_shows_both_sides(bound: Bound, clerk: Citizen) -> None:
    case = clerk.get(f"vorgaenge/{the_case(bound).pk}/").content.decode()
    page = clerk.get(address(bound)).content.decode()

    assert address(bound) in case
    assert "/erneut/" not in case  # trying again would only hide it
    assert re.search(r"30,00\s€.*28,00\s€", page, re.DOTALL)
    assert page.count(bound.payment.reference) == 2


def test_accepted_it_is_paid_and_the_case_goes_on_as_if_it_had_fitted(bound: Bound, clerk: Citizen) -> None:
    clerk.post(address(bound), {"meaning": "zahlung_gilt", "reason": REASON})
    again = clerk.post(address(bound), {"meaning": "zahlung_gilt", "reason": REASON})

    assert again.status_code == 302
    assert (bound.state(), bound.told()) == ("paid", 1)
    (told,) = bound.rows(Event, activity="zahlung")
    assert bound.rows(Payload, event=told.pk)[0].data == {"referenz": bound.payment.reference, "betrag_cent": 3000}
    assert the_case(bound).incident == ""
    assert "Vielen Dank" in bound.jana.get(bound.path).content.decode()


@pytest.mark.parametrize("meaning", ["zahlung_erstattet", "zahlung_fremd"])
def test_sent_back_it_is_open_and_can_be_paid_by_link_again(bound: Bound, clerk: Citizen, meaning: str) -> None:
    clerk.post(address(bound), {"meaning": meaning, "reason": REASON})

    assert (bound.state(), bound.told(), the_case(bound).incident) == ("open", 0, "")
    assert 'href="http://127.0.0.1' in bound.begins().content.decode()
    bound.pays()
    bound.says_paid()
    assert (bound.state(), bound.told()) == ("paid", 1)


def test_wrong_a_second_time_a_person_looks_a_second_time(bound: Bound, clerk: Citizen) -> None:
    clerk.post(address(bound), {"meaning": "zahlung_erstattet", "reason": REASON})
    bound.begins()
    bound.pays(grosAmount="1.00")
    bound.says_paid()

    assert bound.state() == "mismatched"
    assert bound.payment.reference in the_case(bound).incident


def test_who_cleared_it_and_why_stands_in_a_log_that_holds(bound: Bound, clerk: Citizen) -> None:
    clerk.post(address(bound), {"meaning": "zahlung_gilt", "reason": REASON})

    (event,) = bound.rows(Event, activity="zahlung_gilt")
    (kept,) = bound.rows(Payload, event=event.pk)
    assert kept.data["grund"] == REASON
    assert kept.data["gemeldet"]["cents"] == 2800
    with working_for(bound.jana.town):
        assert verify(the_case_now(bound)) is None
    page = clerk.get(f"vorgaenge/{the_case(bound).pk}/").content.decode()
    assert REASON in page
    assert "Erika Muster" in page


def the_case_now(bound: Bound) -> Case:
    return Case.objects.of(bound.jana.town).get()


def test_without_a_reason_nothing_is_cleared(bound: Bound, clerk: Citizen) -> None:
    answer = clerk.post(address(bound), {"meaning": "zahlung_gilt", "reason": " "})

    assert answer.status_code == 422
    assert bound.state() == "mismatched"


def test_only_clerks_clear_payments_of_their_own_town(bound: Bound) -> None:
    head = Citizen(bound.jana.town, browser(make_member(bound.jana.town, Role.HEAD)[0]))
    other = make_town("anderswo")
    stranger = Citizen(other, browser(make_member(other, Role.CLERK)[0]))

    assert head.post(address(bound), {"meaning": "zahlung_gilt", "reason": REASON}).status_code == 403
    assert stranger.post(address(bound), {"meaning": "zahlung_gilt", "reason": REASON}).status_code == 404
    assert bound.rows(Payment)[0].state == "mismatched"
