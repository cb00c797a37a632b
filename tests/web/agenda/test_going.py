"""Board, timeline, page of a project and »how is it going?«: what was planned, what came, and what that means."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.agenda import actions, replanning
from fahrwasser.web.agenda.jobs import watch, work_out
from fahrwasser.web.agenda.measured import measured_by_project
from fahrwasser.web.agenda.models import Progress, Study, Version
from fahrwasser.web.agenda.reading import Plan, plan_of
from fahrwasser.web.inventory.models import Assessment, Figure, Service
from fahrwasser.web.inventory.scales import all_scales
from fahrwasser.web.jobs.models import Job
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality
from towns import browser, make_member, make_town
from web.agenda.plans import BEGIN, current, page, propose, queries

AGENDA = "/lindenau/agenda/"


@pytest.fixture(autouse=True)
def short_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replanning, "REPLAN_S", 1.5)


def planned(member: Member, **values: Any) -> Plan:
    return plan_of(propose(member, **values))


def planned_for_2027(member: Member, monkeypatch: pytest.MonkeyPatch) -> Plan:
    """Made in November 2026, whenever this is told."""
    with monkeypatch.context() as calendar:
        calendar.setattr("django.utils.timezone.localdate", lambda: date(2026, 11, 23))
        return planned(member)


def entry(town: Municipality, project: str) -> Progress:
    with working_for(town):
        return Progress.objects.get(project=project)


def moved(browser: Client, project: str, state: str, seen: int = 0) -> str:
    answer = browser.post(f"{AGENDA}projekt/{project}/verschieben/", {"state": state, "seen": seen}, follow=True)
    return answer.content.decode()


def study(town: Municipality) -> Study:
    with working_for(town):
        return Study.objects.select_related("version").get(kind=Study.Kind.REPLAN)


def checked(town: Municipality) -> Study:
    work_out(town, study=str(study(town).pk))
    return study(town)


# board


def test_every_project_of_the_plan_is_a_card_with_buttons(member: Member, navigator: Client) -> None:
    plan = planned(member)
    answer, count = queries(navigator, f"{AGENDA}tafel/")
    text = answer.content.decode()
    assert count <= 12
    assert text.count("data-card") == len(plan.schedule)
    assert text.count('name="state" value="running"') == len(plan.schedule)
    for word in ("geplant", "als Nächstes", "läuft", "erledigt", "gestoppt"):
        assert word in text


def test_a_card_that_is_moved_gets_its_days(member: Member, town: Municipality, navigator: Client) -> None:
    project, today = planned(member).in_order()[0], timezone.localdate()
    assert "ist jetzt: läuft" in moved(navigator, project, "running")
    row = entry(town, project)
    assert (row.state, row.started_on, row.finished_on, row.revision) == ("running", today, None, 1)
    moved(navigator, project, "done", 1)
    row = entry(town, project)
    assert (row.started_on, row.finished_on) == (today, today)
    moved(navigator, project, "planned", 2)
    row = entry(town, project)
    assert (row.started_on, row.finished_on, row.planned) == (None, None, {})


def test_two_people_who_move_the_same_card_see_each_other(
    member: Member, town: Municipality, navigator: Client
) -> None:
    project = planned(member).in_order()[0]
    moved(navigator, project, "running")
    text = moved(navigator, project, "stopped", 0)
    assert "Jemand anderes hat" in text
    assert entry(town, project).state == "running"


def test_a_move_to_nowhere_or_of_nothing_is_not_found(member: Member, navigator: Client) -> None:
    project = planned(member).in_order()[0]
    for address, values in (
        (project, {"state": "gone", "seen": 0}),
        (project, {"state": "running", "seen": "x"}),
        ("P99", {"state": "running", "seen": 0}),
    ):
        assert navigator.post(f"{AGENDA}projekt/{address}/verschieben/", values).status_code == 404


def test_who_only_reads_cannot_move(member: Member, town: Municipality) -> None:
    project = planned(member).in_order()[0]
    reader = browser(make_member(town, Role.LOTSE)[0])
    assert 'name="state"' not in page(reader, f"{AGENDA}tafel/")
    assert reader.post(f"{AGENDA}projekt/{project}/verschieben/", {"state": "done", "seen": 0}).status_code == 403
    assert reader.get(f"{AGENDA}wie-laeuft-es/").status_code == 403


# timeline


def test_timeline_says_the_same_as_drawing_and_as_table(member: Member, navigator: Client) -> None:
    plan = planned(member)
    with working_for(member.municipality):
        actions.progress(member, plan.in_order()[0], actions.State("running", BEGIN))
    answer, count = queries(navigator, f"{AGENDA}zeitplan/")
    text = answer.content.decode()
    assert count <= 12
    assert text.count('class="actual"') == 1
    assert text.count("data-project=") == len(plan.schedule) - 1
    assert text.count("data-begin=") == len(plan.schedule) - 1
    assert 'class="needs"' in text
    for project in plan.schedule:
        assert plan.period(project) in text


def test_another_begin_shows_its_price_and_holds_when_taken_over(
    member: Member, town: Municipality, navigator: Client
) -> None:
    plan = planned(member)
    project = plan.in_order()[-1]
    quarter = plan.schedule[project] - 1 if plan.end(project) == plan.instance.quarters else plan.schedule[project] + 1
    answer = navigator.post(f"{AGENDA}projekt/{project}/beginn/", {"quarter": quarter})
    assert "/probe/" in answer["Location"]
    assert plan_of(current(town)).schedule == plan.schedule, "nothing changes before somebody agrees"
    navigator.post(f"{answer['Location']}uebernehmen/")
    assert plan_of(current(town)).schedule[project] == quarter


@pytest.mark.parametrize("quarter", ["", "0", "99", "zwei", "²"])
def test_a_begin_that_is_no_quarter_is_asked_for_again(member: Member, navigator: Client, quarter: str) -> None:
    project = planned(member).in_order()[-1]
    answer = navigator.post(f"{AGENDA}projekt/{project}/beginn/", {"quarter": quarter}, follow=True)
    assert "Bitte wählen Sie das Quartal" in answer.content.decode()


def test_what_has_begun_keeps_its_place(member: Member, navigator: Client) -> None:
    project = planned(member).in_order()[0]
    moved(navigator, project, "running")
    answer = navigator.post(f"{AGENDA}projekt/{project}/beginn/", {"quarter": 5}, follow=True)
    assert "hat schon begonnen" in answer.content.decode()


# page of a project


def test_sheet_names_everything_the_council_asks_for(member: Member, navigator: Client) -> None:
    plan = planned(member)
    project = next(p for p in plan.in_order() if plan.kind(p) == "duty")
    answer, count = queries(navigator, f"{AGENDA}projekt/{project}/")
    text = answer.content.decode()
    assert count <= 12
    for word in (
        "Maßnahmenblatt", "Handlungsfeld", "Zuständig", "Wer mitmacht", "Vorher nötig", "Eigene Tage", "Pflicht",
        "Priorität", "Messgröße und Ziel", "Förderung", "Woher die Zahlen", "Schritte", "Was es bringt",
    ):  # fmt: skip
        assert word in text, word


def test_what_was_measured_stands_beside_what_was_said_before(
    member: Member, town: Municipality, navigator: Client
) -> None:
    project = next(p for p in planned(member).projects if p.startswith("P20"))
    with working_for(town):
        service = Service.objects.create(
            municipality=town, key="register-enquiry", name="Melderegisterauskunft", area="residents", sort_key="melde"
        )
        for number, (key, value, origin) in enumerate(
            (
                ("volume", 120, "counted"),
                ("minutes", 30, "estimated"),
                ("minutes", 26, "measured"),
                ("minutes", 8, "measured"),
            ),
            start=1,
        ):
            Figure.objects.create(
                municipality=town,
                subject=f"service:{service.pk}",
                key=key,
                value=value,
                origin=origin,
                source="Ereignisprotokoll",
                confidence="A",
                as_of=BEGIN + timedelta(days=number - 3),
                number=number,
            )
        (planned_only,) = measured_by_project(town, [project], [])["P20"]
        actions.progress(member, project, actions.State("running", started_on=BEGIN))
        (line,) = measured_by_project(town, [project], Progress.objects.of(town))["P20"]
    assert planned_only.now is None, "what was measured before a project begins is not its doing"
    assert line.before
    assert line.now
    assert (line.before.value, line.now.value) == (26, 8), "the stopwatch before it counts more than the first estimate"
    text = page(navigator, f"{AGENDA}projekt/{project}/")
    assert "Ereignisprotokoll" in text
    assert "36" in text, "18 minutes less for each of 120 cases are 36 hours"


def test_somebody_elses_entry_is_said_and_nothing_typed_is_lost(
    member: Member, town: Municipality, navigator: Client
) -> None:
    project = planned(member).in_order()[0]
    form = {
        "state": "running",
        "started_on": "2027-01-11",
        "days_spent": "2,5",
        "euros_spent": "480",
        "note": "Kickoff",
    }
    with working_for(town):
        actions.progress(member, project, actions.State("next", note="von der Leitung"))
    answer = navigator.post(f"{AGENDA}projekt/{project}/", {**form, "seen": 0})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Jemand anderes hat dieses Projekt" in text
    assert "von der Leitung" in text
    assert 'value="Kickoff"' in text
    assert 'value="480"' in text
    assert entry(town, project).note == "von der Leitung"
    assert navigator.post(f"{AGENDA}projekt/{project}/", {**form, "seen": 1}).status_code == 302
    row = entry(town, project)
    assert (row.note, row.euros_spent, row.days_spent) == ("Kickoff", 480, Decimal("2.5"))


def test_a_project_done_before_any_council_version_still_has_its_page(member: Member, navigator: Client) -> None:
    project = planned(member).in_order()[0]
    moved(navigator, project, "done")
    with working_for(member.municipality):
        actions.make_proposal(member)
    assert "Maßnahmenblatt" in page(navigator, f"{AGENDA}projekt/{project}/")
    assert f'/projekt/{project}/"' in page(navigator, f"{AGENDA}tafel/")


# how is it going?


def test_late_and_dear_projects_stand_first_with_their_reason(
    member: Member, town: Municipality, navigator: Client
) -> None:
    plan = planned(member)
    first = plan.in_order()[0]
    state = actions.State("done", BEGIN, BEGIN + timedelta(days=400), Decimal(20), euros_spent=99)
    kept = {"begin": "2027-01-01", "end": "2027-03-31", "days": 10.0, "euros": 0.0}
    with working_for(town):
        actions.progress(member, first, state)
        Progress.objects.update(planned=kept)
    answer, count = queries(navigator, f"{AGENDA}wie-laeuft-es/")
    text = answer.content.decode()
    assert count <= 12
    assert "vom Kurs ab" in text
    assert "100 % mehr eigene Tage als geplant" in text
    assert "Wurde 4 Quartale zu spät fertig." in text
    assert "99\N{NO-BREAK SPACE}€ wurden ausgegeben, keine waren geplant." in text


def test_a_project_is_held_against_the_plan_in_which_it_began(
    member: Member, town: Municipality, navigator: Client
) -> None:
    plan = planned(member)
    project = next(p for p in plan.in_order() if plan.instance.by_id[p].cost_once > 0)
    cost = plan.instance.by_id[project].cost_once
    with working_for(town):
        actions.progress(member, project, actions.State("running", BEGIN, euros_spent=round(cost)))
        actions.make_proposal(member)
    assert plan_of(current(town)).instance.by_id[project].cost_once == 0
    assert entry(town, project).planned["euros"] == cost
    assert "keine waren geplant" not in page(navigator, f"{AGENDA}wie-laeuft-es/")


def test_share_online_and_maturity_of_the_services_stand_beside_what_they_were(
    member: Member, town: Municipality, navigator: Client
) -> None:
    project = next(p for p in planned(member).projects if p.startswith("P20"))
    with working_for(town):
        actions.progress(member, project, actions.State("running", BEGIN))
        service = Service.objects.create(
            municipality=town, key="register-enquiry", name="Melderegisterauskunft", area="residents", sort_key="melde"
        )
        shares = [("share_online", 10, "estimated"), ("share_automatic", 0, "estimated")]
        shares += [("share_online", 55, "measured"), ("share_automatic", 20, "measured")]
        for number, (key, value, origin) in enumerate(shares, start=1):
            subject = f"service:{service.pk}"
            Figure.objects.create(
                municipality=town, subject=subject, key=key, value=value, origin=origin, source="Zählung",
                confidence="A", as_of=BEGIN, number=number,
            )  # fmt: skip
        scale = all_scales()[0]
    for level in (1, 3):
        with working_for(town):
            Assessment.objects.create(
                municipality=town, service=service, scale=scale.id, scale_version=scale.version, level=level
            )
    answer, count = queries(navigator, f"{AGENDA}wie-laeuft-es/")
    text = answer.content.decode()
    assert count <= 12
    assert "10 % · 75 %" in text
    assert f"{scale.title.in_language('de')}: 1 · 3" in text


# does the plan still fit?


def test_every_entry_has_the_plan_checked_in_the_background(
    member: Member, town: Municipality, navigator: Client
) -> None:
    moved(navigator, planned(member).in_order()[0], "running")
    with working_for(town):
        assert Job.objects.filter(kind="agenda.study").count() == 1
    assert "wird gerade geprüft" in page(navigator, f"{AGENDA}wie-laeuft-es/")


def test_a_stopped_project_leads_to_a_proposal_that_can_be_taken_over(
    member: Member, town: Municipality, navigator: Client
) -> None:
    plan = planned(member)
    running, stopped = (
        plan.in_order()[0],
        max((p for p in plan.in_order() if plan.followers(p)), key=lambda p: len(plan.followers(p))),
    )
    if running == stopped:
        running = plan.in_order()[1]
    moved(navigator, running, "running")
    moved(navigator, stopped, "stopped")
    found = checked(town)
    assert found.state == Version.Search.DONE
    assert found.result["verdict"] in ("broken", "none")
    assert found.result.get("rule") in ("prerequisite", "duty", None), "what was stopped is missed by what needs it"
    text = page(navigator, f"{AGENDA}wie-laeuft-es/")
    if found.result["verdict"] == "none":
        assert "kein Plan" in text
        return
    assert "Den neuen Plan übernehmen" in text
    assert found.result["answer"]["schedule"][running] == plan.schedule[running], "what runs stays"
    navigator.post(f"{AGENDA}wie-laeuft-es/vorschlag/{found.pk}/", {"answer": "accept"})
    after = current(town)
    assert after.number > plan.version.number
    assert stopped not in plan_of(after).schedule


def test_an_ignored_proposal_stays_away_until_something_happens(
    member: Member, town: Municipality, navigator: Client
) -> None:
    plan = planned(member)
    moved(navigator, plan.in_order()[0], "running")
    found = study(town)
    with working_for(town):
        Study.objects.filter(pk=found.pk).update(state=Version.Search.DONE, result={"verdict": "none", "mark": 1})
    assert "Den Plan lassen, wie er ist" in page(navigator, f"{AGENDA}wie-laeuft-es/")
    navigator.post(f"{AGENDA}wie-laeuft-es/vorschlag/{found.pk}/", {"answer": "ignore"})
    assert "Den Plan lassen, wie er ist" not in page(navigator, f"{AGENDA}wie-laeuft-es/")
    assert current(town).pk == plan.version.pk
    moved(navigator, plan.in_order()[0], "stopped", 1)
    assert study(town).result == {}


def test_a_proposal_from_before_the_last_change_is_not_taken_over(
    member: Member, town: Municipality, navigator: Client
) -> None:
    plan = planned(member)
    moved(navigator, plan.in_order()[0], "running")
    found = checked(town)
    with working_for(town):
        Progress.objects.update(revision=7)
    answer = navigator.post(f"{AGENDA}wie-laeuft-es/vorschlag/{found.pk}/", {"answer": "accept"}, follow=True)
    assert "hat sich etwas geändert" in answer.content.decode()
    assert current(town).pk == plan.version.pk


def test_a_plan_that_still_fits_says_nothing(member: Member, town: Municipality, navigator: Client) -> None:
    plan = planned(member)
    moved(navigator, plan.in_order()[0], "running")
    found = study(town)
    with working_for(town):
        Study.objects.filter(pk=found.pk).update(state=Version.Search.DONE, result={"verdict": "same", "mark": 1})
    assert "Ein anderer Plan" not in page(navigator, f"{AGENDA}wie-laeuft-es/")


def test_many_running_projects_never_leave_the_town_without_a_plan(member: Member, town: Municipality) -> None:
    plan = planned(member)
    with working_for(town):
        for project in plan.in_order()[:6]:
            actions.progress(member, project, actions.State("running", BEGIN))
        actions.make_proposal(member)
    after = plan_of(current(town))
    assert set(plan.in_order()[:6]) <= set(after.schedule)


def test_another_towns_proposal_is_not_there(member: Member, navigator: Client) -> None:
    planned(member)
    other = make_member(make_town("anderswo"), Role.NAVIGATOR)[1]
    plan = planned(other)
    with working_for(other.municipality):
        actions.progress(other, plan.in_order()[0], actions.State("running", BEGIN))
    foreign = study(other.municipality)
    answer = navigator.post(f"{AGENDA}wie-laeuft-es/vorschlag/{foreign.pk}/", {"answer": "accept"})
    assert answer.status_code == 404


def test_each_new_quarter_asks_once_whether_the_plan_still_fits(
    member: Member, town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = planned_for_2027(member, monkeypatch)
    with working_for(town):
        actions.progress(member, plan.in_order()[0], actions.State("running", BEGIN))
        Study.objects.update(state=Version.Search.DONE, result={"verdict": "same", "begin": "2027-01-01"})
        Job.objects.filter(kind="agenda.study").delete()
        for day, jobs in ((date(2027, 2, 1), 0), (date(2027, 4, 1), 1), (date(2027, 4, 2), 1)):
            watch(town, datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
            assert Job.objects.filter(kind="agenda.study").count() == jobs


def test_a_kept_plan_that_nobody_has_begun_is_asked_about_and_a_draft_is_not(
    member: Member, town: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = planned_for_2027(member, monkeypatch)
    with working_for(town):
        watch(town, datetime(2027, 4, 1, 12, tzinfo=UTC))
        assert not Study.objects.filter(kind=Study.Kind.REPLAN).exists(), "nobody waits for it"
        actions.freeze(member, plan.version)
        watch(town, datetime(2027, 2, 1, 12, tzinfo=UTC))
        assert not Study.objects.filter(kind=Study.Kind.REPLAN).exists(), "its first quarter goes on"
        watch(town, datetime(2027, 4, 1, 12, tzinfo=UTC))
        assert Study.objects.filter(kind=Study.Kind.REPLAN).exists()
