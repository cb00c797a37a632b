"""A Bescheid in the portal that nobody opens goes by post, and its periods begin anew (§ 41 (2a) VwVfG)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.cases.models import Event, Letter
from fahrwasser.web.jobs.models import Job
from fahrwasser.web.tenants.context import working_for
from towns import browser, make_member, make_town
from web.portal.citizen import Citizen
from web.registers.moves import JANA, LINDEN, car, enter
from web.services import adopted

pytestmark = pytest.mark.usefixtures("database")
OVERDUE = "Nicht rechtzeitig abgerufen"


@pytest.fixture
def jana(database) -> Citizen:
    """Her permit lies in the portal."""
    town = make_town()
    adopted(town)
    enter(town, "resident", "p-100", {**JANA, "wohnung": "hauptwohnung", "anschrift": LINDEN})
    car(town)
    jana = Citizen(town)
    jana.wants_a_permit()
    return jana


@pytest.fixture
def clerk(jana: Citizen) -> Citizen:
    return Citizen(jana.town, browser(make_member(jana.town, Role.CLERK)[0]))


def notice(jana: Citizen) -> Letter:
    with working_for(jana.town):
        return Letter.objects.of(jana.town).get(kind="bescheid")


def lies_there_for(jana: Citizen, days: int) -> Letter:
    """As if it had been put up so many days ago, with everything that waits for its period."""
    letter = notice(jana)
    with working_for(jana.town):
        Letter.objects.filter(pk=letter.pk).update(sent_on=timezone.localdate() - timedelta(days=days))
        for job in Job.objects.filter(case=letter.case_id, kind="cases.timer"):
            Job.objects.filter(pk=job.pk).update(due=job.due - timedelta(days=days))
    return letter


def posts(clerk: Citizen, letter: Letter):
    return clerk.post(f"vorgaenge/{letter.case_id}/brief/{letter.pk}/per-post/")


def test_a_notice_that_nobody_opened_in_ten_days_stands_at_the_desk(jana: Citizen, clerk: Citizen) -> None:
    letter = lies_there_for(jana, 10)
    assert OVERDUE not in clerk.get("heute/").content.decode()

    lies_there_for(jana, 11)

    page = clerk.get("heute/").content.decode()
    assert OVERDUE in page
    assert f"vorgaenge/{letter.case_id}/unterlage/{letter.document_id}/" in page


def test_posted_it_counts_as_a_letter_of_today_and_leaves_the_list(jana: Citizen, clerk: Citizen) -> None:
    letter = lies_there_for(jana, 20)

    posts(clerk, letter)

    found = notice(jana)
    assert (found.route, found.sent_on) == ("letter", timezone.localdate())
    assert found.notified_on == timezone.localdate() + timedelta(days=4)
    assert found.objection_until > found.notified_on + timedelta(days=27)
    assert OVERDUE not in clerk.get("heute/").content.decode()
    with working_for(jana.town):
        assert Event.objects.of(jana.town).filter(case=letter.case_id, activity="per_post").count() == 1
    assert "Bescheid per Post gesandt" in clerk.get(f"vorgaenge/{letter.case_id}/").content.decode()


def test_no_timer_of_the_case_ends_the_new_period_early(jana: Citizen, clerk: Citizen) -> None:
    letter = lies_there_for(jana, 20)

    posts(clerk, letter)

    until = notice(jana).objection_until
    with working_for(jana.town):
        timers = list(Job.objects.of(jana.town).filter(case=letter.case_id, kind="cases.timer"))
    assert [timezone.localdate(timer.due) for timer in timers] == [until + timedelta(days=1)]


def test_twice_or_too_early_nothing_is_posted(jana: Citizen, clerk: Citizen) -> None:
    letter = lies_there_for(jana, 10)
    posts(clerk, letter)
    assert notice(jana).route == "other_portal"

    lies_there_for(jana, 11)
    posts(clerk, letter)
    posts(clerk, letter)

    with working_for(jana.town):
        assert Event.objects.of(jana.town).filter(case=letter.case_id, activity="per_post").count() == 1


def test_opened_after_ten_days_it_is_read_but_does_not_count(jana: Citizen) -> None:
    letter = lies_there_for(jana, 11)
    path = jana.status()[0]

    opened = jana.post(f"{path}unterlage/{letter.document_id}/")

    assert opened.content.startswith(b"%PDF")
    assert notice(jana).notified_on is None
    assert "Er kommt per Post" in jana.get(path).content.decode()


def test_only_clerks_post_and_only_letters_of_this_case(jana: Citizen, clerk: Citizen) -> None:
    letter = lies_there_for(jana, 11)
    navigator = Citizen(jana.town, browser(make_member(jana.town, Role.NAVIGATOR)[0]))

    assert posts(navigator, letter).status_code == 403
    assert clerk.post(f"vorgaenge/{letter.case_id}/brief/{letter.case_id}/per-post/").status_code == 404
    assert notice(jana).route == "other_portal"
