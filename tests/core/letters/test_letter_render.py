"""Hostile text, runaway templates, unusable values: one clear error or a correct letter."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fahrwasser.core.letters.errors import LetterError, LimitError
from fahrwasser.core.letters.picture import Picture
from fahrwasser.core.letters.process import Limits
from fahrwasser.core.letters.render import render
from letter_reader import ReadLetter

HERE = Path(__file__).parent
MADE = date(2026, 11, 22)
HEAD = """
#set document(title: "Probe", date: datetime(year: 2026, month: 11, day: 22))
#set text(font: "Fira Sans", lang: "de")
"""


def mandate(text: str) -> dict[str, Any]:
    values: dict[str, Any] = json.loads((HERE / "mandate-sample.json").read_text())
    values["paragraphs"][0]["text"] = text
    return values


def printed(text: str) -> str:
    return ReadLetter(render("mandate", mandate(text), made=MADE).pdf).text


def probe(source: str) -> dict[str, bytes]:
    return {"probe.typ": (HEAD + source).encode()}


@pytest.mark.parametrize(
    "text",
    [
        '#read("/etc/passwd")',
        "*bold* _kursiv_ `code` $x^2$ @ref <label> = Titel",
        '#import "base.typ"; #panic("x") /* Kommentar */ // noch einer',
        "\\ \\n ~ -- --- ... 'x' \"y\" # ] } )",
        "ÄÖÜäöüß ẞ § 4 Abs. 2 – „Zitat“ 1.234,50 € ½ ≥ ≤",
        "Łódź Đorđe Žižka Çelik Niño",
    ],
)
def test_typed_text_is_printed_as_typed(text: str) -> None:
    assert text in printed(text)


def test_paragraphs_and_line_breaks_of_the_writer_stay() -> None:
    letter = ReadLetter(render("mandate", mandate("Erstens\r\nzweitens\n\n\nDrittens"), made=MADE).pdf)
    paragraphs = [element.text for element in letter.root.all("P")]
    assert "Erstenszweitens" in paragraphs  # two lines of one paragraph
    assert "Drittens" in paragraphs


def test_very_long_word_wraps_inside_the_page_and_reads_unbroken() -> None:
    word = "Straßenverkehrsamt" * 30
    assert word in printed(word)


def test_ten_thousand_characters_flow_over_pages() -> None:
    letter = ReadLetter(render("mandate", mandate("Wort äöü. " * 1000), made=MADE).pdf)
    assert letter.text.count("Wort äöü.") == 1000
    assert len(letter.pages) > 2


def test_characters_the_font_lacks_become_a_visible_mark_and_are_reported() -> None:
    text = "Grüße \U0001f600 aus 日 mit \U0001f469\u200d\U0001f467"
    made = render("mandate", mandate(text), made=MADE)
    letter = ReadLetter(made.pdf)
    assert made.replaced == ("日", "\U0001f467", "\U0001f469", "\U0001f600")
    assert "Grüße ▯ aus ▯ mit ▯▯" in letter.text
    assert "Das Zeichen ▯ steht für Zeichen, die diese Schrift nicht drucken kann." in letter.text
    assert json.loads(letter.attachments["daten.json"])["paragraphs"][0]["text"] == text


def test_control_characters_vanish_and_nothing_is_said_about_marks() -> None:
    text = printed("a\x00b\x07c\x1b[31m\td \u202everkehrt\u2066")
    assert "abc[31m d verkehrt" in text
    assert "Das Zeichen" not in text


def test_half_of_a_surrogate_pair_does_not_break_the_letter() -> None:
    assert "kaputt: ?" in printed("kaputt: \ud83d")


def test_same_values_and_day_give_the_same_bytes() -> None:
    values = json.loads((HERE / "agenda-sample.json").read_text())
    turned = dict(reversed(values.items()))
    assert render("agenda", values, made=MADE).pdf == render("agenda", turned, made=MADE).pdf


def test_another_day_gives_another_letter() -> None:
    other = ReadLetter(render("mandate", mandate("x"), made=date(2027, 1, 2)).pdf)
    assert "Stand 2. Januar 2027" in other.pages[0]
    assert other.pdf.open_metadata()["xmp:CreateDate"].startswith("2027-01-02")


def test_runaway_template_is_stopped_by_the_time_limit() -> None:
    loops = "#for i in range(100000) { for j in range(100000) { let x = i * j } }"
    with pytest.raises(LimitError, match="Letter probe took longer than 1 seconds"):
        render("probe", {}, made=MADE, files=probe(loops), limits=Limits(seconds=1))


def test_greedy_template_is_stopped_by_the_memory_limit() -> None:
    doubling = '#let s = "x"\n#for i in range(50) { s = s + s }\n#s.len()'
    with pytest.raises(LimitError, match="Letter probe needed more than 256 MiB"):
        render("probe", {}, made=MADE, files=probe(doubling), limits=Limits(memory_mib=256))


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ('#set text(font: "Comic Sans")\nHallo', "unknown font family: comic sans"),
        ('#read("/etc/passwd")', "file not found"),
        ('#read("../../../../etc/passwd")', "would escape the project root"),
        ('#import "@preview/cetz:0.4.0": canvas', "failed to download package"),
        ("= Titel\n=== Zu tief", "skipped from heading level 1 to 3"),
        ("#image(json(bytes(sys.inputs.picture)).file)", "alt"),
        ("#gibt-es-nicht", "unknown variable: gibt-es-nicht"),
        ("#sys.inputs.values.len(", "unclosed delimiter"),
    ],
)
def test_wrong_template_is_refused_with_its_reason(source: str, reason: str) -> None:
    square = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'
    with pytest.raises(LetterError, match="Letter probe could not be set") as refused:
        render(
            "probe",
            {},
            made=MADE,
            files=probe(source),
            coat_of_arms=Picture(square, "Quadrat"),
        )
    assert reason in str(refused.value)


def test_unknown_template_is_refused_with_the_known_ones() -> None:
    with pytest.raises(LetterError, match="known are: agenda, annex, first-picture, mandate"):
        render("../mandate", {}, made=MADE)


@pytest.mark.parametrize("value", [MADE, {1, 2}, float("nan"), b"bytes"])
def test_values_that_are_not_json_are_refused(value: object) -> None:
    with pytest.raises(LetterError, match="Letter mandate: the values are not plain JSON"):
        render("mandate", {"title": value}, made=MADE)


def test_values_without_what_the_template_needs_are_refused() -> None:
    with pytest.raises(LetterError, match="letterhead"):
        render("mandate", {"title": "x"}, made=MADE)


def test_oversized_values_are_refused() -> None:
    with pytest.raises(LetterError, match=r"larger than 2,000,000 bytes"):
        render("mandate", mandate("x" * 2_000_001), made=MADE)


def test_language_without_words_is_refused() -> None:
    with pytest.raises(LetterError, match="language 'fr' has no words yet"):
        render("mandate", mandate("x"), made=MADE, language="fr")
