"""Thirty draws: repeatable, inside the ranges, and honest about what they say of a project."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fahrwasser.core.agenda.model.reading import parse_instance
from fahrwasser.core.agenda.robust.draws import Draw, Spread, drawn, draws, triangular
from fahrwasser.core.agenda.robust.verdicts import Outcome, verdicts

SPREADS = {
    "A": Spread("A", (5, 8, 20), (50, 100, 140)),
    "B-own": Spread("B", (5, 8, 20), (50, 100, 140)),
    "B-shared": Spread("B", (3, 5, 12), (40, 90, 130)),
}
RAW = {
    "format": "fahrwasser-agenda-instance/1",
    "id": "town",
    "quarters": 8,
    "capacity": 10,
    "budget": 0,
    "projects": [{"id": name, "name": name, "person_days": 8, "hours_per_year": 100} for name in (*SPREADS, "M")],
}


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 100), st.floats(0, 1))
def test_a_drawn_figure_lies_in_its_range(a: float, b: float, c: float, share: float) -> None:
    low, likely, high = sorted((a, b, c))
    assert low - 1e-9 <= triangular(low, likely, high, share) <= high + 1e-9


def test_half_of_the_draws_lie_below_the_median_of_a_triangle() -> None:
    assert triangular(0, 5, 10, 0.5) == pytest.approx(5)
    assert triangular(0, 0, 10, 0.75) == pytest.approx(5)


def test_the_same_seed_gives_the_same_draws_in_any_order() -> None:
    backwards = dict(reversed(list(SPREADS.items())))
    assert draws(SPREADS, seed=7) == draws(backwards, seed=7) != draws(SPREADS, seed=8)
    assert len(draws(SPREADS, seed=7)) == 30


def test_variants_of_a_project_rise_and_fall_together_and_milestones_stay() -> None:
    low = drawn(RAW, SPREADS, Draw({"A": 0.5, "B": 0.0}, {"A": 0.5, "B": 1.0}))
    rows = {row["id"]: row for row in low["projects"]}
    assert (rows["B-own"]["person_days"], rows["B-shared"]["person_days"]) == (5, 3)
    assert (rows["B-own"]["hours_per_year"], rows["B-shared"]["hours_per_year"]) == (140, 130)
    assert rows["M"] == RAW["projects"][-1]
    assert RAW["projects"][0]["person_days"] == 8, "the plan's own question stays as it is"


def outcome(hours: float, **schedule: int) -> Outcome:
    return Outcome(Draw({"A": 0.5, "B": 0.5}, {"A": hours, "B": 0.5}), "feasible", schedule, 0.01)


def test_core_depends_and_rather_not() -> None:
    instance = parse_instance(RAW)
    many = [outcome(i / 30, **({"A": 2} if i >= 15 else {}), **{"B-own": 1 + i % 2}) for i in range(29)]
    lost = Outcome(many[0].draw, "infeasible", {}, None)
    found = {verdict.project: verdict for verdict in verdicts(instance, SPREADS, [*many, lost])}
    assert (found["B"].kind, found["B"].share, found["B"].first, found["B"].last) == ("core", 1.0, 1, 2)
    assert found["A"].kind == "depends"
    assert found["A"].cause is not None
    assert (found["A"].cause.project, found["A"].cause.kind) == ("A", "hours")
    assert found["A"].cause.mean_with > found["A"].cause.mean_without
    never = {verdict.project: verdict for verdict in verdicts(instance, SPREADS, [outcome(0.5, A=1)] * 3)}
    assert (never["B"].kind, never["B"].first) == ("rather_not", None)


def test_without_any_plan_nothing_is_said() -> None:
    lost = Outcome(draws(SPREADS, seed=1, count=1)[0], "infeasible", {}, None)
    assert verdicts(parse_instance(RAW), SPREADS, [lost]) == []
