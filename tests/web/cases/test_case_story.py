"""One external event is one transaction: a case opens, waits, goes on, and ends."""

from datetime import timedelta

import pytest

from fahrwasser.core.refused import Refused
from fahrwasser.web.cases import actions
from fahrwasser.web.cases.models import Case, Decision, Payload, Task, Wait
from fahrwasser.web.jobs.models import Job
from fahrwasser.web.tenants.context import working_for
from web.cases.office import ERIKA, Office
from web.cases.sample_package import after, boundary, end, flows, receive, rule, start, user, xor

SIMPLE = (
    start() + rule("anspruch") + user("pruefen", "ja nein", 'duration("P3D")') + end()
    + flows("s>anspruch>pruefen>e")
)  # fmt: skip


@pytest.fixture
def office(database) -> Office:
    return Office(SIMPLE)


def test_an_application_becomes_a_numbered_case_with_a_task(office: Office) -> None:
    case = office.open()
    assert case.number == "2026-000001"
    assert office.tasks(case) == ["pruefen"]
    task = office.rows(Task)[0]
    assert (task.role, task.due) == ("amt", office.now + timedelta(days=3))
    assert office.open().number == "2026-000002"


def test_the_decision_is_kept_with_the_rules_that_fired_and_its_norm(office: Office) -> None:
    case = office.open()
    decision = office.rows(Decision, case=case)[0]
    assert (decision.outcome, decision.level, decision.norm) == ("erteilen", "decide", "§ 46 Abs. 5 StVO")
    assert decision.rules[0]["rules"] == ["alt"]
    payload = office.rows(Payload, event__case=case, event__sequence=decision.sequence)[0]
    assert payload.data["inputs"]["antrag"]["alter"] == 40


def test_the_clerk_finishes_the_task_and_the_case_ends(office: Office) -> None:
    case = office.open()
    office.later(hours=2)
    ended = office.finish(case, ausgang="ja", begruendung="Alles da.")
    assert (ended.outcome, ended.closed_at) == ("e", office.now)
    assert office.case(case).version == 2
    task = office.rows(Task)[0]
    assert (task.done_by, task.outcome) == (office.clerk.user_id, "ja")
    done = next(event for event in office.events(case) if event.activity == "pruefen")
    assert (done.kind, done.actor) == ("act", str(office.clerk.user_id))
    assert done.completed_at - done.enabled_at == timedelta(hours=2)


def test_a_task_is_done_once(office: Office) -> None:
    case = office.open()
    task = office.rows(Task)[0]
    office.finish(case, ausgang="ja")
    with working_for(office.town), pytest.raises(Refused):
        actions.finish_task(office.clerk, task.pk, {"ausgang": "nein"}, office.now)
    assert office.rows(Task)[0].outcome == "ja"


def test_a_claimed_task_is_nobody_elses(office: Office) -> None:
    case = office.open()
    task = office.rows(Task)[0]
    with working_for(office.town):
        actions.claim(office.other, task.pk, office.now)
    with working_for(office.town), pytest.raises(Refused):
        actions.claim(office.clerk, task.pk, office.now)
    with pytest.raises(Refused):
        office.finish(case, ausgang="ja")
    with working_for(office.town):
        actions.give_back(office.clerk, task.pk)
        actions.claim(office.clerk, task.pk, office.now)
    office.later(minutes=4)
    office.finish(case, ausgang="ja")
    done = next(event for event in office.events(case) if event.activity == "pruefen")
    assert done.completed_at - done.started_at == timedelta(minutes=4), "touch time counts from the claim"


def test_an_outcome_the_process_does_not_know_stands_as_incident_and_moves_nothing(office: Office) -> None:
    case = office.open()
    stuck = office.finish(case, ausgang="vielleicht")
    assert "ja, nein" in stuck.incident
    assert office.tasks(case) == ["pruefen"]
    assert office.finish(case, ausgang="ja").closed_at


def test_the_same_key_opens_one_case(office: Office) -> None:
    first = office.open(key="entwurf:1")
    again = office.open(key="entwurf:1", facts={"antrag": {**ERIKA, "alter": 12}})
    assert again.pk == first.pk
    assert len(office.rows(Case)) == 1


def test_a_paused_service_takes_test_cases_only(office: Office) -> None:
    office.adoption.state = "paused"
    with pytest.raises(Refused):
        office.open()
    case = office.open(is_test=True)
    assert case.number == "T-2026-000001"
    assert case.is_test


WAITING = (
    start() + receive("warten", "antwort") + user("pruefen") + end()
    + boundary("mahnen", "warten", after('duration("P14D")')) + user("erinnern") + end("e2")
    + flows("s>warten>pruefen>e", "mahnen>erinnern>e2")
)  # fmt: skip


def test_a_message_moves_the_case_and_takes_its_timer_along(database) -> None:
    office = Office(WAITING)
    case = office.open()
    assert [wait.message for wait in office.rows(Wait)] == ["antwort"]
    assert [job.kind for job in office.rows(Job)] == ["cases.timer"]
    assert office.message(case, "antwort", text="Hier ist der Nachweis.")
    assert office.rows(Wait) == []
    assert office.rows(Job) == []
    assert office.tasks(case) == ["pruefen"]
    assert office.case(case).state["variables"]["warten"] == {"text": "Hier ist der Nachweis."}


def test_a_timer_fires_late_and_once(database) -> None:
    office = Office(WAITING)
    case = office.open()
    assert office.due() == 0
    office.later(days=30)
    assert office.due() == 1
    assert office.tasks(case) == ["erinnern"]
    assert office.rows(Wait) == []
    assert not office.message(case, "antwort", text="zu spät")
    assert [event.activity for event in office.events(case)][-1] == "antwort", "kept, although nobody waited"


def test_the_same_message_twice_counts_once(database) -> None:
    office = Office(WAITING)
    case = office.open()
    office.message(case, "antwort", key="m1", text="eins")
    events = len(office.events(case))
    office.message(case, "antwort", key="m1", text="zwei")
    assert len(office.events(case)) == events


def test_many_cases_open_together(office: Office) -> None:
    openings = [actions.Opening("event", {"antrag": {**ERIKA, "alter": age}}, key=f"k{age}") for age in (10, 20, 30)]
    with working_for(office.town):
        cases = actions.open_cases(office.adoption, office.release, [*openings, openings[0]], now=office.now)
    assert [case.number for case in cases] == ["2026-000001", "2026-000002", "2026-000003", "2026-000001"]
    assert len(office.rows(Task)) == 3


def test_another_town_sees_nothing(office: Office) -> None:
    office.open()
    stranger = Office.__new__(Office)
    from towns import make_town

    stranger.town = make_town("aue")
    with working_for(stranger.town):
        assert not Case.objects.exists()


def test_gateways_follow_the_decision(database) -> None:
    office = Office(
        start() + rule("anspruch") + xor("g", "g_pruefen") + user("pruefen") + end() + end("dunkel")
        + flows("s>anspruch>g>pruefen>e", 'g>dunkel: anspruch.stufe = "decide"')
    )  # fmt: skip
    assert office.open().outcome == "dunkel"
    assert office.tasks(office.open(facts={"antrag": {**ERIKA, "alter": 12}})) == ["pruefen"]
