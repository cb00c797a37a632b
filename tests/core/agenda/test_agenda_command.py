"""`fahrwasser agenda solve`: exit codes and JSON as scripts rely on them."""

import json
import subprocess
import sys

import pytest

from agenda_samples import Raw
from fahrwasser.cli import main

TOWN: Raw = {
    "format": "fahrwasser-agenda-instance/1",
    "id": "town",
    "quarters": 6,
    "horizon_quarters": 12,
    "capacity": 10,
    "budget": 5000,
    "projects": [
        {"id": "P01", "name": "Mandat", "person_days": 5},
        {"id": "P02", "name": "Aktenplan", "person_days": 20, "prerequisites": ["P01"], "hours_per_year": 400},
        {"id": "P03", "name": "Ausgabebox", "person_days": 8, "cost_once": 25000, "hours_per_year": 15},
    ],
    "duties": [{"project": "P01", "finish_by": 3, "kind": "milestone"}],
}


@pytest.fixture
def solved(tmp_path, capsys):
    def solve(raw, *options):
        path = tmp_path / "instance.json"
        path.write_text(raw if isinstance(raw, str) else json.dumps(raw), encoding="utf-8")
        code = main(["agenda", "solve", str(path), "--time-limit", "10", "--json", *options])
        return code, json.loads(capsys.readouterr().out)

    return solve


def test_a_plan_with_its_bound_and_a_reason_for_every_project(solved) -> None:
    code, answer = solved(TOWN)
    assert code == 0
    assert answer["status"] == "optimal"
    assert answer["schedule"] == {"P01": 1, "P02": 2}
    assert answer["bound"] >= answer["objective"]
    assert answer["gap"] <= 1e-4
    assert {e["project"] for e in answer["explanations"]} == {"P01", "P02", "P03"}
    assert {e["kind"] for e in answer["explanations"]} == {"in", "out", "timing"}
    texts = " ".join(e["text"] for e in answer["explanations"])
    assert "„Aktenplan“ (P02) beginnt in Quartal\u00a02: „Mandat“ (P01) ist erst in Quartal\u00a01 fertig." in texts
    assert "optimal" not in texts


def test_without_a_plan_it_ends_with_2_and_says_what_would_help(solved) -> None:
    late = TOWN | {"duties": [{"project": "P02", "finish_by": 2, "kind": "law"}]}
    code, answer = solved(late)
    assert code == 2
    assert (answer["status"], answer["schedule"], answer["objective"]) == ("infeasible", {}, None)
    (explanation,) = answer["explanations"]
    assert explanation["kind"] == "infeasible"
    assert {"type": "duty", "project": "P02"} in explanation["conflict"]
    assert {"finish_by": {"P02": 3}} in [repair["change"] for repair in explanation["repairs"]]


def test_too_little_time_for_anything_ends_with_3(solved, monkeypatch) -> None:
    monkeypatch.setattr("fahrwasser.core.agenda.solve.first_plan", lambda *_: None)
    code, answer = solved(TOWN, "--time-limit", "0")
    assert (code, answer["status"], answer["schedule"]) == (3, "unknown", {})


@pytest.mark.parametrize("text", ["{", "[]", '{"format": NaN}', "\udcff", "[" * 100_000])
def test_what_is_no_instance_ends_with_64(solved, text) -> None:
    if text == "\udcff":
        text = '{"id": "' + "x" * 6_000_000 + '"}'
    code, answer = solved(text)
    assert (code, answer["status"]) == (64, "invalid")
    assert answer["errors"]


def test_a_missing_file_ends_with_64_and_one_line(tmp_path, capsys) -> None:
    assert main(["agenda", "solve", str(tmp_path / "none.json"), "--time-limit", "1"]) == 64
    assert "cannot be read" in capsys.readouterr().err


def test_progress_and_start_continue_an_older_plan(solved, tmp_path) -> None:
    news = tmp_path / "news.json"
    _, first = solved(TOWN, "--progress", str(news), "--no-explain")
    shown = json.loads(news.read_text(encoding="utf-8"))
    assert shown["objective"] == first["objective"]
    assert first["explanations"] == []
    _, again = solved(TOWN, "--start", str(news))
    assert again["schedule"] == first["schedule"]
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


def test_a_start_without_a_schedule_is_refused(solved, tmp_path) -> None:
    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"schedule": {"P01": "bald"}}', encoding="utf-8")
    code, answer = solved(TOWN, "--start", str(wrong))
    assert code == 64
    assert "has no schedule" in answer["errors"][0]


def test_a_quick_plan_never_loads_the_solver() -> None:
    code = (
        "import sys; from fahrwasser.core.agenda import solve; "
        "sys.exit(any(name.startswith(('highspy', 'numpy', 'django')) for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
