"""`fahrwasser questions import FILE [--json]`: a question set of the quick check, or a maturity scale."""

import argparse
import json
import sys
from pathlib import Path

from fahrwasser.commands.django_setup import as_owner
from fahrwasser.core.inventory.question_file import read_question_set
from fahrwasser.core.inventory.scales import read_scale
from fahrwasser.core.inventory.strict import MAX_BYTES, load_json
from fahrwasser.core.refused import Refused
from fahrwasser.run import CannotStart


def main(argv: list[str]) -> int:
    """0 imported; 2 unusable file, one line on standard error (what, where, what to do)."""
    parser = argparse.ArgumentParser(prog="fahrwasser questions", description=__doc__)
    words = parser.add_subparsers(dest="word", required=True)
    importing = words.add_parser("import", help="a set (fahrwasser-questions/1) or a scale (fahrwasser-scale/1)")
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
    content = load_json(raw)
    is_scale = isinstance(content, dict) and str(content.get("format", "")).startswith("fahrwasser-scale")
    count = len(read_scale(raw).criteria) if is_scale else len(read_question_set(raw).questions)
    with as_owner():
        from fahrwasser.web.inventory import actions

        if is_scale:
            scale = actions.import_scale(raw)
            return {"kind": "scale", "id": scale.key, "version": scale.version, "criteria": count}
        stored = actions.import_question_set(raw)
        return {"kind": "questions", "id": stored.key, "version": stored.version, "questions": count}
