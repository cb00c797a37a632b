"""Homes the database's account may enter, and process trees that are gone when the test is."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fahrwasser.run import database
from fahrwasser.run.home import Home
from fahrwasser.run.postgres import TemporaryCluster, temporary_cluster
from run.trees import Tree
from sharing import shared


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
def made_home(common: Path) -> Iterator[Path]:
    """A home with a fresh database, to be copied."""
    with shared(common, "home", _made_home) as found:
        yield Path(found)


@pytest.fixture(scope="session")
def prepared_home(common: Path) -> Iterator[Path]:
    """A home as an earlier start has left it, to be copied: migrated, without a town."""
    with shared(common, "prepared-home", _prepared_home) as found:
        yield Path(found)


@pytest.fixture
def used_home(home: Path, prepared_home: Path) -> Path:
    """A home of an installation that has run before."""
    subprocess.run(["cp", "-a", prepared_home, home], check=True)
    return home


@contextmanager
def _made_home() -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="fw-made-", dir="/tmp"))
    folder.chmod(0o755)
    with Home(folder / "var").locked():
        database.embedded(Home(folder / "var"))
    yield str(folder / "var")
    shutil.rmtree(folder)


@contextmanager
def _prepared_home() -> Iterator[str]:
    with _made_home() as made:
        with database.open_database(Home(Path(made)), {}) as urls:
            words = [sys.executable, "-m", "fahrwasser.web.prepare"]
            subprocess.run(words, env={**os.environ, **database.for_django("owner", urls)}, check=True)
        yield made


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
