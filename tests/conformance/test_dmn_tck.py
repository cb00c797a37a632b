"""The DMN Technology Compatibility Kit as measured: it may get better, never worse.

Files come from the shared test data (tests/paths.py) and are not part of the product. Of level 3 as much passes as
the language of municipal services needs.
"""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from fahrwasser.commands import conformance
from paths import shared_data

CASES_OF_LEVEL_2 = 116
CASES_OF_LEVEL_3 = 1_767  # in our copy
PASSED_OF_LEVEL_3 = 1_261  # models with an element that we refuse count as errors
SIMPLE = Path("compliance-level-2", "0004-simpletable-U")


@pytest.fixture
def simple(tmp_path: Path) -> Path:
    """A copy of one test of the suite."""
    return Path(shutil.copytree(shared_data("dmn-tck") / SIMPLE, tmp_path / "simple"))


def suite(folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    assert conformance.main(["dmn", str(folder), "--json"]) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert answer["passed"] + answer["failed"] + answer["errors"] == answer["total"]
    assert len({one["case"] for one in answer["failures"]}) == answer["failed"] + answer["errors"]
    return answer


def test_level_2_passes_as_measured(capsys: pytest.CaptureFixture[str]) -> None:
    answer = suite(shared_data("dmn-tck") / "compliance-level-2", capsys)

    assert answer["suite"] == "dmn-tck"
    assert answer["passed"] == answer["total"] == CASES_OF_LEVEL_2


def test_level_3_passes_as_far_as_measured(capsys: pytest.CaptureFixture[str]) -> None:
    answer = suite(shared_data("dmn-tck") / "compliance-level-3", capsys)

    assert answer["total"] == CASES_OF_LEVEL_3
    assert answer["passed"] >= PASSED_OF_LEVEL_3


def test_an_altered_expectation_fails(simple: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = suite(simple, capsys)
    altered(simple / "0004-simpletable-U-test-01.xml", '"xsd:string">Approved<', '"xsd:string">Refused<')

    after = suite(simple, capsys)

    assert before["failures"] == []
    assert after["failed"] == len(after["failures"]) > 0
    assert "expected 'Refused', got 'Approved'" in after["failures"][0]["reason"]


def test_all_cases_of_a_broken_model_are_errors(simple: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (simple / "0004-simpletable-U.dmn").write_text("<nothing/>")

    answer = suite(simple, capsys)

    assert answer["errors"] == answer["total"] > 0


def test_a_case_without_end_is_stopped(
    simple: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conformance, "LIMIT_S", 0.2)
    monkeypatch.setattr(conformance, "failure", without_end)

    answer = suite(simple, capsys)

    assert answer["errors"] == answer["total"]
    assert answer["failures"][0]["reason"] == "took longer than 0.2 s"


@pytest.mark.parametrize("folder", ["empty", "missing"])
def test_a_folder_without_cases_is_refused(folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()

    assert conformance.main(["dmn", str(tmp_path / folder)]) == conformance.UNUSABLE
    assert "no *-test-*.xml" in capsys.readouterr().err


def altered(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def without_end(*_: object) -> str:
    while True:
        pass
