"""The staff outlook: for the head alone, useful for fourteen people, and nobody can be recognised."""

import re
from html import unescape

import pytest
from django.test import Client

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.models import Membership, Unit
from fahrwasser.web.accounts.roles import Right, Role
from fahrwasser.web.inventory import actions as inventory
from fahrwasser.web.inventory.models import PostGroup
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality
from towns import browser, make_member
from web.agenda.plans import page, propose, queries

OUTLOOK = "/lindenau/agenda/stellen/"


def staffed(town: Municipality, **bands: int) -> Unit:
    with working_for(town):
        unit = Unit.objects.create(municipality=town, name="Kämmerei")
        for band, count in bands.items():
            PostGroup.objects.create(municipality=town, unit=unit, age_band=band, posts=count)
        return unit


@pytest.fixture
def head(town: Municipality) -> tuple[Client, Member]:
    user, member = make_member(town, Role.HEAD)
    return browser(user), member


def words_of(text: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text.partition("<main")[2].partition("</main>")[0])).split())


def test_only_the_head_opens_it(town: Municipality, head: tuple[Client, Member]) -> None:
    assert head[0].get(OUTLOOK).status_code == 200
    for role in (Role.NAVIGATOR, Role.MULTIPLIKATOR, Role.CLERK, Role.LOTSE):
        assert browser(make_member(town, role)[0]).get(OUTLOOK).status_code == 403
    lotse, _member = make_member(town, Role.LOTSE)
    with working_for(town):
        Membership.objects.filter(user=lotse).update(may_edit=[Right.RECORD, Right.PLAN, Right.SEE_STAFF])
    assert browser(lotse).get(OUTLOOK).status_code == 403
    assert Client().get(OUTLOOK).status_code == 302


def test_a_small_town_gets_counts_and_names_of_tasks_but_no_curve(
    town: Municipality, member: Member, head: tuple[Client, Member]
) -> None:
    unit = staffed(town, under_40=4, **{"40_49": 3, "60_plus": 7})
    propose(member)
    with working_for(town):
        inventory.add_solo_task(head[1], "Jahresabschluss", unit, 2)
        inventory.add_solo_task(head[1], "Archiv", None, 30)
    text = page(head[0], OUTLOOK)
    assert "<svg" not in text
    words = words_of(text)
    assert "Von 14 Stellen werden in zehn Jahren" in words
    assert "innerhalb von drei Jahren Jahresabschluss" in words
    assert words.index("Jahresabschluss") < words.index("Archiv")
    assert "das Wissen einer davon ist stark gefährdet" in words
    assert "Was der Plan zurückgewinnt" in words


def test_a_complete_notebook_lowers_the_risk(town: Municipality, head: tuple[Client, Member]) -> None:
    with working_for(town):
        task = inventory.add_solo_task(head[1], "Jahresabschluss", None, 2)
    assert "hoch" in words_of(page(head[0], OUTLOOK))
    with working_for(town):
        for part in ("dates", "steps", "places", "contacts", "pitfalls"):
            inventory.write_part(head[1], task, part, "steht da", nothing=False, before="")
    words = words_of(page(head[0], OUTLOOK))
    assert "5 von 5 Teilen" in words
    assert "erhöht" in words


def test_one_or_two_leavers_are_never_counted(town: Municipality, head: tuple[Client, Member]) -> None:
    staffed(town, under_40=12, **{"60_plus": 2})
    words = words_of(page(head[0], f"{OUTLOOK}?other_leavers=0"))
    assert "weniger als drei" in words
    staffed_row = words[words.index("Wer geht und was der Plan") :]
    assert "weniger als drei –" in staffed_row  # the hours would tell the count


def test_below_three_posts_nothing_is_said(town: Municipality, head: tuple[Client, Member]) -> None:
    staffed(town, **{"60_plus": 2})
    words = words_of(page(head[0], OUTLOOK))
    assert "weniger als drei Stellen erfasst" in words
    assert "Von 2" not in words


def test_a_larger_town_gets_the_ten_years_as_drawing_and_as_table(
    town: Municipality, member: Member, head: tuple[Client, Member]
) -> None:
    staffed(town, under_40=10, **{"40_49": 12, "50_54": 8, "55_59": 6, "60_plus": 8})
    propose(member)
    text = page(head[0], OUTLOOK)
    assert "<svg" in text
    rows = text.partition("Bedarf ohne den Plan</th>")[2].partition("</table>")[0]
    assert rows.count("<tr>") == 10
    for coordinate in re.findall(r' (?:x|y|width|height)="([^"]*)"', text.partition("<svg")[2].partition("</svg>")[0]):
        assert re.fullmatch(r"\d+(\.\d)?", coordinate), coordinate


def test_other_assumptions_change_the_figures_and_are_kept_nowhere(
    town: Municipality, head: tuple[Client, Member]
) -> None:
    staffed(town, under_40=10, **{"55_59": 20, "60_plus": 20})
    early, late = (page(head[0], f"{OUTLOOK}?retirement_age={age}&refill=0") for age in (63, 67))
    assert early != late
    assert 'value="70"' in page(head[0], OUTLOOK)
    wrong = head[0].get(f"{OUTLOOK}?retirement_age=12")
    assert wrong.status_code == 422
    assert head[0].get(f"{OUTLOOK}?refill=NaN&growth=x").status_code == 422


def test_the_page_takes_few_queries(town: Municipality, member: Member, head: tuple[Client, Member]) -> None:
    unit = staffed(town, under_40=10, **{"60_plus": 40})
    propose(member)
    with working_for(town):
        for number in range(15):
            inventory.add_solo_task(head[1], f"Aufgabe {number}", unit, 2)
    page(head[0], OUTLOOK)
    assert queries(head[0], OUTLOOK)[1] <= 12
    assert queries(head[0], "/lindenau/")[1] <= 12


def test_the_page_is_english_for_who_reads_english(town: Municipality, head: tuple[Client, Member]) -> None:
    head[0].post("/lindenau/sprache/", {"language": "en", "next": OUTLOOK})
    assert "Who leaves, what stays" in page(head[0], OUTLOOK)
