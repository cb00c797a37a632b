"""Takes the screenshots of the docs: `.venv/bin/python docs/pictures/screens.py [NAME …]` (needs a Chromium).

Every page at 1280 and 320 px, in German and English, from a fresh installation with the demo towns. With names of
PAGES below, or `plan` for those of plan_screens.py, only these are taken.
"""

import os
import sys
import tempfile
from collections.abc import Collection
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(ROOT / name) for name in ("tests", "tests/journeys", "tests/web", "tests/core/letters", "tools")]
os.environ["DJANGO_SETTINGS_MODULE"] = "fahrwasser.web.settings"

import django  # noqa: E402

django.setup()

from plan_screens import take_plan  # noqa: E402
from service_screens import take_services  # noqa: E402
from small import make_small  # noqa: E402

import browser  # noqa: E402
from sharing import shared_server  # noqa: E402
from whole_site import ALL_WEEKS, running_site  # noqa: E402

# name -> (person of the demo, address)
PAGES = {
    "start": ("", "/"),
    "week": ("Karin Fährmann", "/lindenau/"),
    "question": ("Karin Fährmann", "/lindenau/erfassen/schnell-check/frage/invoices/"),
    "record": ("Silke Lotbaum", "/erlenbrueck/erfassen/"),
    "picture": ("Silke Lotbaum", "/erlenbrueck/erfassen/schnell-check/ergebnis/"),
    "services": ("Silke Lotbaum", "/erlenbrueck/erfassen/leistungen/"),
    "agenda": ("Silke Lotbaum", "/erlenbrueck/agenda/"),
    "papers": ("Silke Lotbaum", "/erlenbrueck/agenda/papiere/"),
    "head": ("Uwe Hafenmeister", "/erlenbrueck/"),
    "catalogue": ("Silke Lotbaum", "/erlenbrueck/katalog/"),
    "figures": ("Silke Lotbaum", "/erlenbrueck/kennzahlen/"),
    "counter": ("Ralf Poller", "/erlenbrueck/tresen/"),
    "state": ("Doris Leuchtfeuer", "/land/"),
}
AFTERWARDS = frozenset({"figures", "state"})
"""They show the invented months and the towns around, which are made while the other pictures are taken."""
TRIES = 60  # of four seconds
TALLEST = {1280: 1100, 320: 900}


def main() -> None:
    """Writes docs/pictures/screens/<name>-<width>-<language>.png."""
    target, wanted = HERE / "screens", frozenset(sys.argv[1:])
    target.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as home,
        tempfile.TemporaryDirectory() as common,
        shared_server(Path(common)) as server,
        running_site(server, Path(home), weeks=0 if wanted and not wanted & AFTERWARDS else ALL_WEEKS) as address,
        sync_playwright() as playwright,
    ):
        chromium = playwright.chromium.launch(**browser.launch_options())
        _take(chromium, address, target, (PAGES.keys() & wanted if wanted else PAGES.keys()) - AFTERWARDS)
        if wanted & AFTERWARDS:
            _wait_for_the_towns_around(chromium, address)
            _take(chromium, address, target, wanted & AFTERWARDS)
        if not wanted:
            _focus(chromium, address, target)
            take_services(chromium, address, Path(home), target)
            _wait_for_the_towns_around(chromium, address)
            _take(chromium, address, target, AFTERWARDS)
        if not wanted or "plan" in wanted:  # the last: the plan is another one afterwards
            take_plan(chromium, address, Path(home), target)
    make_small(target)


def _take(chromium: Browser, address: str, target: Path, names: Collection[str]) -> None:
    """These pages in both widths and languages, one browser for each person."""
    for width, height in TALLEST.items():
        for language in ("de", "en"):
            people: dict[str, Page] = {}
            for name, (person, path) in PAGES.items():
                if name not in names:
                    continue
                if person not in people:
                    people[person] = chromium.new_page(viewport={"width": width, "height": height}, locale="de-DE")
                    _enter(people[person], address, person, language)
                people[person].goto(address + path)
                people[person].screenshot(path=target / f"{name}-{width}-{language}.png")
            for page in people.values():
                page.context.close()


def _wait_for_the_towns_around(chromium: Browser, address: str) -> None:
    """Their ways are walked after the invented months, so both are there."""
    observer = chromium.new_page(locale="de-DE")
    _enter(observer, address, PAGES["state"][0], "de")
    for _try in range(TRIES):
        observer.goto(address + PAGES["state"][1])
        if not observer.locator("main table").first.get_by_text("nicht gezeigt").count():
            break
        observer.wait_for_timeout(4000)
    observer.context.close()


def _focus(chromium: Browser, address: str, target: Path) -> None:
    """Where the keyboard is."""
    keyboard = chromium.new_page(viewport={"width": 1280, "height": 700}, locale="de-DE")
    _enter(keyboard, address, "Karin Fährmann", "de")
    keyboard.goto(address + PAGES["question"][1])
    for _step in range(9):
        keyboard.keyboard.press("Tab")
    keyboard.screenshot(path=target / "question-keyboard-focus.png")


def _enter(page: Page, address: str, person: str, language: str) -> None:
    page.goto(address)
    if language == "en":
        english = page.get_by_role("button", name="English")
        if english.count():
            english.click()
            page.wait_for_load_state()
    if person:
        page.get_by_role("button", name=person).first.click()
        page.wait_for_load_state()


if __name__ == "__main__":
    main()
