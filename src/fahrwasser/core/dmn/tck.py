"""The cases of the DMN Technology Compatibility Kit (dmn-tck/tck, testCases.xsd): read, decided, compared."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from lxml import etree

from fahrwasser.core.feel.literals import read_duration
from fahrwasser.core.feel.texts import read_date, read_date_time, read_time
from fahrwasser.core.xml_files import parse_xml

from .decisions import Decisions

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
"""The suite asks nothing that depends on the clock."""
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_READERS = {"date": read_date, "time": read_time, "dateTime": read_date_time, "duration": read_duration}
_NUMBERS = ("decimal", "double", "integer")
_NEAR = Decimal("1e-8")


@dataclass(frozen=True, slots=True)
class Case:
    """Values of the input data, and what each of the asked decisions must answer."""

    id: str
    inputs: dict[str, Any]
    expected: dict[str, Any]


def read_cases(content: bytes, *, place: str) -> tuple[str, tuple[Case, ...]]:
    """The name of the model's file and the cases of one test file. Raises Refused when it cannot be read."""
    root = parse_xml(content, what=place)
    return root.findtext("{*}modelName") or "", tuple(_cases(root))


def failure(decisions: Decisions, case: Case) -> str:
    """What is not as expected, in one line; '' when the case passes. Raises Refused for a missing decision."""
    for name, expected in case.expected.items():
        answer = decisions.evaluate(name, case.inputs, now=NOW)
        if not _same(expected, answer.value):
            said = "; ".join(answer.said)
            return " ".join(f"{name}: expected {expected!r}, got {answer.value!r} {said}".split())
    return ""


def _cases(root: etree._Element) -> Iterator[Case]:
    for case in root.iterfind("{*}testCase"):
        inputs = {node.get("name", ""): _value(node) for node in case.iterfind("{*}inputNode")}
        results = {node.get("name", ""): _value(node.find("{*}expected")) for node in case.iterfind("{*}resultNode")}
        yield Case(case.get("id", ""), inputs, results)


def _value(node: etree._Element | None) -> Any:
    if node is None:
        return None
    if components := node.findall("{*}component"):
        return {component.get("name"): _value(component) for component in components}
    items = node.find("{*}list")
    if items is not None and items.get(_XSI + "nil") != "true":
        return [_value(item) for item in items.iterfind("{*}item")]
    value = node.find("{*}value")
    if value is None or value.get(_XSI + "nil") == "true":
        return None
    kind, text = (value.get(_XSI + "type") or ":string").partition(":")[2], value.text or ""
    if kind in _NUMBERS:
        return Decimal(text)
    return text == "true" if kind == "boolean" else _READERS.get(kind, str)(text)


def _same(expected: Any, found: Any) -> bool:
    """Numbers agree to eight digits, as the kit compares them."""
    if type(expected) is Decimal and type(found) is Decimal:
        return abs(expected - found) <= max(_NEAR, abs(expected) * _NEAR)
    if type(expected) is not type(found):
        return False
    if isinstance(expected, list):
        return len(expected) == len(found) and all(map(_same, expected, found))
    if isinstance(expected, dict):
        return expected.keys() == found.keys() and all(_same(expected[key], found[key]) for key in expected)
    return bool(expected == found)
