"""The reference optima of data/planning/README.md, reproduced from the seed catalogue with proven gap."""

import json

import pytest

from fahrwasser.core.agenda.model.check import violations
from fahrwasser.core.agenda.model.reading import parse_instance
from fahrwasser.core.agenda.solve import solve
from paths import shared_data

PROVEN = 1e-4
NEARLY = 0.05
"""R(25, 10000) needs half a minute to 0.01 %: here its optimum only has to lie between plan and bound."""

EXPECTED = [
    (25, 10_000, False, 184_504.80, NEARLY),
    (31, 15_000, False, 319_428.75, PROVEN),
    (37, 20_000, False, 368_067.80, PROVEN),
    (25, 10_000, True, 110_001.61, PROVEN),
    (31, 15_000, True, 209_527.11, PROVEN),
    (37, 20_000, True, 303_500.23, PROVEN),
]
KEYS = "id name prerequisites cost_once cost_per_year hours_per_year citizen_eur_per_year risk_eur_per_year"


def reference_instance(capacity: int, budget: int, *, discounted: bool) -> dict:
    catalogue = json.loads(shared_data("planning/projects.json").read_text(encoding="utf-8"))["projects"]
    return {
        "format": "fahrwasser-agenda-instance/1",
        "id": f"R({capacity},{budget})",
        "quarters": 20,
        "horizon_quarters": 32,
        "discount_rate": 0.02 if discounted else 0,
        "running_in_budget": discounted,
        "capacity": capacity,
        "budget": budget,
        "projects": [
            {key: row[key] for key in KEYS.split()} | {"person_days": row["person_days"]["likely"]} for row in catalogue
        ],
        "duties": [{"project": r["id"], "finish_by": 20, "kind": "law"} for r in catalogue if r["duty"] == "law"],
    }


@pytest.mark.parametrize(("capacity", "budget", "discounted", "value", "gap"), EXPECTED)
def test_reference_optimum_is_reached_and_proven(capacity, budget, discounted, value, gap) -> None:
    instance = parse_instance(reference_instance(capacity, budget, discounted=discounted))
    answer = solve(instance, time_limit_s=300, explain=False, gap=gap)
    assert len(instance.duties) == 6
    assert violations(instance, answer.schedule) == []
    assert answer.gap <= gap
    assert answer.objective == pytest.approx(value, rel=gap)
    assert answer.bound >= value - 0.05
