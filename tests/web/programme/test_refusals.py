"""Whoever has no mandate, no longer one, or one of another town opens no page and posts to none (issue C, done 5)."""

import uuid
from datetime import timedelta

import pytest
from django.urls import URLPattern
from django.utils import timezone

from fahrwasser.web.accounts.actions import let_edit, take_role
from fahrwasser.web.accounts.models import Membership
from fahrwasser.web.accounts.roles import Right, Role
from fahrwasser.web.programme import urls
from fahrwasser.web.programme.actions import coaching, network
from fahrwasser.web.programme.models import Appointment, Obstacle, Phase, PooledRequest, Question, Share
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Act
from towns import browser, make_member, make_town, make_user

KEY, AUDIENCE, MODULE = str(uuid.UUID(int=7)), "coach", "recht"
FILLED = {"<uuid:key>": KEY, "<str:audience>": AUDIENCE, "<slug:module>": MODULE, "<str:token>": "x" * 22}
OUTSIDE_ONLY = {"state", "calendar", "coach_meetings", "coach_meeting_off", "coach_newsletter"}  # 404 below a town
OUTSIDE = {"coaching", "coach_meetings", "coach_meeting_off", "coach_newsletter"}
BODY = {
    "reason": "time", "parts": "phase", "text": "Wie?", "title": "Neu", "code": "form", "kind": "post", "topic": "Neu",
    "hours": "5", "project": "P11", "tool": "Neu", "at_0": "2099-12-24", "at_1": "10:00", "minutes": "60",
    "to": "state",
}  # fmt: skip
POST_ONLY_BY_A_COACH_TOO = {
    "coaching_share", "coaching_question", "coaching_obstacle", "coaching_obstacle_gone", "coaching_workshop",
    "network_question_act", "network_solution_back", "network_partner_found",
}  # fmt: skip
"""A coach with a standing mandate, too, changes nothing here: release, ask, mark, take back are the town's."""


def address(pattern: URLPattern) -> str:
    """The path of a page, with keys that nobody has."""
    text = str(pattern.pattern)
    for word, value in FILLED.items():
        text = text.replace(word, value)
    assert "<" not in text, text
    return text


@pytest.fixture
def coached(database):
    """A town with Navigator and coach, in which something stands that could be read or changed."""
    town = make_town()
    _user, navigator = make_member(town, Role.NAVIGATOR)
    lotse, coach = make_member(town, Role.LOTSE)
    now = timezone.now()
    with working_for(town):
        coaching.look_at_phase(town, now)
        coaching.name_obstacle(navigator, code="time", project="", hours=3, note="")
        at = now + timedelta(days=4)
        coaching.appoint_meeting(navigator, kind="visit", at=at, minutes=60, title="Besuch", note="")
        network.ask(navigator, title="Wie?", text="")
        coaching.share(navigator, "coach", ["phase"], now)
    return town, navigator, lotse, coach


def stands(town):
    """Everything that a refused page could have changed, and the number of acts."""
    with working_for(town):
        return (
            list(Share.objects.of(town).order_by("pk").values()),
            list(Phase.objects.of(town).order_by("pk").values()),
            list(Obstacle.objects.of(town).order_by("pk").values()),
            list(Appointment.objects.of(town).order_by("pk").values()),
            list(Question.objects.of(town).order_by("pk").values()),
            PooledRequest.objects.of(town).count(),
            Act.objects.of(town).count(),
        )


def ended(town, navigator, lotse):
    """The town has taken the mandate back, with the right to edit that came with it."""
    with working_for(town):
        row = Membership.objects.of(town).get(user=lotse, role=Role.LOTSE)
        let_edit(navigator, row, [Right.RECORD, Right.PLAN])
        take_role(navigator, row)
    return lotse


WHO = {
    "nobody": lambda _town, _navigator, _lotse: None,
    "without any role": lambda _town, _navigator, _lotse: make_user(),
    "coach of no town any more": ended,
    "coach of another town": lambda _town, _navigator, _lotse: make_member(make_town("fremd"), Role.LOTSE)[0],
    "all that another town has": lambda _town, _navigator, _lotse: make_member(
        make_town("fremd"), Role.NAVIGATOR, Role.HEAD
    )[0],
    "observer": lambda _town, _navigator, _lotse: make_user(is_observer=True),
    "clerk": lambda town, _navigator, _lotse: make_member(town, Role.CLERK)[0],
}


@pytest.mark.parametrize("who", WHO)
def test_every_page_and_every_post_of_the_town_is_refused(coached, who: str) -> None:
    town, navigator, lotse, _coach = coached
    page = browser(WHO[who](town, navigator, lotse))
    before = stands(town)
    refused = 302 if who == "nobody" else 403
    for pattern in urls.urlpatterns:
        here = f"/{town.slug}/{address(pattern)}"
        for answer in (page.get(here), page.post(here, BODY)):
            if pattern.name in OUTSIDE_ONLY:
                assert answer.status_code in (404, 302, 403, 405), here
            elif answer.status_code != 405:
                assert answer.status_code == refused, f"{here}: {answer.status_code}"
                assert who != "nobody" or "/konto/" in answer.url
    assert stands(town) == before


@pytest.mark.parametrize("who", [who for who in WHO if who != "coach of another town"])
def test_the_pages_of_coaches_outside_of_towns_are_refused(coached, who: str) -> None:
    town, navigator, lotse, _coach = coached
    page = browser(WHO[who](town, navigator, lotse))
    for pattern in urls.urlpatterns:
        if pattern.name in OUTSIDE:
            for answer in (page.get(f"/{address(pattern)}"), page.post(f"/{address(pattern)}", BODY)):
                assert answer.status_code in (302 if who == "nobody" else 403, 405), pattern.name


@pytest.mark.parametrize("who", [who for who in WHO if who != "observer"])
def test_only_observers_and_the_operator_see_the_towns_together(coached, who: str) -> None:
    town, navigator, lotse, _coach = coached
    page = browser(WHO[who](town, navigator, lotse))
    for path in ("/land/", "/land/?format=csv"):
        assert page.get(path).status_code == (302 if who == "nobody" else 403)


def test_a_page_of_a_town_outside_of_towns_is_nowhere(coached) -> None:
    _town, _navigator, lotse, _coach = coached
    page = browser(lotse)
    for pattern in urls.urlpatterns:
        if pattern.name not in OUTSIDE | OUTSIDE_ONLY:
            answer = page.get(f"/{address(pattern)}")
            assert answer.status_code in (404, 405), f"{pattern.name}: {answer.status_code}"


def test_a_coach_with_a_mandate_speaks_for_no_town(coached) -> None:
    town, _navigator, lotse, _coach = coached
    page = browser(lotse)
    before = stands(town)
    known = {"solved": KEY, "back": KEY}
    for pattern in urls.urlpatterns:
        if pattern.name in POST_ONLY_BY_A_COACH_TOO:
            answer = page.post(f"/{town.slug}/{address(pattern)}", {**BODY, **known})
            assert answer.status_code in (403, 404), f"{pattern.name}: {answer.status_code}"
    for name in ("netz/", "netz/loesungen/", "netz/anliegen/", "netz/nachbarn/"):
        assert page.post(f"/{town.slug}/{name}", BODY).status_code == 403, name
    assert stands(town) == before
