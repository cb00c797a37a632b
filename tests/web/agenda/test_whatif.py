"""What if time and money were different: tried beside the plan that counts, in words, and only then taken over."""

import json
import re
from datetime import date
from decimal import Decimal
from importlib import import_module

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections
from django.test import Client

from fahrwasser.core.agenda.catalogue.adjustments import Adjustment, days_by_quarter, money_by_quarter
from fahrwasser.core.agenda.catalogue.projects import base_of
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.models import Membership
from fahrwasser.web.accounts.roles import Right, Role
from fahrwasser.web.agenda import actions
from fahrwasser.web.agenda.changes import Change, WhatIf
from fahrwasser.web.agenda.models import Frame, Progress, Version
from fahrwasser.web.agenda.reading import plan_of
from fahrwasser.web.agenda.whatif import compare
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality
from towns import browser, make_member
from web.agenda.plans import BEGIN, current, page, propose, queries

AGENDA = "/lindenau/agenda/"
FORM = {"hours_per_week": "4", "budget_per_year": "5000"}


def tried(member: Member, asked: WhatIf) -> Version:
    with working_for(member.municipality):
        return actions.draft_change(member, Change(whatif=asked))


def test_more_hours_are_shown_beside_todays_plan_and_change_nothing_yet(
    town: Municipality, member: Member, navigator: Client
) -> None:
    before = propose(member)
    answer = navigator.post(f"{AGENDA}was-waere-wenn/", {**FORM, "hours_per_week": "8"}, follow=True)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "8 Stunden je Woche statt 4" in text
    assert "Der Unterschied zum heutigen Plan" in text
    assert " nicht mehr dabei, " in text
    assert current(town) == before
    with working_for(town):
        assert Frame.objects.get().hours_per_week == 4


def test_what_comes_in_falls_out_and_moves_is_exactly_what_differs(member: Member) -> None:
    before = plan_of(propose(member))
    after = plan_of(tried(member, WhatIf(8, 20_000)))
    found = compare(before, after, is_adopted=False)
    old, new = ({base_of(p) for p in plan.schedule} for plan in (before, after))
    assert len(found.enters) == len(new - old) > 0
    assert len(found.leaves) == len(old - new)
    assert all(" statt " in line for line in found.moves)


def test_taking_it_over_makes_it_the_assumptions_of_every_later_plan(town: Municipality, member: Member) -> None:
    propose(member)
    grant = Adjustment("grant", 3, eur=9000.0)
    trial = tried(member, WhatIf(5.5, 6000, (grant,)))
    with working_for(town):
        actions.accept_trial(member, trial)
        frame = Frame.objects.get()
        again = actions.make_proposal(member)
    assert (frame.hours_per_week, frame.budget_per_year) == (Decimal("5.5"), 6000)
    assert sum(again.instance["budget"]) == 6000 * 5 + 9000
    assert again.facts["frame"]["adjustments"] == frame.adjustments


def test_a_running_project_stays_where_it_is(town: Municipality, member: Member) -> None:
    first = propose(member)
    project = min(plan_of(first).schedule, key=lambda p: (plan_of(first).schedule[p], p))
    with working_for(town):
        actions.progress(member, project, actions.State(Progress.State.RUNNING, started_on=BEGIN))
    after = plan_of(tried(member, WhatIf(3, 4000)))
    assert after.schedule[project] == plan_of(first).schedule[project]


def test_the_difference_is_the_one_to_what_the_council_decided(
    town: Municipality, member: Member, navigator: Client
) -> None:
    version = propose(member)
    with working_for(town):
        frozen = actions.freeze(member, version)
        actions.resolve(member, frozen, decided_on=date(2026, 11, 20), number="7/2026")
        actions.make_proposal(member)
    answer = navigator.post(f"{AGENDA}was-waere-wenn/", {**FORM, "budget_per_year": "9000"}, follow=True)
    assert "Der Unterschied zum Plan, den der Rat beschlossen hat" in answer.content.decode()


def test_form_and_trial_need_few_queries(member: Member, navigator: Client) -> None:
    propose(member)
    assert queries(navigator, f"{AGENDA}was-waere-wenn/")[1] <= 12
    trial = tried(member, WhatIf(8, 20_000))
    assert queries(navigator, f"{AGENDA}probe/{trial.pk}/")[1] <= 12


def test_an_amount_without_a_quarter_is_asked_for(member: Member, navigator: Client) -> None:
    propose(member)
    answer = navigator.post(f"{AGENDA}was-waere-wenn/", {**FORM, "grant_eur": "5000", "post_quarter": "3"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Bitte wählen Sie das Quartal." in text
    assert "Bitte geben Sie ein, wie viel" in text
    assert 'value="5000"' in text or 'value="5.000"' in text, "what was entered is still there"


def test_too_little_time_for_the_duties_is_a_conflict_in_words(member: Member, navigator: Client) -> None:
    propose(member, ("D01", "D02", "D04", "D05", "D06", "D07", "D08"), hours_per_week=8, budget_per_year=20_000)
    answer = navigator.post(f"{AGENDA}was-waere-wenn/", {"hours_per_week": "0,5", "budget_per_year": "0"}, follow=True)
    text = answer.content.decode()
    assert "Unter diesen Annahmen gibt es keinen Plan" in text
    assert "Übernehmen" not in text


def test_who_may_only_look_cannot_try(town: Municipality, member: Member) -> None:
    propose(member)
    user, colleague = make_member(town, Role.MULTIPLIKATOR)
    assert browser(user).get(f"{AGENDA}was-waere-wenn/").status_code == 403
    with working_for(town), pytest.raises(PermissionDenied):
        actions.draft_change(colleague, Change(whatif=WhatIf(8, 0)))


def test_an_english_reader_gets_english_words_only(member: Member, navigator: Client) -> None:
    propose(member)
    navigator.cookies["django_language"] = "en"
    answer = navigator.post(f"{AGENDA}was-waere-wenn/", {**FORM, "hours_per_week": "8"}, follow=True)
    text = answer.content.decode()
    assert "8 hours a week instead of 4" in text
    assert "The difference to today" in text
    assert "Stunden" not in text
    assert "It begins at once." in page(navigator, AGENDA)


def test_a_shared_post_brings_days_and_keeps_its_money_back() -> None:
    post = Adjustment("post", 3, hours_per_week=8, eur=4000)
    assert days_by_quarter(6.5, 4, [post]) == [6.5, 6.5, 19.5, 19.5]
    assert money_by_quarter([5000, 0, 0, 0], [post]) == (3000, 0, 0, 0)
    assert sum(money_by_quarter([1000, 0, 0, 0], [post])) == 0, "what is not there cannot be kept back"


def test_a_grant_comes_in_its_quarter_and_a_leaving_colleague_takes_days_along() -> None:
    assert money_by_quarter([1000, 0, 0, 0], [Adjustment("grant", 2, eur=500)]) == (1000, 500, 0, 0)
    assert days_by_quarter(6.5, 3, [Adjustment("fewer", 2, hours_per_week=9)]) == [6.5, 0, 0]
    assert days_by_quarter(6.5, 3, [Adjustment("grant", 2, eur=500)]) == 6.5


def test_grants_and_posts_keep_their_date_when_the_plan_begins_later(town: Municipality, member: Member) -> None:
    propose(member)
    asked = (Adjustment("grant", 2, eur=500.0), Adjustment("post", 2, 4.0, 900.0), Adjustment("fewer", 6, 1.0))
    with working_for(town):
        Frame.objects.update(adjustments=[])
        actions.accept_trial(member, actions.draft_change(member, Change(whatif=WhatIf(4, 5000, asked))))
        actions.make_frame(member, actions.Assumptions(Decimal(4), 5000, date(2027, 7, 1)))
        kept = [(a["kind"], a["quarter"]) for a in Frame.objects.get().adjustments]
    assert kept == [("post", 1), ("fewer", 4)]


def test_why_hours_are_missing_is_said_nowhere(town: Municipality, member: Member, navigator: Client) -> None:
    """In a small town "a colleague leaves" is said of one person; the plan needs the hours only."""
    propose(member)
    with working_for(town):
        frozen = actions.freeze(member, Version.objects.get())
    sent = {**FORM, "hours_per_week": "6", "fewer_hours": "2", "fewer_quarter": "3"}
    shown = navigator.post(f"{AGENDA}was-waere-wenn/", sent, follow=True)
    assert "2 Stunden je Woche weniger" in shown.content.decode()
    with working_for(town):
        trial = Version.objects.get(kind=Version.Kind.TRIAL)
        after = actions.accept_trial(member, trial)
        kept = json.dumps([trial.change, after.facts, after.instance, list(Frame.objects.values("adjustments"))])
    lotse, _coach = make_member(town, Role.LOTSE)
    with working_for(town):
        Membership.objects.filter(user=lotse).update(may_edit=[Right.PLAN])
    for client in (navigator, browser(lotse)):
        places = ("", "rat/", f"rat/{frozen.pk}/unterschied/", "papiere/")
        pages = [page(client, f"{AGENDA}{place}") for place in places]
        form = page(client, f"{AGENDA}was-waere-wenn/")
        assert 'value="2"' in form, "the hours stay, so that whoever plans can change them"
        assert "2 Stunden je Woche weniger" in "".join(pages)
        for text in pages:
            assert not re.search("scheidet|geht weg|verlässt|Kollegin oder ein Kollege", text)
    assert '"fewer"' in kept
    assert '"leaving"' not in kept


def test_versions_kept_before_lose_the_reason_too(town: Municipality, member: Member) -> None:
    version = propose(member)
    fewer = {"kind": "leaving", "quarter": 3, "hours_per_week": 2.0, "eur": 0.0}
    with working_for(town):
        Version.objects.filter(pk=version.pk).update(facts={**version.facts, "other": [fewer]})
        Frame.objects.update(adjustments=[fewer])
        actions.freeze(member, version)
    statements = import_module("fahrwasser.web.agenda.migrations.0008_fewer_hours").STATEMENTS
    with connections["owner"].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    with working_for(town):
        assert Frame.objects.get().adjustments == [{**fewer, "kind": "fewer"}]
        assert Version.objects.get(pk=version.pk).facts["other"] == [{**fewer, "kind": "fewer"}]
