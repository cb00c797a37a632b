"""Screenshots of a plan that is carried out: board, timeline, what if, how sure, money, staff, coach, network."""

from pathlib import Path

from playwright.sync_api import Browser
from service_screens import LOOKS, TOWN, TRIES, DemoSite, shot

from people import Clerk

AGENDA = f"{TOWN}/agenda"
HAPPENED = ("done", "running", "next", "next")  # to the first projects of the plan, as they stand on the board
PAGES = {
    "board": ("Silke Lotbaum", f"{AGENDA}/tafel/"),
    "timeline": ("Silke Lotbaum", f"{AGENDA}/zeitplan/"),
    "project": ("Silke Lotbaum", f"{AGENDA}/projekt/P14-central/"),
    "questions": ("Silke Lotbaum", f"{TOWN}/netz/"),
    "colleague": ("Petra Bake", f"{TOWN}/"),
    "staff": ("Beate Anker", "/lindenau/agenda/stellen/"),
    "portfolio": ("Thomas Steuermann", "/begleitung/"),
}


def take_plan(chromium: Browser, address: str, home: Path, target: Path) -> None:
    """Writes <name>-<width>-<language>.png; the projects begin in the first language."""
    for mode in LOOKS:
        site = DemoSite(address, mode, chromium, home)
        people: dict[str, Clerk] = {}
        for name, (person, path) in PAGES.items():
            if person not in people:
                people[person] = entered(site, person)
            if mode is LOOKS[0] and name == "board":
                begin(people[person])
            shot(people[person].goes_to(path), name, target)
        navigator = people["Silke Lotbaum"]
        navigator.goes_to(f"{AGENDA}/was-waere-wenn/").fills({"hours_per_week": "12"})
        shot(navigator.presses("Show the plan"), "whatif", target)
        navigator.presses("Discard").goes_to(f"{AGENDA}/vergleich/")
        shot(navigator.clicks(navigator.page.locator("main table a").first), "comparison", target)
        shot(drawn(navigator), "sure", target)
        site.close()


def begin(navigator: Clerk) -> None:
    """The draws begin, and what has happened so far is noted on the board."""
    navigator.goes_to(f"{AGENDA}/sicherheit/").presses("Calculate thirty times")
    for state in HAPPENED:
        navigator.goes_to(f"{AGENDA}/tafel/")
        card = navigator.page.locator("[data-state=planned] [data-card]").first
        card.locator("summary").click()
        navigator.clicks(card.locator(f"button[value={state}]"))


def drawn(navigator: Clerk) -> Clerk:
    """The page of the draws, when the worker has made them."""
    navigator.goes_to(f"{AGENDA}/sicherheit/")
    for _try in range(2 * TRIES):
        if navigator.page.locator("main table").count():
            return navigator
        navigator.looks_again()
    raise LookupError("no draws after three minutes")


def entered(site: DemoSite, name: str) -> Clerk:
    """One click on the start page, as everywhere in the demo."""
    person = Clerk(site, "", None)
    person.goes_to("/")
    person.clicks(person.page.get_by_role("button", name=name).first)
    return person
