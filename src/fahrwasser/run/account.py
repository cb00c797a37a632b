"""The unprivileged account PostgreSQL runs as when we are root (it refuses to run as root)."""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import IO, Any, Self

from fahrwasser.run import CannotStart

SYSTEM_USER = "fahrwasser"
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
_LIBC = ctypes.CDLL(None)


@dataclass(frozen=True, slots=True)
class Account:
    """A user of this machine."""

    name: str
    uid: int
    gid: int

    @classmethod
    def of(cls, uid: int) -> Self:
        """Account with this number; PostgreSQL needs one that has a name."""
        try:
            entry = pwd.getpwuid(uid)
        except KeyError as unknown:
            raise CannotStart(
                f"User number {uid} has no name on this machine (/etc/passwd), but PostgreSQL needs one. "
                "Start Fahrwasser as a user that has an entry there."
            ) from unknown
        return cls(entry.pw_name, entry.pw_uid, entry.pw_gid)

    @property
    def switch(self) -> bool:
        """Whether a child has to change its user to become this account."""
        return self.uid != os.geteuid()

    def can(self, *argv: str | Path) -> bool:
        """Whether this account can run the command successfully."""
        try:
            return self.run(argv).returncode == 0
        except OSError:
            return False

    def can_enter(self, folder: Path) -> bool:
        """Whether this account can go into the folder."""
        return self.can("/bin/sh", "-c", 'cd "$1"', "sh", folder)

    def run(self, argv: Sequence[str | Path], text: str = "") -> "subprocess.CompletedProcess[str]":
        """Run to the end as this account, `text` on standard input; output and errors come back together."""
        return subprocess.run(
            argv, input=text, text=True, encoding="utf-8", errors="replace", cwd="/", env=BARE_ENVIRONMENT,
            check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **self._switching(),
            preexec_fn=_dies_with_us(signal.SIGKILL),
        )  # fmt: skip

    def spawn(self, argv: Sequence[str | Path], log: IO[bytes]) -> "subprocess.Popen[bytes]":
        """Start a child as this account that is asked to end (SIGINT) when we die."""
        return spawn(argv, log=log, env=BARE_ENVIRONMENT, death=signal.SIGINT, **self._switching())

    def give(self, path: Path) -> None:
        """Make a folder that WE have just created belong to this account."""
        if self.switch:
            os.chown(path, self.uid, self.gid)

    def _switching(self) -> dict[str, Any]:
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.switch else {}


BARE_ENVIRONMENT: Mapping[str, str] = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}


def database_account(existing: Path | None = None) -> Account:
    """Who runs PostgreSQL: the owner of an existing cluster, else ourselves, else (as root) the system user.

    As root the system user is made on first need, as a Debian package would do it: no login, no home.
    """
    if existing and existing.exists():
        owner = existing.stat().st_uid
        if owner != os.geteuid() and os.geteuid() != 0:
            raise CannotStart(
                f"The database in {existing} belongs to user {_name(owner)}. Start Fahrwasser as that user "
                "or as root, or choose another place with FAHRWASSER_HOME=/some/folder."
            )
        if owner != 0:
            return Account.of(owner)
    if os.geteuid() != 0:
        return Account.of(os.geteuid())
    if not _exists(SYSTEM_USER):
        _make_system_user()
    return Account.of(pwd.getpwnam(SYSTEM_USER).pw_uid)


def spawn(
    argv: Sequence[str | Path],
    *,
    death: signal.Signals,
    log: IO[bytes] | None = None,
    env: Mapping[str, str] | None = None,
    **switching: Any,
) -> "subprocess.Popen[bytes]":
    """Start a child in a session of its own (Ctrl-C reaches only us); it gets the signal `death` when we die.

    Call it from the main thread: the kernel sends the signal when the THREAD that made the child ends.
    """
    return subprocess.Popen(
        argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/" if switching else None, env=env,
        start_new_session=True, **switching,
        preexec_fn=_dies_with_us(death),  # noqa: PLW1509 - two system calls, nothing that could wait for a thread
    )  # fmt: skip


def adopt_orphans() -> None:
    """From now on a process whose parent dies below us becomes our child, wherever it has moved to."""
    _LIBC.prctl(PR_SET_CHILD_SUBREAPER, 1)


def children() -> set[int]:
    """Processes that we, any of our threads, have started or adopted."""
    lists = []
    for task in Path("/proc/self/task").iterdir():
        with suppress(FileNotFoundError):  # the thread has just ended
            lists.append((task / "children").read_text())
    return {int(word) for line in lists for word in line.split()}


def end_children(known: Collection[int] = ()) -> None:
    """Our children except the known ones are killed: nobody is left who would end them or wait for them."""
    for pid in children() - set(known):
        with suppress(ProcessLookupError, ChildProcessError):  # another thread has waited for it
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def end_with_parent(parent: BaseProcess | None) -> None:
    """This process, forked by a parent that knows nothing of us, is killed when that parent dies."""
    if parent:
        _LIBC.prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL))
        if os.getppid() != parent.pid:
            os._exit(1)


def _dies_with_us(death: signal.Signals) -> Callable[[], None]:
    """Runs in the child after the change of user, which would clear the setting."""
    parent = os.getpid()

    def ask_the_kernel() -> None:
        _LIBC.prctl(PR_SET_PDEATHSIG, int(death))
        if os.getppid() != parent:
            os._exit(1)

    return ask_the_kernel


def _make_system_user() -> None:
    useradd = shutil.which("useradd", path=f"/usr/sbin:/sbin:{os.environ.get('PATH', '')}") or "useradd"
    try:
        made = subprocess.run(
            [useradd, "--system", "--no-create-home", "--home-dir", "/nonexistent",
             "--shell", "/usr/sbin/nologin", SYSTEM_USER],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        reason = made.stderr.strip()
    except OSError as missing:
        reason = str(missing)
    if not _exists(SYSTEM_USER):  # another start may have made it at the same moment
        raise CannotStart(
            f"PostgreSQL refuses to run as root, and the system user {SYSTEM_USER!r} could not be made: "
            f"{reason}. Make it yourself (useradd --system {SYSTEM_USER}) or start as an ordinary user."
        )


def _exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
