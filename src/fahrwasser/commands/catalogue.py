"""`fahrwasser catalogue import FILE [--json]`: the official LeiKa/OZG catalogue of services."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from fahrwasser.commands.django_setup import as_owner
from fahrwasser.core.refused import Refused
from fahrwasser.run import CannotStart

MAX_BYTES = 20 * 1024 * 1024  # the catalogue has 0.7 MB


def main(argv: list[str]) -> int:
    """0 imported; 2 unusable file, one line on standard error (what, where, what to do)."""
    parser = argparse.ArgumentParser(prog="fahrwasser catalogue", description=__doc__)
    words = parser.add_subparsers(dest="word", required=True)
    importing = words.add_parser("import", help="read the catalogue; repeat it with every newer file")
    importing.add_argument("file", type=Path, metavar="FILE")
    importing.add_argument("--json", action="store_true")
    options = parser.parse_args(argv)
    try:
        return _import(options.file, options.json)
    except (Refused, CannotStart, OSError) as error:
        print(f"fahrwasser: {options.file.name}: {error}", file=sys.stderr)
        return 2


def _import(file: Path, as_json: bool) -> int:
    if file.stat().st_size > MAX_BYTES:
        raise Refused("The file has more than %(most)s MB; the catalogue has about 1.", most=MAX_BYTES // 2**20)
    with file.open("rb") as stream, as_owner():
        from fahrwasser.web.inventory.actions import import_catalogue

        done = import_catalogue(stream)
    if as_json:
        print(json.dumps(asdict(done)))
    else:
        print(f"Catalogue: {done.rows} rows, {done.keys} LeiKa keys, {done.ozg_services} OZG services.")
    return 0
