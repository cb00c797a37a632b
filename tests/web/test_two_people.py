"""Two people have the same form open: the later one hears of it, sees both, loses nothing, and may decide."""

import html
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.models import Membership, Unit, UnitMember
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.agenda import actions as agenda
from fahrwasser.web.agenda.changes import Change, WhatIf
from fahrwasser.web.agenda.models import Comparison, CostActual, CostPosition, PaperText, Resolution, Version, Voice
from fahrwasser.web.agenda.numbers import one_after_the_other
from fahrwasser.web.agenda.papers import part_titles
from fahrwasser.web.catalogue.models import Adoption
from fahrwasser.web.inventory import actions as inventory
from fahrwasser.web.inventory.models import Answer, Assessment, Capability, Figure, PostGroup, Service, System
from fahrwasser.web.inventory.questions import round_of
from fahrwasser.web.inventory.scales import all_scales
from fahrwasser.web.programme.actions.coaching import look_at_phase
from fahrwasser.web.programme.models import Phase
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Letterhead, Municipality
from fahrwasser.web.tenants.turns import wait_turn
from fahrwasser.web.usage.models import CountingSwitch
from filled import form_on, forms_on, send
from services import adopted
from towns import browser, make_member, make_town
from web.agenda.plans import page, propose

TOLD = "Das wurde geändert, seit Sie die Seite geöffnet haben"
STORED = "Was jetzt gespeichert ist"


@dataclass
class Hall:
    """A town and two of its people, who may do everything there."""

    town: Municipality
    first: Client
    second: Client
    by: Member


@dataclass
class Story:
    """A form, a field it has, what the first person enters and the second one, and how the page names the former."""

    name: str
    args: list[Any]
    field: str
    first: dict[str, Any]
    second: dict[str, Any]
    words: str
    kept: Callable[[], Any]

    @property
    def address(self) -> str:
        """In the town."""
        return "/lindenau" + reverse(self.name, args=self.args)


@pytest.fixture
def hall(database: object) -> Hall:
    town = make_town()
    first, by = make_member(town, Role.NAVIGATOR, Role.HEAD)
    return Hall(town, browser(first), browser(make_member(town, Role.NAVIGATOR, Role.HEAD)[0]), by)


def compared(hall: Hall) -> Comparison:
    return agenda.start_comparison(hall.by, agenda.Start("eAkte", ("own", "central"), 7, project="P11"))


def terms(hall: Hall) -> Story:
    def kept() -> Decimal:
        return Comparison.objects.get().interest

    key = compared(hall).pk
    return Story("agenda_comparison_terms", [key], "interest", {"interest": "2,5"}, {"interest": "3,5"}, "2,5", kept)


def position(hall: Hall) -> Story:
    found = CostPosition.objects.filter(comparison=compared(hall), knowledge="estimate").first()
    assert found
    first = {"low": "71", "likely": "72", "high": "73"}
    second = {"low": "81", "likely": "82", "high": "83"}

    def kept() -> int | None:
        return CostPosition.objects.get(pk=found.pk).likely

    return Story("agenda_position", [found.comparison_id, found.pk], "likely", first, second, "72", kept)


def outage(hall: Hall) -> Story:
    def kept() -> str:
        return Comparison.objects.get().outage_source

    first, second = {"source": "Angebot vom Mai"}, {"source": "Rechenzentrum"}
    return Story("agenda_outage", [compared(hall).pk, "own"], "source", first, second, "Angebot vom Mai", kept)


def actual(hall: Hall) -> Story:
    row = compared(hall)
    Comparison.objects.filter(pk=row.pk).update(chosen="own", start_year=2026)
    found = CostPosition.objects.filter(comparison=row, way="own", first_year=1).first()
    assert found
    first, second = ({"year": "1", "amount": amount, "reason": "So war es."} for amount in ("4711", "4712"))

    def kept() -> int:
        return CostActual.objects.get().amount

    return Story("agenda_actual", [row.pk, found.pk], "amount", first, second, "4711", kept)


def voice(hall: Hall) -> Story:
    row = Voice.objects.create(municipality=hall.town, kind="hinders", text="Der Scanner fehlt.", project="P11")
    first, second = {"answer": "Er kommt im Mai."}, {"answer": "Dafür fehlt das Geld."}

    def kept() -> str:
        return Voice.objects.get().answer

    return Story("agenda_voice", [row.pk], "answer", first, second, "Er kommt im Mai.", kept)


def mandate(hall: Hall) -> Story:
    both = {"navigator": "Frau Beispiel", "salutation": "Guten Tag", "begin": "2027-01-01"}
    first, second = {**both, "substitute": "Kämmerei"}, {**both, "substitute": "Bauamt"}

    def kept() -> str:
        return PaperText.objects.get(part="entry.substitute").text

    return Story("paper_mandate", [], "substitute", first, second, "Kämmerei", kept)


def system(hall: Hall) -> Story:
    row = inventory.keep_system(hall.by, inventory.SystemFacts("Finanzverfahren"))
    first, second = {"vendor": "Firma Alpha", "cost_per_year": "1200"}, {"vendor": "Firma Beta"}

    def kept() -> str:
        return System.objects.get().vendor

    return Story("system", [row.pk], "vendor", first, second, "Firma Alpha", kept)


def service(hall: Hall) -> Story:
    inventory.start_record(hall.by)
    row, unit = Service.objects.all()[0], Unit.objects.create(municipality=hall.town, name="Ordnungsamt")
    other = Unit.objects.create(municipality=hall.town, name="Bauamt")

    def kept() -> object:
        return Service.objects.get(pk=row.pk).unit_id

    first, second = {"unit": str(unit.pk)}, {"unit": str(other.pk)}
    return Story("service", [row.pk], "unit", first, second, "Ordnungsamt", kept)


def figure(hall: Hall) -> Story:
    inventory.start_record(hall.by)
    row = Service.objects.all()[0]
    both = {"source": "Liste der Kasse", "low": "", "high": ""}

    def kept() -> object:
        subject = f"service:{row.pk}"
        return Figure.objects.filter(subject=subject, key="volume").order_by("number").last().value  # type: ignore[union-attr]

    first, second = {**both, "value": "311"}, {**both, "value": "322"}
    return Story("service_figure", [row.pk, "volume"], "value", first, second, "311", kept)


def maturity(hall: Hall) -> Story:
    inventory.start_record(hall.by)
    row, scale = Service.objects.all()[0], next(one for one in all_scales() if not one.criteria)

    def kept() -> object:
        return Assessment.objects.order_by("assessed_at").last().level  # type: ignore[union-attr]

    words = f"1: {scale.levels[1].de}"
    return Story(
        "service_maturity", [row.pk, scale.id, scale.version], "seen", {"level": "1"}, {"level": "2"}, words, kept
    )


def shares(hall: Hall) -> Story:
    inventory.start_record(hall.by)
    row = Service.objects.all()[0]

    def kept() -> object:
        subject = f"service:{row.pk}"
        rows = Figure.objects.filter(subject=subject, key="share_counter").order_by("number")
        return rows.last().value  # type: ignore[union-attr]

    first, second = {"counter": "61", "post": "39"}, {"counter": "62", "post": "38"}
    both = {"source": "Zählung"}
    return Story("service_shares", [row.pk], "counter", {**first, **both}, {**second, **both}, "61", kept)


def capability(hall: Hall) -> Story:
    inventory.start_record(hall.by)
    key = Capability.objects.order_by("key")[0].key

    def kept() -> str:
        return Capability.objects.get(key=key).evidence

    first, second = {"state": "live", "evidence": "Vertrag"}, {"state": "planned", "evidence": "Angebot"}
    return Story("capability", [key], "evidence", first, second, "Vertrag", kept)


def posts(hall: Hall) -> Story:
    unit = Unit.objects.create(municipality=hall.town, name="Ordnungsamt")

    def kept() -> Decimal:
        return PostGroup.objects.get().posts

    first, second = {"unknown": "2"}, {"unknown": "5"}
    return Story("staff_unit", [unit.pk], "unknown", first, second, "2", kept)


def letterhead(hall: Hall) -> Story:
    def kept() -> str:
        return Letterhead.objects.get().street

    return Story("letterhead", [], "street", {"street": "Markt 1"}, {"street": "Ring 7"}, "Markt 1", kept)


def office(hall: Hall) -> Story:
    unit = Unit.objects.create(municipality=hall.town, name="Ordnungsamt")

    def kept() -> str:
        return Unit.objects.get().name

    return Story("people_unit", [unit.pk], "name", {"name": "Bürgerbüro"}, {"name": "Bürgeramt"}, "Bürgerbüro", kept)


def stuck(hall: Hall) -> Story:
    look_at_phase(hall.town, timezone.now())

    def kept() -> str:
        return Phase.objects.get().stuck_note

    first, second = {"reason": "council", "note": "Rat im Mai"}, {"reason": "council", "note": "Rat im Juni"}
    return Story("coaching", [], "reason", first, second, "Rat im Mai", kept)


def target(hall: Hall) -> Story:
    look_at_phase(hall.town, timezone.now())

    def kept() -> object:
        return Phase.objects.get().target_on

    return Story("coaching", [], "day", {"day": "2027-05-01"}, {"day": "2027-06-01"}, "01.05.2027", kept)


STORIES = (
    terms, position, outage, actual, voice, mandate, system, service, figure, maturity, shares, capability, posts,
    letterhead, office, stuck, target,
)  # fmt: skip


@pytest.mark.parametrize("begin", STORIES, ids=[story.__name__ for story in STORIES])
def test_the_later_one_sees_both_and_loses_nothing(hall: Hall, begin: Callable[[Hall], Story]) -> None:
    with working_for(hall.town):
        story = begin(hall)
    check(hall, story)


def check(hall: Hall, story: Story) -> None:
    """Both open the form, the first one saves, the second one hears of it and saves again."""
    address, field = story.address, story.field
    one, other = page(hall.first, address), page(hall.second, address)
    assert send(hall.first, address, one, field, story.first).status_code == 302
    with working_for(hall.town):
        first = story.kept()
    late = send(hall.second, address, other, field, story.second)
    assert late.status_code == 422
    text = html.unescape(late.content.decode())
    assert TOLD in text
    assert story.words in text[text.index(STORED) : text.index("</dl>", text.index(STORED))]
    typed = form_on(late.content.decode(), field)[1]
    assert {name: typed[name] for name in story.second} == story.second, "what was typed stands in the form"
    with working_for(hall.town):
        assert story.kept() == first, "nothing was written yet"
    assert send(hall.second, address, late.content.decode(), field, {}).status_code == 302
    with working_for(hall.town):
        assert story.kept() != first, "whoever has seen both may decide"


def test_an_old_tab_of_the_same_person_is_not_said_to_be_somebody_else(hall: Hall) -> None:
    with working_for(hall.town):
        story = letterhead(hall)
    old = page(hall.first, story.address)
    send(hall.first, story.address, page(hall.first, story.address), story.field, story.first)
    text = send(hall.first, story.address, old, story.field, story.second).content.decode()
    assert TOLD in text
    assert "anderes" not in text


def test_a_page_from_before_the_form_had_its_mark_overwrites_nothing_unseen(hall: Hall) -> None:
    """Nobody knows what its reader saw: they look once more, unless nothing is stored that could be lost."""
    with working_for(hall.town):
        story = letterhead(hall)
    assert hall.first.post(story.address, story.first).status_code == 302
    late = hall.second.post(story.address, story.second)
    assert late.status_code == 422
    text = late.content.decode()
    assert TOLD in text
    assert story.words in text
    assert form_on(text, story.field)[1][story.field] == story.second["street"]
    assert send(hall.second, story.address, text, story.field, {}).status_code == 302
    with working_for(hall.town):
        assert story.kept() == "Ring 7"


def test_what_both_typed_alike_is_no_quarrel(hall: Hall) -> None:
    with working_for(hall.town):
        story = letterhead(hall)
    other = page(hall.second, story.address)
    send(hall.first, story.address, page(hall.first, story.address), story.field, story.first)
    assert send(hall.second, story.address, other, story.field, story.first).status_code == 302


def test_the_decision_of_the_council_is_not_overwritten_unseen(hall: Hall) -> None:
    version = propose(hall.by)
    with working_for(hall.town):
        agenda.freeze(hall.by, version)

    def kept() -> str:
        return Resolution.objects.get().number

    first, second = ({"decided_on": "2026-11-20", "number": number} for number in ("17/2026", "71/2026"))
    check(hall, Story("agenda_versions", [], "decided_on", first, second, "17/2026", kept))


def test_offices_of_a_colleague_are_not_overwritten_unseen(hall: Hall) -> None:
    with working_for(hall.town):
        offices = [Unit.objects.create(municipality=hall.town, name=name) for name in ("Bauamt", "Kämmerei")]
    clerk = make_member(hall.town, Role.CLERK)[0]
    with working_for(hall.town):
        key = Membership.objects.get(user=clerk).pk

    def kept() -> list[object]:
        return list(UnitMember.objects.filter(membership=key).values_list("unit__name", flat=True))

    first, second = ({"units": str(unit.pk)} for unit in offices)
    check(hall, Story("people_units", [key], "seen", first, second, "Bauamt", kept))


def test_values_of_a_service_are_not_overwritten_unseen(hall: Hall) -> None:
    adoption = adopted(hall.town)
    with working_for(hall.town):
        before = adoption.level_limit

    def kept() -> str:
        return Adoption.objects.get().level_limit

    first, second = ({"level": level} for level in ("inform", "prefill"))
    assert before not in ("inform", "prefill")
    check(hall, Story("adoption_level", [adoption.pk], "level", first, second, "inform", kept))


def test_an_answer_of_the_quick_check_is_not_overwritten_unseen(hall: Hall) -> None:
    with working_for(hall.town):
        inventory.start_check(hall.by)
    address = "/lindenau/erfassen/schnell-check/frage/posts/"
    one, other = page(hall.first, address), page(hall.second, address)
    assert send(hall.first, address, one, "seen", {"answer": "12"}).status_code == 302
    late = send(hall.second, address, other, "seen", {"answer": "15"})
    assert late.status_code == 422
    text = late.content.decode()
    assert "beantwortet, seit Sie die Seite geöffnet haben: 12 " in text
    assert "Ihre Antwort steht noch unten" in text
    assert form_on(text, "answer")[1]["answer"] == "15"
    assert send(hall.second, address, text, "seen", {"answer": "15"}).status_code == 302
    with working_for(hall.town):
        assert [row.value for row in Answer.objects.order_by("number")] == [12, 15]


@pytest.fixture
def link(hall: Hall) -> str:
    """The page of one question that a colleague has got by link."""
    with working_for(hall.town):
        current = round_of(inventory.start_check(hall.by))
        asked = inventory.Request("Personalstelle", ("posts",))
        _errand, token = inventory.send_errand(hall.by, current, asked)
    return f"/lindenau/aufgabe/{token}/1/"


def test_an_answer_by_link_does_not_overwrite_one_that_came_meanwhile(hall: Hall, link: str) -> None:
    colleague, address = browser(), "/lindenau/erfassen/schnell-check/frage/posts/"
    opened = page(colleague, link)
    assert send(hall.first, address, page(hall.first, address), "seen", {"answer": "12"}).status_code == 302
    late = send(colleague, link, opened, "seen", {"answer": "15"})
    assert late.status_code == 422
    text = late.content.decode()
    assert "beantwortet, seit Sie die Seite geöffnet haben. Ihre Antwort steht noch unten" in text
    assert "12" not in re.sub(r'value="[^"]*"', "", text[text.index("<main") :]), "a link shows nobody's answers"
    assert form_on(text, "answer")[1]["answer"] == "15"
    assert send(colleague, link, text, "seen", {}).status_code == 302
    with working_for(hall.town):
        assert [row.value for row in Answer.objects.order_by("number")] == [12, 15]


def test_an_answer_by_link_waits_its_turn(hall: Hall, link: str) -> None:
    colleague = browser()
    opened = page(colleague, link)
    states: list[int] = []

    def other() -> None:
        states.append(send(colleague, link, opened, "seen", {"answer": "15"}).status_code)

    thread = beside(other)
    with working_for(hall.town):
        wait_turn(hall.town, "check")
        thread.start()
        assert somebody_waits()
        assert not Answer.objects.exists()
    thread.join(10)
    assert states == [302]


def test_an_old_page_gives_no_right_back_that_was_just_taken(hall: Hall) -> None:
    coach = make_member(hall.town, Role.LOTSE)[0]
    with working_for(hall.town):
        Membership.objects.filter(user=coach).update(may_edit=["plan"])
    address = "/lindenau/konto/team/mandat/"
    one, other = page(hall.first, address), page(hall.second, address)
    assert send(hall.first, address, one, "seen", {"rights": []}).status_code == 302
    late = send(hall.second, address, other, "seen", {"rights": ["plan", "record"]})
    assert "hat dieses Mandat inzwischen geändert" in hall.second.get(late["Location"]).content.decode()
    with working_for(hall.town):
        assert Membership.objects.get(user=coach).may_edit == []
    send(hall.second, address, page(hall.second, address), "seen", {"rights": ["record"]})
    with working_for(hall.town):
        assert Membership.objects.get(user=coach).may_edit == ["record"]


def test_words_of_somebody_else_are_not_thrown_away_unread(hall: Hall) -> None:
    with working_for(hall.town):
        part = next(iter(part_titles("mandate")))
        agenda.write_text(hall.by, "mandate", part, "Von gestern.")
    address = "/lindenau" + reverse("paper_part", args=["mandate", part])
    opened = page(hall.second, address)
    assert send(hall.first, address, page(hall.first, address), "text", {"text": "Von heute."}).status_code == 302
    action, fields = next(form for form in forms_on(opened) if form[0].endswith("/vorlage/"))
    hall.second.post(action, fields)
    with working_for(hall.town):
        assert PaperText.objects.get(part=part).text == "Von heute."
    assert "Von heute." in page(hall.second, address)


def test_counting_is_not_switched_on_again_by_an_old_page(hall: Hall) -> None:
    def kept() -> bool:
        return CountingSwitch.objects.get().is_on

    with working_for(hall.town):
        CountingSwitch.objects.create(municipality=hall.town, is_on=True, since=timezone.now())
    one, other = (page(client, "/lindenau/nutzung/schalter/") for client in (hall.first, hall.second))
    send(hall.first, "/lindenau/nutzung/schalter/", one, "zaehlen", {"zaehlen": "nein"})
    late = send(hall.second, "/lindenau/nutzung/schalter/", other, "zaehlen", {"loeschen": "on"})
    assert late.status_code == 422
    with working_for(hall.town):
        assert not kept()


def test_what_was_typed_about_something_removed_meanwhile_is_shown_back(hall: Hall) -> None:
    with working_for(hall.town):
        row = compared(hall)
    address = "/lindenau" + reverse("agenda_comparison_terms", args=[row.pk])
    opened = page(hall.second, address)
    with working_for(hall.town):
        agenda.remove_comparison(hall.by, row)
    gone = send(hall.second, address, opened, "interest", {"interest_source": "Schreiben der Kasse vom Mai"})
    assert gone.status_code == 404
    assert "Schreiben der Kasse vom Mai" in gone.content.decode()
    assert form_on(opened, "interest")[1]["seen"] not in gone.content.decode(), "a mark of the page is no text of hers"


def test_a_newer_version_is_not_taken_over_while_somebody_changes_a_value(hall: Hall) -> None:
    """Else the value that is saved meanwhile would be lost with the values before it."""
    adoption = adopted(hall.town)
    states: list[int] = []

    def other() -> None:
        answer = hall.second.post(f"/lindenau/katalog/{adoption.pk}/schalten/", {"act": "pause"})
        states.append(answer.status_code)

    thread = beside(other)
    with working_for(hall.town):
        wait_turn(hall.town, f"adoption:{adoption.pk}")
        thread.start()
        assert somebody_waits(), "the button has its turn like the forms"
        assert Adoption.objects.get().state == "active"
    thread.join(10)
    assert states == [302]
    with working_for(hall.town):
        assert Adoption.objects.get().state == "paused"


def test_a_plan_tried_in_one_tab_and_taken_over_in_another_do_not_stop_each_other(hall: Hall) -> None:
    """Both want the turn of the plan and the row of what was tried; they take them in the same order."""
    propose(hall.by)
    change = Change(whatif=WhatIf(8, 5000))
    with working_for(hall.town):
        first = agenda.draft_change(hall.by, change)
    tried: list[object] = []

    def other() -> None:
        with working_for(hall.town):
            tried.append(agenda.draft_change(hall.by, change).pk)

    thread = beside(other)
    with working_for(hall.town):
        one_after_the_other(hall.town)
        thread.start()
        assert somebody_waits()
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '2s'")
        agenda.accept_trial(hall.by, first)
    thread.join(20)
    assert tried, "neither had to be broken off"
    with working_for(hall.town):
        assert [row.pk for row in Version.objects.filter(kind=Version.Kind.TRIAL)] == tried != [first.pk]


def beside(other: Callable[[], None]) -> threading.Thread:
    """Not begun yet: what somebody else does meanwhile, over a connection of its own."""

    def run() -> None:
        try:
            other()
        finally:
            connection.close()

    return threading.Thread(target=run)


def somebody_waits() -> bool:
    """For a turn, within some moments."""
    with connection.cursor() as cursor:
        for _ in range(500):
            cursor.execute(
                "SELECT count(*), pg_sleep(0.01) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted "
                "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
            if cursor.fetchone()[0]:
                return True
    return False


def test_two_who_save_at_the_same_moment_wait_for_each_other(hall: Hall) -> None:
    """Another connection holds the turn: the second person's view must not look before it is over."""
    order: list[str] = []
    begun = threading.Event()

    def other() -> None:
        with working_for(hall.town):
            begun.set()
            wait_turn(hall.town, "letterhead")
            order.append("second")

    thread = beside(other)
    with working_for(hall.town):
        wait_turn(hall.town, "letterhead")
        thread.start()
        begun.wait(10)
        assert somebody_waits()
        order.append("first")
    thread.join(10)
    assert order == ["first", "second"]
