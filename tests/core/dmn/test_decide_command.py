import json
from pathlib import Path
from typing import Any

import pytest

from dmn_tables import decision, given, literal, model, table
from fahrwasser.commands.decide import main

RULES = model(
    given("kind"),
    given("born", kind="date"),
    given("count", kind="number"),
    decision(
        "rate", table(["kind: string"], ['"normal" => 60  # § 5', '"dangerous" => 500  # § 6']), ["kind"], kind="number"
    ),
    decision("sum", literal("rate * count"), ["count"], ["rate"]),
    decision("year", literal("born.year"), ["born"]),
)


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    file = tmp_path / "rules.dmn"
    file.write_bytes(RULES)
    return file


def decided(capsys: pytest.CaptureFixture[str], *words: object) -> Any:
    assert main([*map(str, words), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_one_input_gives_every_decision_with_the_rules_that_fired(
    rules: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    values = tmp_path / "input.json"
    values.write_text('{"kind": "normal", "count": 2, "born": "2019-05-01"}')

    found = decided(capsys, rules, values)

    assert {name: answer["value"] for name, answer in found.items()} == {"rate": 60, "sum": 120, "year": 2019}
    assert found["sum"]["fired"] == [{"decision": "rate", "table": "t", "rules": ["r1"], "annotations": ["§ 5"]}]


def test_rows_of_a_csv_file_give_one_answer_each(
    rules: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = tmp_path / "rows.csv"
    rows.write_text("kind;count\nnormal;2\ndangerous;1\n", encoding="utf-8")

    found = decided(capsys, rules, rows, "--decision", "sum")

    assert [answer["sum"]["value"] for answer in found["answers"]] == [120, 500]


@pytest.mark.parametrize(
    ("model_text", "input_text", "says"),
    [
        ("<a/>", "{}", "no DMN file"),
        (RULES.decode(), "{", "is not JSON"),
        (RULES.decode(), "[1]", "no object of input values"),
        (RULES.decode(), '{"count": NaN}', "is no number"),
    ],
)
def test_unusable_files_get_one_line_and_two(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], model_text: str, input_text: str, says: str
) -> None:
    (tmp_path / "rules.dmn").write_text(model_text)
    (tmp_path / "input.json").write_text(input_text)

    assert main([str(tmp_path / "rules.dmn"), str(tmp_path / "input.json")]) == 2
    printed = capsys.readouterr()
    assert says in printed.err
    assert printed.err.count("\n") == 1
    assert printed.out == ""


def test_an_unknown_decision_is_named(rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(rules), "--decision", "fee"]) == 2
    assert "no decision “fee”" in capsys.readouterr().err
