"""Many cases in one transaction; one that cannot go on does not hold up the others. And what desk and portal read."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fahrwasser.web.cases import actions
from fahrwasser.web.cases.models import Case, Notice, Task
from fahrwasser.web.jobs.models import Job
from fahrwasser.web.tenants.context import working_for
from web.cases.office import ERIKA, Office
from web.cases.sample_package import call, end, flows, receive, start, user

GREET = (
    start() + call("sagen", "message", vorlage='"hallo"', werte="{name: antrag.name}")
    + user("pruefen", due='duration("P2D")') + receive("warten", "antwort") + end() + flows("s>sagen>pruefen>warten>e")
)  # fmt: skip


@pytest.fixture
def office(database) -> Office:
    return Office(GREET)


def test_one_that_cannot_go_on_does_not_hold_up_its_group(office: Office) -> None:
    good = [office.open() for _ in range(3)]
    bad = office.open(facts={"antrag": {"alter": 40}})
    office.run_worker()
    assert [office.tasks(case) for case in good] == [["pruefen"]] * 3
    assert len(office.rows(Notice)) == 3
    found = office.case(bad)
    assert "name" in found.incident
    assert office.tasks(bad) == []
    dead = office.rows(Job, case=bad.pk)[0]
    assert dead.failed_at is not None


def test_a_job_whose_case_is_gone_or_moved_on_does_nothing(office: Office) -> None:
    case = office.open()
    with working_for(office.town):
        for token in (1, 1, 77):
            Job.objects.create(municipality=office.town, kind="cases.call", case=case.pk, args={"token": token})
        Job.objects.create(municipality=office.town, kind="cases.timer", case=office.town.pk, args={"token": 1})
    office.run_worker()
    assert len(office.rows(Notice)) == 1
    assert office.rows(Job) == []


def test_a_hundred_cases_cost_as_many_statements_as_one(office: Office) -> None:
    def statements(count: int) -> int:
        openings = [actions.Opening("event", {"antrag": {**ERIKA, "name": str(n)}}) for n in range(count)]
        with working_for(office.town), CaptureQueriesContext(connection) as seen:
            actions.open_cases(office.adoption, office.release, openings, now=office.now)
        return len(seen)

    statements(1)
    assert statements(100) == statements(1)
    assert len(office.rows(Case)) == 102


def test_a_task_without_a_deadline_is_due_in_a_week(database) -> None:
    office = Office(start() + user("pruefen") + end() + flows("s>pruefen>e"))
    office.open()
    assert office.rows(Task)[0].due == office.now + timedelta(days=7)
