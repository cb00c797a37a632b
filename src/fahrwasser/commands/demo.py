"""`fahrwasser demo`: load the invented towns (done once; repeating changes nothing)."""

import sys

from fahrwasser.commands.django_setup import as_owner
from fahrwasser.run import CannotStart


def main(argv: list[str]) -> int:
    """0 loaded; 2 when the database cannot be reached."""
    if argv:
        print("usage: fahrwasser demo", file=sys.stderr)
        return 2
    try:
        with as_owner():
            from fahrwasser.web.demo import load

            load.main()
    except CannotStart as reason:
        print(f"fahrwasser demo: {reason}", file=sys.stderr)
        return 2
    return 0
