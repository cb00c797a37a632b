"""What a Navigator reads: why in, why not, why then, and what to do if there is no plan."""

import pytest

from fahrwasser.core.agenda.model.reading import parse_instance
from fahrwasser.core.agenda.solve import solve


def answer_to(projects, **more):
    raw = {
        "format": "fahrwasser-agenda-instance/1",
        "id": "story",
        "quarters": 6,
        "horizon_quarters": 20,
        "capacity": 10,
        "budget": 10_000,
        "charge_own_staff": False,
        "projects": projects,
    }
    return solve(parse_instance(raw | more), time_limit_s=20)


def one(answer, project, kind):
    (found,) = [e for e in answer.explanations if (e.project, e.kind) == (project, kind)]
    return found


def relief(name, days, hours, **more):
    return {"id": name, "name": f"Vorhaben {name}", "person_days": days, "hours_per_year": hours} | more


def test_a_start_waits_for_days() -> None:
    answer = answer_to([relief("A", 10, 500), relief("B", 10, 100)])
    timing = one(answer, "B", "timing")
    assert timing.reasons == ("capacity:1",)
    assert timing.text.endswith("Ein Quartal früher fehlten in Quartal\u00a01 10\u00a0Personentage.")


def test_a_start_waits_for_money() -> None:
    answer = answer_to([relief("A", 5, 500, cost_once=15_000)])
    assert one(answer, "A", "timing").reasons == ("budget:1",)
    assert "fehlten bis Quartal\u00a01 5.000\u00a0€" in one(answer, "A", "timing").text


def test_an_enabler_is_explained_by_what_it_enables() -> None:
    answer = answer_to([relief("A", 5, 0), relief("B", 5, 300, prerequisites=["A"])])
    assert one(answer, "A", "in").reasons == ("enables:B",)
    assert one(answer, "B", "timing").reasons == ("prerequisite:A",)


def test_a_project_outside_names_its_price_and_the_hours_that_would_change_it() -> None:
    answer = answer_to([relief("A", 5, 20, cost_once=9000)])
    out = one(answer, "A", "out")
    assert out.delta_eur is not None
    assert out.delta_eur > 0
    hours = out.change["hours_per_year_at_least"]
    assert answer_to([relief("A", 5, hours, cost_once=9000)]).schedule == {"A": 1}


def test_an_excluded_project_and_a_variant_say_so() -> None:
    rows = [relief("A", 5, 300), relief("B", 5, 200), relief("C", 5, 300)]
    answer = answer_to(rows, alternatives=[["A", "B"]], locks=[{"project": "C", "choose": False}])
    assert one(answer, "B", "out").reasons == ("alternatives:A",)
    assert one(answer, "C", "out").reasons == ("lock:C",)
    assert one(answer, "C", "out").delta_eur is None


def test_a_duty_cannot_be_left_out() -> None:
    duty = {"project": "A", "finish_by": 4, "kind": "law", "norm": "§ 4 SächsEGovG"}
    included = one(answer_to([relief("A", 5, 0)], duties=[duty]), "A", "in")
    assert included.text.endswith("weil diese Pflicht bis Quartal\u00a04 erfüllt sein muss [§ 4 SächsEGovG].")
    assert (included.has_delta, included.delta_eur) == (True, None)


def test_a_wish_that_fits_no_plan_names_the_obstacles() -> None:
    rows = [relief("A", 50, 0), relief("B", 20, 9)]
    out = one(answer_to(rows, duties=[{"project": "A"}], max_intensity=10), "B", "out")
    assert (out.has_delta, out.delta_eur) == (True, None)
    assert set(out.reasons) == {"capacity", "duty:A"}
    assert "Hindernis: die verfügbaren Personentage und der Termin für „Vorhaben A“ (A)." in out.text


def test_a_conflict_says_what_is_needed_what_there_is_and_what_helps() -> None:
    duties = [{"project": "A", "finish_by": 2}, {"project": "B", "finish_by": 2}]
    answer = answer_to([relief("A", 15, 0), relief("B", 15, 0)], duties=duties)
    (conflict,) = answer.explanations
    assert "bis Quartal\u00a02 30\u00a0Personentage, verfügbar sind 20\u00a0Personentage" in conflict.text
    assert {repair.change.get("capacity_add") for repair in conflict.repairs} >= {5.0}
    assert {"type": "capacity"} in conflict.conflict


@pytest.mark.parametrize("word", ["optimal", "solver", "bound", "constraint"])
def test_no_sentence_uses_words_of_the_trade(word: str) -> None:
    feasible = answer_to([relief("A", 10, 500), relief("B", 10, 100), relief("C", 50, 1, cost_once=99_999)])
    infeasible = answer_to([relief("A", 500, 0)], duties=[{"project": "A"}])
    for explanation in (*feasible.explanations, *infeasible.explanations):
        assert word not in explanation.text.lower()
