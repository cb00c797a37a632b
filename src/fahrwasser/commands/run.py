"""`fahrwasser run`: database, web server and worker under one supervisor (docs/how-to/run.md)."""

import os
import sys

from fahrwasser.run import CannotStart, start

USAGE = "usage: fahrwasser run   (settings come from the environment, see docs/how-to/run.md)"


def main(argv: list[str]) -> int:
    """0 after an orderly end; 2 when it cannot start."""
    if argv:
        print(USAGE, file=sys.stdout if argv[0] in ("-h", "--help") else sys.stderr)
        return 0 if argv[0] in ("-h", "--help") else 2
    try:
        start.run(os.environ)
    except CannotStart as reason:
        print(f"fahrwasser run: {reason}", file=sys.stderr)
        return 2
    return 0
