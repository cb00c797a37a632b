"""Numbers, days and words by German rules; what can mean two things is never guessed."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fahrwasser.core.refused import Refused
from fahrwasser.core.tables.delimited import RISKY, escaped, unescaped
from fahrwasser.core.tables.sheet import Cell
from fahrwasser.core.tables.typed import read_choice, read_day, read_number, read_yes_no
from fahrwasser.core.tables.writing import Content, Heading, text_of, write_delimited


def number(value: object, *, is_percent: bool = False, **limits: int) -> Decimal:
    cell = Cell(value)  # type: ignore[arg-type]
    return read_number(cell, least=0, most=limits.get("most", 10**8), places=3, is_percent=is_percent)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", "12"), ("12,5", "12.5"), ("1.234,5", "1234.5"), ("1.234.567", "1234567"), ("1 234,5", "1234.5"),
        ("1\u00a0234", "1234"), ("0,125", "0.125"), ("1234", "1234"), ("12345,678", "12345.678"), ("1,2340", "1.234"),
    ],
)  # fmt: skip
def test_numbers_as_people_here_write_them(text: str, value: str) -> None:
    assert number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["1.234", "1,234", "12.500", "999,999"])
def test_three_digits_after_one_mark_are_never_guessed(text: str) -> None:
    with pytest.raises(Refused, match="can mean"):
        number(text)


@pytest.mark.parametrize(("text", "better"), [("1,234.5", "1234,5"), ("12.5", "12,5"), ("1,234,567.89", "1234567,89")])
def test_an_english_number_is_answered_with_the_german_one(text: str, better: str) -> None:
    with pytest.raises(Refused, match="point before the decimals") as caught:
        number(text)
    assert caught.value.values["better"] == better


@pytest.mark.parametrize(
    "text", ["", "zwölf", "NaN", "Infinity", "1e5", "12..5", "1.23,4", "1,2,3", "٣", "0x10", "--4", "1_000"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        number(text)


@pytest.mark.parametrize("text", ["1e5", "1,2E+05", "9,9E11"])
def test_what_a_spreadsheet_has_shortened_is_not_cut_to_its_first_digits(text: str) -> None:
    with pytest.raises(Refused, match="is no number"):
        number(text)


def test_percent_signs_count_only_where_percent_is_asked() -> None:
    assert number("25 %", is_percent=True) == 25
    assert read_number(Cell(Decimal("0.25"), is_percent=True), least=0, most=100, places=3, is_percent=True) == 25
    with pytest.raises(Refused):
        number("25 %")


@given(st.decimals(min_value=0, max_value=99_999_999, places=3))
def test_every_number_that_goes_out_comes_back(value: Decimal) -> None:
    text = text_of(value)
    try:
        assert number(text) == value
    except Refused as refused:
        assert "can mean" in refused.msgid  # 1,234: asked, not guessed


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_day_that_goes_out_comes_back(day: date) -> None:
    assert read_day(Cell(text_of(day))) == read_day(Cell(day)) == read_day(Cell(day.isoformat())) == day


@pytest.mark.parametrize(
    "text", ["31.02.2026", "1.3.26", "3/4/2026", "2026-13-01", "gestern", "01.01.1822", "1.1.2222"]
)
def test_days_that_cannot_be_are_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_day(Cell(text))


@pytest.mark.parametrize(("word", "value"), [("Ja", True), ("nein", False), ("YES", True), ("no", False), (True, True)])
def test_yes_and_no_in_both_languages(word: str | bool, value: bool) -> None:
    assert read_yes_no(Cell(word)) is value


def test_a_word_that_is_nearly_right_is_answered_with_the_right_one() -> None:
    known = {"ordnungsamt": "1", "bauamt": "2"}
    assert read_choice(Cell(" bauAMT "), known, ["Ordnungsamt", "Bauamt"]) == "2"
    with pytest.raises(Refused, match="Do you mean “Ordnungsamt”"):
        read_choice(Cell("Ordnungsampt"), known, ["Ordnungsamt", "Bauamt"])
    with pytest.raises(Refused) as caught:
        read_choice(Cell("Zoo"), known, ["Ordnungsamt", "Bauamt"])
    assert caught.value.values["allowed"] == "Ordnungsamt, Bauamt"


@given(st.text(max_size=30))
def test_escaped_text_starts_no_formula_and_comes_back(text: str) -> None:
    assert not escaped(text).startswith(RISKY)
    if not text.startswith("'"):
        assert unescaped(escaped(text)) == text


def test_csv_goes_out_as_german_excel_opens_it() -> None:
    raw = write_delimited(
        Content("T", (Heading("Müll"), Heading("b")), [["=x", Decimal("1.50")], [None, date(2026, 1, 2)]])
    )
    assert raw.decode("utf-8-sig") == "Müll;b\r\n'=x;1,50\r\n;02.01.2026\r\n"
    assert raw.startswith(b"\xef\xbb\xbf")
