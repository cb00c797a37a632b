"""What all processes of a test run share: one PostgreSQL, migrated once; whoever needs a database gets a copy.

FAHRWASSER_PG_BIN names other PostgreSQL programs (CI runs the database tests on 18 and on Debian's 15).
"""

import fcntl
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from fahrwasser.run.postgres import DATABASE, TemporaryCluster, temporary_cluster


@dataclass(frozen=True, slots=True)
class SharedServer:
    """The server as one of the processes sees it. `folder` is common to all of them."""

    running: TemporaryCluster
    folder: Path

    def copy(self, name: str, template: str = DATABASE) -> TemporaryCluster:
        """A database of one's own: migrated, with our own question set and packages, without a town."""
        with _alone(self.folder, "server"):  # nobody may be connected to a template that is copied
            self.running.create_database(name, template)
        return replace(self.running, database=name)

    def template(self, name: str, fill: Callable[[TemporaryCluster], None]) -> str:
        """The name of a copy with more in it, for further copies; made by whoever asks for it first."""
        with _alone(self.folder, "server"):
            made = self.folder / f"{name}.made"
            if not made.exists():
                self.running.create_database(name, DATABASE)
                fill(replace(self.running, database=name))
                made.touch()
        return name


@contextmanager
def shared_server(folder: Path) -> Iterator[SharedServer]:
    """The one server of this run."""
    with shared(folder, "server", _prepared_server) as note:
        socket, version = note.split("\n")
        yield SharedServer(TemporaryCluster(Path(socket), version), folder)


@contextmanager
def shared(folder: Path, name: str, make: Callable[[], AbstractContextManager[str]]) -> Iterator[str]:
    """What `make` said in the first process to come, which ends it when no other one uses it any more."""
    note = folder / f"{name}.note"
    with (folder / f"{name}.users").open("w") as users, ExitStack() as mine:
        fcntl.flock(users, fcntl.LOCK_SH)
        with _alone(folder, name):
            is_mine = not note.exists()
            if is_mine:
                note.write_text(mine.enter_context(make()))
        yield note.read_text()
        if is_mine:
            fcntl.flock(users, fcntl.LOCK_EX)
            note.unlink()


def prepare(database: TemporaryCluster, **environment: str) -> None:
    """Migrated, with rights and reference data; as the owner, before anybody else uses it."""
    words = [sys.executable, "-m", "fahrwasser.web.prepare"]
    own = {"DATABASE_URL": database.owner_url, "FAHRWASSER_DEMO": "0"}
    subprocess.run(words, env={**os.environ, **own, **environment}, check=True)


@contextmanager
def _prepared_server() -> Iterator[str]:
    with temporary_cluster(os.environ.get("FAHRWASSER_PG_BIN") or None) as running:
        prepare(running)
        yield f"{running.socket}\n{running.version}"


@contextmanager
def _alone(folder: Path, name: str) -> Iterator[None]:
    """No other process makes this meanwhile."""
    with (folder / f"{name}.making").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
