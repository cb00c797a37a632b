"""A table as file: template, mistakes, answers, corrected, taken over, taken back (issue C, done 4)."""

import io
from pathlib import Path

from openpyxl import load_workbook

from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.inventory import actions
from fahrwasser.web.inventory.models import System
from people import Clerk
from town_site import TownSite
from towns import make_member, make_town


def test_a_table_is_filled_in_corrected_taken_over_and_taken_back(site: TownSite, tmp_path: Path) -> None:
    town = site.does(make_town, "musterhafen")
    user, member = site.does(make_member, town, Role.NAVIGATOR)
    site.inside(town, lambda: actions.start_record(member))
    navigator = Clerk(site, town.slug, user)
    navigator.by_keyboard = site.mode.with_scripts
    title = {"de": "IT-Systeme", "en": "IT systems"}[site.mode.language]
    file = tmp_path / "systeme.xlsx"

    navigator.goes_to(f"/{town.slug}/erfassen/").follows("Tables: templates, export, import")
    template = navigator.downloads(navigator.word("%(title)s: template for Excel", title=title))
    file.write_bytes(filled(template, {"A3": "MESO", "D3": "31.02.2027", "H3": "1,200.50"}))
    sends(navigator, title, file)
    navigator.reads("2 cells cannot be read" if site.mode.language == "en" else "2 Zellen sind nicht lesbar")
    navigator.reads("1,200.50", "31.02.2027")
    copy = navigator.downloads("Datei mit Hinweisen" if site.mode.language == "de" else "file with remarks")
    marked = load_workbook(io.BytesIO(copy)).worksheets[0]
    assert {cell.coordinate for row in marked.iter_rows() for cell in row if cell.comment} == {"D3", "H3"}

    file.write_bytes(filled(template, {"A3": "MESO", "D3": "31.12.2027", "H3": "1.200,50"}))
    navigator.page.locator("main input[type=file]").set_input_files(file)
    navigator.presses("Check the file").reads("MESO", "1200,5")
    assert names(site, town) == [], "the preview writes nothing"
    navigator.presses("Take over").reads("1 row was taken over." if site.mode.language == "en" else "übernommen")
    assert names(site, town) == ["MESO"]

    navigator.clicks(navigator.page.locator("main form[action$='/zurueck/'] button"))
    navigator.reads("The import is taken back. Everything is as before.")
    assert names(site, town) == []
    navigator.check_page()


def filled(template: bytes, cells: dict[str, str]) -> bytes:
    """The template as somebody sends it back."""
    book = load_workbook(io.BytesIO(template))
    for cell, value in cells.items():
        book.worksheets[0][cell] = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def sends(navigator: Clerk, title: str, file: Path) -> None:
    """From the page of all tables to the answer."""
    navigator.clicks(navigator.page.get_by_role("link", name=navigator.word("Read in %(title)s", title=title)))
    navigator.page.locator("main input[type=file]").set_input_files(file)
    navigator.presses("Check the file")


def names(site: TownSite, town: object) -> list[str]:
    """The systems of the record."""
    return list(site.inside(town, lambda: list(System.objects.values_list("name", flat=True))))
