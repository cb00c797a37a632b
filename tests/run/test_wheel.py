"""The built package holds all of the program and runs by itself."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from paths import PROJECT
from run.whole import Whole


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout as a release would be."""
    folder = tmp_path_factory.mktemp("dist")
    uv = Path(sys.executable).with_name("uv")
    subprocess.run([uv, "build", "--quiet", "--wheel", "--out-dir", folder], cwd=PROJECT, check=True)
    return next(folder.glob("*.whl"))


def test_wheel_holds_every_file_of_the_package(wheel: Path) -> None:
    listed = subprocess.check_output(["git", "ls-files", "fahrwasser"], cwd=PROJECT / "src", text=True)
    there = {name for name in listed.splitlines() if (PROJECT / "src" / name).exists()}
    assert there - set(zipfile.ZipFile(wheel).namelist()) == set()
    assert "fahrwasser/run/supervisor.py" in there


def test_installed_package_runs_without_the_checkout(wheel: Path, place: Path) -> None:
    environment = place / "venv"
    venv.create(environment, symlinks=True)
    site = next((environment / "lib").glob("python*/site-packages"))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    # The dependencies of the test environment, as if installed; its link to the checkout is not followed from here.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    run = (environment / "bin" / "python", "-I", "-m", "fahrwasser", "run")
    ask = [*run[:2], "-c", "import fahrwasser; print(fahrwasser.__file__)"]
    assert Path(subprocess.check_output(ask, cwd=place, text=True).strip()).is_relative_to(site)
    with Whole(place / "var", run, cwd=place) as running:
        assert running.status("/") == 200
    assert running.left() == []
    assert os.listdir(place / "var" / "postgres" / "data")
