"""`fahrwasser …`: a thin face over core and web.

Each word is one module in `fahrwasser.commands` with `main(argv) -> exit code`; only the module of the word that was
typed is imported, so `fahrwasser agenda solve` never loads Django. Exit codes and shapes: DESIGN section 9.
"""

import sys
from importlib import import_module

COMMANDS = {
    "agenda": "plan: `agenda solve INSTANCE.json --time-limit S --json`",
    "bench": "one benchmark: `bench NAME --json`",
    "catalogue": "reference data: `catalogue import FILE`",
    "check": "configuration and health check",
    "conformance": "an external suite: `conformance dmn DIR --json`",
    "decide": "evaluate a DMN file: `decide MODEL.dmn [--decision NAME] [INPUT.json or ROWS.csv] --json`",
    "demo": "load the invented demo towns",
    "form": "forms: `form import FILE.xml --json` (XDatenfelder)",
    "funding": "funding programmes: `funding import FILE`",
    "manage": "Django's own management commands",
    "municipality": "reference data: `municipality import FILE`",
    "package": "service packages: `package check DIR`, `package publish DIR`",
    "questions": "question sets of the quick check: `questions import FILE`",
    "run": "start everything: database, web server, worker",
    "user": "first administrator: `user create`",
    "worker": "the worker alone: `worker [--once]`",
}


def main(argv: list[str] | None = None) -> int:
    """Run one command; 0 = answered, 2 = unusable input (one line on standard error says what, where, what to do)."""
    words = sys.argv[1:] if argv is None else argv
    if not words or words[0] in ("-h", "--help"):
        print("usage: fahrwasser COMMAND …\n")
        for name, purpose in COMMANDS.items():
            print(f"  {name:<13} {purpose}")
        return 0 if words else 2
    if words[0] not in COMMANDS:
        print(f"fahrwasser: unknown command {words[0]!r}; `fahrwasser --help` lists them", file=sys.stderr)
        return 2
    command = import_module(f"fahrwasser.commands.{words[0]}")
    return int(command.main(words[1:]) or 0)


if __name__ == "__main__":
    sys.exit(main())
