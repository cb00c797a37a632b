"""What the town knows of a person makes an officer decide, whichever way the case has come in."""

from datetime import timedelta

import pytest
from django.utils import timezone

from fahrwasser.web.cases.models import Case, Task
from fahrwasser.web.portal.actions.answering import object_to
from fahrwasser.web.registers.actions import Report, opt_out
from fahrwasser.web.registers.flags import PENDING, objecting
from fahrwasser.web.tenants.context import working_for
from towns import make_town
from web.portal.citizen import Citizen, work
from web.registers.moves import JANA, LINDEN, car, enter, moved, permits, reported, tasks
from web.services import adopted

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def jana() -> Citizen:
    """In the register at her address, with her car: the machine grants what she applies for."""
    town = make_town("musterhafen")
    adopted(town)
    enter(town, "resident", "p-100", {**JANA, "wohnung": "hauptwohnung", "anschrift": LINDEN})
    car(town)
    return Citizen(town)


def objects(jana: Citizen, case: Case) -> None:
    with working_for(jana.town):
        object_to(case, "Die Gebühr ist zu hoch.", now=timezone.now())
    work()


def decides(jana: Citizen, outcome: str, days_ago: int) -> None:
    """What a clerk has done with the objection."""
    at = timezone.now() - timedelta(days=days_ago)
    with working_for(jana.town):
        Task.objects.of(jana.town).filter(done_at=None).update(done_at=at, outcome=outcome)


def test_a_move_changes_nothing_by_machine_while_the_person_objects_to_the_permit(jana: Citizen) -> None:
    case = jana.wants_a_permit()
    objects(jana, case)
    before = permits(jana.town)

    reported(jana.town, moved())

    assert permits(jana.town) == before
    assert set(tasks(jana.town)) == {"umzug_ansehen", "widerspruch_pruefen"}


def test_the_yearly_run_leaves_a_dog_whose_tax_is_objected_to_to_a_person() -> None:
    town = make_town("musterhafen")
    adopted(town, "hundesteuer")
    jana = Citizen(town)
    case = jana.registers_a_dog()
    work()
    objects(jana, case)
    next_year = timezone.localdate().year + 1
    day = timezone.localdate()

    reported(town, Report("tax.year", "Steueramt", "", next_year, day, {"jahr": next_year}))

    assert "jahr_freigeben" in tasks(town)


def test_somebody_who_wants_nothing_by_machine_gets_no_decision_by_machine_on_an_application_either(
    jana: Citizen,
) -> None:
    with working_for(jana.town):
        opt_out(jana.town, JANA, now=timezone.now())

    case = jana.wants_a_permit()

    assert case.facts["flags"] == ["widersprochen"]
    assert (permits(jana.town), tasks(jana.town)) == ({}, ["antrag_pruefen"])


def test_another_application_waits_for_a_person_while_an_objection_is_open(jana: Citizen) -> None:
    objects(jana, jana.wants_a_permit())
    (number,) = permits(jana.town)

    case = jana.wants_a_permit(anliegen="kennzeichen", ausweis_nummer=number)

    assert case.facts["flags"] == ["rechtsbehelf"]
    assert set(tasks(jana.town)) == {"antrag_pruefen", "widerspruch_pruefen"}


@pytest.mark.parametrize(
    ("outcome", "days_ago", "is_open"),
    [("abhelfen", 1, False), ("vorlegen", 1, True), ("vorlegen", PENDING.days + 1, False)],
    ids=["remedied", "with the authority above", "a year later"],
)
def test_an_objection_is_open_until_it_is_decided_here_or_above(
    jana: Citizen, outcome: str, days_ago: int, is_open: bool
) -> None:
    case = jana.wants_a_permit()
    objects(jana, case)

    decides(jana, outcome, days_ago)

    with working_for(jana.town):
        found = objecting(jana.town, case.adoption, timezone.now())
    assert bool(found) is is_open
