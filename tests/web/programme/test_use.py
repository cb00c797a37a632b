"""A town may release how often each part is opened: one sum over eight weeks, and nothing from which people follow."""

from datetime import timedelta

import pytest
from django.utils import timezone

from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.programme.actions.coaching import share
from fahrwasser.web.programme.models import SharedSheet, Sheet
from fahrwasser.web.programme.portfolio import portfolio_of
from fahrwasser.web.programme.release import release
from fahrwasser.web.programme.sharing import COACH, NETWORK
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.usage.actions import monday, switch_counting
from fahrwasser.web.usage.models import UseCount
from fahrwasser.web.usage.released import used_parts
from towns import browser, make_member, make_town, make_user


@pytest.fixture
def staffed(database):
    """A town with three at work and a coach, in which something was counted."""
    town = make_town()
    _user, navigator = make_member(town, Role.NAVIGATOR)
    for role in (Role.HEAD, Role.CLERK):
        make_member(town, role)
    lotse, _coach = make_member(town, Role.LOTSE)
    count(town, "plan", uses=30, minutes=(12, 6))
    count(town, "plan", weeks_ago=3, uses=12)
    count(town, "money", uses=4)
    count(town, "week", uses=9, minutes=(20, 4))
    count(town, "citizen_read", uses=50)
    count(town, "plan", weeks_ago=0, uses=500)
    count(town, "plan", weeks_ago=9, uses=500)
    return town, navigator, lotse


def count(town, part: str, *, uses: int, weeks_ago: int = 1, minutes: tuple[int, int] = (0, 0)) -> None:
    day = monday(timezone.localdate()) - timedelta(weeks=weeks_ago)
    with working_for(town):
        UseCount.objects.create(
            municipality=town, day=day, feature=part, uses=uses, seconds_total=minutes[0] * 60, seconds_n=minutes[1]
        )


RELEASED = [{"part": "plan", "uses": 42, "minutes": 2.0}, {"part": "week", "uses": 9, "minutes": None}]


def test_one_sum_a_part_leaves_and_neither_weeks_nor_small_counts_nor_citizens(staffed) -> None:
    town, navigator, lotse = staffed
    with working_for(town):
        share(navigator, COACH, ["use"], timezone.now())
        assert Sheet.objects.get().used_parts == RELEASED
        assert not SharedSheet.objects.exists(), "the network was not asked for"
    used = portfolio_of(lotse.pk, timezone.now()).used
    assert [(str(one.title), one.towns, one.uses) for one in used] == [
        ("Digitale Agenda", (("Lindenau", 42),), 42),
        ("Diese Woche", (("Lindenau", 9),), 9),
    ]


def test_the_coach_reads_it_on_the_portfolio_while_it_is_released(staffed) -> None:
    town, navigator, lotse = staffed
    page = browser(lotse)
    assert "Was benutzt wird" not in page.get("/begleitung/").content.decode()
    with working_for(town):
        share(navigator, COACH, ["use"], timezone.now())
    text = page.get("/begleitung/").content.decode()
    assert "Was benutzt wird" in text
    assert "Lindenau 42" in text
    with working_for(town):
        share(navigator, COACH, [], timezone.now())
    assert "Was benutzt wird" not in page.get("/begleitung/").content.decode()


def test_with_two_at_work_or_switched_off_nothing_leaves(staffed) -> None:
    town, navigator, _lotse = staffed
    small = make_town("klein")
    alone = make_member(small, Role.NAVIGATOR)[1]
    count(small, "plan", uses=90)
    with working_for(small):
        share(alone, COACH, ["use"], timezone.now())
        assert Sheet.objects.of(small).get().used_parts == []
    with working_for(town):
        switch_counting(navigator, timezone.now(), is_on=False, forget=False)
        assert used_parts(town, timezone.localdate()) == []


def test_the_state_sees_how_many_towns_use_a_part_from_five_on(database) -> None:
    observer = browser(make_user(is_observer=True, is_sample=True))
    for number in range(5):
        town = make_town(f"ort-{number}")
        navigator = make_member(town, Role.NAVIGATOR, Role.HEAD)[1]
        make_member(town, Role.CLERK)
        make_member(town, Role.HEAD)
        count(town, "plan", uses=100 + number)
        with working_for(town):
            share(navigator, NETWORK, ["use"], timezone.now())
            release(town, timezone.now())
        table = observer.get("/land/?format=csv").content.decode("utf-8-sig")
        shown = "5" if number == 4 else "nicht gezeigt"
        assert f"Teile, die benutzt werden;Digitale Agenda;{shown};" in table
    assert "104" not in table
