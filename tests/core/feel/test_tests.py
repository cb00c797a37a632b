from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from fahrwasser.core.feel import compile_tests, from_json
from fahrwasser.core.refused import Refused

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cell", "value", "passes"),
    [
        ("-", None, True),
        ("<10", 5, True),
        ("<10", 10, False),
        ("<10", None, False),
        ("[1..3], 7", 7, True),
        ("]1..3[", 1, False),
        ('"a", "b"', "b", True),
        ('not("a", "b")', "c", True),
        ('not("a", "b")', "b", False),
        ("null", None, True),
        ("null", 0, False),
        ("true", True, True),
        ("true", 1, False),
        ("? > 3 and ? < 5", 4, True),
        ("> limit", 8, True),
        ("limit", 7, True),
        ('contains(?, "x")', "axb", True),
        ("[1, 2, 3]", 2, True),
        ("not([1..limit])", 8, True),
        ("!= 5", 6, True),
    ],
)
def test_cells_pass_as_the_standard_says(cell: str, value: Any, passes: bool) -> None:
    tests = compile_tests(cell, ["limit"])

    assert tests(from_json(value), {"limit": Decimal(7)}, now=NOW) is passes


def test_a_cell_knows_what_it_reads_besides_the_value() -> None:
    assert compile_tests("? > limit", ["limit", "other"]).reads == {"limit"}


def test_a_broken_cell_is_refused_at_its_place() -> None:
    with pytest.raises(Refused, match=r"rules.dmn line 7 1:4"):
        compile_tests('"a"; "b"', [], place="rules.dmn line 7")
