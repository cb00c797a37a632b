"""Diese Woche: three small steps for the Navigator, one page for the head, one task for a colleague."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone, translation

from fahrwasser.core.agenda.catalogue.projects import catalogue
from fahrwasser.core.agenda.catalogue.small_steps import steps_for
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.models import Unit
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.agenda import actions
from fahrwasser.web.agenda.models import StepDone
from fahrwasser.web.agenda.papers import Entries
from fahrwasser.web.agenda.reading import plan_of
from fahrwasser.web.agenda.situation import OpenProject, Situation, Step, SystemNotice
from fahrwasser.web.agenda.steps import LONGEST_MINUTES, next_steps
from fahrwasser.web.agenda.week import read_week
from fahrwasser.web.inventory import actions as inventory
from fahrwasser.web.inventory.models import Capability, Check, Errand, PostGroup, QuestionSet, SoloTask, System
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Act, Municipality
from towns import browser, make_member, make_user
from web.agenda.plans import page, propose, queries

WEEK = "/lindenau/"


def notice(town: Municipality, days: int, name: str = "Meldewesen") -> None:
    with working_for(town):
        day = timezone.localdate() + timedelta(days=days)
        System.objects.create(municipality=town, name=name, notice_date=day)


def errand(town: Municipality, unit: Unit | None = None, office: str = "Kämmerei") -> None:
    with working_for(town):
        questions = QuestionSet.objects.filter(is_current=True).first()
        check = Check.objects.create(municipality=town, question_set=questions, started_by=make_user())
        Errand.objects.create(
            municipality=town, check_round=check, questions=["invoices", "posts"], unit=unit, office=office,
            token_hash="x" * 64, expires_at=timezone.now() + timedelta(days=3),
        )  # fmt: skip


def test_never_more_than_three_steps_of_at_most_thirty_minutes() -> None:
    today = timezone.localdate()
    soon = tuple(SystemNotice(str(i), f"System {i}", today + timedelta(days=i), None) for i in range(4))
    projects = tuple(OpenProject(f"P{i}", f"Projekt {i}", today, is_running=i % 2 == 0) for i in range(5))
    everything = Situation(
        today, "Lindenau", notices=soon, check_url="/x/", errand=("Amt", today, "1"), projects=projects
    )
    gone: frozenset[str] = frozenset()
    seen = 0
    while steps := next_steps(Situation(today, "L", soon, False, "/x/", True, ("A", today, "1"), gone=gone)):
        assert len(steps) <= 3
        assert all(0 < step.minutes <= LONGEST_MINUTES and step.owner and step.title for step in steps)
        gone |= {steps[0].key}
        seen += 1
    assert seen > 6
    assert len(next_steps(everything)) == 3


def test_deadline_of_a_contract_comes_first_and_is_red(navigator: Client, town: Municipality) -> None:
    notice(town, 39)
    text = page(navigator, WEEK)
    first = text.split("<article")[1]
    assert "fw-step--red" in first
    assert "Kündigungsfrist prüfen: Meldewesen" in first
    assert "Frist in 39 Tagen" in first
    assert "Fertigen Text öffnen" in first


def test_distant_or_past_deadlines_stay_away(navigator: Client, town: Municipality) -> None:
    notice(town, 121, "Spaeter")
    notice(town, -1, "Vorbei")
    text = page(navigator, WEEK)
    assert "Spaeter" not in text
    assert "Vorbei" not in text


def test_done_step_vanishes_and_the_next_moves_up(navigator: Client, town: Municipality) -> None:
    notice(town, 39)
    key = page(navigator, WEEK).split('name="step" value="')[1].split('"')[0]
    navigator.post("/lindenau/agenda/schritt/", {"step": key, "state": "done"})
    text = page(navigator, WEEK)
    assert "Kündigungsfrist" not in text
    assert text.count("<article") >= 1


def test_step_put_off_comes_back_after_a_week(navigator: Client, town: Municipality) -> None:
    notice(town, 39)
    key = page(navigator, WEEK).split('name="step" value="')[1].split('"')[0]
    navigator.post("/lindenau/agenda/schritt/", {"step": key, "state": "later"})
    assert "Kündigungsfrist" not in page(navigator, WEEK)
    with working_for(town):
        StepDone.objects.update(until=timezone.localdate())
    assert "Kündigungsfrist" in page(navigator, WEEK)


def test_week_says_how_much_time_there_is(navigator: Client, member: Member) -> None:
    propose(member)
    text = page(navigator, WEEK)
    assert "Ihre Zeit bis Jahresende" in text
    assert "4 Stunden je Woche" in text


def test_week_shows_the_first_undone_small_step_of_a_project_and_then_its_next(
    member: Member, town: Municipality
) -> None:
    plan = plan_of(propose(member))
    project = plan.in_order()[0]
    begin = plan.calendar.starts_on(1)

    def shown() -> list[Step]:
        open_projects = [found for found in read_week(town, begin).situation.projects if found.id == project]
        reached = {"has_mandate": True, "has_plan": True, "has_confirmed_duties": True, "has_council_version": True}
        steps = next_steps(Situation(begin, "L", **reached, has_resolution=True, projects=tuple(open_projects)))
        return [step for step in steps if step.key.startswith("small:")]

    with working_for(town):
        for expected in [step for step in steps_for(catalogue(), project) if step.id != "P01.1"]:
            [step] = shown()
            assert (step.title, step.ready) == (expected.title.de, expected.ready.de)
            assert 0 < step.minutes <= LONGEST_MINUTES
            with translation.override("en"):
                assert shown()[0].ready == expected.ready.in_language("en")
            actions.finish_step(member, step.key)
        assert shown() == []


def test_printed_mandate_is_none_until_the_head_has_confirmed_the_signature(
    member: Member, town: Municipality, navigator: Client
) -> None:
    sign = "/lindenau/agenda/papiere/mandat/unterschrieben/"
    head = browser(make_member(town, Role.HEAD)[0])
    with working_for(town):
        actions.make_mandate(member, Entries("A", "B,", "C"))
        with pytest.raises(PermissionDenied):
            actions.sign_mandate(member)
    assert navigator.post(sign).status_code == 403
    assert "Das Schreiben ist vorbereitet" in page(navigator, WEEK)
    text = page(head, WEEK)
    assert "Das Schreiben ist vorbereitet" in text
    assert sign in text
    head.post(sign)
    assert "Das Mandat unterschreiben" not in page(head, WEEK)
    with working_for(town):
        assert read_week(town, timezone.localdate()).situation.has_mandate
        assert Act.objects.filter(verb="mandate.signed").count() == 1


def test_mandate_named_in_the_quick_check_counts(town: Municipality) -> None:
    with working_for(town):
        Capability.objects.create(municipality=town, key="navigator", state="live")
        assert read_week(town, timezone.localdate()).situation.has_mandate


def test_open_question_of_a_colleague_is_a_step(town: Municipality) -> None:
    errand(town)
    with working_for(town):
        keys = [step.key.split(":")[0] for step in next_steps(read_week(town, timezone.localdate()).situation)]
    assert "errand" in keys


def test_navigators_and_heads_page_ask_the_database_little(
    navigator: Client, member: Member, town: Municipality
) -> None:
    propose(member)
    errand(town)
    assert queries(navigator, WEEK)[1] <= 12
    assert queries(browser(make_member(town, Role.HEAD)[0]), WEEK)[1] <= 12


def posts(town: Municipality, **bands: int) -> None:
    with working_for(town):
        unit = Unit.objects.create(municipality=town, name="Kämmerei")
        for band, count in bands.items():
            PostGroup.objects.create(municipality=town, unit=unit, age_band=band, posts=count)
        SoloTask.objects.create(municipality=town, name="Kasse führen", unit=unit, leaves_within_years=2)


def test_head_sees_duties_relief_posts_money_and_one_decision(member: Member, town: Municipality) -> None:
    posts(town, under_40=4, **{"60_plus": 10})
    propose(member)
    text = page(browser(make_member(town, Role.HEAD)[0]), WEEK)
    for words in ("Pflichten und Risiko", "DSGVO Art. 30", "Wo Stunden frei werden", "Kasse führen",
                  "innerhalb von drei Jahren",
                  "Geld und eigene Tage", "5.000", "Das Mandat unterschreiben"):  # fmt: skip
        assert words in text
    assert "Stellen" in text


def test_ages_of_fewer_than_three_posts_are_never_told(member: Member, town: Municipality) -> None:
    posts(town, **{"60_plus": 2})
    propose(member)
    head = browser(make_member(town, Role.HEAD)[0])
    for address in (WEEK, "/lindenau/agenda/"):
        text = page(head, address)
        assert "Stellen" not in text


@pytest.mark.parametrize("role", [Role.NAVIGATOR, Role.LOTSE, Role.MULTIPLIKATOR])
def test_staff_figures_are_for_the_head_only(member: Member, town: Municipality, role: Role) -> None:
    posts(town, under_40=4, **{"60_plus": 10})
    propose(member)
    reader = browser(make_member(town, role)[0])
    for address in (WEEK, "/lindenau/agenda/"):
        text = page(reader, address)
        assert "Stellen" not in text
        assert "Kasse führen" not in text
    assert reader.get("/lindenau/agenda/papiere/leitung/").status_code == 403


def test_heads_page_is_a_pdf_that_is_not_left_lying_about(member: Member, town: Municipality) -> None:
    posts(town, under_40=4)
    propose(member)
    head = browser(make_member(town, Role.HEAD)[0])
    answer = head.get("/lindenau/agenda/papiere/leitung/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert "Wo wir stehen" not in page(head, "/lindenau/agenda/papiere/")


def test_a_clerk_with_a_question_sees_it_first_and_else_comes_to_the_desk(town: Municipality) -> None:
    with working_for(town):
        unit = Unit.objects.create(municipality=town, name="Kämmerei")
    errand(town, office="Kämmerei")
    clerk = browser(make_member(town, Role.CLERK, units=[unit])[0])
    text = page(clerk, WEEK)
    assert "2 Fragen für: Kämmerei" in text
    assert 'href="/lindenau/agenda/"' not in text  # no plan in the menu, only the desk
    link = re.search(r'href="(/lindenau/aufgabe/[^"]+)"', text)
    assert link
    question = clerk.get(link[1], follow=True)
    assert question.status_code == 200
    assert "Weiter" in question.content.decode()
    other = browser(make_member(town, Role.CLERK)[0])
    assert other.get(WEEK).headers["Location"] == "/lindenau/heute/"


def test_lotse_reads_how_the_town_gets_on(member: Member, town: Municipality) -> None:
    propose(member)
    text = page(browser(make_member(town, Role.LOTSE)[0]), WEEK)
    assert "Wie Lindenau vorankommt" in text
    assert "Das Mandat fehlt." in text
    assert "schritt/" not in text


def test_quick_check_goes_on_where_it_stopped(navigator: Client, member: Member, town: Municipality) -> None:
    with working_for(town):
        inventory.start_check(member)
    text = page(navigator, WEEK)
    assert "Weitermachen" in text
    assert "Schnell-Check, Frage 1 von" in text
    assert "/lindenau/erfassen/schnell-check/" in text
