"""The classifier form of a table equals the naive one, rule by rule; the analysis agrees with brute force."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import product
from typing import Any

from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

from dmn_tables import decision, given, model, table
from fahrwasser.core.dmn import Finding, analyse, compile_model, read_model
from fahrwasser.core.feel import compile_tests
from fahrwasser.core.feel.values import Days, Months

NOW = datetime(2026, 11, 22, tzinfo=UTC)
NUMBERS = st.sampled_from(["-1", "0", "0.5", "1", "2", "10"])
DAYS = st.sampled_from(['date("2026-01-01")', 'date("2026-01-02")', '@"2026-06-30"'])
SPANS = st.sampled_from(['@"P1D"', '@"P30D"', '@"P1M"', '@"P1Y"'])
STRINGS = st.sampled_from(['"a"', '"b"', '"c"'])
OPERATORS = st.sampled_from(["<", "<=", ">", ">=", "=", "!=", ""])
BRACKETS = st.sampled_from(["[{}..{}]", "({}..{})", "]{}..{}]", "[{}..{}[", "(<{})", "(>={})"])


def single(constants: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    ordered = st.builds("{} {}".format, OPERATORS, constants)
    ranges = st.builds(lambda form, a, b: form.format(a, b), BRACKETS, constants, constants)
    return ordered | ranges | constants


SINGLE = single(NUMBERS) | single(DAYS) | single(SPANS) | STRINGS | st.sampled_from(
    ["true", "false", "null", "limit", "> limit", "? = limit", "[1, 2]", '!= "a"', '> "a"', '? != null']
)  # fmt: skip
ALTERNATIVES = st.lists(SINGLE, min_size=1, max_size=3).map(", ".join)
CELLS = st.just("-") | SINGLE | ALTERNATIVES | ALTERNATIVES.map("not({})".format)
VALUES = st.sampled_from(
    [
        None, True, False, "a", "b", "z", "",
        *map(Decimal, ("-2", "-1", "0", "0.25", "0.50", "0.75", "1", "1.5", "2", "9", "11")),
        date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 2), date(2026, 3, 3), date(2026, 6, 30), date(2027, 1, 1),
        Days(NOW - NOW), Days(NOW - datetime(2026, 11, 21, tzinfo=UTC)), Months(1), Months(12), Months(5), [Decimal(1)],
        [], {}, {"a": None}, NOW,
    ]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@for_all(
    st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=6),
    st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=8),
)
def test_both_forms_agree(rules: list[tuple[str, str]], rows: list[tuple[Any, Any]]) -> None:
    written = [f"{one} | {two} => {number}" for number, (one, two) in enumerate(rules)]
    rule_order = table(["x", "y"], written, policy="RULE ORDER")
    xml = model(given("x", "y", "limit"), decision("d", rule_order, ["x", "y", "limit"]))
    decisions = compile_model(read_model(xml, place="random"))
    cells = [[compile_tests(cell, ["x", "y", "limit"]) for cell in rule] for rule in rules]

    for x, y in rows:
        inputs = {"x": x, "y": y, "limit": Decimal(1)}
        naive = [
            Decimal(number)
            for number, (one, two) in enumerate(cells)
            if one(x, inputs, now=NOW) and two(y, inputs, now=NOW)
        ]
        assert (decisions.evaluate("d", inputs, now=NOW).value or []) == naive


GRID = {"number": [Decimal(n) / 2 for n in range(-3, 9)], "string": ["a", "b", "c", "…"], "boolean": [True, False]}
SMALL = st.sampled_from(["-", "0", "1", "2", "<1", "<=1", ">1", ">=2", "[0..2]", "(0..2)", "not(1)", "1, 2", "!= 2"])
CHOICE = st.sampled_from(["-", '"a"', '"b"', '"a", "b"', 'not("a")', 'not("a", "b")', '"c"'])
FLAG = st.sampled_from(["-", "true", "false", "not(true)"])


@settings(max_examples=300, deadline=None)
@for_all(st.lists(st.tuples(SMALL, CHOICE, FLAG), min_size=1, max_size=7), st.sampled_from(["UNIQUE", "FIRST"]))
def test_the_analysis_agrees_with_brute_force(rules: list[tuple[str, str, str]], policy: str) -> None:
    written = [f"{' | '.join(rule)} => {number}" for number, rule in enumerate(rules)]
    xml = model(
        given("x", "y", "z"),
        decision("d", table(["x: number", "y: string", "z: boolean"], written, policy=policy), ["x", "y", "z"]),
    )
    cells = [[compile_tests(cell, []) for cell in rule] for rule in rules]

    def hits(row: tuple[Any, ...]) -> list[str]:
        numbers = range(len(rules))
        passed = [all(cell(value, {}, now=NOW) for cell, value in zip(cells[n], row, strict=True)) for n in numbers]
        return [f"r{number + 1}" for number in numbers if passed[number]]

    found = [hits(row) for row in product(*GRID.values())]
    findings = analyse(read_model(xml, place="random"))

    kinds = {finding.kind for finding in findings}
    assert ("gap" in kinds) is any(not rules_hit for rules_hit in found)
    assert ("overlap" in kinds) is any(len(rules_hit) > 1 for rules_hit in found)
    reached = {rule for rules_hit in found for rule in (rules_hit[:1] if policy == "FIRST" else rules_hit)}
    assert {f.rules[0] for f in findings if f.kind == "dead"} == {f"r{n + 1}" for n in range(len(rules))} - reached
    for finding in findings:
        sample = (finding.sample.get("x"), finding.sample.get("y"), finding.sample.get("z"))
        if finding.kind == "gap":
            assert hits(sample) == []
        if finding.kind == "overlap":
            assert set(finding.rules) <= set(hits(sample))


def findings_of(rules: list[str], **options: Any) -> tuple[Finding, ...]:
    xml = model(given("n", "limit"), decision("d", table(["n: number"], rules, **options), ["n", "limit"]))
    return analyse(read_model(xml, place="rules.dmn"))


def test_a_gap_between_two_borders_comes_with_a_sample() -> None:
    (gap,) = findings_of(["< 1 => 1", "> 1 => 2"])

    assert (gap.kind, dict(gap.sample), gap.is_error) == ("gap", {"n": Decimal(1)}, True)


def test_a_whole_table_has_no_findings() -> None:
    assert findings_of(["<= 1 => 1", "> 1 => 2"]) == ()


def test_an_overlap_is_an_error_only_where_one_rule_may_apply() -> None:
    rules = ["<= 1 => 1", ">= 1 => 2", "> 0 => 3"]

    assert {(f.kind, f.rules, f.is_error) for f in findings_of(rules)} >= {("overlap", ("r1", "r2"), True)}
    assert not any(f.is_error for f in findings_of(rules, policy="FIRST") if f.kind == "overlap")
    assert findings_of(rules, policy="RULE ORDER") == ()


def test_any_may_overlap_with_equal_results() -> None:
    assert not any(f.is_error for f in findings_of(["<= 1 => 1", ">= 1 => 1"], policy="ANY"))
    assert any(f.is_error for f in findings_of(["<= 1 => 1", ">= 1 => 2"], policy="ANY"))


def test_a_rule_that_never_comes_first_is_dead() -> None:
    findings = findings_of(["- => 1", "> 5 => 2"], policy="FIRST")

    assert ("dead", ("r2",)) in {(finding.kind, finding.rules) for finding in findings}


def test_a_cell_that_depends_on_more_than_its_value_is_reported_as_unchecked() -> None:
    (unchecked,) = findings_of(["<= limit => 1", "> limit => 2"])

    assert (unchecked.kind, unchecked.rules) == ("unchecked", ("r1", "r2"))


def test_a_table_too_large_for_the_budget_is_reported_as_unchecked() -> None:
    names = [f"x{number}" for number in range(30)]
    rules = [" | ".join("true" if number == rule else "-" for number in range(30)) + " => 1" for rule in range(30)]
    xml = model(given(*names), decision("d", table([f"{name}: boolean" for name in names], rules), names))

    findings = analyse(read_model(xml, place="rules.dmn"), budget=1_000)

    assert findings[-1].kind == "unchecked"


def test_null_belongs_to_the_values_only_where_it_is_allowed() -> None:
    def kinds(allowed: str) -> list[str]:
        rules = table(["k: string"], ['"a" => 1', '"b" => 2'], allowed=allowed)
        xml = model(given("k"), decision("d", rules, ["k"]))
        return [finding.kind for finding in analyse(read_model(xml, place="rules.dmn"))]

    assert kinds('"a", "b"') == []
    assert kinds('"a", "b", null') == ["gap"]


def test_days_in_a_row_leave_no_gap() -> None:
    rules = table(["d: date"], ['<= @"2026-01-01" => 1', '>= @"2026-01-02" => 2'])
    xml = model(given("d"), decision("decision", rules, ["d"]))

    assert analyse(read_model(xml, place="rules.dmn")) == ()
