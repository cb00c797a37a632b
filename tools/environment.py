"""Make .venv from the locked list of packages; do nothing when it is up to date. `make setup`.

Runs with whatever `python3` is on the machine, so it uses no new syntax and only the standard library.
"""

# ruff: noqa: T201 - the console is the interface

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "made-from"
UV = "uv==0.13.9"
CANDIDATES = (
    "python3",
    "python3.14",
    "python3.13",
    "python3.12",
    "python3.11",
    "/usr/bin/python3",
    "/usr/local/bin/python3",
)
PROBE = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"


def main():
    """Exit code 0 when the environment is as the lock says."""
    alone = os.open(str(ROOT), os.O_RDONLY)  # `make -j` or two windows: one after the other
    fcntl.flock(alone, fcntl.LOCK_EX)
    wanted = fingerprint()
    if python_of_environment() and STAMP.exists() and STAMP.read_text() == wanted:
        return 0
    print("Setting up .venv (once, and after a change of the locked packages) …", flush=True)
    if not python_of_environment():
        chosen = choose_python()
        if not chosen:
            return 2
        if run(chosen, "-m", "venv", "--clear", VENV):
            return complain("The virtual environment .venv could not be made; the reason stands above.")
    if install_with_uv() and install_with_pip():
        return complain("The packages could not be installed; the reason stands above. Is the package index reachable?")
    STAMP.write_text(wanted)
    return 0


def fingerprint():
    """What .venv is made from; another place or other locks need a new one."""
    parts = [str(ROOT).encode(), UV.encode()]
    parts += [(ROOT / name).read_bytes() for name in ("uv.lock", "requirements.lock", "pyproject.toml")]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def python_of_environment():
    """The version of .venv's Python, None if there is none that is new enough and runs."""
    return new_enough(VENV / "bin" / "python")


def choose_python():
    """The first Python >= 3.11 that can make virtual environments; says what was found if there is none."""
    seen = []
    for name in [os.environ["PYTHON"]] if os.environ.get("PYTHON") else CANDIDATES:
        path = shutil.which(name)
        if path and new_enough(path):
            return path
        if path:
            seen.append(path)
    complain(
        f"Python 3.11 or newer with the module venv is needed; looked at: {', '.join(seen) or 'nothing there'}.\n"
        "On Debian: apt-get install python3 python3-venv. Another one: make PYTHON=/path/to/python3 …"
    )
    return None


def new_enough(python):
    """Its version if this Python runs, is new enough and can make environments."""
    try:
        done = subprocess.run(
            [str(python), "-c", PROBE], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False
        )
    except OSError:
        return None
    version = done.stdout.decode().strip()
    return version if done.returncode == 0 and tuple(map(int, version.split("."))) >= (3, 11) else None


def install_with_uv():
    """0 when uv has installed exactly what uv.lock says."""
    pip = (VENV / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    if not has_uv() and run(*pip, UV):
        return 1
    return run(VENV / "bin" / "uv", "sync", "--quiet", "--locked", "--inexact", "--python", VENV / "bin" / "python")


def has_uv():
    """Whether the right uv is there already; asking the package index takes seconds."""
    folder = UV.replace("==", "-") + ".dist-info"
    return (VENV / "bin" / "uv").exists() and any((VENV / "lib").glob("python*/site-packages/" + folder))


def install_with_pip():
    """0 when pip has installed the same packages (slower; for machines that uv does not run on)."""
    print("uv did not work here; trying pip …", flush=True)
    pip = [VENV / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    return run(*pip, "--require-hashes", "-r", ROOT / "requirements.lock") or run(*pip, "--no-deps", "-e", ROOT)


def run(*words):
    """Exit code of a command; its messages go to our standard error."""
    kept = {
        name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH")
    }
    kept.update(UV_PYTHON_DOWNLOADS="never", UV_PROJECT_ENVIRONMENT=str(VENV))
    try:
        return subprocess.call([str(word) for word in words], stdout=sys.stderr, cwd=str(ROOT), env=kept)
    except OSError as missing:
        return complain(f"{words[0]} does not run: {missing}")


def complain(text):
    """Say it on standard error; 1."""
    print(text, file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
