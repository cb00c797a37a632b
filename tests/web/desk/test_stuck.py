"""A case that cannot go on by itself is tried again, taken over by hand, or closed with a reason."""

import pytest

from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.cases.incidents import stop
from fahrwasser.web.cases.models import Case, Event, Payload, Task, Wait
from fahrwasser.web.jobs.models import Job
from fahrwasser.web.records.models import File
from fahrwasser.web.tenants.context import working_for
from towns import browser, make_member, make_town
from web.cases.office import NOON
from web.portal.citizen import Citizen, work
from web.services import adopted

pytestmark = pytest.mark.usefixtures("database")
BY_HAND = {"ending": "von_hand", "reason": "Der Eintrag ist im Fachverfahren geändert."}


@pytest.fixture
def clerk(database) -> Citizen:
    town = make_town()
    return Citizen(town, browser(make_member(town, Role.CLERK)[0]))


@pytest.fixture
def stuck(clerk: Citizen) -> Case:
    """In doubt, so that a task is open, and in conflict with its entry."""
    adopted(clerk.town, "hundesteuer")
    case = Citizen(clerk.town).registers_a_dog(bemerkung="Der Hund gehört auch meiner Schwester.")
    with working_for(clerk.town):
        stop(case, "eintragen: jemand hat den Eintrag geändert", "konflikt", now=NOON, key="test")
    return case


def the_case(clerk: Citizen) -> Case:
    with working_for(clerk.town):
        return Case.objects.of(clerk.town).get()


def rows(clerk: Citizen, model, **where) -> list:
    with working_for(clerk.town):
        return list(model.objects.of(clerk.town).filter(**where))


def test_the_case_offers_to_try_again_and_to_go_on_by_hand(clerk: Citizen, stuck: Case) -> None:
    page = clerk.get(f"vorgaenge/{stuck.pk}/").content.decode()

    assert f"/vorgaenge/{stuck.pk}/erneut/" in page
    assert f"/vorgaenge/{stuck.pk}/abschliessen/" in page


@pytest.mark.parametrize("ending", ["von_hand", "eingestellt"])
def test_closed_with_a_reason_the_machine_does_nothing_more_and_the_file_has_it(
    clerk: Citizen, stuck: Case, ending: str
) -> None:
    clerk.post(f"vorgaenge/{stuck.pk}/abschliessen/", {**BY_HAND, "ending": ending})
    work()

    case = the_case(clerk)
    assert (case.outcome, case.incident, case.closed_at is None) == (ending, "", False)
    assert rows(clerk, Task, done_at=None) == rows(clerk, Wait) == rows(clerk, Job, case=case.pk) == []
    (event,) = rows(clerk, Event, activity=ending)
    assert rows(clerk, Payload, event=event)[0].data["grund"] == BY_HAND["reason"]
    assert rows(clerk, File, cause=case.pk)
    assert case.number not in clerk.get("heute/").content.decode()


def test_without_a_reason_nothing_is_closed(clerk: Citizen, stuck: Case) -> None:
    page = clerk.post(f"vorgaenge/{stuck.pk}/abschliessen/", {**BY_HAND, "reason": " "})

    assert page.status_code == 422
    assert the_case(clerk).closed_at is None


def test_a_case_that_goes_on_by_itself_cannot_be_closed_past_its_process(clerk: Citizen, stuck: Case) -> None:
    clerk.post(f"vorgaenge/{stuck.pk}/erneut/")

    clerk.post(f"vorgaenge/{stuck.pk}/abschliessen/", BY_HAND)

    assert the_case(clerk).closed_at is None


def test_closed_it_takes_no_more_events_and_its_chain_is_whole(clerk: Citizen, stuck: Case) -> None:
    from fahrwasser.web.cases.actions import send_message
    from fahrwasser.web.cases.history import verify

    clerk.post(f"vorgaenge/{stuck.pk}/abschliessen/", BY_HAND)

    with working_for(clerk.town):
        assert not send_message(stuck, "antwort", {"text": "zu spät"}, now=NOON)
        assert verify(Case.objects.of(clerk.town).get()) is None
