"""Letters of packages: what a citizen, a screen reader and the archive get."""

import copy
import json
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from fahrwasser.core.letters.picture import Picture
from fahrwasser.core.letters.placeholders import placeholders_left
from fahrwasser.core.letters.press import Press
from letter_reader import ReadLetter

HERE = Path(__file__).parent
MADE = date(2026, 11, 22)
START = '#import "/fahrwasser/bescheid.typ": *\n#show: brief\n'
FILES = {
    f"{name}.typ": (START + body).encode()
    for name, body in {
        "bescheid": "#bescheid()\n#ausweis()",
        "steuer": "#tenor()\n#tabelle(values.berechnung)\n#kosten()\n#schluss()",
        "schreiben": "#absatz(values.text)\n#schluss()",
    }.items()
}
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="' + "M0,0h9v9h-9z" * 20 + '"/></svg>'


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    with Press() as made:
        yield made


def sample(name: str = "permit") -> dict[str, Any]:
    values: dict[str, Any] = json.loads((HERE / f"{name}-sample.json").read_text())
    return values


def read(press: Press, template: str, values: dict[str, Any], picture: Picture | None = None) -> ReadLetter:
    return ReadLetter(press.set(template, values, made=MADE, files=FILES, coat_of_arms=picture).pdf)


def flat(letter: ReadLetter) -> str:
    return " ".join(letter.text.split())


def test_a_permit_says_everything_it_has_to(press: Press) -> None:
    letter = read(press, "bescheid", sample())
    text = flat(letter)
    for words in [
        "Stadt Musterau", "Jana Vogel", "Lindenstraße 14", "112.41-2026/0347", "22. November 2026", "Frau Weber",
        "Sehr geehrte Frau Vogel,", "BZ-JV 214", "30. November 2027", "Bedingung:", "30,70 €", "15. Dezember 2026",
        "§ 45 Abs. 1b StVO (Stand 1. April 2026)", "innerhalb eines Monats", "zur Niederschrift", "§ 46 Abs. 5 StVO",
        "vollständig automatisiert erlassen", "ohne Unterschrift gültig", "22. Dezember 2026", "DSGVO", "Nr. A-0347",
    ]:  # fmt: skip
        assert words in text, words
    assert placeholders_left(text) == ()
    assert all("Beispieldaten" in page for page in letter.pages)


def test_headings_are_the_subject_and_the_blocks_without_gaps(press: Press) -> None:
    letter = read(press, "bescheid", sample())
    headings = list(letter.root.all("H1", "H2", "H3"))
    assert [heading.text for heading in headings if heading.tag == "H2"] == [
        "Unsere Entscheidung", "Nebenbestimmungen", "Kosten", "Gründe", "Rechtsbehelfsbelehrung",
        "Vollständig automatisiert erlassen", "Hinweise", "Datenschutz",
    ]  # fmt: skip
    levels = [int(heading.tag[1]) for heading in headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_letter_is_an_archive_file_with_its_data(press: Press) -> None:
    values = sample()
    letter = read(press, "bescheid", values)
    metadata = letter.pdf.open_metadata()
    assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"], metadata["pdfuaid:part"]) == ("3", "A", "1")
    assert metadata["dc:title"] == values["titel"]
    assert str(letter.pdf.Root.Lang) == "de-DE"
    assert json.loads(letter.attachments["daten.json"]) == values


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("nebenbestimmungen", "Nebenbestimmungen"), ("gebuehr", "Kosten"), ("gruende", "Gründe"),
        ("hinweise", "Hinweise"), ("normen", "Angewandte Vorschriften"), ("rechtsbehelf", "Rechtsbehelfsbelehrung"),
        ("datenschutz", "Datenschutz"), ("automatisch", "automatisiert"), ("ausweis", "ausschneiden"),
        ("angaben", "gültig von"),
    ],
)  # fmt: skip
def test_a_block_without_values_prints_nothing(press: Press, key: str, words: str) -> None:
    values = sample()
    values["ausweis"]["angaben"] = []
    assert words in flat(read(press, "bescheid", values))
    missing = copy.deepcopy(values)
    missing[key] = None
    assert words not in flat(read(press, "bescheid", missing))


def test_a_person_signs_on_a_line_and_a_machine_does_not(press: Press) -> None:
    by_hand = sample() | {
        "automatisch": None,
        "zeichnung": {"name": "Petra Weber", "funktion": "Amtsleiterin", "zusatz": "Im Auftrag"},
    }
    text = flat(read(press, "bescheid", by_hand))
    assert "Im Auftrag Petra Weber" in text
    assert "Amtsleiterin" in text
    assert "automatisiert" not in text


def test_a_correction_names_the_bescheid_it_corrects(press: Press) -> None:
    correction = {
        "datum": "2026-11-02", "aktenzeichen": "112.41-2026/0311", "norm": "§ 42 VwVfG",
        "was": "Das Kennzeichen lautet richtig BZ-JV 214.",
    }  # fmt: skip
    text = flat(read(press, "bescheid", sample() | {"berichtigung": correction}))
    assert "berichtigt unseren Bescheid vom 2. November 2026 (Aktenzeichen 112.41-2026/0311) nach § 42 VwVfG" in text
    assert "Das Kennzeichen lautet richtig BZ-JV 214." in text


def test_a_representative_stands_in_the_address(press: Press) -> None:
    values = sample()
    values["adressat"] |= {"name": "Mia Vogel", "volljaehrig": False, "vertreten_durch": "Jana Vogel"}
    assert "Mia Vogel vertreten durch Jana Vogel Lindenstraße 14" in flat(read(press, "bescheid", values))


@pytest.mark.parametrize(
    ("amount", "printed"),
    [(155, "155,00 €"), ("30.70", "30,70 €"), ("1234567.5", "1.234.567,50 €"), (10.2, "10,20 €"), ("-5", "−5,00 €")],
)
def test_amounts_are_printed_the_german_way(press: Press, amount: object, printed: str) -> None:
    values = sample()
    values["gebuehr"]["betrag"] = amount
    assert printed in flat(read(press, "bescheid", values)).replace("\u00a0", " ")


def test_a_free_act_says_so(press: Press) -> None:
    values = sample() | {"gebuehr": {"betrag": 0, "parameter_wert": 0}}
    assert "entstehen Ihnen keine Kosten" in flat(read(press, "bescheid", values))


def test_the_girocode_is_a_figure_with_words_and_survives_long_paths(press: Press) -> None:
    values = sample()
    values["gebuehr"]["girocode"] = SQUARE
    letter = read(press, "bescheid", values)
    figures = [str(figure.node.get("/Alt", "")) for figure in letter.root.all("Figure")]
    assert any("GiroCode" in words for words in figures)


def test_the_coat_of_arms_stands_in_the_letterhead(press: Press) -> None:
    picture = Picture((HERE / "coat-of-arms-sample.svg").read_bytes(), "Wappen der Stadt Musterau")
    letter = read(press, "bescheid", sample(), picture)
    assert "Wappen der Stadt Musterau" in [str(figure.node.get("/Alt", "")) for figure in letter.root.all("Figure")]


def test_a_tax_notice_has_its_table_with_header_cells_and_sum(press: Press) -> None:
    letter = read(press, "steuer", sample("notice"))
    table = next(letter.root.all("Table"))
    rows = [[cell.text.strip() for cell in row.all("TH", "TD")] for row in table.all("TR")]
    assert rows[0] == ["Hund", "Marke", "Zeitraum", "Jahressatz", "Steuer"]
    assert rows[-1][-1] == "155,00 €"


def test_a_plain_letter_needs_little(press: Press) -> None:
    values = {
        "titel": "Wir haben eine Frage", "datum": "2026-11-22",
        "text": "Bitte senden Sie uns ein Foto.\n\nVielen Dank.",
        "behoerde": {"name": "Musterau"}, "adressat": {"name": "Jana Vogel", "anschrift": ["Weg 1"]},
    }  # fmt: skip
    text = flat(read(press, "schreiben", values))
    assert "Bitte senden Sie uns ein Foto. Vielen Dank. Mit freundlichen Grüßen" in text


@pytest.mark.parametrize("place", ["titel", "anrede", "aktenzeichen", "datenschutz"])
def test_hostile_values_are_printed_as_typed_in_every_block(press: Press, place: str) -> None:
    hostile = '#read("/etc/passwd") *x* $y$ <z>'
    assert hostile in flat(read(press, "bescheid", sample() | {place: hostile}))
