"""FAHRWASSER_HOME: the one folder everything lies in (default ./var), and who is at work in it.

lock           held by the one process that works here; the kernel lets go of it however that process ends
run.json       what runs here: process, address, database addresses; true only while the lock is held
secret-key     signs sessions outside production
postgres/      the embedded server: data/, socket/; may be a link below /var/lib/fahrwasser (see `place_for_postgres`)
log/           postgres.log
"""

import fcntl
import hashlib
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from fahrwasser.run import CannotStart
from fahrwasser.run.account import Account, database_account
from fahrwasser.run.urls import DatabaseUrls

SYSTEM_FOLDER = Path("/var/lib/fahrwasser")


@dataclass(frozen=True, slots=True)
class Running:
    """What runs in a home; `address` is '' while it starts and for a command without web server."""

    pid: int
    address: str = ""
    urls: DatabaseUrls | None = None


@dataclass(frozen=True, slots=True)
class Home:
    """Paths below one absolute folder."""

    path: Path

    @classmethod
    def of(cls, env: Mapping[str, str]) -> Self:
        """FAHRWASSER_HOME, seen from the working directory; default var/."""
        return cls(Path(env.get("FAHRWASSER_HOME") or "var").absolute())

    @property
    def log(self) -> Path:
        """Folder of the log files."""
        return self.path / "log"

    def create(self) -> None:
        """The folder is there. New folders are private; as root others may pass through to the database's folder."""
        passable = 0o711 if os.geteuid() == 0 else 0o700
        try:
            for folder in (*reversed(self.path.parents), self.path):
                if not folder.exists():
                    folder.mkdir(mode=passable)
            self.log.mkdir(mode=0o700, exist_ok=True)
            (self.path / "lock").touch(mode=0o600)
        except OSError as refused:
            raise CannotStart(
                f"Fahrwasser cannot work in {self.path}: {refused.strerror} ({refused.filename}). Start it as the user "
                "that the folder belongs to, or choose another one: FAHRWASSER_HOME=/some/folder."
            ) from refused

    def secret_key(self) -> str:
        """The key of this home, made on first use; readable by its owner only."""
        path = self.path / "secret-key"
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            if key := path.read_text().strip():
                return key
            path.unlink()  # interrupted between making and writing it
            return self.secret_key()
        with os.fdopen(descriptor, "w") as file:
            file.write(key := secrets.token_urlsafe(48))
        return key

    @contextmanager
    def locked(self) -> Iterator[None]:
        """This process alone works here. Raises CannotStart and says where the other one can be reached."""
        self.create()
        descriptor = os.open(self.path / "lock", os.O_RDWR)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise CannotStart(self._occupied()) from None
            self.note(Running(os.getpid()))
            try:
                yield
            finally:
                (self.path / "run.json").unlink(missing_ok=True)
        finally:
            os.close(descriptor)

    def note(self, running: Running) -> None:
        """Leave word for other processes; replaced in one step so that nobody reads half of it."""
        new = self.path / "run.json.new"
        new.unlink(missing_ok=True)
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            json.dump(asdict(running), file)
        new.replace(self.path / "run.json")

    def running(self) -> Running | None:
        """What runs here now, None if nothing does."""
        try:
            descriptor = os.open(self.path / "lock", os.O_RDWR)
        except FileNotFoundError:
            return None
        except PermissionError as refused:
            raise CannotStart(
                f"{self.path} belongs to another user: {refused.strerror} ({refused.filename})."
            ) from refused
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return self._noted()
        finally:
            os.close(descriptor)
        return None

    def _noted(self) -> Running:
        try:
            found = json.loads((self.path / "run.json").read_text())
            urls = DatabaseUrls(**found["urls"]) if found["urls"] else None
            return Running(found["pid"], found["address"], urls)
        except (OSError, ValueError, KeyError, TypeError):
            return Running(0)  # just starting

    def _occupied(self) -> str:
        other = self._noted()
        where = f" at {other.address}" if other.address else ""
        return (
            f"Fahrwasser already runs in {self.path}{where} (process {other.pid or 'unknown'}). "
            "Use that one, stop it (Ctrl-C in its window), or choose another folder: FAHRWASSER_HOME=/some/folder."
        )


def place_for_postgres(home: Home) -> tuple[Path, Account]:
    """The embedded server's folder, made on first need, and the account that owns it and runs the server.

    Normally `postgres` in the home. If we are root and the unprivileged account cannot enter the home, a folder below
    /var/lib/fahrwasser named after the home's path, with a link to it in the home. Permissions that exist stay.
    """
    link = home.path / "postgres"
    if link.is_symlink() and not link.exists():
        raise CannotStart(
            f"{link} leads to {link.readlink()}, which is gone. Bring it back, or remove the link to start afresh."
        )
    account = database_account(link)
    if not link.exists():
        place = link
        if account.switch and not account.can_enter(home.path):
            place = SYSTEM_FOLDER / hashlib.sha256(os.fsencode(home.path)).hexdigest()[:16]
            SYSTEM_FOLDER.mkdir(mode=0o755, parents=True, exist_ok=True)
        if not place.exists():
            place.mkdir(mode=0o700)
            account.give(place)
        if place != link:
            link.symlink_to(place)
    place = link.resolve()
    if not account.can_enter(place):
        raise CannotStart(
            f"PostgreSQL runs as user {account.name}, who may no longer enter {place}. "
            f"Allow it for every folder on the way, for example: chmod o+x {home.path}"
        )
    return place, account
