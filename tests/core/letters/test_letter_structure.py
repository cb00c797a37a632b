"""The papers as a screen reader, an archive and a machine meet them."""

import json
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from fahrwasser.core.letters.render import render
from letter_reader import ReadLetter

HERE = Path(__file__).parent
MADE = date(2026, 11, 22)
TEMPLATES = ("mandate", "agenda", "progress-report", "first-picture", "annex")


def sample(template: str) -> dict[str, Any]:
    values: dict[str, Any] = json.loads((HERE / f"{template}-sample.json").read_text())
    return values


def read(template: str, **changes: Any) -> ReadLetter:
    return ReadLetter(render(template, sample(template) | changes, made=MADE).pdf)


@pytest.fixture(scope="module", params=TEMPLATES)
def letter(request: pytest.FixtureRequest) -> tuple[str, ReadLetter]:
    return request.param, read(request.param)


@pytest.fixture(scope="module")
def agenda() -> ReadLetter:
    return read("agenda")


def many_projects(count: int) -> dict[str, Any]:
    values = sample("agenda")
    for section in values["sections"]:
        if section["timeline"]:
            bars = section["timeline"]["bars"]
            section["timeline"]["bars"] = [bars[i % len(bars)] | {"number": i + 1} for i in range(count)]
        if section["sheets"]:
            sheets = section["sheets"]
            section["sheets"] = [sheets[i % len(sheets)] | {"number": i + 1} for i in range(count)]
    return values


def test_letter_declares_pdf_a_3a_and_pdf_ua_1(letter: tuple[str, ReadLetter]) -> None:
    metadata = letter[1].pdf.open_metadata()
    assert metadata["pdfaid:part"] == "3"
    assert metadata["pdfaid:conformance"] == "A"
    assert metadata["pdfuaid:part"] == "1"


def test_letter_is_tagged_and_names_its_language_and_title(letter: tuple[str, ReadLetter]) -> None:
    template, read_letter = letter
    root = read_letter.pdf.Root
    assert root.MarkInfo.Marked
    assert str(root.Lang) == "de-DE"
    assert root.ViewerPreferences.DisplayDocTitle
    assert read_letter.pdf.open_metadata()["dc:title"] == sample(template)["title"]
    assert read_letter.root.tag == "Document"


def test_headings_begin_with_the_title_and_skip_no_level(letter: tuple[str, ReadLetter]) -> None:
    template, read_letter = letter
    headings = list(read_letter.root.all("H1", "H2", "H3", "H4"))
    levels = [int(heading.tag[1]) for heading in headings]
    assert headings[0].text == sample(template)["title"]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_table_has_header_cells_that_its_cells_refer_to(agenda: ReadLetter) -> None:
    tables = list(agenda.root.all("Table"))
    assert len(tables) == 8  # seven of the sample and the Fahrplan in words
    for table in tables:
        heads = list(table.all("TH"))
        assert heads
        assert {str(head.attribute("/Scope")) for head in heads} == {"/Column"}
        names = {str(head.node.ID) for head in heads}
        for cell in table.all("TD"):
            assert {str(header) for header in cell.attribute("/Headers")} <= names


def test_table_keeps_caption_order_and_sums(agenda: ReadLetter) -> None:
    money = next(table for table in agenda.root.all("Table") if "einmalig" in table.text)
    rows = [[cell.text.strip() for cell in row.all("TH", "TD")] for row in money.all("TR")]
    assert rows[0] == ["Haushaltsjahr", "einmalig", "laufend", "Summe", "eigene Tage", "eigene Tage in €"]
    assert rows[-1] == ["Summe", "3.500 €", "2.600 €", "6.100 €", "19", "6.414 €"]
    assert "Kosten je Haushaltsjahr" in [caption.text.strip() for caption in agenda.root.all("Caption")]


def test_fahrplan_is_told_in_words_beside_the_drawing(agenda: ReadLetter) -> None:
    (figure,) = agenda.root.all("Figure")
    told = str(figure.node.Alt)
    assert "2 Hundesteuer Ende zu Ende (Paket): 1. bis 2. Quartal 2027, Entlastung" in told
    assert "3 Informationssicherheit: 2. Quartal 2027 bis 2. Quartal 2028, Pflicht" in told
    table = next(table for table in agenda.root.all("Table") if "Zeitraum" in table.text)
    assert "2. Quartal 2027 bis 2. Quartal 2028" in table.text


def test_long_fahrplan_is_drawn_in_parts_that_together_show_every_measure() -> None:
    letter = ReadLetter(render("agenda", many_projects(44), made=MADE).pdf)
    figures = list(letter.root.all("Figure"))
    assert len(figures) == 2
    told = " ".join(str(figure.node.Alt) for figure in figures)
    assert all(f" {number} " in told for number in range(1, 45))
    assert len([h for h in letter.root.all("H3") if "Informationssicherheit" in h.text]) == 14


def test_summary_and_resolution_stand_on_the_first_page(agenda: ReadLetter) -> None:
    assert "Auf einen Blick" in agenda.pages[0]
    assert sample("agenda")["key_points"][1] in agenda.pages[0]
    assert "Für 2027 werden 2.800 € eingeplant." in agenda.pages[0]


def test_estimates_are_marked_beside_the_figure(agenda: ReadLetter) -> None:
    values = [body.text.strip() for body in agenda.root.all("LBody")]
    assert "19 Stunden (10 bis 27) \u00a0geschätzt" in values


def test_example_data_say_so_on_every_page() -> None:
    marked = ReadLetter(render("agenda", many_projects(30), made=MADE).pdf)
    assert len(marked.pages) > 8
    assert all("Beispieldaten" in page for page in marked.pages)
    assert "Diese Gemeinde und alle Angaben sind erfunden" in marked.text  # read aloud, too
    assert not any("Beispieldaten" in page for page in read("agenda", is_example=False).pages)


def test_pages_are_numbered(agenda: ReadLetter) -> None:
    count = len(agenda.pages)
    assert [f"Seite {number} von {count}" in page for number, page in enumerate(agenda.pages, 1)] == [True] * count


def test_letter_carries_exactly_its_values(letter: tuple[str, ReadLetter]) -> None:
    template, read_letter = letter
    assert json.loads(read_letter.attachments["daten.json"]) == sample(template)
    (file,) = read_letter.pdf.Root.AF
    assert str(file.AFRelationship) == "/Source"


def test_mandate_names_task_time_substitute_backing_and_has_room_to_sign() -> None:
    letter = read("mandate")
    assert len(letter.pages) == 1
    for words in ("Digital-Navigatorin der Stadt", "4 Stunden je Woche", "Hauptamt", "Rückhalt"):
        assert words in letter.text
    for line in ("Ort, Datum", "Bürgermeisterin", "Zur Kenntnis genommen: Frau Beispiel (Kämmerei)"):
        assert line in letter.text


def test_first_picture_fits_one_page_and_counts_what_it_leaves_out() -> None:
    letter = read("first-picture")
    assert len(letter.pages) == 1
    assert "und 2 weitere" in letter.text
    assert "Bitte entscheiden bis 15. Dezember 2026." in letter.text


def everywhere(value: Any, words: str) -> Any:
    """The same values with `words` in every text that people write (not in keys, kinds and dates)."""
    if isinstance(value, dict):
        fixed = ("kind", "align", "date", "key", "format")
        return {key: item if key in fixed else everywhere(item, words) for key, item in value.items()}
    if isinstance(value, list):
        return [everywhere(item, words) for item in value]
    return words if isinstance(value, str) else value


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("words", ["", "#panic(1) *x* $ \U0001f600", "W" * 300, "Ein Satz. " * 40, "\n\n\n"])
def test_any_text_in_any_place_makes_a_letter(template: str, words: str) -> None:
    values = everywhere(sample(template), words) | {"title": words.strip() or "Titel"}
    letter = ReadLetter(render(template, values, made=MADE).pdf)
    assert "Beispieldaten" in letter.pages[-1]


def test_agenda_without_projects_tables_and_sources_is_still_a_paper() -> None:
    values = sample("agenda") | {"sources": [], "key_points": []}
    for section in values["sections"]:
        section |= {"points": [], "tables": [], "sheets": [], "text": ""}
        if section["timeline"]:
            section["timeline"]["bars"] = []
    letter = ReadLetter(render("agenda", values, made=MADE).pdf)
    assert "Beschlussvorschlag" in letter.text
