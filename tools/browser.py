"""The browser of the tests: find one, or get one. `make browser`; the tests call `launch_options()`."""

# ruff: noqa: T201 - the console is the interface

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
PLAYWRIGHT = Path(sys.executable).with_name("playwright")
WHERE = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""
QUIET = [
    "--disable-background-networking", "--disable-component-update", "--disable-gpu", "--disable-quic",
    "--disable-sync", "--no-first-run",
]  # fmt: skip


def launch_options() -> dict[str, Any]:
    """Arguments of Playwright's `chromium.launch`; without an installed browser it uses its own download."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium refuses its sandbox as root
    installed = find()
    return {"args": [*QUIET, *sandbox], **({"executable_path": installed} if installed else {})}


def find() -> str | None:
    """Path of an installed Chromium or Chrome that runs; FAHRWASSER_BROWSER names one."""
    for name in [os.environ["FAHRWASSER_BROWSER"]] if os.environ.get("FAHRWASSER_BROWSER") else NAMES:
        path = shutil.which(name)
        if path and _quiet(path, "--version") == 0:
            return path
    return None


def is_there() -> bool:
    """Whether the tests will find a browser."""
    return bool(find()) or _own_download().exists()


def main() -> int:
    """0 always: tests that lack their browser say so themselves, and in CI they fail."""
    if is_there():
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Debian's chromium for the browser tests …", flush=True)
        _quiet("apt-get", "update")
        _loud("apt-get", "install", "--yes", "--no-install-recommends", "chromium")
    if not is_there():
        print("Downloading a browser for the browser tests …", flush=True)
        _loud(str(PLAYWRIGHT), "install", "chromium")
    if not is_there():
        print(
            "No browser: the tests that need one cannot run. Install chromium (Debian: apt-get install chromium), "
            "or name one in FAHRWASSER_BROWSER.",
            file=sys.stderr,
        )
    return 0


def _own_download() -> Path:
    """Where Playwright keeps its own Chromium."""
    asked = subprocess.run([sys.executable, "-c", WHERE], capture_output=True, text=True, check=False)
    return Path(asked.stdout.strip() or "/nonexistent")


def _quiet(*argv: str) -> int:
    try:
        return subprocess.run(
            argv, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL
        ).returncode
    except OSError:
        return 127


def _loud(*argv: str) -> None:
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        argv,
        check=False,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        print(f"{' '.join(argv)} failed:\n{done.stdout[-2000:]}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
