"""The chain of events shows every change, forgetting a person leaves it whole; links open one case only."""

from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone

from fahrwasser.core.refused import Refused
from fahrwasser.web.cases import history, jobs, links
from fahrwasser.web.cases.calls import drain
from fahrwasser.web.cases.models import Case, Event, Link, Notice, Payload
from fahrwasser.web.jobs.dead_letters import dead_letters
from fahrwasser.web.jobs.models import Job
from fahrwasser.web.jobs.nights import plan_town
from fahrwasser.web.tenants.context import working_for
from web.cases.office import ERIKA, NOON, Office, as_worker
from web.cases.sample_package import call, end, flows, rule, start, timer, user

TALKING = (
    start() + rule("anspruch") + call("sagen", "message", vorlage='"hallo"', werte="{name: antrag.name}")
    + user("pruefen") + end() + flows("s>anspruch>sagen>pruefen>e")
)  # fmt: skip


@pytest.fixture
def office(database) -> Office:
    return Office(TALKING)


def closed(office: Office) -> Case:
    case = office.open()
    office.due()
    return office.finish(case, begruendung="Frau Muster wohnt im Gartenweg.")


def broken(office: Office, case: Case) -> int | None:
    with working_for(office.town):
        return history.verify(Case.objects.get(pk=case.pk))


def as_superuser(statement: str, *values: object) -> None:
    """What an intruder with all rights could do: the trigger is off."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE cases_event DISABLE TRIGGER append_only")
        cursor.execute(statement, values)
        cursor.execute("ALTER TABLE cases_event ENABLE TRIGGER append_only")


def test_an_untouched_chain_is_whole(office: Office) -> None:
    case = closed(office)
    assert broken(office, case) is None
    told = [(event.sequence, event.activity, event.passed) for event in office.events(case)]
    assert told == [(1, "s", ""), (2, "anspruch", ""), (3, "sagen", ""), (4, "pruefen", "e")]


@pytest.mark.parametrize(
    ("statement", "first"),
    [
        ("UPDATE cases_event SET actor = 'citizen' WHERE sequence = 3", 3),
        ("UPDATE cases_event SET completed_at = completed_at - interval '1 second' WHERE sequence = 2", 2),
        ("UPDATE cases_payload SET data = '{}' WHERE event_id = (SELECT id FROM cases_event WHERE sequence = 1)", 1),
        ("UPDATE cases_event SET activity = 'anders', hash = repeat('0', 64) WHERE sequence = 4", 4),
        ("UPDATE cases_event SET passed = '' WHERE sequence = 4", 4),
        ("DELETE FROM cases_event WHERE sequence = 4", 4),
    ],
)
def test_whatever_is_changed_is_found(office: Office, statement: str, first: int) -> None:
    case = closed(office)
    as_superuser("DELETE FROM cases_payload WHERE event_id = (SELECT id FROM cases_event WHERE sequence = 4)")
    assert broken(office, case) is None, "an erased payload breaks nothing"
    as_superuser(statement)
    assert broken(office, case) == first


def test_every_night_a_broken_chain_reaches_operator_and_clerk(office: Office) -> None:
    sound, tampered = closed(office), closed(office)
    as_superuser("UPDATE cases_event SET actor = 'x' WHERE sequence = 3 AND case_id = %s", str(tampered.pk))
    for _ in range(2):
        with working_for(office.town):
            Job.objects.of(office.town).filter(kind="cases.verify").delete()
            plan_town(office.town, timezone.now())
        office.run_worker()
    (found,) = dead_letters()
    assert (found.kind, found.error, found.count) == ("cases.chain", "ChainBroken", 1)
    assert "event 3" in office.case(tampered).incident
    assert office.case(sound).incident == ""


def test_the_nightly_look_goes_on_where_it_stopped(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "TOGETHER", 1)
    for _ in range(3):
        last = closed(office)
    as_superuser("UPDATE cases_event SET actor = 'x' WHERE sequence = 3 AND case_id = %s", str(last.pk))
    with working_for(office.town):
        plan_town(office.town, timezone.now())
    office.run_worker()
    assert office.case(last).incident
    assert len(office.rows(Job, kind="cases.verify")) == 1


def test_events_cannot_be_changed_by_web_or_worker(office: Office) -> None:
    closed(office)
    for alias in ("default", "worker"):
        with pytest.raises(Exception, match="permission denied"), connections[alias].cursor() as cursor:
            cursor.execute("UPDATE cases_event SET actor = 'x'")


def test_forgetting_a_person_leaves_figures_and_a_whole_chain(office: Office) -> None:
    case = closed(office)
    before = len(office.events(case))
    with as_worker(), working_for(office.town):
        history.erase(case, now=office.now)
    found = office.case(case)
    assert (found.facts, found.person, found.state) == ({}, "", {})
    assert office.rows(Payload, event__case=case) == []
    assert office.rows(Notice) == []
    events = office.events(case)
    assert (len(events), events[-1].activity) == (before + 1, "erased")
    assert broken(office, case) is None
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cases_case c WHERE c::text LIKE '%Muster%'")
        assert cursor.fetchone() == (0,)


def test_a_running_case_is_not_forgotten(office: Office) -> None:
    case = office.open()
    with working_for(office.town), pytest.raises(Refused):
        history.erase(case, now=office.now)


def test_a_link_opens_one_case_with_the_right_code_only(office: Office) -> None:
    case = office.open()
    token, code = links.status_token(case.pk), links.status_code(case.pk)
    with working_for(office.town):
        links.open_status(case, NOON)
        links.open_status(case, NOON)  # a second time it is the same page
        link = links.find(office.town, token, Link.Purpose.STATUS, NOON)
        assert link is not None
        assert link.case_id == case.pk
        assert links.fits(link, code.replace("-", " "))
        assert links.find(office.town, token, Link.Purpose.UNDO, NOON) is None
        assert links.find(office.town, "falsch", Link.Purpose.STATUS, NOON) is None
    (row,) = office.rows(Link)
    assert token not in repr(row.__dict__)
    assert code not in repr(row.__dict__)


def test_a_link_lives_while_its_case_is_open_and_a_year_longer(office: Office) -> None:
    case = office.open()
    with working_for(office.town):
        links.open_status(case, NOON)
        Link.objects.bulk_create([links.undo_row(case)])

    def opens(days: int) -> list[bool]:
        found = ((links.status_token, Link.Purpose.STATUS), (links.undo_token, Link.Purpose.UNDO))
        day = NOON + timedelta(days=days)
        with working_for(office.town):
            return [links.find(office.town, token(case.pk), purpose, day) is not None for token, purpose in found]

    assert opens(days=1000) == [True, True]
    office.due()
    office.later(days=1000)
    office.finish(case)
    assert opens(days=1364) == [True, True]
    assert opens(days=1366) == [False, False]
    with working_for(office.town):
        links.reopen(case, NOON + timedelta(days=1500))
    assert opens(days=1800) == [True, False]


def test_five_wrong_codes_lock_the_link_also_for_the_right_one_until_it_is_handed_out(office: Office) -> None:
    case = office.open()
    with working_for(office.town):
        links.open_status(case, NOON)
        link = links.find(office.town, links.status_token(case.pk), Link.Purpose.STATUS, NOON)
        assert link is not None
        for _ in range(5):
            assert not links.fits(link, "0000-0000")
        assert not links.fits(link, links.status_code(case.pk))
        links.unlock(case)
        assert links.fits(link, links.status_code(case.pk))


def test_the_addresses_of_two_cases_and_two_purposes_are_never_the_same(office: Office) -> None:
    one, other = office.open(), office.open()
    found = {make(case.pk) for case in (one, other) for make in (links.status_token, links.undo_token)}
    assert len(found) == 4


def test_a_made_up_year_runs_at_its_own_time(database) -> None:
    office = Office(
        start() + timer("warten", 'duration("P10D")') + call("marke", "number", kreis='"m"')
        + timer("nochmal", 'duration("P20D")') + end() + flows("s>warten>marke>nochmal>e")
    )  # fmt: skip
    case = office.open(facts={"antrag": ERIKA})
    with working_for(office.town):
        assert drain(office.town, NOON + timedelta(days=365)) == 3
    found = office.case(case)
    assert found.closed_at == NOON + timedelta(days=30)
    assert [(event.activity, event.passed, event.completed_at - NOON) for event in office.events(case)] == [
        ("s", "", timedelta()), ("warten", "", timedelta(days=10)), ("marke", "", timedelta(days=10)),
        ("nochmal", "e", timedelta(days=30)),
    ]  # fmt: skip
    assert isinstance(office.events(case)[0], Event)
