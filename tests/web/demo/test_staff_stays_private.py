"""The invented town of fourteen posts: every page and file, for every role. Nobody can be recognised."""

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.test import Client

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.models import Membership, Unit, User
from fahrwasser.web.accounts.roles import Right, Role
from fahrwasser.web.agenda import actions as agenda
from fahrwasser.web.agenda import planning
from fahrwasser.web.agenda.quarters import next_quarter
from fahrwasser.web.demo.towns import LINDENAU, LOTSE
from fahrwasser.web.inventory import actions as inventory
from fahrwasser.web.inventory.models import PostGroup
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality
from towns import browser, make_member
from web.demo.lived import loaded
from web.demo.staff_crawl import Seen, crawl

BANDS = ("unter 40", "40 bis 49", "50 bis 54", "55 bis 59", "60 und älter", "under 40", "60 and older", "60_plus")
BIRTH = re.compile(r"\b\d{1,2}\.\d{1,2}\.19\d\d\b|\b19\d\d-\d\d-\d\d\b")
AGE = re.compile(r"\b\d{2} Jahre alt\b|\bAlter: ?\d|\bmit \d{2} Jahren\b|\b(?:in|frei in) \d{1,2} Jahren\b|years old")
COUNT = re.compile(
    r"(?<![\d.,§])([0-9]+(?:,[0-9]+)?)\s+(?:Stellen?\b|Personen\b|Beschäftigte|Mitarbeitende|Kolleg|posts?\b|people\b)"
)
LAWFUL = ("register", "api_", "portal", "case", "counter")  # services and their examples ask citizens for birth dates
HEADS_OWN = {
    "inventory_solo", "staff", "staff_unit", "agenda_staff", "home", "paper_head", "tables", "table_export",
    "table_template", "table_import",
}  # fmt: skip


@pytest.fixture
def town(database: object, monkeypatch: pytest.MonkeyPatch) -> Municipality:
    """Lindenau with its record, a plan, a council paper, a notebook; one or two posts in many cells."""
    monkeypatch.setattr(planning, "QUICK_S", 0.1)
    found = loaded("lindenau")
    head, navigator = as_member(found, Role.HEAD), as_member(found, Role.NAVIGATOR)
    with working_for(found):
        frame = agenda.Assumptions(
            hours_per_week=Decimal(8), budget_per_year=15000, first_quarter=next_quarter(found.joined_at.date()),
            duties=frozenset({"D01", "D05"}),
        )  # fmt: skip
        inventory.finish_check(navigator, inventory.start_check(navigator))
        agenda.make_frame(navigator, frame)
        version = agenda.make_proposal(navigator)
        agenda.freeze(navigator, version)
        agenda.make_agenda_paper(navigator, version)
        unit = Unit.objects.of(found).get(name="Kämmerei")
        task = inventory.add_solo_task(head, "Haushaltsplan", unit, 2)
        inventory.write_part(navigator, task, "steps", "Erst sammeln, dann rechnen", nothing=False, before="")
    return found


def as_member(town: Municipality, role: Role) -> Member:
    person = next(person for person in LINDENAU.people if person.role is role)
    return Member(town, person.key, person.name, frozenset(person.roles))


def everybody_else(town: Municipality) -> Iterator[tuple[str, Client]]:
    """All who are not the head."""
    for person in LINDENAU.people:
        if person.role is not Role.HEAD:
            yield person.role, browser(User.objects.get(pk=person.key))
    with working_for(town):
        unit = Unit.objects.of(town).get(name="Kämmerei")
        Membership.objects.filter(user_id=LOTSE.key).update(may_edit=[Right.RECORD, Right.PLAN])
    yield Role.MULTIPLIKATOR, browser(make_member(town, Role.MULTIPLIKATOR, units=[unit])[0])
    yield Role.LOTSE, browser(User.objects.get(pk=LOTSE.key))
    yield "anonymous", Client()


def birth_or_age(seen: Seen) -> list[str]:
    if any(seen.name.startswith(prefix) for prefix in LAWFUL):
        return []
    return [found[0] for pattern in (BIRTH, AGE) for found in pattern.finditer(seen.text)]


def small_counts(seen: Seen) -> list[str]:
    return [found[0] for found in COUNT.finditer(seen.text) if float(found[1].replace(",", ".")) < 3]


def heads_words(seen: Seen) -> list[str]:
    return [words for words in (*BANDS, "innerhalb von drei Jahren") if words in seen.text]


def test_the_sample_town_has_cells_that_would_point_at_people(town: Municipality) -> None:
    with working_for(town):
        groups = list(PostGroup.objects.of(town).values_list("posts", flat=True))
    assert sum(groups) == 14
    assert min(groups) < 3


def test_nobody_but_the_head_reads_ages_or_small_counts(town: Municipality) -> None:
    for who, client in everybody_else(town):
        pages = crawl(client, "lindenau")
        assert len(pages) > (3 if who == "anonymous" else 8), who
        names = {seen.name for seen in pages}
        assert not names & {"staff", "staff_unit", "agenda_staff", "paper_head"}, who
        told = {seen.address: [*birth_or_age(seen), *small_counts(seen), *heads_words(seen)] for seen in pages}
        assert {address: words for address, words in told.items() if words} == {}, who


def test_the_navigator_reads_pages_files_and_papers(town: Municipality) -> None:
    """The story above is worth something only if it got everywhere."""
    user = User.objects.get(pk=as_member(town, Role.NAVIGATOR).user_id)
    names = {seen.name for seen in crawl(browser(user), "lindenau")}
    assert names >= {
        "home", "agenda", "papers", "document", "inventory", "check", "check_question", "check_result", "services",
        "service", "inventory_solo", "inventory_notebook", "inventory_notebook_print", "tables", "table_export",
        "agenda_gains", "agenda_voices", "agenda_trainings", "project", "people",
    }, names  # fmt: skip


def test_the_head_reads_no_age_of_a_person_either(town: Municipality) -> None:
    pages = crawl(browser(User.objects.get(pk=as_member(town, Role.HEAD).user_id)), "lindenau")
    assert {seen.name for seen in pages} >= {"staff", "agenda_staff", "paper_head", "table_export"}
    told = {seen.address: birth_or_age(seen) for seen in pages}
    told |= {seen.address: heads_words(seen) for seen in pages if seen.name not in HEADS_OWN and heads_words(seen)}
    assert {address: words for address, words in told.items() if words} == {}
    names = [person.name for person in LINDENAU.people if person.role is not Role.HEAD]
    assert not [name for seen in pages if seen.name in ("staff", "agenda_staff") for name in names if name in seen.text]


def test_the_files_of_the_head_hold_no_small_count(town: Municipality) -> None:
    head = browser(User.objects.get(pk=as_member(town, Role.HEAD).user_id))
    rows = head.get("/lindenau/erfassen/tabellen/stellen/export/csv/").content.decode("utf-8-sig").splitlines()
    counts = [cell for row in rows[1:] for cell in row.split(";")[1:] if re.fullmatch(r"[0-9]+(,[0-9]+)?", cell)]
    assert all(float(cell.replace(",", ".")) >= 3 for cell in counts), rows


def test_the_small_town_gets_no_curve_and_useful_names(town: Municipality) -> None:
    head = browser(User.objects.get(pk=as_member(town, Role.HEAD).user_id))
    page = head.get("/lindenau/agenda/stellen/").content.decode()
    assert "<svg" not in page
    for task in ("Jahresabschluss", "Kasse und Mahnwesen", "Bauakten-Auskunft", "Haushaltsplan"):
        assert task in page
    assert "Von 14 Stellen werden in zehn Jahren" in page


def test_the_navigator_who_typed_a_small_number_does_not_read_it_again(town: Municipality) -> None:
    navigator = browser(User.objects.get(pk=as_member(town, Role.NAVIGATOR).user_id))
    listed = navigator.get("/lindenau/erfassen/schnell-check/").content.decode()
    assert "weniger als drei" in listed
    asked = navigator.get("/lindenau/erfassen/schnell-check/frage/without_successor/").content.decode()
    assert 'value="2"' not in asked
    assert "nur die Leitung sieht sie wieder" in asked
    head = browser(User.objects.get(pk=as_member(town, Role.HEAD).user_id))
    assert 'value="2"' in head.get("/lindenau/erfassen/schnell-check/frage/without_successor/").content.decode()
