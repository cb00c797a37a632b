"""`fahrwasser package check`: exit codes, JSON, one line for what cannot be read."""

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fahrwasser.cli import main
from fahrwasser.core.packages.check import check
from fahrwasser.core.packages.files import Package, write_zip
from packages.sample import FOLDER, example

FILES = sorted(example().files)


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["package", "check", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_a_good_package_passes_as_folder_and_as_zip(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, err = run(capsys, str(FOLDER), "--json")
    assert (code, err) == (0, "")
    report = json.loads(out)
    assert report["passes"] is True
    assert report["findings"] == []
    assert report["coverage"]["percent"] == 100
    assert report["coverage"]["rules"] == {"reached": 3, "total": 3, "missed": []}
    archive = tmp_path / "paket.zip"
    archive.write_bytes(write_zip(example()))
    assert run(capsys, str(archive), "--no-letters") == (0, "Coverage 100 %, 9 scenarios.\nThe package passes.\n", "")


def test_findings_give_one_and_name_code_file_and_place(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = tmp_path / "paket"
    shutil.copytree(FOLDER, folder)
    (folder / "szenarien/verloren.json").unlink()
    code, out, err = run(capsys, str(folder), "--json", "--no-letters")
    assert (code, err) == (1, "")
    report = json.loads(out)
    assert report["findings"][0] == {
        "code": "P-COVERAGE", "file": "prozess.bpmn", "place": "verlust/v_f1",
        "message": "No scenario takes this sequence flow.",
    }  # fmt: skip
    assert report["coverage"]["percent"] < 100


@pytest.mark.parametrize("path", ["nirgends", "leer", "kein.zip"])
def test_what_is_no_package_gives_two_and_one_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, path: str
) -> None:
    (tmp_path / "leer").mkdir()
    (tmp_path / "kein.zip").write_bytes(b"PK\x03\x04 und dann nichts")
    code, out, err = run(capsys, str(tmp_path / path), "--json")
    assert (code, out) == (2, "")
    assert err.startswith("fahrwasser: ")
    assert err.count("\n") == 1


def test_a_zip_of_the_folder_itself_is_told_how_to_do_it(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    archive = tmp_path / "paket.zip"
    archive.write_bytes(write_zip(Package({f"paket/{name}": content for name, content in example().files.items()})))
    code, _, err = run(capsys, str(archive))
    assert code == 2
    assert "one folder too deep" in err


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_package_with_any_scratch_is_judged_and_never_breaks_the_check(data: st.DataObject) -> None:
    files = dict(example().files)
    name = data.draw(st.sampled_from(FILES))
    content = files[name]
    start = data.draw(st.integers(0, len(content) - 1))
    end = data.draw(st.integers(start, min(len(content), start + 30)))
    filler = data.draw(st.sampled_from([b"", b"null", b"[]", b"{}", b'"', b"<", b"0", b"-", b"\xff", b"true", b"&x;"]))
    files[name] = content[:start] + filler + content[end:]
    report = check(Package(files))
    for finding in report.findings:
        assert finding.file
        assert finding.message
