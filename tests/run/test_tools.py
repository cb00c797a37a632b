"""The make targets' tools: the two locks agree, the browser list, and nothing skipped silently."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from tools import environment

from paths import PROJECT


def test_both_locks_name_the_same_packages() -> None:
    locked = tomllib.loads((PROJECT / "uv.lock").read_text())["package"]
    ours = {f"{package['name']}=={package['version']}" for package in locked if package["name"] != "fahrwasser"}
    text = (PROJECT / "requirements.lock").read_text()
    pinned = set(re.findall(r"^([\w.-]+==[^\s;]+)", text, re.MULTILINE))
    assert pinned == ours, "run `make lock`"


def test_every_package_in_the_lock_has_a_hash() -> None:
    entries = re.split(r"\n(?=\S)", (PROJECT / "requirements.lock").read_text())
    assert [entry for entry in entries if not entry.startswith("#") and "--hash=sha256:" not in entry] == []


def test_python_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PYTHON", "/bin/false")
    assert environment.choose_python() is None
    assert "Python 3.11 or newer" in capsys.readouterr().err


def test_changed_lock_needs_a_new_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("uv.lock", "requirements.lock", "pyproject.toml"):
        (tmp_path / name).write_text(name)
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    before = environment.fingerprint()
    (tmp_path / "uv.lock").write_text("another")
    assert environment.fingerprint() != before


@pytest.mark.parametrize(("ci", "code"), [("", 0), ("true", 1)])
def test_what_could_not_run_is_listed_and_fails_in_ci(tmp_path: Path, ci: str, code: int) -> None:
    (tmp_path / "test_some.py").write_text(
        "import pytest\ndef test_a(): pass\ndef test_b(): pytest.skip('no browser here')\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tools.could_not_run", "--rootdir", tmp_path, "-c", "/dev/null",
         tmp_path],
        cwd=PROJECT, env={"CI": ci, "PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == code
    assert "test_some.py::test_b: no browser here" in done.stdout
    assert re.search(r"1 passed, 1 skipped in .*=+$", done.stdout.strip())


def test_recipes_are_one_line_each() -> None:
    assert "\n\t" in (makefile := (PROJECT / "Makefile").read_text())
    assert not re.search(r"\n\t.*(\n\t|\\\n)", makefile)
