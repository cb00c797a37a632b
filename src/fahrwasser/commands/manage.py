"""`fahrwasser manage …`: Django's own management commands, as owner of the database."""

import sys

from fahrwasser.commands.django_setup import as_owner
from fahrwasser.run import CannotStart


def main(argv: list[str]) -> int:
    """Whatever the management command answers; 2 when the database cannot be reached."""
    try:
        with as_owner():
            from django.core.management import execute_from_command_line

            execute_from_command_line(["fahrwasser manage", *argv])
    except CannotStart as reason:
        print(f"fahrwasser manage: {reason}", file=sys.stderr)
        return 2
    return 0
