"""One process that starts database, web server and worker, starts again what dies, and ends them all in order.

Children are sessions of their own: Ctrl-C and a signal to the group reach only the supervisor, which ends them in
order. If it is killed, the kernel tells each child (see `account.spawn`).
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from fahrwasser.run import CannotStart, postgres
from fahrwasser.run.account import adopt_orphans, end_children, spawn
from fahrwasser.run.console import say

TICK_SECONDS = 0.2
QUICK_SECONDS = 5.0  # dead sooner than that after its start: wait longer each time
LONGEST_PAUSE = 4.0
PATIENCE_SECONDS = 8.0

Process = subprocess.Popen[bytes]


class Stopped(BaseException):
    """Somebody asked us to end."""


@dataclass(slots=True)
class Service:
    """A child that must live: how it starts, how it ends, and how it did so far."""

    name: str
    start: Callable[[], Process]
    end: Callable[[Process], None]
    process: Process | None = None
    started: float = 0.0
    pause: float = TICK_SECONDS
    failures: int = 0
    resume: float = 0.0

    def launch(self) -> None:
        """The child runs."""
        self.started = time.monotonic()
        self.process = self.start()

    def tend(self) -> None:
        """Start the child again if it has died, at once after a good run, later after a bad start."""
        now = time.monotonic()
        if self.process and (code := self.process.poll()) is not None:
            lived = now - self.started
            self.process = None
            self.failures += 1
            self.pause = min(self.pause * 2, LONGEST_PAUSE) if lived < QUICK_SECONDS else TICK_SECONDS
            self.resume = now + self.pause
            say(f"{self.name} ended ({_how(code)}); it is started again.")
        if not self.process and now >= self.resume:
            try:
                self.launch()
            except CannotStart as failed:
                say(str(failed))
                self.resume = time.monotonic() + LONGEST_PAUSE


def command(name: str, argv: Sequence[str], env: Mapping[str, str]) -> Service:
    """A program that ends on SIGTERM."""
    return Service(name, lambda: spawn(argv, env=env, death=signal.SIGTERM), end_group)


def database(cluster: postgres.Cluster) -> Service:
    """The embedded server."""
    return Service("PostgreSQL", cluster.start, cluster.stop)


def python(*words: str) -> list[str]:
    """The command line that runs a module with our own interpreter."""
    return [sys.executable, "-m", *words]


def run_to_end(argv: Sequence[str], env: Mapping[str, str]) -> int:
    """Exit code of a program that ends by itself."""
    process = spawn(argv, env=env, death=signal.SIGTERM)
    try:
        return process.wait()
    finally:
        end_group(process)


def end_group(process: Process) -> None:
    """The child and all it started have ended: by SIGTERM, after 8 s by force."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            say(f"Process {process.pid} does not end; it is killed.")
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


@contextmanager
def kept_alive(services: list[Service]) -> Iterator[Callable[[], None]]:
    """A function that tends all services, to be called again and again; afterwards they end, the last first.

    `services` may grow meanwhile. All that take SIGTERM get it at once, so that they end side by side.
    """

    adopt_orphans()

    def tend() -> None:
        # What a killed child leaves behind: a solver in mid-run, back ends that hold the data.
        end_children({service.process.pid for service in services if service.process})
        for service in services:
            service.tend()

    try:
        yield tend
    finally:
        for service in reversed(services):
            if service.process and service.end is end_group and service.process.poll() is None:
                service.process.terminate()
        for service in reversed(services):
            if service.process:
                service.end(service.process)
        end_children()


@contextmanager
def stop_on_signal() -> Iterator[None]:
    """SIGINT, SIGTERM and SIGHUP end the block in order, once; what was ignored when we started stays ignored."""
    asked = [
        number
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        if signal.getsignal(number) != signal.SIG_IGN
    ]

    def stop(_number: int, _frame: object) -> None:
        for number in asked:
            signal.signal(number, signal.SIG_IGN)  # a second one must not interrupt the clearing up
        raise Stopped

    for number in asked:
        signal.signal(number, stop)
    try:
        yield
    except Stopped:
        pass
    finally:
        for number in asked:
            signal.signal(number, signal.SIG_IGN)


def _how(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"exit code {code}"
