"""The page on rules tells the truth: its built-ins are those of the code, its examples give what it says."""

import re
from datetime import UTC, datetime

import pytest

from fahrwasser.core.dmn.boxes_read import _HIT_POLICIES
from fahrwasser.core.feel import compile_expression
from fahrwasser.core.feel.compare import equal
from fahrwasser.core.feel.functions import REGISTRY
from fahrwasser.core.feel.run import MOST_STEPS
from fahrwasser.core.feel.scan import LONGEST
from paths import PROJECT

PAGE = (PROJECT / "docs/reference/rules.md").read_text(encoding="utf-8")
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def section(title: str) -> str:
    """The text below a heading, up to the next one."""
    return PAGE.split(f"\n## {title}", 1)[1].split("\n## ", 1)[0]


EXAMPLES = re.findall(r"^\| `([^`]+)`[^|]* \| ([^|`]+) \|$", section("Operators"), re.MULTILINE)


def test_the_page_lists_exactly_the_built_in_functions() -> None:
    rows = "".join(line for line in section("Built-in functions").splitlines(keepends=True) if line.startswith("| "))
    listed = [name for name in re.findall(r"`([^`]+)`", rows) if name != "heute"]

    assert sorted(listed) == sorted(REGISTRY)


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 15


@pytest.mark.parametrize(("expression", "value"), EXAMPLES)
def test_an_example_gives_what_the_page_says(expression: str, value: str) -> None:
    found, expected = (compile_expression(text, ())({}, now=NOW) for text in (expression, value))

    assert equal(found, expected) is True


def test_the_page_lists_exactly_the_hit_policies() -> None:
    listed = re.findall(r"^\| `([A-Z ]+)`(?: \([A-Z]|\s\|)", section("Decision tables"), re.MULTILINE)

    assert set(listed) == set(_HIT_POLICIES)


def test_the_limits_of_the_page_are_those_of_the_code() -> None:
    limits = section("Limits")

    assert f"{LONGEST:,} characters" in limits
    assert f"{MOST_STEPS:,} turns" in limits
