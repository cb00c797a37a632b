"""`fahrwasser package check DIR [--json]`: all gates of a service package, in a folder or a ZIP.

`package publish DIR`: the same, and what passes is a release that every town can take over.
Exit codes (DESIGN 9): 0 passes, 1 findings, 2 unreadable.
"""

import argparse
import json
import sys
from pathlib import Path

from fahrwasser.commands.django_setup import as_owner
from fahrwasser.core.letters.press import Press
from fahrwasser.core.packages.check import Report, check
from fahrwasser.core.packages.files import Package, read_folder, read_zip, require_manifest
from fahrwasser.core.refused import N_, Refused
from fahrwasser.run import CannotStart

MOST_NOTES = 10


def main(argv: list[str]) -> int:
    """Run `package check`; one JSON object on standard output with `--json`, else one line per finding."""
    parser = argparse.ArgumentParser(prog="fahrwasser package", description=__doc__)
    words = parser.add_subparsers(dest="word", required=True)
    checking = words.add_parser("check", help="all gates: names, rules, process, letters, scenarios, coverage")
    checking.add_argument("package", type=Path, metavar="DIR", help="folder or ZIP of the package")
    checking.add_argument("--json", action="store_true", help="one JSON object on standard output")
    checking.add_argument("--no-letters", action="store_true", help="do not set the letters (faster)")
    publishing = words.add_parser("publish", help="check, then publish: every town can take it over")
    publishing.add_argument("package", type=Path, metavar="DIR", help="folder or ZIP of the package")
    publishing.add_argument("--json", action="store_true", help="one JSON object on standard output")
    options = parser.parse_args(argv)
    try:
        package = read(options.package)
        if options.word == "publish":
            return _publish(package, options.json)
    except (Refused, OSError, CannotStart) as error:
        print(f"fahrwasser: {options.package}: {error}", file=sys.stderr)
        return 2
    report = _checked(package, letters=not options.no_letters)
    print(json.dumps(report.to_json(), ensure_ascii=False) if options.json else _lines(report))
    return 0 if report.passes else 1


def _publish(package: Package, as_json: bool) -> int:
    """Nothing is published that does not pass with all its letters."""
    report = _checked(package, letters=True)
    if not report.passes:
        print(json.dumps(report.to_json(), ensure_ascii=False) if as_json else _lines(report))
        return 1
    with as_owner():
        from fahrwasser.web.catalogue.releases import VersionTaken, publish

        try:
            row, is_new = publish(package)
        except VersionTaken as taken:
            raise Refused(
                N_("Version %(version)s of %(package)s is published with other content; give it a new version."),
                package=taken.args[0], version=taken.args[1],
            ) from None  # fmt: skip
        done = {"package": row.package, "version": row.version, "digest": row.digest, "new": is_new}
    print(json.dumps(done) if as_json else f"Published: {row.package} {row.version} ({row.digest[:12]}).")
    return 0


def read(path: Path) -> Package:
    """The package in a folder or a ZIP file. Raises Refused, also for what is no package, and OSError."""
    package = read_zip(path.read_bytes()) if path.is_file() else read_folder(path)
    require_manifest(package)
    return package


def _checked(package: Package, *, letters: bool) -> Report:
    if not letters:
        return check(package)
    with Press() as press:
        return check(package, press=press)


def _lines(report: Report) -> str:
    lines = [f"{found.code}  {found.file}  {found.place}: {found.message}" for found in report.findings]
    if report.coverage is not None:
        lines.append(f"Coverage {report.coverage.percent} %, {report.coverage.scenarios} scenarios.")
    if report.notes:
        lines.append(f"{len(report.notes)} notes: what could not be worked out and became null.")
        lines += [f"  {note}" for note in report.notes[:MOST_NOTES]]
        if len(report.notes) > MOST_NOTES:
            lines.append("  … (--json lists all)")
    lines.append("The package passes." if report.passes else f"{len(report.findings)} findings.")
    return "\n".join(lines)
