"""The limited child process that sets letters: started when needed, ended when a letter exceeds its limits."""

import json
import os
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fahrwasser.core.letters.errors import LetterError, LimitError
from fahrwasser.core.letters.text import FONTS

COMPILE = Path(__file__).with_name("compile.py")
LETTERS_A_PROCESS = 500
"""Then a new one: typst's cache never grows beyond that."""

_OUT_OF_TIME = (-signal.SIGXCPU, -signal.SIGKILL)
_SET, _WRONG_TEMPLATE, _OUT_OF_MEMORY = 0, 1, 3  # as compile.py has them
_HEAD = struct.Struct(">BI")
_PROXY_TO_NOWHERE = "http://127.0.0.1:9"
_ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "RAYON_NUM_THREADS": "1",
    "MALLOC_ARENA_MAX": "1",  # glibc keeps what one letter freed for the next: 8 % of the time
    "MALLOC_TOP_PAD_": str(32 << 20),
    "MALLOC_TRIM_THRESHOLD_": str(512 << 20),
    "MALLOC_MMAP_THRESHOLD_": str(32 << 20),
    "HTTP_PROXY": _PROXY_TO_NOWHERE,
    "HTTPS_PROXY": _PROXY_TO_NOWHERE,
    "ALL_PROXY": _PROXY_TO_NOWHERE,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What one letter may use: seconds of CPU time (one more of wall time), MiB of address space."""

    seconds: int = 20
    memory_mib: int = 1024


LIMITS = Limits()


class LetterProcess:
    """Sets one letter after the other in a child that can read `readable` and the fonts, nothing else.

    Not for several threads at once. A child that died or exceeded a limit is replaced with the next letter.
    """

    def __init__(self, readable: Sequence[Path], limits: Limits) -> None:
        self._readable = [str(folder) for folder in readable]
        self._limits = limits
        self._child: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._letters = 0

    @property
    def process_id(self) -> int | None:
        """The running child, if there is one."""
        return None if self._child is None else self._child.pid

    def typeset(self, job: Mapping[str, Any], name: str) -> bytes:
        """The PDF of the job (keys: compile.py). Raises LetterError, LimitError; both name the letter `name`."""
        child = self._ready_child()
        deadline = time.monotonic() + self._limits.seconds + 1
        answered = False
        try:
            _write(child, json.dumps(job).encode() + b"\n", deadline)
            status, length = _HEAD.unpack(_read(child, _HEAD.size, deadline))
            content = _read(child, length, deadline)
            answered = True
        except TimeoutError as error:
            raise LimitError(_took_too_long(name, self._limits)) from error
        except (EOFError, OSError) as error:
            raise self._reason_of_death(child, name) from error
        finally:
            if not answered:
                self.end()  # however we were interrupted: no answer may be left for the next letter to find
        self._letters += 1
        if status == _SET:
            return content
        if status == _OUT_OF_MEMORY:
            self.end()
            raise LimitError(_needed_too_much(name, self._limits))
        raise _wrong(name, content.decode(errors="replace").strip())

    def end(self) -> None:
        """The child is gone; calling this twice is harmless."""
        if self._child is None:
            return
        self._child.kill()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                pipe.close()
        self._child = None

    def _ready_child(self) -> subprocess.Popen[bytes]:
        if self._owner != os.getpid():
            self._child = None  # we are a fork: the child and its pipes belong to another process
        if self._letters >= LETTERS_A_PROCESS or (self._child is not None and self._child.poll() is not None):
            self.end()
        if self._child is None:
            self._child = self._started()
            self._owner = os.getpid()
            self._letters = 0
        return self._child

    def _started(self) -> subprocess.Popen[bytes]:
        setup = {
            "seconds": self._limits.seconds,
            "memory_mib": self._limits.memory_mib,
            "readable": self._readable,
            "fonts": str(FONTS),
        }
        child = subprocess.Popen(
            [sys.executable, "-I", "-X", "utf8", str(COMPILE), json.dumps(setup)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env=_ENVIRONMENT,
            cwd=self._readable[0],
        )
        for pipe in (child.stdin, child.stdout):
            assert pipe is not None  # noqa: S101 - for mypy: both are pipes
            os.set_blocking(pipe.fileno(), False)
        return child

    def _reason_of_death(self, child: subprocess.Popen[bytes], name: str) -> LetterError:
        """Why the child closed its end of the pipe."""
        try:
            code = child.wait(timeout=1)
        except subprocess.TimeoutExpired:
            code = 0
        if code in _OUT_OF_TIME:
            return LimitError(_took_too_long(name, self._limits))
        if code == -signal.SIGABRT:  # Rust aborts when an allocation fails
            return LimitError(_needed_too_much(name, self._limits))
        return _wrong(name, f"The process ended with {code}.")


def _write(child: subprocess.Popen[bytes], content: bytes, deadline: float) -> None:
    pipe = child.stdin
    assert pipe is not None  # noqa: S101 - for mypy
    rest = memoryview(content)
    while rest:
        _wait(pipe.fileno(), select.POLLOUT, deadline)
        rest = rest[os.write(pipe.fileno(), rest) :]


def _read(child: subprocess.Popen[bytes], length: int, deadline: float) -> bytes:
    pipe = child.stdout
    assert pipe is not None  # noqa: S101 - for mypy
    parts = []
    while length:
        _wait(pipe.fileno(), select.POLLIN, deadline)
        part = os.read(pipe.fileno(), length)
        if not part:
            raise EOFError
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def _wait(handle: int, event: int, deadline: float) -> None:
    watch = select.poll()
    watch.register(handle, event)
    if not watch.poll(max(0.0, deadline - time.monotonic()) * 1000):
        raise TimeoutError


def _took_too_long(name: str, limits: Limits) -> str:
    return (
        f"Letter {name} took longer than {limits.seconds} seconds and was stopped;"
        " look for an endless loop in the template, or shorten the values."
    )


def _needed_too_much(name: str, limits: Limits) -> str:
    return (
        f"Letter {name} needed more than {limits.memory_mib} MiB of memory and was stopped;"
        " look for an endless loop in the template, or shorten the values."
    )


def _wrong(name: str, reason: str) -> LetterError:
    return LetterError(f"Letter {name} could not be set; correct the template or its values. {reason}")
