"""The first hour of a town: key → quick check → first picture → first agenda → council paper (issue A, done 1)."""

import pytest
from playwright.sync_api import Browser

from sharing import SharedServer
from visitor import Visitor
from whole_site import running_site

MOST_SCREENS = 45
MOST_INPUTS = 60
QUESTIONS: tuple[dict[str, object], ...] = (
    {"labels": ["Ja, aber ohne Auftrag oder ohne feste Zeit"]},
    {"text": "4"},
    {"labels": ["Meldewesen, Ausweise und Pässe", "Eigene Kitas oder Hort", "Eigener Friedhof"]},
    {"text": "14"},
    {"text": "3"},
    {"text": "2"},
    {"labels": ["Überwiegend als PDF per E-Mail"]},
    {"labels": ["Sie kommen als PDF oder E-Mail und werden abgetippt"]},
    {"labels": ["Anschluss an das kommunale Datennetz (KDN)"]},
    {"labels": ["Nichts davon"]},
    {"text": "Friedhofsverwaltung von 2004"},
    {"labels": ["Rechnungen prüfen und buchen"]},
)


@pytest.mark.parametrize("mode", ["mouse", "scripts blocked", "keyboard"])
def test_a_town_of_3900_gets_from_its_key_to_the_council_paper(
    mode: str, chromium: Browser, database_server: SharedServer, tmp_path
) -> None:
    with running_site(database_server, tmp_path, with_scripts=mode != "scripts blocked") as address:
        context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="de-DE")
        visitor = Visitor(
            context.new_page(), address, with_scripts=mode != "scripts blocked", by_keyboard=mode == "keyboard"
        )
        walk_to_the_council_paper(visitor)
        visitor.refuse_console_errors()
        context.close()


def walk_to_the_council_paper(visitor: Visitor) -> None:
    visitor.goes_to("/")
    visitor.writes("Amtlicher Gemeindeschlüssel", "99000003").presses("Meine Gemeinde zeigen")
    visitor.presses("Heike Leuchtturm").reads("Diese Woche")
    visitor.follows("Jetzt beginnen").presses("Schnell-Check beginnen")
    for question in QUESTIONS:
        visitor.answers(*question.get("labels", []), text=question.get("text", ""))
    assert visitor.title() == "Ihr erstes Bild"
    visitor.reads("Fünf Vorschläge für eine erste Entlastung", "geschätzt")
    visitor.follows("Zur Digitalen Agenda").presses("Plan berechnen")
    visitor.reads("Digitale Agenda 2027", "unter Ihren Annahmen", "26 Tage im Jahr", "Wenn wir nichts tun")
    visitor.follows("Ratsfassung festhalten").presses("Diesen Plan als Ratsfassung festhalten")
    visitor.follows("Zur Vorlage für den Rat").presses("PDF und ODT erstellen")
    visitor.reads("Digitale Agenda")
    pdf = visitor.downloads("Digitale Agenda")
    assert pdf.startswith(b"%PDF")
    assert b"pdfaid" in pdf or len(pdf) > 50_000
    assert visitor.screens <= MOST_SCREENS, f"{visitor.screens} screens"
    assert visitor.inputs <= MOST_INPUTS, f"{visitor.inputs} inputs"
