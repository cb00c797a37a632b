"""A template filled in badly: every wrong cell is named with what stands there and what to do, all at once."""

import io
import re
from datetime import date
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from fahrwasser.web.accounts.models import Unit
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.inventory import actions
from fahrwasser.web.inventory.models import Figure, Service, TableImport
from fahrwasser.web.tenants.context import working_for
from towns import browser, make_member, make_town

BASE = "/lindenau/erfassen/tabellen/"
# Cell → (what is entered, what the page answers); one kind of error each.
WRONG = {
    "A4": (
        "gibt-es-nicht",
        "Diese Kennung gibt es in Ihrer Liste nicht. Für einen neuen Eintrag lassen Sie die Zelle leer.",
    ),
    "B5": (None, "Diese Zelle muss ausgefüllt sein."),
    "C6": (
        "Bürgerbuero und Meldewesen",
        "„Bürgerbuero und Meldewesen“ ist nicht bekannt. Meinen Sie „Bürgerbüro und Meldewesen“?",
    ),
    "C7": (None, "Eine neue Zeile braucht diese Zelle."),
    "D8": ("12345", "„12345“ ist kein LeiKa-Schlüssel: 14 Ziffern, die mit 99 beginnen."),
    "E9": ("vielleicht", "„vielleicht“ ist nicht erlaubt. Erlaubt sind: ja, nein."),
    "F10": ("Ordnungsampt", "„Ordnungsampt“ ist nicht bekannt. Meinen Sie „Ordnungsamt“?"),
    "G11": (
        "MESO",
        "„MESO“ ist nicht bekannt; es gibt noch keinen Eintrag. Bitte legen Sie ihn zuerst auf seiner Seite an.",
    ),
    "H12": ("viele", "„viele“ ist keine Zahl. Bitte schreiben Sie eine Zahl, zum Beispiel 12,5."),
    "H13": ("1,234.5", "„1,234.5“ hat einen Punkt vor den Nachkommastellen. Bitte schreiben Sie 1234,5."),
    "H14": ("1.234", "„1.234“ kann 1234 oder 1,2340 heißen. Bitte schreiben Sie eines davon genau so."),
    "H15": ("30-40", "„30-40“ ist eine Spanne. Bitte schreiben Sie eine Zahl; für die Spanne gibt es eigene Spalten."),
    "H16": ("120 Fälle", "„120 Fälle“ ist eine Zahl mit Worten. Bitte schreiben Sie nur 120."),
    "H17": (-4, "-4 ist nicht möglich. Erlaubt ist 0 bis 99999999."),
    "H18": (
        "=SUM(A1:A3)",
        (
            "Hier steht eine Formel. Formeln werden hier nie berechnet; "
            "kopieren Sie die Zelle und fügen Sie sie als Wert ein."
        ),
    ),
    "H19": (
        date(2026, 5, 1),
        (
            "Die Tabellenkalkulation hat daraus das Datum 01.05.2026 gemacht. "
            "Bitte formatieren Sie die Zelle als Zahl und schreiben Sie sie neu."
        ),
    ),
    "I20": (500, "500 ist mehr als der Wert selbst (100). Bitte prüfen Sie beide."),
    "K21": (None, "Wie sicher ist der Wert? Erlaubt sind: gemessen, gezählt, geschätzt."),
    "L22": (None, "Woher kommt der Wert? Bitte ergänzen Sie die Quelle."),
    "M23": ("31.02.2026", "Den Tag 31.02.2026 gibt es nicht."),
    "M24": ("1.3.26", "„1.3.26“ hat ein kurzes Jahr. Bitte schreiben Sie alle vier Ziffern, wie 31.12.2026."),
    "M25": (
        "03/04/2026",
        "„03/04/2026“ lässt sich auf zwei Arten lesen. Bitte schreiben Sie Tag, Monat, Jahr, wie 31.12.2026.",
    ),
    "M26": (46113, "46113 ist eine Zahl. Bitte formatieren Sie die Zelle als Datum oder schreiben Sie 31.12.2026."),
    "N28": (0.25, "Hier steht eine Prozentzahl (25 %). Bitte formatieren Sie die Zelle als Zahl."),
    "T29": (30, "Die sechs Anteile ergeben zusammen 30 Prozent. Es müssen 100 sein."),
    "T30": (1, "Die Anteile ergeben zusammen 1. Bitte schreiben Sie sie in Prozent: 25 für ein Viertel, nicht 0,25."),
    "B31": ("Eigene Leistung 99", "Dasselbe steht schon in Zeile 32. Bitte löschen Sie eine von beiden."),
    "N33": ("#NV", "„#NV“ ist keine Zahl. Bitte schreiben Sie eine Zahl, zum Beispiel 12,5."),
    "B34": ("x" * 201, "Der Text hat 201 Zeichen. Erlaubt sind 200."),
    "Q35": ("Vorgabe", "Ein eigener Wert ist keine Vorgabe. Erlaubt sind: gemessen, gezählt, geschätzt."),
    "AD1": ("Minuten je Fal", "Die Überschrift „Minuten je Fal“ ist nicht bekannt. Meinen Sie „Minuten je Fall“?"),
    "AC1": ("Amt", "Diese Überschrift steht schon in Spalte F. Bitte löschen Sie eine."),
}


@pytest.fixture
def town(database):
    town = make_town("lindenau", population=3900)
    with working_for(town):
        Unit.objects.create(municipality=town, name="Ordnungsamt")
    return town


@pytest.fixture
def navigator(town):
    person, member = make_member(town, Role.NAVIGATOR)
    with working_for(town):
        actions.start_record(member)
    return person


def filled_badly(template: bytes) -> bytes:
    """The real template; each row is right but for one cell."""
    book = load_workbook(io.BytesIO(template))
    sheet = book["Leistungen"]
    rows = {int(re.sub(r"\D", "", cell)) for cell in WRONG} - {1}
    for row in sorted(rows | {32}):
        sheet.cell(row, 2, f"Eigene Leistung {row}")
        sheet.cell(row, 3, "Bauen und Liegenschaften")
    for row in range(20, 36):
        if row not in (27, 29, 30):
            for column, value in {8: 100, 11: "gezählt", 12: "Liste", 14: 20, 17: "gezählt", 18: "Liste"}.items():
                sheet.cell(row, column, value)
    for row in (29, 30):
        sheet.cell(row, 26, "gezählt")
        sheet.cell(row, 27, "Liste")
    sheet["B32"] = "Eigene Leistung 99"
    for cell, (value, _answer) in WRONG.items():
        sheet[cell] = value
    sheet["N28"].number_format = "0%"
    sheet["AE37"] = "verloren"
    sheet.merge_cells("B40:B42")
    return saved(book)


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sent(client, slug: str, content: bytes, name: str = "liste.xlsx"):
    return client.post(f"{BASE}{slug}/einlesen/", {"file": SimpleUploadedFile(name, content)})


def answers(page: str) -> dict[str, list[str]]:
    """Cell → what the page says about it."""
    found: dict[str, list[str]] = {}
    rows = re.findall(r'<th scope="row">(.*?)</th><td[^>]*>(.*?)</td><td[^>]*>(.*?)</td>', page, re.DOTALL)
    for place, _there, text in rows:
        match = re.match(r"(?:Zeile|Row) (\d+), (?:Spalte|column) ([A-Z]+)", unescape(place))
        if match:
            found.setdefault(f"{match[2]}{match[1]}", []).append(unescape(text))
    return found


def test_a_template_with_more_than_twenty_kinds_of_error_is_answered_cell_by_cell(town, navigator):
    client = browser(navigator)
    template = client.get(f"{BASE}leistungen/vorlage/xlsx/").content
    with working_for(town):
        before = (Service.objects.count(), Figure.objects.count())

    answer = sent(client, "leistungen", filled_badly(template))

    assert answer.status_code == 422
    found = answers(answer.content.decode())
    expected = {cell: text for cell, (_value, text) in WRONG.items() if cell != "B31"}
    expected["B32"] = "Dasselbe steht schon in Zeile 31. Bitte löschen Sie eine von beiden."
    expected["B40"] = (
        "Die Zellen B40:B42 sind verbunden. Bitte heben Sie das auf, damit jede Zelle ihren eigenen Wert hat."
    )
    expected["AE37"] = "Über dieser Zelle steht keine Überschrift. Bitte ergänzen Sie sie oder löschen Sie die Spalte."
    assert {cell: " / ".join(texts) for cell, texts in found.items()} == expected
    assert len({re.sub(r"\d+|„.*?“", "", text) for text in expected.values()}) >= 30, "kinds of error"
    assert "Zeile 20, Spalte I „Fälle mindestens“" in unescape(answer.content.decode())
    with working_for(town):
        assert (Service.objects.count(), Figure.objects.count()) == before, "nothing is written"


def test_the_same_errors_are_answered_in_english(town, navigator):
    client = browser(navigator)
    client.post("/sprache/", {"language": "en"})
    template = client.get(f"{BASE}leistungen/vorlage/xlsx/").content
    book = load_workbook(io.BytesIO(template))
    sheet = book["Services"]
    sheet["B4"], sheet["C4"], sheet["H4"], sheet["E4"] = "Own service", "Building and property", "1,234.5", "perhaps"

    page = sent(client, "leistungen", saved(book)).content.decode()

    found = answers(page)
    assert found["H4"] == ["“1,234.5” has a point before the decimals. Please write 1234,5."]
    assert found["E4"] == ["“perhaps” is not allowed. Allowed are: yes, no."]
    assert "Row 4, column H “Cases a year”" in unescape(page)


def test_the_file_comes_back_with_every_wrong_cell_marked(town, navigator):
    client = browser(navigator)
    sent(client, "leistungen", filled_badly(client.get(f"{BASE}leistungen/vorlage/xlsx/").content))
    with working_for(town):
        kept = TableImport.objects.get()

    copy = load_workbook(io.BytesIO(client.get(f"{BASE}import/{kept.pk}/kopie/").content))

    sheet, listing = copy["Leistungen"], copy["Fehler"]
    assert "hat einen Punkt" in sheet["H13"].comment.text
    assert sheet["H13"].fill.fgColor.rgb.endswith("F8CBAD")
    assert sheet["B12"].comment is None
    assert sheet["B12"].value == "Eigene Leistung 12"
    assert [row[0].value for row in listing.iter_rows(min_row=2)].count("H13") == 1
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row), "no formula goes out"


def test_a_csv_copy_has_one_more_column_that_is_left_out_when_it_is_read_again(town, navigator):
    client = browser(navigator)
    sent(client, "systeme", "System;Euro im Jahr\r\nMESO;zwölf\r\n".encode(), "systeme.csv")
    with working_for(town):
        kept = TableImport.objects.get()

    copy = client.get(f"{BASE}import/{kept.pk}/kopie/").content.decode("utf-8-sig")

    assert copy.splitlines()[0] == "System;Euro im Jahr;Hinweise zum Import"
    assert copy.splitlines()[1].startswith("MESO;zwölf;B: „zwölf“ ist keine Zahl.")
    corrected = sent(client, "systeme", copy.replace(";zwölf;", ";12;").encode(), "systeme.csv")
    assert corrected.status_code == 302


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("leer.xlsx", b"", "Die Datei ist leer"),
        ("alt.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "das alte Excel-Format"),
        (
            "geheim.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "mit einem Kennwort",
        ),
        ("makro.xlsm", b"PK\x03\x04", "Dateien mit Makros (.xlsm) werden nicht gelesen"),
        ("kaputt.xlsx", b"PK\x03\x04 kaputt", "Die Datei ist beschädigt"),
        ("bild.xlsx", b"\x89PNG\r\n", "Das ist keine Tabelle"),
        ("viele.csv", b"System\n" + b"a\n" * 100_000, "mehr als 1000 Zeilen"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_what_to_do(town, navigator, name, content, text):
    answer = sent(browser(navigator), "systeme", content, name)

    assert answer.status_code == 422
    assert text in unescape(answer.content.decode())
    with working_for(town):
        assert not TableImport.objects.exists()
