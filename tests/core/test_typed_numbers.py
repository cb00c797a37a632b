"""Numbers as people type them: what means one thing is read so on every page, what means two is not guessed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fahrwasser.core.refused import Refused
from fahrwasser.core.typed_numbers import TwoWays, read_typed, readings, typed_text

LANGUAGES = ("de", "en")
NUMBERS = st.decimals(min_value=-(10**12), max_value=10**12, places=4) | st.decimals(
    min_value=-99_999, max_value=99_999, places=3
)


def read(text: str, language: str = "de", *, is_whole: bool = False) -> Decimal | None:
    """The number; None where the page asks which of two is meant."""
    try:
        return read_typed(text, language, is_whole=is_whole)
    except TwoWays:
        return None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12,5", "12.5"), ("12.5", "12.5"), ("1.234,50", "1234.5"), ("1,234.50", "1234.5"), ("1.234.567", "1234567"),
        ("1,234,567", "1234567"), ("1 234", "1234"), ("1\u202f234,5", "1234.5"), ("1'234.50", "1234.5"),
        ("1234", "1234"), ("0,125", "0.125"), ("0.125", "0.125"), ("1234,567", "1234.567"), ("12345.678", "12345.678"),
        (",5", "0.5"), ("-12,5", "-12.5"), ("\u22121.234,5", "-1234.5"), ("+7", "7"), (" 12,50 € ", "12.5"),
        ("€12.50", "12.5"), ("-€5", "-5"), ("12,50 EUR", "12.5"), ("5 Euro", "5"), ("1,2340", "1.234"),
    ],
)  # fmt: skip
def test_what_means_one_thing_is_read_so_on_every_page(text: str, number: str, language: str) -> None:
    assert read(text, language) == Decimal(number)


@pytest.mark.parametrize("text", ["1.234", "1,234", "12,500", "999.999", "-1.234"])
def test_one_mark_with_three_digits_is_asked_on_an_english_page(text: str) -> None:
    with pytest.raises(TwoWays) as caught:
        read_typed(text, "en")
    large, small = str(caught.value.values["large"]), str(caught.value.values["small"])
    assert {read(large, "en"), read(small, "en")} == {readings(text).german, readings(text).english}


def test_one_mark_with_three_digits_is_german_on_a_german_page() -> None:
    assert (read("1.234"), read("1,234")) == (1234, Decimal("1.234"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["1.234", "1,234"])
def test_where_a_whole_number_is_asked_it_can_only_be_a_group(text: str, language: str) -> None:
    assert read(text, language, is_whole=True) == 1234


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "text",
    [
        "", "-", "EUR", ".", "1.23.4", "12,34,5", "1.2345.678", "1234.567.890", "1.234 567", "12 50", "1,234,5", "1e5",
        "NaN", "Infinity", "٣", "0x10", "1_000", "--4", "12..5", "12,", "zwölf", "3-4", "1" * 41,
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused_with_an_example(text: str, language: str) -> None:
    with pytest.raises(Refused, match="no number") as caught:
        read_typed(text, language)
    assert read(str(caught.value.values["example"]), language) == Decimal("1234.5")


@given(number=NUMBERS, language=st.sampled_from(LANGUAGES), page=st.sampled_from(LANGUAGES), is_whole=st.booleans())
def test_what_a_page_writes_every_page_reads(number: Decimal, language: str, page: str, is_whole: bool) -> None:
    assert read(typed_text(number, language), page, is_whole=is_whole) == number


@given(number=NUMBERS, page=st.sampled_from(LANGUAGES), group=st.sampled_from(["", ".", ",", " ", "'"]))
def test_grouped_numbers_are_read_as_they_are_meant_or_asked(number: Decimal, page: str, group: str) -> None:
    """Written by Germans or English people, with their marks; a wrong number never comes out unless it is German."""
    for decimal in {".", ","} - {group}:
        text = f"{number:,f}".replace(".", "#").replace(",", group).replace("#", decimal)
        found = read(text, page)
        assert found == number or readings(text).both
        if found is None:
            assert page == "en"


@given(text=st.text(alphabet="0123456789., '-+€", max_size=12), page=st.sampled_from(LANGUAGES))
def test_digits_never_change_whatever_the_marks(text: str, page: str) -> None:
    try:
        number = read(text, page)
    except Refused:
        return
    typed = "".join(sign for sign in text if sign.isdigit())
    if number is not None:
        shown = "".join(sign for sign in f"{number:f}" if sign.isdigit())
        assert shown.strip("0") == typed.strip("0")
