"""A supervisor with children in a process of its own, and what a test asks of it."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

TREE = Path(__file__).with_name("tree.py")


def until(what: str, condition: Callable[[], object], seconds: float = 20) -> None:
    """Wait for a condition; the limit only ends a test that would hang."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"{what}: not so after {seconds} s"
        time.sleep(0.05)


def is_alive(pid: int) -> bool:
    """A process that is there and no zombie."""
    return _told(f"/proc/{pid}/stat").rpartition(")")[2].split()[:1] not in ([], ["Z"])


def children_of(pid: int) -> list[int]:
    """Direct children; none of a process that has ended meanwhile."""
    return [int(child) for child in _told(f"/proc/{pid}/task/{pid}/children").split()]


def command_of(pid: int) -> str:
    """The command line, each word ended by a zero; '' for a process that has ended meanwhile."""
    return _told(f"/proc/{pid}/cmdline")


def _told(place: str) -> str:
    """What the system says there; '' when the process has ended between the question and the answer."""
    try:
        return Path(place).read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


class Tree:
    """tree.py in a home: `names` maps postgres, web, worker to process numbers once it is `up`."""

    def __init__(self, home: Path, argv: Sequence[str | Path] = (), env: Mapping[str, str] = os.environ) -> None:
        self.home = home
        self.process = subprocess.Popen(
            argv or [sys.executable, TREE],
            env={**env, "FAHRWASSER_HOME": str(home)}, start_new_session=True, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        self.said: list[str] = []
        self.children: list[int] = []

    def up(self) -> "Tree":
        """Wait until all children run (again)."""
        for line in self.process.stdout:
            self.said.append(line.rstrip())
            if line.startswith("up "):
                found = json.loads(line[3:])
                self.names = dict(zip(("postgres", "web", "worker"), found["pids"], strict=True))
                self.children += found["pids"]
                self.url = found["url"].replace("fahrwasser_web", "fahrwasser_owner")
                return self
        raise AssertionError("it ended: " + "\n".join(self.said))

    def ended(self) -> str:
        """Wait until it has ended; what it said."""
        self.said += self.process.communicate(timeout=30)[0].splitlines()
        return "\n".join(self.said)
