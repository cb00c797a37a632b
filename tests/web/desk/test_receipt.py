"""A notice that came later than the law presumes, or never (§ 41 (2) sentence 3 VwVfG, § 122 (2) AO)."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from fahrwasser.core.calendar.holidays import Place
from fahrwasser.core.calendar.periods import bekanntgabe, late_after, widerspruch_until
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.cases.models import Case, Event, Letter
from fahrwasser.web.jobs.models import Job
from fahrwasser.web.tenants.context import working_for
from towns import browser, make_member, make_town
from web.portal.citizen import Citizen
from web.services import adopted

pytestmark = pytest.mark.usefixtures("database")
AGO = 20


@pytest.fixture
def clerk() -> Citizen:
    """Of a town that has just taxed Jana's dog; the notice went out twenty days ago."""
    town = make_town()
    adopted(town, "hundesteuer")
    Citizen(town).registers_a_dog()
    with working_for(town):
        row, sent = Letter.objects.get(kind="bescheid"), timezone.localdate() - timedelta(days=AGO)
        notified = bekanntgabe(sent, "letter", "AO", Place())
        until = widerspruch_until(notified, "AO", Place())
        gone = row.objection_until - until
        Letter.objects.update(sent_on=sent, notified_on=notified, objection_until=until)
        for job in Job.objects.filter(case=row.case_id, kind="cases.timer"):
            Job.objects.filter(pk=job.pk).update(due=job.due - gone)
    return Citizen(town, browser(make_member(town, Role.CLERK)[0]))


def notice(clerk: Citizen) -> Letter:
    with working_for(clerk.town):
        return Letter.objects.get(kind="bescheid")


def waits_until(clerk: Citizen) -> date:
    """The last day on which the case still waits for an objection."""
    with working_for(clerk.town):
        due = Job.objects.filter(kind="cases.timer").latest("due").due
    return timezone.localdate(due) - timedelta(days=1)


def says(clerk: Citizen, **what: str):
    row = notice(clerk)
    return clerk.post(f"vorgaenge/{row.case_id}/brief/{row.pk}/zugang/", what)


def test_from_the_day_on_which_it_really_came_the_period_is_reckoned_anew(clerk: Citizen) -> None:
    came = timezone.localdate() - timedelta(days=3)
    assert waits_until(clerk) == notice(clerk).objection_until

    says(clerk, what="zugang_spaeter", day=came.isoformat())

    row = notice(clerk)
    assert (row.route, row.notified_on) == ("proven", came)
    assert row.objection_until == widerspruch_until(came, "AO", Place())
    assert waits_until(clerk) == row.objection_until
    with working_for(clerk.town):
        assert Event.objects.filter(activity="zugang_spaeter").count() == 1
    assert "später zugegangen" in clerk.get(f"vorgaenge/{row.case_id}/").content.decode()


def test_a_letter_that_came_back_goes_out_again_under_the_law_of_its_notice(clerk: Citizen) -> None:
    says(clerk, what="erneut_versandt")

    row, today = notice(clerk), timezone.localdate()
    assert (row.route, row.sent_on) == ("letter", today)
    assert row.notified_on == bekanntgabe(today, "letter", "AO", Place())
    assert waits_until(clerk) == row.objection_until == late_after(today, "letter", "AO", Place())


def test_whoever_notes_it_on_a_closed_case_hears_that_no_process_waits_for_an_objection(clerk: Citizen) -> None:
    with working_for(clerk.town):
        Case.objects.update(closed_at=timezone.now())

    says(clerk, what="erneut_versandt")

    row = notice(clerk)
    assert row.sent_on == timezone.localdate()
    shown = clerk.get(f"vorgaenge/{row.case_id}/").content.decode()
    assert "Über einen Widerspruch, der jetzt eingeht, wird von Hand entschieden." in shown


@pytest.mark.parametrize("days", [-1, AGO, AGO + 5], ids=["tomorrow", "the day it was sent", "before"])
def test_a_day_that_changes_nothing_is_refused_with_what_to_do(clerk: Citizen, days: int) -> None:
    before = notice(clerk)

    page = says(clerk, what="zugang_spaeter", day=(timezone.localdate() - timedelta(days=days)).isoformat())

    assert page.status_code == 422
    assert "nicht später als heute" in page.content.decode()
    assert notice(clerk).notified_on == before.notified_on


def test_a_day_is_asked_for_and_others_see_nothing(clerk: Citizen) -> None:
    assert says(clerk, what="zugang_spaeter").status_code == 422
    row = notice(clerk)
    elsewhere = make_town("anderswo")
    stranger = Citizen(elsewhere, browser(make_member(elsewhere, Role.CLERK)[0]))
    assert stranger.get(f"vorgaenge/{row.case_id}/brief/{row.pk}/zugang/").status_code == 404
    lead = Citizen(clerk.town, browser(make_member(clerk.town, Role.NAVIGATOR)[0]))
    assert lead.get(f"vorgaenge/{row.case_id}/brief/{row.pk}/zugang/").status_code == 403
