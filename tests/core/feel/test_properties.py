"""Whatever the text and the values: compiling refuses or works, evaluating gives a value."""

import string
from datetime import UTC, date, datetime
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from fahrwasser.core.feel import compile_expression, compile_tests, to_json
from fahrwasser.core.feel.values import Days, Months, Range
from fahrwasser.core.refused import Refused

NOW = datetime(2026, 11, 22, tzinfo=UTC)
NAMES = ("antrag", "Zahl der Hunde", "x", "heute")
WORDS = (
    *NAMES, "+", "-", "*", "/", "**", "(", ")", "[", "]", "{", "}", ",", ":", ".", "..", "<", "<=", "=", "!=", "?", "@",
    "if", "then", "else", "for", "in", "return", "some", "satisfies", "between", "and", "or", "not", "function",
    "instance of", "number", "item", "null", "true", "1", "2.5", '"a"', '"P1D"', "date", "string", "count", "sum",
    "min", "sort", "date and time", "replace", "duration", "get value",
)  # fmt: skip
SCALARS = (
    st.none()
    | st.booleans()
    | st.decimals(allow_nan=False, allow_infinity=False, places=2)
    | st.text(max_size=5)
    | st.dates()
    | st.datetimes()
    | st.times()
    | st.builds(Months, st.integers(-(10**6), 10**6))
    | st.builds(Days, st.timedeltas())
    | st.builds(Range, st.just(Decimal(1)), st.just(Decimal(3)))
)
KEYS = st.sampled_from(["a", "x", "hund"])
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner), max_leaves=5
)  # fmt: skip


def run(text: str, values: dict[str, object]) -> None:
    for compiled in (compile_expression, compile_tests):
        try:
            found = compiled(text, NAMES)
        except Refused as refused:
            assert str(refused)
            continue
        said: list[str] = []
        if compiled is compile_expression:
            to_json(found(values, now=NOW, said=said))  # type: ignore[arg-type, call-arg]
        else:
            found(values["x"], values, now=NOW, said=said)  # type: ignore[arg-type]
        assert all("\n" not in line for line in said)


@given(st.text(alphabet=string.printable + "äß🐎", max_size=40))
def test_random_text_is_refused_or_runs(text: str) -> None:
    run(text, {"x": Decimal(1)})


@given(st.lists(st.sampled_from(WORDS), max_size=14), st.fixed_dictionaries(dict.fromkeys(NAMES, VALUES)))
def test_random_words_are_refused_or_run(words: list[str], values: dict[str, object]) -> None:
    run(" ".join(words), values)


OPERATIONS = (
    "{0} + {1}", "{0} - {1}", "{0} * {1}", "{0} / {1}", "{0} ** {1}", "{0} < {1}", "{0} = {1}", "{0} in {1}",
    "{0}[{1}]", "{0} between {1} and {0}", "-{0}", "{0}.year", "{0}.a", "[{0}..{1}]", "for i in {0} return i",
    "some i in {0} satisfies i = {1}", "for i in {0}..{1} return i",
)  # fmt: skip
CALLS = (
    "string({0})", "sum({0})", "max({0}, {1})", "sort({0})", "distinct values({0})", "mean({0})", "date({0})",
    "years and months duration({0}, {1})", "time({0})", "date and time({0}, {1})", "number({0})", "exp({0})",
    "substring({0}, {1})", "decimal({0}, {1})", "modulo({0}, {1})", "matches({0}, {1})", "replace({0}, {1}, {0})",
    "split({0}, {1})", "get value({0}, {1})", "context put({0}, {1}, 1)", "sublist({0}, {1})", "flatten({0})",
    "insert before({0}, {1}, 1)", "remove({0}, {1})", "before({0}, {1})", "overlaps({0}, {1})", "during({0}, {1})",
    "stddev({0})", "median({0})", "mode({0})", "log({0})", "week of year({0})", "string join({0}, {1})",
    "context merge({0})", "concatenate({0}, {1})", "list replace({0}, {1}, {0})", "round up({0}, {1})", "abs({0})",
    "time({0}, {1}, {0})", "date({0}, {1}, {0})", "is({0}, {1})", "union({0}, {1})", "even({0})", "sqrt({0})",
)  # fmt: skip


@settings(max_examples=400)
@given(st.sampled_from(OPERATIONS + CALLS), VALUES, VALUES)
def test_every_operation_takes_every_value(operation: str, a: object, b: object) -> None:
    expression = compile_expression(operation.format("x", "y"), ["x", "y"])

    to_json(expression({"x": a, "y": b}, now=NOW))


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=4))
def test_a_number_survives_text_and_back(number: Decimal) -> None:
    assert compile_expression("number(string(x)) = x", ["x"])({"x": number}, now=NOW) is True


@given(st.dates(min_value=date(1, 2, 1)), st.integers(-40, 40))
def test_months_never_leave_the_month_they_reach(day: date, months: int) -> None:
    later = compile_expression("x + y", ["x", "y"])({"x": day, "y": Months(months)}, now=NOW)

    if later is not None:
        assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
        assert later.day == day.day or later.day < day.day
