"""`fahrwasser funding import FILE [--json]`: funding programmes with their dates, the same for all towns."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from fahrwasser.commands.django_setup import as_owner
from fahrwasser.core.agenda.catalogue.projects import catalogue
from fahrwasser.core.agenda.funding import read_funding
from fahrwasser.core.inventory.strict import MAX_BYTES
from fahrwasser.core.refused import Refused
from fahrwasser.run import CannotStart


def main(argv: list[str]) -> int:
    """0 imported; 2 unusable file, one line on standard error (what, where, what to do)."""
    parser = argparse.ArgumentParser(prog="fahrwasser funding", description=__doc__)
    words = parser.add_subparsers(dest="word", required=True)
    importing = words.add_parser("import", help="a list (fahrwasser-funding/1); repeat it with every newer file")
    importing.add_argument("file", type=Path, metavar="FILE")
    importing.add_argument("--json", action="store_true")
    options = parser.parse_args(argv)
    try:
        done = _import(options.file)
    except (Refused, CannotStart, OSError) as error:
        print(f"fahrwasser: {options.file.name}: {error}", file=sys.stderr)
        return 2
    print(json.dumps(done) if options.json else " ".join(f"{key}={value}" for key, value in done.items()))
    return 0


def _import(file: Path) -> dict[str, object]:
    with file.open("rb") as stream:
        raw = stream.read(MAX_BYTES + 1)  # the core refuses one byte too many
    read_funding(raw, catalogue())  # before the database is even started
    with as_owner():
        from fahrwasser.web.agenda.actions.funding import import_funding

        return asdict(import_funding(raw))
