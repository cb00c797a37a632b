"""`fahrwasser municipality import FILE [--json]`: the official register GV100AD; `host`: a town's own name."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from fahrwasser.commands.django_setup import as_owner
from fahrwasser.core.refused import Refused
from fahrwasser.run import CannotStart

MAX_BYTES = 40 * 1024 * 1024  # the register has 3.5 MB


def main(argv: list[str]) -> int:
    """0 imported; 2 unusable file, one line on standard error (what, where, what to do)."""
    parser = argparse.ArgumentParser(prog="fahrwasser municipality", description=__doc__)
    words = parser.add_subparsers(dest="word", required=True)
    importing = words.add_parser("import", help="read the official register; repeat it with every newer file")
    importing.add_argument("file", type=Path, metavar="FILE")
    importing.add_argument("--json", action="store_true")
    hosting = words.add_parser("host", help="let a town answer at its own host name; an empty name takes it back")
    hosting.add_argument("slug")
    hosting.add_argument("host")
    options = parser.parse_args(argv)
    try:
        if options.word == "host":
            return _host(options.slug, options.host)
        return _import(options.file, options.json)
    except (Refused, OSError, CannotStart) as error:
        about = options.slug if options.word == "host" else options.file.name
        print(f"fahrwasser: {about}: {error}", file=sys.stderr)
        return 2


def _host(slug: str, host: str) -> int:
    with as_owner():
        from fahrwasser.web.tenants.actions import set_host

        town = set_host(slug, host)
    print(f"{town.name} answers at {town.host or 'its address below the common host only'}.")
    return 0


def _import(file: Path, as_json: bool) -> int:
    if file.stat().st_size > MAX_BYTES:
        raise Refused("The file has more than %(most)s MB; the register has about 4.", most=MAX_BYTES // 2**20)
    with as_owner(), file.open("rb") as stream:
        from fahrwasser.web.tenants.actions import import_register

        done = import_register(stream)
    if as_json:
        print(json.dumps(asdict(done), default=str))
    else:
        print(
            f"Register of {done.day}: {done.municipalities} municipalities, {done.population} inhabitants; "
            f"{done.new} new, {done.changed} changed, {done.closed} closed."
        )
    return 0
