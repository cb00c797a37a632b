"""`fahrwasser worker [--once]`: the worker alone, beside any number of others."""

import sys

from fahrwasser.run import CannotStart
from fahrwasser.run.account import children, end_children
from fahrwasser.run.database import database_for


def main(argv: list[str]) -> int:
    """The worker's exit code; 2 when it cannot start. `--once`: do what is due, then end."""
    if argv not in ([], ["--once"]):
        print("usage: fahrwasser worker [--once]", file=sys.stderr)
        return 2
    try:
        with database_for("worker"):
            from fahrwasser.web.jobs import worker  # Django reads its settings now

            earlier = children()  # a database started for the moment
            try:
                return worker.main(once="--once" in argv)
            finally:
                end_children(known=earlier)  # a solver in mid-run; its job is done again
    except CannotStart as reason:
        print(f"fahrwasser worker: {reason}", file=sys.stderr)
        return 2
