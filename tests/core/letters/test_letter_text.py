"""What is printed is always printable, and nothing printable is lost."""

import unicodedata
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from fahrwasser.core.letters.render import render
from fahrwasser.core.letters.text import PLACEHOLDER, printable, printable_points, printable_values
from letter_reader import ReadLetter

any_text = st.text(max_size=200)


@given(any_text)
def test_result_has_only_characters_of_the_font_and_line_breaks(text: str) -> None:
    shown, _ = printable(text)
    assert all(character == "\n" or ord(character) in printable_points() for character in shown)


@given(any_text)
def test_every_replaced_character_is_reported_and_visible(text: str) -> None:
    shown, replaced = printable(text)
    assert shown.count(PLACEHOLDER) == len(replaced) + text.count(PLACEHOLDER)


@given(st.text(alphabet="abcäöüßÄÖÜ 0123456789.,;:-§€(){}#*_\n", max_size=45))
def test_german_text_stays_as_it_is(text: str) -> None:
    assert printable(text) == (text, [])


@given(any_text)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once, _ = printable(text.replace(PLACEHOLDER, ""))
    again, replaced = printable(once.replace("\u200b", ""))
    assert (again, replaced) == (once, [])


def test_values_keep_their_shape() -> None:
    shown, replaced = printable_values({"\u2603": ["\u2603", 1, None, True, {"a": "b\u2603"}], "x": 2.5})
    assert shown == {"\u2603": ["▯", 1, None, True, {"a": "b▯"}], "x": 2.5}
    assert replaced == ["\u2603"]


def test_every_listed_character_is_in_every_face_of_the_font() -> None:
    everything = "".join(map(chr, sorted(printable_points())))
    shown = printable(everything)[0].replace(PLACEHOLDER, "")
    source = """
#set document(title: "x")
#set text(font: "Fira Sans", lang: "de", fallback: false)
#let words = json(bytes(sys.inputs.values)).text
#for cluster in words.clusters() [#text(cluster) ]
#text(style: "italic", words) #text(weight: "semibold", words) #text(weight: "bold", words)
"""
    letter = ReadLetter(render("all", {"text": shown}, made=date(2026, 11, 22), files={"all.typ": source.encode()}).pdf)
    letters = {character for character in shown if unicodedata.category(character).startswith("L")}
    assert letters <= set("".join(letter.pages))
