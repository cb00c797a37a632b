"""`fahrwasser form import`: exit codes and JSON as scripts rely on them."""

import json
from pathlib import Path
from typing import Any

import pytest

from fahrwasser.cli import main
from fahrwasser.core.forms import read_form
from paths import shared_data

PERMIT = "fim/bewohnerparkausweis/S05000058V1.0_xdf2.xml"


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, Any, str]:
    """(exit code, JSON of standard output, standard error)."""
    code = main(["form", "import", *words, "--json"])
    said = capsys.readouterr()
    return code, json.loads(said.out), said.err


def test_import_prints_one_object_and_writes_the_form(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, answer, err = run(capsys, str(shared_data(PERMIT)), "--out", str(tmp_path / "form.json"))
    assert (code, err) == (0, "")
    expected = {
        "id": "S05000058", "version": "1.0", "standard": "xdf-2.0", "fields": 33, "groups": 8, "rules": 2,
        "codelists": 6, "unreadable_rules": [], "name": "Antrag auf Erteilung / Verlängerung Bewohnerparkausweis",
        "checked_by": ["structure"],
    }  # fmt: skip
    assert {key: answer[key] for key in expected} == expected
    assert len(read_form(json.loads((tmp_path / "form.json").read_text(encoding="utf-8"))).fields) == 33
    assert [path.name for path in tmp_path.iterdir()] == ["form.json"]


@pytest.mark.parametrize("name", [PERMIT, "fim/own/S99000001_xdf3.xml", "fim/flxbe/xmlstruct_xdf3.xml"])
def test_official_schemas_find_the_files_valid(capsys: pytest.CaptureFixture[str], name: str) -> None:
    code, answer, _ = run(capsys, str(shared_data(name)), "--schemas", str(shared_data("fim/xsd")))
    assert (code, answer["checked_by"]) == (0, ["structure", "xsd"])


def test_schemas_may_be_named_by_the_environment(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAHRWASSER_SCHEMAS", str(shared_data("fim/xsd")))
    assert run(capsys, str(shared_data(PERMIT)))[1]["checked_by"] == ["structure", "xsd"]


@pytest.mark.parametrize(
    "content",
    [
        b"", b"no xml", b"<a><b></a>", b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        b"<!DOCTYPE a><a/>", b"<a>\xff</a>", b"<a>" + b" " * (20 * 1024 * 1024) + b"</a>",
    ],
)  # fmt: skip
def test_what_is_no_safe_xml_is_2_in_one_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "f.xml").write_bytes(content)
    code, answer, err = run(capsys, str(tmp_path / "f.xml"), "--out", str(tmp_path / "out.json"))
    assert (code, answer["error"]) == (2, "unreadable")
    assert len(err.splitlines()) == 1
    assert not (tmp_path / "out.json").exists()


def test_missing_file_and_folder_are_2(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(capsys, str(tmp_path / "nothing.xml"))[0] == 2
    assert run(capsys, str(shared_data(PERMIT)), "--codelists", str(tmp_path / "nothing"))[0] == 2
    assert run(capsys, str(shared_data(PERMIT)), "--schemas", str(tmp_path))[0] == 2
    assert run(capsys, str(shared_data(PERMIT)), "--out", str(tmp_path / "no" / "out.json"))[0] == 2


def test_older_standard_is_3(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = shared_data(PERMIT).read_text(encoding="utf-8")
    (tmp_path / "f.xml").write_text(text.replace("xdatenfelder_2", "xdatenfelder_1"), encoding="utf-8")
    code, answer, _ = run(capsys, str(tmp_path / "f.xml"))
    assert (code, answer) == (3, {"error": "unsupported_standard", "standard": "xdf-1"})


def test_invalid_file_is_4_and_0_when_lenient(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = shared_data(PERMIT).read_text(encoding="utf-8")
    (tmp_path / "f.xml").write_text(text.replace("<xdf:anzahl>1:*<", "<xdf:anzahl>viele<"), encoding="utf-8")
    code, answer, err = run(capsys, str(tmp_path / "f.xml"), "--out", str(tmp_path / "out.json"))
    assert (code, answer["error"]) == (4, "invalid")
    assert "line " in err
    assert not (tmp_path / "out.json").exists()
    code, answer, _ = run(capsys, str(tmp_path / "f.xml"), "--lenient")
    assert (code, answer["fields"], len(answer["faults"])) == (0, 33, 1)


def test_only_the_xsd_finds_it(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A namespace attribute our own check does not look at."""
    text = shared_data(PERMIT).read_text(encoding="utf-8")
    wrong = text.replace('listVersionID="1.0"', 'listVersionID="7.0"', 1)
    (tmp_path / "f.xml").write_text(wrong, encoding="utf-8")
    assert run(capsys, str(tmp_path / "f.xml"), "--schemas", str(shared_data("fim/xsd")))[0] == 4


def test_words_for_people_without_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["form", "import", str(shared_data("fim/own/S99000001_xdf3.xml"))]) == 0
    said = capsys.readouterr().out
    assert "17 fields" in said
    assert "rule R99000002 could not be read" in said
