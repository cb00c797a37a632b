"""Every check that runs without a test; all of them run, then the result is one exit code. `make lint`."""

# ruff: noqa: T201 - the console is the interface

import subprocess
import sys
from pathlib import Path

BIN = Path(sys.executable).parent
CHECKS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "--quiet", "."),
    ("mypy",),
    ("lint-imports",),
    ("python", "tools/migrations.py"),
)


def main() -> int:
    """0 when every check passes."""
    failed = []
    for words in CHECKS:
        done = subprocess.run([BIN / words[0], *words[1:]], check=False, capture_output=True, text=True)
        print(f"{'ok    ' if done.returncode == 0 else 'FAILED'} {' '.join(words)}", flush=True)
        if done.returncode:
            print(done.stdout + done.stderr, flush=True)
            failed.append(" ".join(words))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
