"""`fahrwasser form import FILE.xml [--json] [--out FORM.json] …`: XDatenfelder (FIM) → form schema.

Exit codes (DESIGN 9, standards 1.4): 0 imported · 2 unreadable (not well-formed, DTD or entities, > 20 MB) · 3 another
standard · 4 not valid, by our own structure check or by the XSD, without --lenient. Nothing is fetched from anywhere.
"""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from fahrwasser.commands.form_xsd import xsd_faults
from fahrwasser.core.forms.xdatenfelder import (
    Fault,
    Source,
    UnsupportedStandard,
    convert,
    read_source,
    structure_faults,
)  # fmt: skip
from fahrwasser.core.forms.xdatenfelder.codelists import HEAD, looks_like_a_list
from fahrwasser.core.refused import Refused, quoted
from fahrwasser.core.xml_files import LARGEST

IMPORTED, UNREADABLE, UNSUPPORTED, INVALID = 0, 2, 3, 4
_MOST_LISTS, _MOST_BYTES = 500, 100 * 1024 * 1024


def main(argv: list[str]) -> int:
    """Run `form import`."""
    options = _parser().parse_args(argv)
    try:
        return _import(options)
    except UnsupportedStandard as error:
        answer = {"error": "unsupported_standard", "standard": error.standard}
        said = f"{options.file}: {quoted(error.standard)} cannot be imported; export it as XDatenfelder 2.0 or 3.0.0"
        return _refuse(options, UNSUPPORTED, answer, said)
    except Refused as error:
        return _refuse(options, UNREADABLE, {"error": "unreadable", "message": str(error)}, str(error))
    except OSError as error:
        said = f"{error.filename or options.file}: cannot be read or written ({error.strerror}); check the path"
        return _refuse(options, UNREADABLE, {"error": "unreadable", "message": said}, said)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="fahrwasser form")
    commands = parser.add_subparsers(required=True, metavar="import")
    importing = commands.add_parser("import", help="XDatenfelder 2.0 or 3.0.0 → form schema")
    importing.add_argument("file", type=Path, metavar="FILE.xml")
    importing.add_argument("--out", type=Path, metavar="FORM.json", help="write the form schema here")
    importing.add_argument("--codelists", type=Path, metavar="DIR", help="genericode files (folder of FILE)")
    schemas = os.environ.get("FAHRWASSER_SCHEMAS")
    importing.add_argument(
        "--schemas", type=Path, metavar="DIR", default=Path(schemas) if schemas else None,
        help="the official XSDs as DIR/2.0 and DIR/3.0.0 (FAHRWASSER_SCHEMAS)",
    )  # fmt: skip
    importing.add_argument("--lenient", action="store_true", help="import a file that is not valid as far as it goes")
    importing.add_argument("--json", action="store_true", help="one JSON object on standard output")
    return parser


def _import(options: argparse.Namespace) -> int:
    content = _read(options.file)
    source = read_source(content, what=str(options.file))
    faults, checked_by = _faults(source, options.schemas)
    if faults and not options.lenient:
        return _refuse_invalid(options, faults, checked_by)
    lists = _lists(options.codelists or options.file.resolve().parent, options.file)
    imported = convert(source, content, file=options.file.name, lists=lists)
    report = {**imported.report, "checked_by": checked_by, "faults": [_said(fault) for fault in faults]}
    if options.out:
        _write(options.out, imported.schema)
    if options.json:
        print(json.dumps(report, ensure_ascii=False))
    else:
        print(_words(report))
    return IMPORTED


def _read(path: Path) -> bytes:
    """The file; one byte more than allowed is enough to refuse it."""
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def _faults(source: Source, schemas: Path | None) -> tuple[tuple[Fault, ...], list[str]]:
    """Our own check always, the XSD where there is one; and which of them was done."""
    faults, checked_by = structure_faults(source), ["structure"]
    if schemas is not None:
        faults += xsd_faults(source, schemas)
        checked_by.append("xsd")
    return faults, checked_by


def _lists(folder: Path, file: Path) -> dict[str, bytes]:
    """Genericode files of the folder by name; other XML is only looked at."""
    if not folder.is_dir():
        raise NotADirectoryError(20, "no such folder", str(folder))
    found = sorted(path for path in folder.glob("*.xml") if path.is_file() and path.resolve() != file.resolve())
    lists: dict[str, bytes] = {}
    for path in found[:_MOST_LISTS]:
        with path.open("rb") as opened:
            if not looks_like_a_list(opened.read(HEAD)):
                continue
        lists[path.name] = _read(path)
        if sum(map(len, lists.values())) > _MOST_BYTES:
            raise OSError(27, "more than 100 MB of code lists", str(folder))
    return lists


def _write(path: Path, schema: Any) -> None:
    """The whole file or none."""
    half = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        half.write_text(json.dumps(schema, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def _said(fault: Fault) -> str:
    return f"line {fault.line}: {fault.text}"


def _refuse_invalid(options: argparse.Namespace, faults: tuple[Fault, ...], checked_by: list[str]) -> int:
    answer = {"error": "invalid", "checked_by": checked_by, "faults": [_said(fault) for fault in faults]}
    said = f"{options.file}: {_said(faults[0])}; correct it, or import it with --lenient as far as it goes"
    return _refuse(options, INVALID, answer, said)


def _refuse(options: argparse.Namespace, code: int, answer: dict[str, Any], said: str) -> int:
    if options.json:
        print(json.dumps(answer, ensure_ascii=False))
    print(said, file=sys.stderr)
    return code


def _words(report: dict[str, Any]) -> str:
    head = (
        f"{report['name']} ({report['id']} {report['version'] or 'without version'}, {report['standard']}): "
        f"{report['fields']} fields, {report['groups']} groups, {report['codelists']} code lists, "
        f"{report['rules']} rules; checked by {' and '.join(report['checked_by'])}"
    )
    lines = [head, *(f"  rule {rule} could not be read: write it yourself" for rule in report["unreadable_rules"])]
    lines += [f"  code list {name} is missing" for name in report["unresolved_codelists"]]
    return "\n".join([*lines, *(f"  {warning}" for warning in (*report["faults"], *report["warnings"]))])
