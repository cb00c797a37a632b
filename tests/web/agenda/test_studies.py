"""Reasons in depth and thirty draws: asked for by planners, worked out by a job, kept with the version."""

from collections.abc import Callable

import pytest
from django.test import Client

from fahrwasser.core.agenda.robust.draws import Draw
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.agenda import actions, jobs, robustness
from fahrwasser.web.agenda.models import Study, Version
from fahrwasser.web.agenda.reading import plan_of
from fahrwasser.web.agenda.solving import SolverFailed
from fahrwasser.web.jobs.models import Job
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality
from towns import browser, make_member
from web.agenda.plans import current, page, propose, queries

AGENDA = "/lindenau/agenda/"
SURE = f"{AGENDA}sicherheit/"
Json = dict[str, object]


def ask(member: Member, kind: str) -> Study:
    with working_for(member.municipality):
        return actions.ask_study(member, Version.objects.of(member.municipality).current(), kind)


def entry(kind: str, project: str, **more: object) -> Json:
    return {"kind": kind, "project": project, "text": "", "reasons": ["value"], **more}


def worked_out(member: Member, kind: str, result: Json) -> Study:
    study = ask(member, kind)
    with working_for(member.municipality):
        Study.objects.filter(pk=study.pk).update(result=result, state=Version.Search.DONE)
    return study


DIFFERENCE = {"days": 3.5, "cost_once": 1200.0, "cost_per_year": -300.0, "hours_per_year": 40.0, "hours_in_plan": 95.0}


def test_the_search_is_followed_by_the_reasons(town: Municipality, member: Member) -> None:
    version = propose(member)
    jobs.run(town, version=str(version.pk), time_limit_s=3)
    with working_for(town):
        (study,) = Study.objects.all()
        assert Job.objects.filter(kind="agenda.study").get().args == {"study": str(study.pk)}
    assert (study.kind, study.version_id, study.state) == ("reasons", version.pk, "waiting")


def test_the_job_explains_every_open_project(
    town: Municipality, member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    propose(member)
    study = ask(member, Study.Kind.REASONS)
    monkeypatch.setattr(jobs, "EXPLAIN_S", 3.0)
    jobs.work_out(town, study=str(study.pk))
    with working_for(town):
        study.refresh_from_db()
    plan = plan_of(current(town))
    explained = {found["project"] for found in study.result["explanations"]}
    assert study.state == Version.Search.DONE
    assert study.done == study.steps > 0
    assert explained == {project.id for project in plan.instance.open_projects()}
    jobs.work_out(town, study=str(study.pk))  # repeated: nothing more to do


def test_a_project_says_its_price_and_what_would_have_to_change(member: Member, navigator: Client) -> None:
    plan = plan_of(propose(member))
    outside = next(key for key in plan.projects if key not in plan.schedule and key in plan.instance.by_id)
    changes = [{"hours_per_year_at_least": 310.0}, {"capacity_add": 6.5}, {"capacity_add": 2.0, "choose": True}]
    out = entry("out", outside, delta_eur=5000.0, difference=DIFFERENCE, changes=changes)
    worked_out(member, Study.Kind.REASONS, {"explanations": [out]})
    text = page(navigator, f"{AGENDA}projekt/{outside}/")
    assert "+3,5 eigene Tage, +1.200 € einmalig, −300 € im Jahr, +95 Stunden Entlastung" in text
    assert "Es macht mindestens 310 Stunden im Jahr frei" in text
    assert "6,5 eigene Tage mehr in jedem Quartal (4 Stunden je Woche)" in text
    assert "2 eigene Tage mehr in jedem Quartal (1,2 Stunden je Woche) und Sie setzen es von Hand" in text


def test_an_earlier_begin_that_is_impossible_says_so(member: Member, navigator: Client) -> None:
    plan = plan_of(propose(member))
    late = max(plan.schedule, key=lambda p: (plan.schedule[p], p))
    timing = entry("timing", late, delta_eur=None, reasons=["capacity:3"], values={"quarter": 3, "days": 2.5})
    worked_out(member, Study.Kind.REASONS, {"explanations": [timing]})
    text = page(navigator, f"{AGENDA}projekt/{late}/")
    assert "Ein Quartal früher fehlen 2,5 eigene Tage im 3. Quartal 2027." in text
    assert "kann kein Plan es früher beginnen" in text


def verdict(kind: str, project: str, share: float, **more: object) -> Json:
    return {"project": project, "kind": kind, "share": share, "first": 1, "last": 3, "cause": None, **more}


def test_core_depends_and_rather_not_are_shown_with_what_decides(member: Member, navigator: Client) -> None:
    mandate = next(key for key, facts in plan_of(propose(member)).projects.items() if facts.of == "P01")
    cause = {"project": "P14", "kind": "hours", "mean_with": 812.4, "mean_without": 500.0}
    verdicts = [
        verdict("core", "P01", 1.0),
        verdict("depends", "P14", 0.5, cause=cause),
        verdict("rather_not", "P12", 0.0, first=None, last=None),
    ]
    result = {"draws": 30, "infeasible": 2, "failed": 0, "proven": 25, "gap": 0.02, "verdicts": verdicts}
    worked_out(member, Study.Kind.ROBUST, result)
    answer, count = queries(navigator, SURE)
    text = answer.content.decode()
    assert "Der Plan wurde 30 Mal neu gerechnet" in text
    assert "2 Mal gab es keinen Plan." in text
    assert "Robuster Kern" in text
    assert "im Mittel 812, wenn es im Plan ist, 500, wenn nicht" in text
    assert ">nie<" in text
    assert count <= 12
    assert "Mit anderen Zahlen ist es in 100 % der Pläne" in page(navigator, f"{AGENDA}projekt/{mandate}/")


def test_progress_is_shown_and_a_reader_who_has_seen_it_gets_nothing_new(member: Member, navigator: Client) -> None:
    propose(member)
    study = ask(member, Study.Kind.ROBUST)
    with working_for(member.municipality):
        Study.objects.filter(pk=study.pk).update(state=Version.Search.RUNNING, done=7, steps=30)
    assert "7 von 30" in page(navigator, SURE)
    headers = {"hx-request": "true"}
    assert navigator.get(SURE, {"seen": "running.7"}, headers=headers).status_code == 204
    assert navigator.get(SURE, {"seen": "running.6"}, headers=headers).status_code == 200


def test_draws_are_made_two_at_a_time_and_counted_when_they_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    instance = {"id": "x", "quarters": 4, "capacity": 9, "budget": 0, "projects": [{"id": "A", "person_days": 4}]}
    spreads = robustness.spreads_of(instance, {"A": {"of": "A", "days": [2, 9], "hours": [0, 0]}})
    steps: list[tuple[int, int]] = []
    answers: list[Callable[[], Json]] = [lambda: plan({"A": 1}, 0.01), lambda: plan({}, None, "infeasible"), fail]

    def replan(question: Json, **limits: object) -> Json:
        return answers[len(steps) % 3]()

    monkeypatch.setattr(robustness, "replan", replan)
    monkeypatch.setattr(robustness, "PROCESSES", 1)
    task = robustness.Task(instance | {"format": "fahrwasser-agenda-instance/1"}, {}, spreads, seed=3, count=6)
    result = robustness.try_draws(task, lambda done, of: steps.append((done, of)))
    assert steps[0] == (0, 6)
    assert steps[-1] == (6, 6)
    assert result["draws"] == 6
    assert result["infeasible"] + result["failed"] + result["proven"] == 6


def plan(schedule: dict[str, int], gap: float | None, status: str = "feasible") -> Json:
    return {"status": status, "schedule": schedule, "gap": gap}


def fail() -> Json:
    raise SolverFailed("no memory")


def test_real_draws_come_out_the_same_for_the_same_seed(member: Member) -> None:
    version = propose(member)
    spreads = robustness.spreads_of(version.instance, version.facts["projects"])
    task = robustness.Task(version.instance, version.answer["schedule"], spreads, seed=11, count=2)
    result = robustness.try_draws(task, lambda done, of: None, draw_s=1.5)
    assert result["draws"] == 2
    assert result["infeasible"] + result["failed"] < 2
    assert {found["kind"] for found in result["verdicts"]} <= {"core", "depends", "rather_not"}
    assert isinstance(robustness.draws(spreads, seed=11, count=1)[0], Draw)


def test_a_council_version_keeps_what_is_known_of_its_plan(town: Municipality, member: Member) -> None:
    version = propose(member)
    worked_out(member, Study.Kind.REASONS, {"explanations": []})
    with working_for(town):
        frozen = actions.freeze(member, version)
        assert Study.objects.filter(version=frozen, state=Version.Search.DONE).count() == 1


def test_only_planners_start_it(town: Municipality, member: Member) -> None:
    propose(member)
    coach = browser(make_member(town, Role.LOTSE)[0])
    assert coach.get(SURE).status_code == 200
    assert "Dreißig Mal ziehen" not in coach.get(SURE).content.decode()
    assert coach.post(SURE).status_code == 403
    assert coach.post(f"{AGENDA}projekt/P01/gruende/").status_code == 403
    with working_for(town):
        assert not Study.objects.exists()
