"""The invented towns that are coached and help each other: enough to show every page, marked, and never there twice."""

from dataclasses import replace

import pytest
from django.utils import timezone

from fahrwasser.core.programme.phases import phases
from fahrwasser.core.programme.state_view import state_view
from fahrwasser.web.catalogue.releases import publish_shipped
from fahrwasser.web.demo import load
from fahrwasser.web.demo.applications import HUNDESTEUER, PARKEN
from fahrwasser.web.demo.jobs import run_walk
from fahrwasser.web.demo.neighbours import NEIGHBOURS
from fahrwasser.web.demo.network import Network
from fahrwasser.web.demo.region import REGION
from fahrwasser.web.demo.towns import LINDENAU, LOTSE, TOWNS
from fahrwasser.web.inventory.actions import install_shipped_question_set
from fahrwasser.web.jobs import loop
from fahrwasser.web.programme import board
from fahrwasser.web.programme.actions.coaching import look_at_phase
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
from fahrwasser.web.programme.views.state import COLUMNS
from fahrwasser.web.tenants.context import working_for
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


def test_association_and_state_see_in_the_demo_how_far_the_towns_are_and_no_town_alone(network: Network) -> None:
    with as_role("owner"):
        publish_shipped()
        for town in REGION:
            load._create(town, network.lotse)
    with as_role("worker"):
        for town in REGION:
            municipality = Municipality.objects.get(slug=town.slug)
            with working_for(municipality):
                look_at_phase(municipality, network.now)  # a night may come first
            run_walk(municipality)
            run_walk(municipality)
    view = state_view(SharedSheet.objects.values(*COLUMNS), Solution.objects.values_list("project", "municipality_id"))
    assert [count.key for count in view.phases if count.towns] == [kind.key for kind in phases()]
    assert {count.key for count in view.packages if count.towns} == {PARKEN, HUNDESTEUER}
    assert {count.key for count in view.obstacles if count.hours} >= {"interface", "form", "price"}
    assert {count.key for count in view.solutions if count.towns} == {"P14", "P16", "P39"}
    assert view.hours_planned
