"""Foreign instances: everything that is wrong is named with its place, nothing is guessed."""

import copy
import json

import pytest

from agenda_samples import random_instance
from fahrwasser.core.agenda.model.reading import InvalidInstance, parse_instance

PLAIN = {
    "format": "fahrwasser-agenda-instance/1",
    "id": "plain",
    "quarters": 4,
    "capacity": 10,
    "budget": [1000, 0, 0, 0],
    "projects": [{"id": "A", "person_days": 30}, {"id": "B", "prerequisites": ["A", ["A"]]}],
}


def errors_of(**changes):
    raw = copy.deepcopy(PLAIN) | changes
    with pytest.raises(InvalidInstance) as refused:
        parse_instance({key: value for key, value in raw.items() if value != "gone"})
    return refused.value.errors


def test_missing_keys_get_the_values_of_the_format() -> None:
    instance = parse_instance(PLAIN)
    assert (instance.horizon, instance.hour_rate, instance.hours_per_person_day) == (4, 42.2, 8)
    assert (instance.discount_rate, instance.charge_own_staff, instance.running_in_budget) == (0, True, True)
    assert (instance.max_parallel, instance.running_cap_per_year) == (None, None)
    assert instance.by_id["A"].duration == 3
    assert instance.by_id["B"].duration == 1
    assert instance.capacity == (10,) * 4


def test_unknown_keys_are_ignored_but_typing_errors_are_not() -> None:
    assert parse_instance(PLAIN | {"note": "Entwurf"}) == parse_instance(PLAIN)
    assert errors_of(capcity=3) == ["capcity: is no key of this format; did you mean 'capacity'? Rename it"]


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"format": "other/1"}, "format:"),
        ({"quarters": 0}, "quarters:"),
        ({"quarters": "gone"}, "quarters:"),
        ({"capacity": [1, 2]}, "capacity:"),
        ({"capacity": [1, 2, "3", 4]}, "capacity[2]:"),
        ({"budget": -5}, "budget:"),
        ({"budget": float("nan")}, "budget:"),
        ({"capacity": float("inf")}, "capacity:"),
        ({"hour_rate": True}, "hour_rate:"),
        ({"horizon_quarters": 3}, "horizon_quarters:"),
        ({"max_intensity": 0}, "max_intensity:"),
        ({"max_parallel": 1.5}, "max_parallel:"),
        ({"charge_own_staff": "yes"}, "charge_own_staff:"),
        ({"done": ["C"]}, "done:"),
        ({"done": "A"}, "done:"),
        ({"duties": [{"project": "C"}]}, "duties[0].project:"),
        ({"duties": [{"project": "A", "finish_by": 0}]}, "duties[0].finish_by:"),
        ({"duties": [{"project": "A", "kind": "wish"}]}, "duties[0].kind:"),
        ({"locks": [{"project": "A"}]}, "locks[0]:"),
        ({"locks": [{"project": "A", "start": 9}]}, "locks[0].start:"),
        ({"alternatives": ["A"]}, "alternatives[0]:"),
        ({"alternatives": [["A", "C"]]}, "alternatives[0]:"),
        ({"multipliers": [{"project": "A", "targets": ["B"], "factor": -1}]}, "multipliers[0].factor:"),
        ({"projects": {"A": 1}}, "projects:"),
        ({"projects": [3]}, "projects[0]:"),
        ({"projects": [{"id": "A", "person_days": -5}]}, "projects[0] (A).person_days:"),
        ({"projects": [{"id": "A", "cost_once": 1e300}]}, "projects[0] (A).cost_once:"),
        ({"projects": [{"id": "A", "duration": 0}]}, "projects[0] (A).duration:"),
        ({"projects": [{"id": ""}]}, "projects[0].id:"),
        ({"projects": [{"id": "A"}, {"id": "A"}]}, "projects:"),
        ({"projects": [{"id": "A", "prerequisites": ["C"]}]}, "projects[0] (A).prerequisites[0]:"),
        ({"projects": [{"id": "A", "prerequisites": [[]]}]}, "projects[0] (A).prerequisites[0]:"),
    ],
)
def test_each_error_names_its_place(changes: dict, place: str) -> None:
    assert errors_of(**changes)[0].startswith(place)


def test_all_errors_come_at_once() -> None:
    assert len(errors_of(quarters=-1, hour_rate="x", done=[3])) >= 3


def test_a_circle_of_prerequisites_is_named() -> None:
    (error,) = errors_of(
        projects=[{"id": "A", "prerequisites": ["B"]}, {"id": "B", "prerequisites": ["A"]}, {"id": "C"}]
    )
    assert "A needs B needs A" in error


def test_any_one_of_leaves_a_way_out_of_a_circle() -> None:
    rows = [{"id": "A", "prerequisites": [["B", "C"]]}, {"id": "B", "prerequisites": ["A"]}, {"id": "C"}]
    assert len(parse_instance(PLAIN | {"projects": rows}).projects) == 3


def test_a_thousand_projects_are_refused_with_one_sentence() -> None:
    (error,) = errors_of(projects=[{"id": f"P{i}"} for i in range(1000)])
    assert error == "projects: has 1000 entries, at most 250 can be planned; leave some out"


def test_a_web_of_prerequisites_is_refused() -> None:
    rows = [{"id": f"P{i}", "prerequisites": [f"P{j}" for j in range(i)]} for i in range(80)]
    (error,) = errors_of(projects=rows)
    assert error.startswith("prerequisites: 3160 ids in all")


@pytest.mark.parametrize("raw", [None, 3, [], "x", {}, {"projects": None}, {"format": {"a": [1]}}])
def test_anything_else_is_refused_without_a_stack_trace(raw: object) -> None:
    with pytest.raises(InvalidInstance):
        parse_instance(raw)


def test_what_json_makes_of_an_instance_is_the_same_instance() -> None:
    for seed in range(50):
        raw = random_instance(seed)
        assert parse_instance(json.loads(json.dumps(raw))) == parse_instance(raw)
