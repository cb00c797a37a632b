"""Every address of the site: who has no mandate (any more), or one of another town, opens nothing of this town and
changes nothing; a coach whose mandate does not include editing changes neither record nor plan (issue C, done 5)."""

import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from fahrwasser.web.accounts import middleware
from fahrwasser.web.accounts.actions import let_edit, take_role
from fahrwasser.web.accounts.models import Membership, User
from fahrwasser.web.accounts.roles import Right, Role
from fahrwasser.web.agenda.models import Frame, Version
from fahrwasser.web.inventory.models import Check, Figure, Service
from fahrwasser.web.programme.models import Obstacle, Share
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Act, Letterhead, Municipality
from towns import browser, make_member, make_town, make_user

FILLED = {"uuid": str(uuid.UUID(int=7)), "slug": "agenda", "str": "csv", "int": "1", "path": "a"}
FORM = {
    "hours_per_week": "9", "budget_per_year": "9", "first_quarter": "2027-01-01", "text": "Neu und lang genug",
    "state": "running", "seen": "0", "name": "Neu", "title": "Neu", "street": "Gasse 1", "code": "form",
    "reason": "time", "parts": "phase", "zaehlen": "nein", "hours": "5", "kind": "post", "topic": "Neu",
}  # fmt: skip
ABOUT_ONESELF = ("account_", "mfa_", "set_language", "towns")
"""Pages of a person's own account: they show and change nothing of a town."""
A_COACH_MAY = {
    "coaching_stuck", "coaching_target", "coaching_appointment", "coaching_appointment_off", "coaching_answer",
    "network_question", "network_meeting_act", "network_module_done",
}  # fmt: skip


class Page(NamedTuple):
    """One address below a town, with keys that nobody has, and its guard."""

    path: str
    name: str
    rights: tuple[Right, ...]


def pages() -> list[Page]:
    """Everything that is guarded and belongs to a town."""
    found = [page for page in _walk(get_resolver().url_patterns, "") if not page.name.startswith(ABOUT_ONESELF)]
    assert len(found) > 150, "the walk must get everywhere"
    return found


def _walk(patterns: list[Any], prefix: str) -> Iterator[Page]:
    for entry in patterns:
        path = prefix + re.sub(r"<(\w+):\w+>", lambda found: FILLED[found[1]], str(entry.pattern))
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, path)
        elif isinstance(entry, URLPattern) and not getattr(entry.callback, "open_to_all", False):
            yield Page(path, entry.name or "", tuple(getattr(entry.callback, "rights", ())))


def ended(town: Municipality) -> User:
    """The town has given a mandate to edit and has taken all of it back."""
    _user, navigator = make_member(town, Role.NAVIGATOR)
    lotse, _coach = make_member(town, Role.LOTSE)
    with working_for(town):
        row = Membership.objects.of(town).get(user=lotse, role=Role.LOTSE)
        let_edit(navigator, row, [Right.RECORD, Right.PLAN])
        take_role(navigator, row)
    return lotse


OUTSIDERS: dict[str, Callable[[Municipality], User]] = {
    "without any role": lambda _town: make_user(),
    "coach whose mandate has ended": ended,
    "coach of another town": lambda _town: make_member(make_town("fremd"), Role.LOTSE)[0],
    "all that another town has": lambda _town: make_member(make_town("fremd"), *Role)[0],
    "observer": lambda _town: make_user(is_observer=True),
}


@pytest.fixture(autouse=True)
def nobody_is_slowed_down(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else every POST beyond the sixtieth would be refused for another reason."""
    monkeypatch.setattr(middleware, "POSTS_A_MINUTE", 10_000)


def stands(town: Municipality) -> list[int]:
    """How much there is of what these pages write."""
    models = (Act, Check, Figure, Service, Frame, Version, Letterhead, Obstacle, Share, Membership)
    with working_for(town):
        return [model.objects.filter(municipality=town).count() for model in models]


def said(client: Client, page: Page, slug: str) -> list[int]:
    address = f"/{slug}/{page.path}"
    return [client.get(address).status_code, client.post(address, FORM).status_code]


@pytest.mark.parametrize("who", OUTSIDERS)
def test_no_page_of_the_town_opens_for_an_outsider(database, who: str) -> None:
    town = make_town()
    client = browser(OUTSIDERS[who](town))
    before = stands(town)
    answers = {page.path: said(client, page, town.slug) for page in pages()}
    assert {path: codes for path, codes in answers.items() if not {*codes} <= {403, 404, 405}} == {}
    assert stands(town) == before


def test_a_coach_without_the_right_to_edit_changes_nothing_in_record_and_plan(database) -> None:
    town = make_town()
    lotse, _coach = make_member(town, Role.LOTSE)
    client, before = browser(lotse), stands(town)
    for page in pages():
        if page.name in A_COACH_MAY:
            continue
        read, written = said(client, page, town.slug)
        if page.rights and Right.SEE_PLAN not in page.rights:
            assert {read, written} <= {403, 404, 405}, page
        assert written in (200, 403, 404, 405, 422) or read == written == 302, page
    assert stands(town) == before
