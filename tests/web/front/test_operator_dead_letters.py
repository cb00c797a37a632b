"""The operator sees what was given up, in every town, and nothing of what it was about."""

import pytest
from django.utils import timezone

from fahrwasser.web.accounts.models import User
from fahrwasser.web.jobs.models import Job
from fahrwasser.web.tenants.context import working_for
from towns import browser, make_town, make_user


@pytest.fixture
def operator(database) -> User:
    return make_user("betrieb@example.org", is_operator=True)


def give_up(town, kind: str) -> None:
    with working_for(town):
        Job.objects.create(
            municipality=town,
            kind=kind,
            args={"token": 7},
            attempts=6,
            last_error="TimeoutError",
            failed_at=timezone.now(),
        )


def test_the_operator_sees_dead_letters_of_all_towns_by_kind(operator: User) -> None:
    for slug in ("ahorn", "birke"):
        give_up(make_town(slug), "cases.call")

    page = browser(operator).get("/betrieb/").content.decode()

    assert page.count("cases.call</td>") == 2
    assert page.count("TimeoutError") == 2
    assert "Ahorn" in page
    assert "Birke" in page


def test_the_operator_has_the_letters_of_one_town_tried_again(operator: User) -> None:
    ahorn, birke = make_town("ahorn"), make_town("birke")
    give_up(ahorn, "cases.call")
    give_up(birke, "cases.call")

    answer = browser(operator).post("/betrieb/", {"what": "again", "town": "ahorn"})

    assert answer.status_code == 302
    with working_for(ahorn):
        assert Job.objects.of(ahorn).get().failed_at is None
    with working_for(birke):
        assert Job.objects.of(birke).get().failed_at is not None


def test_nobody_else_sees_them(database) -> None:
    give_up(make_town("ahorn"), "cases.call")

    assert browser(make_user()).get("/betrieb/").status_code == 403
