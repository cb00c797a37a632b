"""Write uv.lock from pyproject.toml and requirements.lock (for machines without uv) from uv.lock. `make lock`."""

import subprocess
import sys
from pathlib import Path

UV = Path(sys.executable).with_name("uv")
EXPORT = ("export", "--quiet", "--locked", "--no-emit-project", "--no-annotate", "--output-file", "requirements.lock")


def main() -> int:
    """0 when both are written."""
    return subprocess.call([UV, "lock"]) or subprocess.call([UV, *EXPORT], stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())
