"""The invented towns that are coached and help each other: enough to show every page, marked, and never there twice."""

from dataclasses import replace

import pytest
from django.utils import timezone

from fahrwasser.web.demo import load
from fahrwasser.web.demo.neighbours import NEIGHBOURS
from fahrwasser.web.demo.network import Network
from fahrwasser.web.demo.towns import LINDENAU, LOTSE, TOWNS
from fahrwasser.web.inventory.actions import install_shipped_question_set
from fahrwasser.web.jobs import loop
from fahrwasser.web.programme import board
from fahrwasser.web.programme.models import (
    Answer,
    Backing,
    Meeting,
    Partner,
    PooledRequest,
    Question,
    SharedSheet,
    Solution,
)
from fahrwasser.web.programme.portfolio import portfolio_of
from fahrwasser.web.tenants.models import Municipality
from web.demo.lived import as_role

GIVEN = (Question, Answer, Solution, PooledRequest, Backing, Partner, Meeting, SharedSheet)


@pytest.fixture
def network(database: object) -> Network:
    """All towns without their services and their plan, which other tests make."""
    loop.load_handlers()
    with as_role("owner"):
        install_shipped_question_set()
        lotse = load._user(LOTSE, is_programme_coach=True)
        for town in (*TOWNS, *NEIGHBOURS):
            load._create(replace(town, services=(), has_agenda=False), lotse)
    return Network(lotse, timezone.now())


def test_the_demo_shows_a_portfolio_a_board_and_a_comparison_and_says_that_it_is_invented(network: Network) -> None:
    with as_role("owner"):
        network.fill()
        before = [model.objects.count() for model in GIVEN]
        Meeting.objects.all().delete()  # as if interrupted before the end
        network.fill()
        network.fill()
    assert [model.objects.count() for model in GIVEN] == before
    found = portfolio_of(network.lotse.pk, network.now)
    assert len(found.lines) == 5
    assert found.stuck >= 1
    assert found.questions >= 1
    assert {line.phase for line in found.lines} >= {"mandate", "record", "agenda", "network"}
    lines, towns = board.compared(Municipality.objects.get(slug=LINDENAU.slug))
    assert towns == 5
    counted = {line.key for line in lines if line.spread}
    assert counted == {"projects_done", "projects_running", "services_live"}, "without a plan there are no hours"
    assert Question.objects.exclude(solved_by=None).count() == 1
    for model, field in ((Question, "title"), (Solution, "tool"), (PooledRequest, "title"), (Partner, "topic")):
        assert not model.objects.exclude(**{f"{field}__contains": "(Beispiel)"}).exists()
