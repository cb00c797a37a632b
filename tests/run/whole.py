"""The whole program started as people start it, and what a test asks of it."""

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from run.trees import children_of, command_of, is_alive, until

RUN = (sys.executable, "-m", "fahrwasser", "run")
PATIENCE = 180
"""Seconds until it is ready: five to twenty on an idle machine, more where a whole suite runs beside it."""
OF_ANOTHER_RUN = ("DATABASE_", "FAHRWASSER_", "DJANGO_", "EMAIL_", "SECRET_KEY", "PORT", "HOST")


class Whole:
    """`fahrwasser run` in a home; leaving the block ends it with SIGTERM to its group."""

    def __init__(self, home: Path, argv: Sequence[str | Path] = RUN, cwd: Path | None = None, **env: str) -> None:
        clean = {name: value for name, value in os.environ.items() if not name.startswith(OF_ANOTHER_RUN)}
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.home = home
        self.log = home.with_name(f"console-{self.port}.log")
        self.seen: set[int] = set()
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                argv, cwd=cwd, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                env={**clean, "PORT": str(self.port), "FAHRWASSER_HOME": str(home), **env},
            )  # fmt: skip

    def __enter__(self) -> Self:
        until(f"ready, see {self.log}", lambda: "is ready" in self.said() or self.process.poll() is not None, PATIENCE)
        assert self.process.poll() is None, self.said()
        self.look()
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.look()
            os.killpg(self.process.pid, signal.SIGTERM)
            self.process.wait(30)

    def said(self) -> str:
        """Everything on its console so far."""
        return self.log.read_text(errors="replace")

    def look(self) -> dict[str, int]:
        """Process numbers of the children by what they are; all descendants are remembered for `left`."""
        mine = children_of(self.process.pid)
        for pid in mine:
            self.seen |= {pid, *children_of(pid)}
        words = {pid: command_of(pid) for pid in mine}
        kinds = {"web": "granian", "worker": "\0worker", "postgres": "postgres"}
        return {kind: pid for kind, word in kinds.items() for pid, line in words.items() if word in line}

    def status(self, path: str) -> int:
        """HTTP status of a page, 0 when nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except OSError:
            return 0
        finally:
            connection.close()

    def left(self) -> list[int]:
        """Processes seen that still live."""
        return [pid for pid in self.seen if is_alive(pid)]
