"""Homes the database's account may enter, and process trees that are gone when the test is."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fahrwasser.run import database
from fahrwasser.run.home import Home
from fahrwasser.run.postgres import TemporaryCluster, temporary_cluster
from run.trees import Tree


@pytest.fixture(scope="session")
def server() -> Iterator[TemporaryCluster]:
    """An embedded server without our tables."""
    with temporary_cluster() as running:
        yield running


@pytest.fixture
def place() -> Iterator[Path]:
    """An empty folder that everybody may pass through (pytest's own is private to us)."""
    folder = Path(tempfile.mkdtemp(prefix="fw-test-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def home(place: Path) -> Path:
    """A home that does not exist yet."""
    return place / "var"


@pytest.fixture(scope="session")
def made_home() -> Iterator[Path]:
    """A home with a fresh database, to be copied."""
    folder = Path(tempfile.mkdtemp(prefix="fw-made-", dir="/tmp"))
    folder.chmod(0o755)
    with Home(folder / "var").locked():
        database.embedded(Home(folder / "var"))
    yield folder / "var"
    shutil.rmtree(folder)


@pytest.fixture
def tree(home: Path, made_home: Path) -> Iterator[Callable[[], Tree]]:
    """Starts process trees in the test's home; whatever is left of them is killed afterwards."""
    subprocess.run(["cp", "-a", made_home, home], check=True)
    started: list[Tree] = []

    def start() -> Tree:
        started.append(Tree(home))
        return started[-1]

    yield start
    for one in started:
        one.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            one.process.wait(20)
        for pid in one.children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        one.process.kill()
        one.process.wait()
        one.process.stdout.close()


@pytest.fixture
def as_root() -> None:
    """The test needs root: it is about what root must do differently."""
    if os.geteuid() != 0:
        pytest.skip("only root can try what happens as root")
