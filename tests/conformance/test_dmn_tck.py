"""The DMN Technology Compatibility Kit as measured: it may get better, never worse.

Files come from the shared test data (tests/paths.py) and are not part of the product. Of level 3 as much passes as
the language of municipal services needs.
"""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml import etree

from fahrwasser.core.dmn import compile_model, read_model
from fahrwasser.core.feel.literals import read_duration
from fahrwasser.core.feel.texts import read_date, read_date_time, read_time
from fahrwasser.core.refused import Refused
from paths import shared_data

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CASES_OF_LEVEL_2 = 116
PASSED_OF_LEVEL_3 = 1_261  # of 1,767 here; models with an element we refuse count as failed
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
READERS = {"date": read_date, "time": read_time, "dateTime": read_date_time, "duration": read_duration}


def test_level_2_passes_as_measured() -> None:
    results = run_suite(shared_data("dmn-tck") / "compliance-level-2")

    failures = {case: reason for case, reason in results.items() if reason}

    assert len(results) == CASES_OF_LEVEL_2
    assert failures == {}


def test_an_altered_expectation_fails(tmp_path: Path) -> None:
    folder = shared_data("dmn-tck") / "compliance-level-2" / "0004-simpletable-U"
    for file in folder.iterdir():
        text = file.read_text(encoding="utf-8").replace('"xsd:string">Approved<', '"xsd:string">Refused<')
        (tmp_path / file.name).write_text(text, encoding="utf-8")

    before, after = run_suite(folder), run_suite(tmp_path)

    assert not any(before.values())
    assert any(after.values())


def test_level_3_passes_as_far_as_measured() -> None:
    results = run_suite(shared_data("dmn-tck") / "compliance-level-3")

    assert sum(not reason for reason in results.values()) >= PASSED_OF_LEVEL_3


def run_suite(folder: Path) -> dict[str, str]:
    """Case → reason of its failure, "" for passed."""
    results: dict[str, str] = {}
    for file in sorted(folder.rglob("*-test-*.xml")):
        root = etree.fromstring(file.read_bytes())
        model_file = file.parent / root.findtext("{*}modelName")
        try:
            decisions = compile_model(read_model(model_file.read_bytes(), place=model_file.name))
        except Refused as refused:
            decisions = None
            reason = str(refused)
        for case in root.iterfind("{*}testCase"):
            name = f"{file.relative_to(folder)}#{case.get('id')}"
            results[name] = reason if decisions is None else run_case(decisions, case)
    return results


def run_case(decisions: Any, case: etree._Element) -> str:
    inputs = {node.get("name"): value_of(node) for node in case.iterfind("{*}inputNode")}
    for node in case.iterfind("{*}resultNode"):
        expected = value_of(node.find("{*}expected"))
        try:
            answer = decisions.evaluate(node.get("name"), inputs, now=NOW)
        except Refused as refused:
            return str(refused)
        if not same(expected, answer.value):
            return f"expected {expected!r}, got {answer.value!r} {answer.said}"
    return ""


def value_of(node: etree._Element | None) -> Any:
    if node is None:
        return None
    components = node.findall("{*}component")
    if components:
        return {component.get("name"): value_of(component) for component in components}
    items = node.find("{*}list")
    if items is not None and items.get(XSI + "nil") != "true":
        return [value_of(item) for item in items.iterfind("{*}item")]
    value = node.find("{*}value")
    if value is None or value.get(XSI + "nil") == "true":
        return None
    kind, text = (value.get(XSI + "type") or ":string").partition(":")[2], value.text or ""
    if kind in ("decimal", "double", "integer"):
        return Decimal(text)
    if kind == "boolean":
        return text == "true"
    return READERS.get(kind, str)(text)


def same(expected: Any, found: Any) -> bool:
    if type(expected) is Decimal and type(found) is Decimal:
        return abs(expected - found) <= max(Decimal("1e-8"), abs(expected) * Decimal("1e-8"))
    if type(expected) is not type(found):
        return False
    if isinstance(expected, list):
        return len(expected) == len(found) and all(map(same, expected, found))
    if isinstance(expected, dict):
        return expected.keys() == found.keys() and all(same(expected[key], found[key]) for key in expected)
    return bool(expected == found)
