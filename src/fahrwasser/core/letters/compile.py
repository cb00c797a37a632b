"""The child process that sets letters, one after the other.

Started as a file, not as a module: it imports nothing of ours, so that it is ready in milliseconds. The one argument is
JSON: seconds and MiB for a letter, the folders it may read, the fonts. Each line on standard input is a job (JSON); the
answer on standard output is a status byte, the length in four bytes (big end first), and the PDF or the reason.
Nothing of one job is kept for the next but fonts and typst's own cache, whose keys are the contents themselves.
"""

import ctypes
import json
import math
import os
import resource
import struct
import sys
from typing import Any

OPEN_FILES = 64
SET = 0
WRONG_TEMPLATE = 1
OUT_OF_MEMORY = 3

_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446  # the same numbers on every processor
_ALL_FILE_RIGHTS = (1 << 13) - 1  # Landlock ABI 1 (Linux 5.13)
_READ = 1 << 2 | 1 << 3  # files and folders
_TCP = 3  # bind and connect, ABI 4
_NO_NEW_PRIVILEGES = 38


def set_limits(memory_mib: int) -> None:
    """Address space and open files for good; no file may be written and no core dumped."""
    wanted = {
        resource.RLIMIT_AS: memory_mib << 20,
        resource.RLIMIT_NOFILE: OPEN_FILES,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for kind, value in wanted.items():
        hard = resource.getrlimit(kind)[1]  # may already be lower; raising it is not ours
        limit = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (limit, limit))


def allow_seconds(seconds: int) -> None:
    """From now on this much CPU time, then the kernel ends the process (SIGXCPU)."""
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    used = resource.getrusage(resource.RUSAGE_SELF)
    wanted = math.ceil(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))


def lock_in(folders: list[str]) -> None:
    """Only these folders can be read and no TCP connection made, where the kernel has Landlock.

    A second wall: typst itself reads nothing outside its root, and its proxies point nowhere.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    version = libc.syscall(_LANDLOCK_CREATE, None, ctypes.c_size_t(0), ctypes.c_uint32(1))
    if version < 1:
        return
    rules = struct.pack("=QQ", _ALL_FILE_RIGHTS, _TCP) if version >= 4 else struct.pack("=Q", _ALL_FILE_RIGHTS)
    ruleset = libc.syscall(_LANDLOCK_CREATE, rules, ctypes.c_size_t(len(rules)), ctypes.c_uint32(0))
    for folder in folders:
        place = os.open(folder, os.O_PATH | os.O_CLOEXEC)
        libc.syscall(_LANDLOCK_ADD, ruleset, 1, struct.pack("=Qi", _READ, place), ctypes.c_uint32(0))
        os.close(place)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    if libc.syscall(_LANDLOCK_RESTRICT, ruleset, ctypes.c_uint32(0)):
        raise OSError(ctypes.get_errno(), "Landlock is there but does not hold")
    os.close(ruleset)


def find_stack(typst: Any, fonts: Any) -> None:
    """typst looks up once, in /proc/self/maps, where our stack ends: with the first function that a document calls.

    Behind the wall it would not learn it, and would take a new stack of 2 MiB for every step, 250 times a letter (a
    seventh of the time).
    """
    typst.compile(b"#text[a]", font_paths=fonts)


def typeset(typst: Any, job: dict[str, Any], fonts: Any) -> bytes:
    """The PDF. A warning (unknown font …) is an error, because typst would go on with something else."""
    document, warnings = typst.compile_with_warnings(
        os.path.join(job["folder"], job["template"]),
        root=job["folder"],
        font_paths=fonts,
        sys_inputs=job["inputs"],
        pdf_standards=["a-3a", "ua-1"],
        timestamp=job["timestamp"],
        package_path=job["folder"],  # not the packages that somebody installed on this machine
        package_cache_path=job["folder"],
    )
    if warnings:
        raise ValueError("; ".join(f"{warning.message} {warning.diagnostic}" for warning in warnings))
    return bytes(document)


def answer(typst: Any, job: dict[str, Any], fonts: Any) -> tuple[int, bytes]:
    """Status and PDF or reason."""
    try:
        return SET, typeset(typst, job, fonts)
    except MemoryError:
        return OUT_OF_MEMORY, b""
    except (RuntimeError, ValueError) as error:
        return WRONG_TEMPLATE, (getattr(error, "diagnostic", "") or str(error)).encode()


def main() -> None:
    """Set the limits, then answer job after job until standard input ends."""
    setup = json.loads(sys.argv[1])
    set_limits(setup["memory_mib"])
    import typst  # only after the limits

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[setup["fonts"]])
    find_stack(typst, fonts)
    lock_in([*setup["readable"], setup["fonts"]])
    for line in sys.stdin.buffer:
        allow_seconds(setup["seconds"])
        status, content = answer(typst, json.loads(line), fonts)
        sys.stdout.buffer.write(struct.pack(">BI", status, len(content)) + content)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
