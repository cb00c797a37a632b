"""Changed by hand: the price is what the two plans differ by, and what was set is kept."""

from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, connections
from django.test import Client

from fahrwasser.core.agenda.catalogue.projects import base_of
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.agenda import actions
from fahrwasser.web.agenda.changes import Change, HoldChange, WishChange
from fahrwasser.web.agenda.conflicts import conflict_of
from fahrwasser.web.agenda.models import Hold, Version, Wish
from fahrwasser.web.agenda.prices import price_lines
from fahrwasser.web.agenda.reading import Plan, plan_of
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Act, Municipality
from filled import form_on
from towns import browser, make_member
from web.agenda.plans import current, page, propose

AGENDA = "/lindenau/agenda/"


@pytest.fixture
def member(town: Municipality) -> Member:
    return make_member(town, Role.NAVIGATOR, Role.HEAD)[1]


@pytest.fixture
def head(town: Municipality) -> Client:
    return browser(make_member(town, Role.HEAD)[0])


def tried(member: Member, change: Change) -> Version:
    with working_for(member.municipality):
        return actions.draft_change(member, change)


def bases(plan: Plan) -> set[str]:
    return {base_of(project) for project in plan.schedule}


def test_price_is_what_the_two_plans_differ_by(member: Member) -> None:
    before = plan_of(propose(member))
    project = max(before.schedule, key=lambda p: before.instance.by_id[p].hours_per_year)
    after = plan_of(tried(member, Change(hold=HoldChange(base_of(project), "forbidden"))))
    days = sum(after.instance.by_id[p].person_days for p in after.schedule)
    days -= sum(before.instance.by_id[p].person_days for p in before.schedule)
    hours = sum(after.instance.by_id[p].hours_per_year for p in after.schedule)
    hours -= sum(before.instance.by_id[p].hours_per_year for p in before.schedule)
    shown = {line.label: line.difference for line in price_lines(before, after)}
    assert read(shown["Eigene Tage insgesamt"]) == pytest.approx(days, abs=0.05)
    assert read(shown["Stunden frei im Jahr, wenn alles läuft"]) == pytest.approx(hours, abs=0.5)
    assert base_of(project) not in bases(after)


def read(shown: str) -> float:
    """»−1.234,5« as number."""
    return float(shown.replace("±", "").replace("−", "-").replace(".", "").replace(",", "."))


def test_trying_changes_nothing(member: Member, town: Municipality) -> None:
    before = propose(member)
    trial = tried(member, Change(hold=HoldChange("P14", "forbidden")))
    assert current(town) == before
    with working_for(town):
        assert not Hold.objects.exists()
        actions.discard_trial(member, trial)
        assert not Version.objects.filter(kind=Version.Kind.TRIAL).exists()


def test_hold_is_respected_by_this_and_every_later_plan(member: Member, town: Municipality) -> None:
    plan = plan_of(propose(member))
    project = max(plan.schedule, key=lambda p: plan.instance.by_id[p].hours_per_year)
    trial = tried(member, Change(hold=HoldChange(project, "start", 9)))
    with working_for(town):
        actions.accept_trial(member, trial)
    assert plan_of(current(town)).schedule[project] == 9
    assert current(town).kind == Version.Kind.DRAFT
    with working_for(town):
        actions.make_proposal(member)
    assert plan_of(current(town)).schedule[project] == 9


def test_hold_can_be_taken_back(member: Member, town: Municipality) -> None:
    propose(member)
    with working_for(town):
        actions.hold(member, HoldChange("P14", "forbidden"))
    trial = tried(member, Change(hold=HoldChange("P14", "free")))
    with working_for(town):
        actions.accept_trial(member, trial)
        assert not Hold.objects.exists()


def test_price_of_yesterday_cannot_be_taken_over(member: Member, town: Municipality) -> None:
    propose(member)
    trial = tried(member, Change(hold=HoldChange("P14", "forbidden")))
    newer = propose(member)
    with working_for(town), pytest.raises(actions.NotPossible):
        actions.accept_trial(member, trial)
    assert current(town) == newer


def test_wanted_and_impossible_is_explained_in_words(head: Client, member: Member, town: Municipality) -> None:
    propose(member)
    answer = head.post(
        f"{AGENDA}wunsch/", {"text": "eAkte überall", "project": "P12", "latest_finish": "3"}, follow=True
    )
    text = answer.content.decode()
    assert "Das passt nicht mit allem anderen zusammen." in text
    assert "eAkte in allen Ämtern" in text
    assert "3. Quartal 2027" in text
    assert "Den Wunsch ohne Termin versuchen" in text
    assert "Übernehmen" not in text
    with working_for(town):
        assert not Wish.objects.exists()


def test_wish_in_plain_words_finds_its_project_and_keeps_its_place(
    head: Client, member: Member, town: Municipality
) -> None:
    propose(member)
    words = "Die Hundesteuer soll ohne Abtippen gehen"
    suggestions = head.get(f"{AGENDA}wunsch/", {"text": words}).content.decode()
    assert 'value="P23"' in suggestions
    answer = head.post(f"{AGENDA}wunsch/", {"text": words, "project": "P23", "latest_finish": "8"}, follow=True)
    assert "Der Preis:" in answer.content.decode()
    head.post(f"{answer.request['PATH_INFO']}uebernehmen/")
    plan = plan_of(current(town))
    project = next(p for p in plan.schedule if base_of(p) == "P23")
    assert plan.end(project) <= 8
    assert words in page(head, AGENDA)


def test_a_wish_said_better_on_the_page_of_its_projects_is_the_one_that_counts(
    head: Client, member: Member, town: Municipality
) -> None:
    propose(member)
    suggestions = head.get(f"{AGENDA}wunsch/", {"text": "Die Hundesteuer soll ohne Abtippen gehen"}).content.decode()
    typed = {**form_on(suggestions, "text")[1], "text": "Rechnungen ohne Papier", "latest_finish": "8"}
    again = head.post(f"{AGENDA}wunsch/", {**typed, "find": "1"}).content.decode()
    kept = form_on(again, "project")[1]
    assert (kept["text"], kept["latest_finish"]) == ("Rechnungen ohne Papier", "8")
    assert kept["project"] not in ("", "P23"), "other words, other projects"
    head.post(f"{AGENDA}wunsch/", {**kept, "text": "Mehr Sonne", "project": ""})
    assert "Mehr Sonne" in page(head, AGENDA), "without looking for projects once more"


def test_wish_without_a_project_is_only_noted(head: Client, member: Member, town: Municipality) -> None:
    before = propose(member)
    head.post(f"{AGENDA}wunsch/", {"text": "Mehr Sonne", "project": ""})
    assert current(town) == before
    assert "Mehr Sonne" in page(head, AGENDA)


def test_withdrawn_wish_no_longer_binds(member: Member, town: Municipality) -> None:
    propose(member)
    with working_for(town):
        wish = actions.wish(member, Change(wish=WishChange("Online-Termine", "P26")))
        assert wish is not None
        assert "P26" in bases(plan_of(actions.make_proposal(member)))
        actions.withdraw_wish(member, wish.pk)
    assert "Wunsch" not in str(current(town).instance["duties"])


def test_navigator_alone_cannot_wish_for_the_head(town: Municipality) -> None:
    navigator = make_member(town, Role.NAVIGATOR)[1]
    propose(navigator)
    with working_for(town), pytest.raises(PermissionDenied):
        actions.draft_change(navigator, Change(wish=WishChange("x", "P26")))


def test_navigator_cannot_drop_the_heads_wish_by_a_way_out_of_a_conflict(member: Member, town: Municipality) -> None:
    navigator = make_member(town, Role.NAVIGATOR)[1]
    propose(member)
    way_out = Change(repair={"drop_duties": ["M-P26"]})
    with working_for(town):
        wished = actions.wish(member, Change(wish=WishChange("Weniger Rückfragen", "P26")))
        assert wished is not None
        actions.make_proposal(member)
        with pytest.raises(PermissionDenied):
            actions.draft_change(navigator, way_out)
        trial = actions.draft_change(member, way_out)
        with pytest.raises(PermissionDenied):
            actions.accept_trial(navigator, trial)
        assert Wish.objects.get().withdrawn_at is None
        actions.accept_trial(member, trial)
        assert Wish.objects.get().withdrawn_at is not None
        assert Act.objects.filter(verb="agenda.withdraw", subject=str(wished.pk)).exists()


def test_way_out_that_drops_a_wish_is_a_button_for_the_head_only(member: Member) -> None:
    propose(member)
    with working_for(member.municipality):
        actions.wish(member, Change(wish=WishChange("Weniger Rückfragen", "P26")))
        version = actions.make_proposal(member)
    [wished] = [duty.project for duty in plan_of(version).instance.duties if duty.norm == "Wunsch der Leitung"]
    repairs = [{"text": "a", "change": {"drop_duties": [wished]}}, {"text": "b", "change": {"budget_add": 1}}]
    version.answer = {"explanations": [{"kind": "infeasible", "text": "", "repairs": repairs}]}
    found = conflict_of(plan_of(version))
    assert found is not None
    assert [(repair.can_apply, repair.is_for_head) for repair in found.repairs] == [(True, True), (True, False)]


def test_two_variants_of_one_project_never_stand_in_one_plan(member: Member) -> None:
    plan = plan_of(propose(member))
    assert len(bases(plan)) == len(plan.schedule)


def test_change_form_shows_every_way_and_refuses_a_begin_without_quarter(head: Client, member: Member) -> None:
    propose(member)
    text = page(head, f"{AGENDA}projekt/P14-central/aendern/")
    assert 'value="P14-own"' in text
    answer = head.post(f"{AGENDA}projekt/P14-central/aendern/", {"variant": "P14-central", "kind": "start"})
    assert answer.status_code == 422
    assert "Bitte wählen Sie das Quartal" in answer.content.decode()
    assert head.get(f"{AGENDA}projekt/P99/aendern/").status_code == 404


def test_two_who_accept_at_the_same_moment_do_not_undo_each_other(member: Member, town: Municipality) -> None:
    """The second waits for the first and then hears that the plan has changed."""
    version = propose(member)
    first, second, *_rest = version.answer["schedule"]
    other = make_member(town, Role.NAVIGATOR)[1]
    mine = tried(member, Change(hold=HoldChange(first, "forbidden")))
    theirs = tried(other, Change(hold=HoldChange(second, "forbidden")))
    with ThreadPoolExecutor(1) as others:
        with working_for(town):
            actions.accept_trial(member, mine)
            late = others.submit(accepted, other, theirs)
            wait_until_somebody_waits(late)
        assert late.result(timeout=20) is False
    with working_for(town):
        assert [base_of(row.project) for row in Hold.objects.of(town)] == [base_of(first)]


def accepted(by: Member, trial: Version) -> bool:
    """In a thread of its own, with a connection of its own."""
    try:
        with working_for(by.municipality):
            actions.accept_trial(by, trial)
    except actions.NotPossible:
        return False
    else:
        return True
    finally:
        connection.close()


def wait_until_somebody_waits(late: Future[bool]) -> None:
    with connections["owner"].cursor() as cursor:
        for _attempt in range(20_000):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
            if cursor.fetchone()[0] or late.done():
                return
    pytest.fail("nobody waits")
