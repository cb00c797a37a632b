"""`fahrwasser decide MODEL.dmn [--decision NAME] [INPUT.json or ROWS.csv] --json`: evaluate decisions of a file.

An object of input values gives one answer, a list of objects or the rows of a CSV file one answer each. Text becomes
a number, date, time or duration where the model's input data says so by its type.
"""

import argparse
import csv
import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

from fahrwasser.core.dmn import Answer, Decisions, compile_model, read_model
from fahrwasser.core.dmn.types import local
from fahrwasser.core.feel import Value, compile_expression, from_json, to_json
from fahrwasser.core.refused import Refused

UNUSABLE = 2
LARGEST = 50_000_000
READERS = {
    "number": "number(x)",
    "boolean": 'if x = "true" then true else if x = "false" then false else null',
    "date": "date(x)",
    "time": "time(x)",
    "date and time": "date and time(x)",
    "days and time duration": "duration(x)",
    "years and months duration": "duration(x)",
}


def main(argv: list[str]) -> int:
    """Evaluate and print; 2 and one line on standard error when a file cannot be used."""
    options = _parser().parse_args(argv)
    now = datetime.now(UTC)
    try:
        decisions = compile_model(read_model(_content(options.model), place=options.model.name))
        names = [options.decision] if options.decision else list(decisions.names)
        rows, is_many = _rows(options.input)
        answers = [{name: _evaluated(decisions, name, row, now) for name in names} for row in rows]
    except (Refused, Unusable) as error:
        print(f"fahrwasser decide: {error}", file=sys.stderr)
        return UNUSABLE
    if options.json:
        print(json.dumps({"answers": answers} if is_many else answers[0], ensure_ascii=False))
    else:
        for answer in answers:
            for name, found in answer.items():
                rules = ", ".join(rule for fired in found["fired"] for rule in fired["rules"])
                print(f"{name}: {json.dumps(found['value'], ensure_ascii=False)}" + (f"  ({rules})" if rules else ""))
    return 0


class Unusable(Exception):
    """A file that cannot be read as what it should be."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="fahrwasser decide")
    parser.add_argument("model", type=Path, metavar="MODEL.dmn")
    parser.add_argument("input", type=Path, nargs="?", metavar="INPUT.json|ROWS.csv", help="values of the input data")
    parser.add_argument("--decision", metavar="NAME", help="this decision only (all)")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    return parser


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise Unusable(f"{path} is larger than {LARGEST // 10**6} MB; split it")
        return path.read_bytes()
    except OSError as error:
        raise Unusable(f"{path} cannot be read ({error.strerror}); check the path") from error


def _rows(path: Path | None) -> tuple[list[dict[str, Any]], bool]:
    """The input values, and whether the file is made for many."""
    if path is None:
        return [{}], False
    try:
        text = _content(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unusable(f"{path} is not UTF-8 text; save it as UTF-8") from error
    if path.suffix == ".csv":
        separator = ";" if ";" in text.partition("\n")[0] else ","
        reader = csv.DictReader(StringIO(text), delimiter=separator)
        return [{key: value or None for key, value in row.items() if key} for row in reader], True
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unusable(f"{path} is not JSON ({error}); correct it there") from error
    rows = found if isinstance(found, list) else [found]
    if not rows or not all(isinstance(row, dict) for row in rows):
        raise Unusable(f'{path} holds no object of input values; write {{"name": value}} or a list of such objects')
    return rows, isinstance(found, list)


def _evaluated(decisions: Decisions, name: str, row: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    types = {item.name: local(item.type) for item in decisions.model.inputs.values()}
    inputs = {key: _typed(from_json(value), types.get(key, ""), now) for key, value in row.items()}
    return _written(decisions.evaluate(name, inputs, now=now))


def _typed(value: Value, kind: str, now: datetime) -> Value:
    """Text as the value the type asks for; anything else stays what it is."""
    if type(value) is not str or kind not in READERS:
        return value
    return compile_expression(READERS[kind], ["x"])({"x": value}, now=now)


def _written(answer: Answer) -> dict[str, Any]:
    fired = [
        {"decision": one.decision, "table": one.table, "rules": one.rules, "annotations": one.annotations}
        for one in answer.fired
    ]
    return {"value": to_json(answer.value), "fired": fired, "said": answer.said}
