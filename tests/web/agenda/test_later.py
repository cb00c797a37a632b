"""A plan that was made some quarters ago: what is tried now begins now, and is held against it fairly."""

from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from fahrwasser.core.agenda.catalogue.adjustments import Adjustment
from fahrwasser.core.agenda.catalogue.projects import base_of
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.agenda import actions
from fahrwasser.web.agenda.changes import Change, HoldChange, WhatIf, hours_a_week
from fahrwasser.web.agenda.conflicts import explanation
from fahrwasser.web.agenda.jobs import run
from fahrwasser.web.agenda.models import Frame, Hold, Progress, Version
from fahrwasser.web.agenda.papers import read_agenda_paper
from fahrwasser.web.agenda.prices import moves, price_lines
from fahrwasser.web.agenda.reading import Plan, plan_of
from fahrwasser.web.agenda.situation import OpenProject, Situation
from fahrwasser.web.agenda.steps import next_steps
from fahrwasser.web.agenda.version_difference import difference_of
from fahrwasser.web.agenda.week import read_week
from fahrwasser.web.agenda.whatif import compare
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality
from fahrwasser.web.ui.templatetags.ui import euro
from web.agenda.plans import BEGIN, current, page, propose

AGENDA = "/lindenau/agenda/"
LATER = date(2027, 4, 10)
"""In the second quarter of a plan that begins with 2027: the next one begins with the third."""


def is_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: LATER)


def tried(member: Member, change: Change) -> Version:
    with working_for(member.municipality):
        return actions.draft_change(member, change)


def read(shown: str) -> float:
    """»−1.234,5« as number."""
    return float(shown.replace("±", "").replace("−", "-").replace(".", "").replace(",", "."))


def figures(before: Plan, after: Plan) -> dict[str, str]:
    return {line.label: line.difference for line in price_lines(before, after)}


def test_a_grant_comes_in_its_own_quarter_in_the_plan_that_is_made_anew(
    town: Municipality, member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    propose(member)
    with working_for(town):
        Frame.objects.update(adjustments=[{"kind": "grant", "quarter": 6, "hours_per_week": 0.0, "eur": 9000.0}])
        is_later(monkeypatch)
        plan = plan_of(actions.make_proposal(member))
    quarter = plan.instance.budget.index(9000.0) + 1
    assert plan.calendar.starts_on(quarter) == date(2028, 4, 1), "the second quarter of 2028, as was agreed"


def test_what_is_tried_never_begins_in_the_past_and_changes_nothing_yet(
    town: Municipality, member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    propose(member)
    grant = Adjustment("grant", 6, eur=9000.0)
    is_later(monkeypatch)
    after = plan_of(tried(member, Change(whatif=WhatIf(4, 5000, (grant,)))))
    assert after.calendar.first == date(2027, 7, 1)
    assert after.calendar.starts_on(after.instance.budget.index(9000.0) + 1) == date(2028, 4, 1)
    with working_for(town):
        assert Frame.objects.get().first_quarter == date(2027, 1, 1), "nothing is changed before it is taken over"


def test_what_is_taken_over_later_keeps_the_date_that_was_chosen(
    town: Municipality, member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_of(propose(member))
    project = max(plan.schedule, key=lambda p: plan.instance.by_id[p].hours_per_year)
    is_later(monkeypatch)
    trial = tried(member, Change(hold=HoldChange(project, "start", 9)))  # the first quarter of 2029
    assert plan_of(trial).calendar.starts_on(plan_of(trial).schedule[project]) == date(2029, 1, 1)
    with working_for(town):
        actions.accept_trial(member, trial)
        assert Frame.objects.get().first_quarter == date(2027, 7, 1)
        assert Hold.objects.get().start == 7
    now = plan_of(current(town))
    assert now.calendar.starts_on(now.schedule[project]) == date(2029, 1, 1)


def test_the_page_of_a_later_trial_names_the_quarter_that_was_chosen(
    town: Municipality, member: Member, navigator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_of(propose(member))
    project = plan.in_order()[0]
    is_later(monkeypatch)
    trial = tried(member, Change(hold=HoldChange(project, "start", 9)))
    assert "Beginnt im 1. Quartal 2029" in page(navigator, f"{AGENDA}probe/{trial.pk}/")
    given = tried(member, Change(whatif=WhatIf(4, 5000, (Adjustment("grant", 6, eur=9000.0),))))
    assert "2. Quartal 2028" in page(navigator, f"{AGENDA}probe/{given.pk}/")


def test_no_form_offers_a_quarter_that_is_over(
    town: Municipality, member: Member, navigator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_of(propose(member))
    held = [Adjustment("grant", 1, eur=9000.0), Adjustment("post", 1, 4.0, 900.0)]
    with working_for(town):
        Frame.objects.update(adjustments=[asdict(one) for one in held])
    now = page(navigator, f"{AGENDA}was-waere-wenn/")
    assert '<option value="1"' in now
    is_later(monkeypatch)
    whatif = page(navigator, f"{AGENDA}was-waere-wenn/")
    assert "9.000" not in whatif, "a grant of the past is spent"
    assert '<option value="3" selected>3. Quartal 2027' in whatif, "the shared post is there"
    project = plan.in_order()[0]
    for form in (whatif, *(page(navigator, f"{AGENDA}{at}/") for at in (f"projekt/{project}/aendern", "zeitplan"))):
        assert '<option value="3"' in form
        assert '<option value="2"' not in form


def test_what_moves_is_told_by_the_calendar(
    town: Municipality, member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = plan_of(propose(member))
    is_later(monkeypatch)
    change = Change(whatif=WhatIf(4, 5000))
    after = plan_of(tried(member, change))
    same = [
        project
        for project, start in after.schedule.items()
        if project in before.schedule
        and after.calendar.starts_on(start) == before.calendar.starts_on(before.schedule[project])
    ]
    told = moves(before, after, change)
    assert not [line for line in told for project in same if f"{after.title(project)}," in line]
    assert all(" statt " not in line or line.split(" statt ")[0][-17:] != line[-17:] for line in told)


def test_what_is_done_since_is_no_loss_of_hours_days_or_money(town: Municipality, member: Member) -> None:
    decided = propose(member, budget_per_year=15_000, hours_per_week=Decimal(8))
    before = plan_of(decided)
    project = max(before.schedule, key=lambda p: before.instance.by_id[p].hours_per_year)
    with working_for(town):
        actions.progress(member, project, actions.State(Progress.State.DONE, started_on=date(2027, 1, 4)))
        hold = {p: HoldChange(p, "start", s) for p, s in before.schedule.items() if p != project}
        for one in hold.values():
            actions.hold(member, one)
    after = plan_of(current(town))
    assert {base_of(p) for p in before.schedule} - {base_of(p) for p in after.schedule} == {base_of(project)}
    said = " ".join(compare(before, after, is_adopted=True).sentences)
    assert "Frei werdende Stunden: ±0 im Jahr" in said
    assert "in keinem der beiden Pläne" in said
    found = figures(before, after)
    assert read(found["Eigene Tage insgesamt"]) == 0
    assert found["Stunden frei im Jahr, wenn alles läuft"] == "±0"
    assert not moves(before, after, Change())


def test_a_way_out_of_what_was_tried_keeps_what_was_tried(
    town: Municipality, member: Member, navigator: Client
) -> None:
    propose(member, ("D01", "D02", "D04", "D05", "D06", "D07", "D08"), hours_per_week=8, budget_per_year=20_000)
    given = {"hours_per_week": "1", "budget_per_year": "20000"}
    conflict = navigator.post(f"{AGENDA}was-waere-wenn/", given, follow=True).context["conflict"]
    hours = next(way for way in conflict.repairs if "capacity_add" in change_of(town, conflict.version, way.number))
    more = hours_a_week(change_of(town, conflict.version, hours.number)["capacity_add"])
    sent = {"version": conflict.version, "repair": hours.number}
    text = navigator.post(f"{AGENDA}ausweg/", sent, follow=True).content.decode()
    with working_for(town):
        trial = Version.objects.get(kind=Version.Kind.TRIAL)
    assert trial.facts["frame"]["hours_per_week"] == 1 + more
    assert f"{1 + more:g}".replace(".", ",") + " Stunden je Woche statt 8" in text


def change_of(town: Municipality, version: str, number: int) -> dict[str, float]:
    with working_for(town):
        found = explanation(plan_of(Version.objects.get(pk=version)))
    assert found is not None
    change: dict[str, float] = found["repairs"][number]["change"]
    return change


def test_what_runs_is_no_saving_of_days_and_money(town: Municipality, member: Member) -> None:
    before = plan_of(propose(member, budget_per_year=15_000, hours_per_week=Decimal(8)))
    project = max(before.schedule, key=lambda p: before.instance.by_id[p].cost_once)
    paid = before.instance.by_id[project].cost_once
    assert paid > 0
    with working_for(town):
        actions.progress(
            member, project, actions.State(Progress.State.RUNNING, started_on=date(2027, 1, 4), days_spent=Decimal(2))
        )
        for other, start in before.schedule.items():
            if other != project:
                actions.hold(member, HoldChange(other, "start", start))
    after = plan_of(current(town))
    assert after.instance.by_id[project].cost_once == 0, "it is paid"
    found = figures(before, after)
    assert found["Geld einmalig"].startswith("±0")
    assert read(found["Eigene Tage insgesamt"]) == 0


def test_what_is_finished_goes_on_costing_money(town: Municipality, member: Member, navigator: Client) -> None:
    before = plan_of(propose(member, budget_per_year=15_000, hours_per_week=Decimal(8)))
    project = max(before.schedule, key=lambda p: before.instance.by_id[p].cost_per_year)
    costs = before.instance.by_id[project].cost_per_year
    assert costs > 0
    with working_for(town):
        actions.progress(member, project, actions.State(Progress.State.DONE, started_on=date(2027, 1, 4)))
        after = plan_of(actions.make_proposal(member))
    assert sum(before.instance.budget) == 5 * 15_000
    assert sum(after.instance.budget) == pytest.approx(5 * (15_000 - costs)), "it is paid each year, before all else"
    words = f"{euro(costs)} im Jahr für das ab, was fertig ist und weiterläuft"
    assert words in page(navigator, AGENDA)
    given = tried(member, Change(whatif=WhatIf(8, 9000)))
    assert sum(plan_of(given).instance.budget) == pytest.approx(5 * (9000 - costs)), "whatever else is tried"
    with working_for(town):
        paper = read_agenda_paper(member, actions.freeze(member, after.version))
    (money,) = [section for section in paper.sections if section.key == "finanzen"]
    assert any("für Maßnahmen, die schon fertig sind" in point for point in money.points)


def test_the_limit_of_running_costs_covers_what_is_finished(
    town: Municipality, member: Member, navigator: Client
) -> None:
    before = plan_of(propose(member, budget_per_year=15_000, hours_per_week=Decimal(8)))
    project = max(before.schedule, key=lambda p: before.instance.by_id[p].cost_per_year)
    costs = before.instance.by_id[project].cost_per_year
    with working_for(town):
        actions.progress(member, project, actions.State(Progress.State.DONE, started_on=date(2027, 1, 4)))
    duties = ("D01", "D02", "D05", "D07")
    roomy = {"budget_per_year": 20_000, "hours_per_week": Decimal(8)}
    plan = plan_of(propose(member, duties, **roomy, running_cap_per_year=round(costs) + 100))
    assert plan.instance.running_cap_per_year == pytest.approx(round(costs) + 100 - costs)
    run(town, version=str(plan.version.pk), time_limit_s=5)
    conflict = navigator.get(AGENDA).context["conflict"]
    way = next(w for w in conflict.repairs if "running_cap_per_year" in change_of(town, conflict.version, w.number))
    limit = costs + change_of(town, conflict.version, way.number)["running_cap_per_year"]
    assert euro(limit) in way.text
    tried = navigator.post(f"{AGENDA}ausweg/", {"version": conflict.version, "repair": way.number}, follow=True)
    assert "Damit gibt es einen Plan." in tried.content.decode()
    with working_for(town):
        assert Version.objects.get(kind=Version.Kind.TRIAL).facts["frame"]["running_cap_per_year"] == limit


def test_the_page_says_when_everything_costs_more_than_there_is_each_year(
    town: Municipality, member: Member, navigator: Client
) -> None:
    plan = plan_of(propose(member, budget_per_year=15_000, hours_per_week=Decimal(8)))
    running = sum(plan.instance.by_id[p].cost_per_year for p in plan.schedule)
    words = "mehr als Ihr Geld im Jahr"
    assert (words in page(navigator, AGENDA)) == (running > 15_000)
    facts = plan.version.facts
    with working_for(town):
        Version.objects.update(facts={**facts, "frame": {**facts["frame"], "budget_per_year": running - 900}})
    assert f"{euro(900)} {words}" in page(navigator, AGENDA)


def test_two_plans_count_their_hours_until_the_same_day(
    town: Municipality, member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = plan_of(propose(member))
    is_later(monkeypatch)
    after = plan_of(tried(member, Change(whatif=WhatIf(4, 5000))))
    assert after.calendar.last_year == before.calendar.last_year + 1
    until = before.calendar.ends_on(before.instance.quarters)
    hours = freed_until(after, until) - freed_until(before, until)
    found = figures(before, after)
    assert read(found[f"Stunden frei bis Ende {before.calendar.last_year}"]) == pytest.approx(hours, abs=1)


def test_what_still_holds_is_no_difference_of_a_plan_that_begins_later(
    town: Municipality, member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = plan_of(propose(member, budget_per_year=15_000, hours_per_week=Decimal(8)))
    project = max(before.schedule, key=lambda p: before.instance.by_id[p].cost_per_year)
    with working_for(town):
        Frame.objects.update(adjustments=[{"kind": "post", "quarter": 2, "hours_per_week": 4.0, "eur": 100.0}])
        actions.progress(member, project, actions.State(Progress.State.DONE, started_on=date(2027, 1, 4)))
        before = plan_of(actions.make_proposal(member))
        is_later(monkeypatch)
        after = plan_of(actions.make_proposal(member))
    (only,) = difference_of(before, after).assumptions
    assert only.startswith("Der Plan beginnt mit")


def freed_until(plan: Plan, day: date) -> float:
    last = plan.calendar.quarter_of(day)
    return sum(max(0, last - plan.end(p)) * plan.instance.by_id[p].hours_per_year / 4 for p in plan.schedule)


def test_a_plan_that_nobody_has_begun_says_so_in_the_week_and_on_its_page(
    town: Municipality, member: Member, navigator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_of(propose(member))
    late = [project for project in plan.in_order() if plan.schedule[project] < 4]
    assert "beginnen sollen" not in page(navigator, AGENDA), "the plan has not begun"
    year_end = date(2027, 12, 1)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: year_end)
    assert len(late) > 1
    sentence = f"Laut Plan hätten {len(late)} Projekte beginnen sollen, die noch niemand begonnen hat."
    assert sentence in page(navigator, AGENDA)
    with working_for(town):
        assert {p.id for p in read_week(town, year_end).situation.projects if p.is_overdue} == set(late)
        for project in late[:-1]:
            actions.progress(member, project, actions.State("running", BEGIN))
        actions.progress(member, late[-1], actions.State("next", None))
    assert "Laut Plan hätte ein Projekt beginnen sollen" in page(navigator, AGENDA)
    with working_for(town):
        actions.progress(member, late[-1], actions.State("stopped", None))
    assert "Laut Plan hätte" not in page(navigator, AGENDA)


def test_the_week_asks_what_runs_and_writes_no_letter_with_a_day_that_is_over() -> None:
    day, titles = LATER, ("Ratsinformation", "E-Rechnung", "Zeiterfassung", "Aktenplan")
    late = [OpenProject(t, t, BEGIN, is_running=False, is_overdue=True) for t in titles]
    soon = OpenProject("soon", "Formulare", date(2027, 4, 1), is_running=False)
    begun = Situation(day, "Lindenau", has_mandate=True, has_plan=True, has_confirmed_duties=True)
    begun = replace(begun, has_council_version=True, has_resolution=True, projects=(*late, soon))
    asked, prepare = next_steps(begun)
    assert asked.title == "Eintragen, was wirklich läuft: 4 Projekte hätten beginnen sollen"
    assert "Ratsinformation, E-Rechnung, Zeiterfassung und 1 weitere" in asked.text
    assert asked.link == "/agenda/tafel/"
    assert not asked.can_finish, "what is entered ends it"
    assert "10. April 2027" in prepare.ready, "that day has come, the first of April is over"
    assert prepare.when == "sollte am 1. April 2027 beginnen"
