"""What the council saw stays what it saw; afterwards the plan is held against reality."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from fahrwasser.core.agenda.catalogue.projects import base_of
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.agenda import actions
from fahrwasser.web.agenda.changes import Change, HoldChange
from fahrwasser.web.agenda.jobs import run
from fahrwasser.web.agenda.models import Version
from fahrwasser.web.agenda.reading import plan_of
from fahrwasser.web.agenda.week import read_week
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality
from filled import fills
from towns import browser, make_member, make_town
from web.agenda.plans import current, page, propose, queries

AGENDA = "/lindenau/agenda/"


def frozen(member: Member) -> Version:
    version = propose(member)
    with working_for(member.municipality):
        return actions.freeze(member, version)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE agenda_version SET answer = '{}' WHERE id = %s",
        "UPDATE agenda_version SET frozen_at = NULL WHERE id = %s",
        "DELETE FROM agenda_version WHERE id = %s",
    ],
)
def test_council_version_cannot_be_changed_even_by_sql(member: Member, town: Municipality, statement: str) -> None:
    version = frozen(member)
    with pytest.raises(DatabaseError, match="frozen"), working_for(town), connection.cursor() as cursor:
        cursor.execute(statement, [version.pk])
    assert current(town).answer == version.answer


def test_version_kept_in_mid_search_says_so_for_ever(member: Member, town: Municipality, navigator: Client) -> None:
    version = frozen(member)
    run(town, version=str(version.pk), time_limit_s=1)
    said = "bevor die Suche nach besseren Plänen abgeschlossen war"
    for address in (AGENDA, f"{AGENDA}rat/"):
        assert said in page(navigator, address)
    later = propose(member)
    run(town, version=str(later.pk), time_limit_s=1)
    searched = current(town)
    with working_for(town):
        actions.freeze(member, searched)
    assert said not in page(navigator, f"{AGENDA}rat/")


def test_search_never_touches_the_council_version(member: Member, town: Municipality) -> None:
    version = frozen(member)
    run(town, version=str(version.pk), time_limit_s=1)
    assert current(town).answer == version.answer


def test_planning_goes_on_beside_the_council_version(member: Member, town: Municipality, navigator: Client) -> None:
    version = frozen(member)
    newer = propose(member, hours_per_week=8)
    assert current(town) == newer
    assert f"Fassung {version.number} ist am" in page(navigator, f"{AGENDA}rat/")


def test_navigator_keeps_the_plan_and_enters_the_decision(navigator: Client, member: Member) -> None:
    version = propose(member)
    navigator.post(f"{AGENDA}rat/{version.pk}/festhalten/")
    council = current(member.municipality)
    assert council.frozen_at is not None
    refused = navigator.post(f"{AGENDA}rat/{council.pk}/beschluss/", {"decided_on": "12.12.1812", "number": "7"})
    assert refused.status_code == 422
    assert "zwischen 1900 und 2100" in refused.content.decode()
    navigator.post(f"{AGENDA}rat/{council.pk}/beschluss/", {"decided_on": "2026-12-14", "number": "42/2026"})
    assert "am 14. Dezember 2026, Beschluss 42/2026" in page(navigator, f"{AGENDA}rat/")


def test_a_change_that_was_only_tried_cannot_be_kept_for_the_council(
    navigator: Client, member: Member, town: Municipality
) -> None:
    version = propose(member)
    project = next(iter(version.answer["schedule"]))
    with working_for(town):
        trial = actions.draft_change(member, Change(hold=HoldChange(project, "forbidden")))
    assert navigator.post(f"{AGENDA}rat/{trial.pk}/festhalten/").status_code == 302
    assert current(town).pk == version.pk
    with working_for(town):
        assert not Version.objects.of(town).filter(frozen_at__isnull=False).exists()


def test_decision_of_an_earlier_version_says_nothing_about_the_newest(
    member: Member, town: Municipality, navigator: Client
) -> None:
    first = frozen(member)
    day = timezone.localdate()
    user, head = make_member(town, Role.HEAD)
    with working_for(town):
        actions.resolve(member, first, decided_on=date(2026, 12, 14), number="42/2026")
        assert read_week(town, day).situation.has_resolution
        second = actions.freeze(member, first)
        assert not read_week(town, day).situation.has_resolution
        actions.sign_mandate(head)
    assert "Den Rat beschließen lassen" in page(browser(user), "/lindenau/")
    navigator.post(f"{AGENDA}rat/{second.pk}/beschluss/", {"decided_on": "2027-01-14", "number": "1/2027"})
    with working_for(town):
        assert read_week(town, day).situation.has_resolution


def test_what_differs_between_two_kept_versions_is_said_in_words(
    member: Member, town: Municipality, navigator: Client
) -> None:
    first = frozen(member)
    later = propose(member, duties=(), hours_per_week=12, budget_per_year=30000)
    with working_for(town):
        second = actions.freeze(member, later)
    before, after = plan_of(first), plan_of(second)
    address = f"{AGENDA}rat/{first.pk}/unterschied/"
    assert address in page(navigator, f"{AGENDA}rat/")
    answer, count = queries(navigator, address)
    text = answer.content.decode()
    assert count <= 12
    assert "Stunden in der Woche: 12 statt 4." in text
    assert "Geld im Jahr: 30.000\N{NO-BREAK SPACE}€ statt 5.000\N{NO-BREAK SPACE}€." in text
    assert "Nicht mehr als Pflicht bestätigt: " in text
    entered = {base_of(p) for p in after.schedule} - {base_of(p) for p in before.schedule}
    named = [p for p in after.in_order() if base_of(p) in entered]
    assert named
    shown = answer.context["difference"].comparison.enters
    assert sorted(line.partition(", ab")[0] for line in shown) == sorted(after.title(p) for p in named)
    assert f"Fassung {first.number} vom" in text
    assert f"Fassung {second.number} vom" in text


def test_the_newest_kept_version_is_held_against_todays_plan(
    member: Member, town: Municipality, navigator: Client
) -> None:
    version = frozen(member)
    address = f"{AGENDA}rat/{version.pk}/unterschied/"
    assert navigator.get(address).status_code == 302, "nothing is newer"
    assert address not in page(navigator, f"{AGENDA}rat/")
    plan = plan_of(version)
    done = plan.in_order()[0]
    with working_for(town):
        actions.progress(member, done, actions.State("done", date(2027, 1, 4), date(2027, 2, 4)))
    propose(member)
    assert address in page(navigator, f"{AGENDA}rat/")
    text = page(navigator, address)
    assert "der Plan von heute" in text
    assert "Zeit, Geld, Beginn und Pflichten sind gleich." in text
    assert "Seitdem erledigt" in text
    assert plan.title(done) in text


def test_a_plan_that_was_not_kept_or_another_towns_has_no_difference(member: Member, navigator: Client) -> None:
    version = propose(member)
    other = frozen(make_member(make_town("anderswo"), Role.NAVIGATOR)[1])
    for key in (version.pk, other.pk):
        assert navigator.get(f"{AGENDA}rat/{key}/unterschied/").status_code == 404


def test_decision_entered_wrongly_can_be_corrected(member: Member, navigator: Client) -> None:
    council = frozen(member)
    address = f"{AGENDA}rat/{council.pk}/beschluss/"
    navigator.post(address, {"decided_on": "2026-12-14", "number": "42/2026"})
    text = page(navigator, f"{AGENDA}rat/")
    assert "Die Entscheidung berichtigen" in text
    assert 'value="42/2026"' in text
    fills(navigator, address, {"decided_on": "2026-12-15", "number": "43/2026"}, shown_at=f"{AGENDA}rat/")
    text = page(navigator, f"{AGENDA}rat/")
    assert "am 15. Dezember 2026, Beschluss 43/2026" in text
    assert "42/2026" not in text


def test_only_a_council_version_can_be_decided(member: Member, town: Municipality) -> None:
    version = propose(member)
    with working_for(town), pytest.raises(actions.NotPossible):
        actions.resolve(member, version, decided_on=date(2026, 12, 14), number="1")


def test_planned_stands_beside_actual(member: Member, town: Municipality, navigator: Client) -> None:
    plan = plan_of(frozen(member))
    project = plan.in_order()[0]
    form = {"state": "done", "started_on": "2027-01-04", "finished_on": "2027-01-20", "days_spent": "1,5", "note": "ja"}
    navigator.post(f"{AGENDA}projekt/{project}/", form)
    text = page(navigator, f"{AGENDA}rat/")
    assert "04.01.2027 bis 20.01.2027" in text
    assert "1,5" in text
    assert plan.period(project) in text


def test_end_before_begin_is_refused(member: Member, navigator: Client) -> None:
    project = plan_of(frozen(member)).in_order()[0]
    form = {"state": "done", "started_on": "2027-02-04", "finished_on": "2027-01-20"}
    answer = navigator.post(f"{AGENDA}projekt/{project}/", form)
    assert answer.status_code == 422
    assert "Das Ende liegt vor dem Beginn" in answer.content.decode()


def test_next_plan_starts_from_what_is_done_and_what_runs(
    member: Member, town: Municipality, navigator: Client
) -> None:
    plan = plan_of(frozen(member))
    done, running = plan.in_order()[0], plan.in_order()[3]
    with working_for(town):
        actions.progress(member, done, actions.State("done", date(2027, 1, 4), date(2027, 1, 20), Decimal(1)))
        actions.progress(member, running, actions.State("running", date(2027, 2, 1)))
        actions.make_proposal(member)
    after = plan_of(current(town))
    assert base_of(done) not in {base_of(project) for project in after.schedule}
    assert after.schedule[running] == plan.schedule[running]
    assert plan.title(done) in page(navigator, f"{AGENDA}projekt/{done}/")


def test_other_towns_versions_are_not_there(member: Member, navigator: Client) -> None:
    other = make_member(make_town("anderswo"), Role.NAVIGATOR)[1]
    foreign = propose(other)
    propose(member)
    assert navigator.post(f"{AGENDA}rat/{foreign.pk}/festhalten/").status_code == 404
