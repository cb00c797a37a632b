"""Screenshots along a service: a permit at once, one in doubt, the clerk's decision, a move and its way back."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser

from fahrwasser.web.demo.people import FAMILY, GIVEN, STREETS
from people import Citizen, Clerk, Person, day, photo
from town_site import Mode, TownSite

TOWN = "/erlenbrueck"
LOOKS = tuple(Mode(True, language, 1280) for language in ("de", "en"))
HEIGHTS = {320: 900, 1280: 1100}  # of a phone and a desk; the desk last, where work goes on
FIRST_PERSON, LAST_PERSON = 8, 350  # of the invented register: Hafenweg 2 to 58, each with a car
TRIES = 60  # of one and a half seconds


class DemoSite(TownSite):
    """The whole installation with its own worker: waiting is all there is to do."""

    def works(self) -> None:
        """A moment for the worker."""
        time.sleep(1.5)

    def close(self) -> None:
        """No database was opened."""
        for context in self.contexts:
            context.close()
        self.room.shutdown()


def take_services(chromium: Browser, address: str, home: Path, target: Path) -> None:
    """Writes <name>-<width>-<language>.png of the pages that come one after the other."""
    people = wait_for_the_demo(chromium, address, home)
    for mode in LOOKS:
        site = DemoSite(address, mode, chromium, home)
        granted, doubtful = answers_of(next(people)), answers_of(next(people))
        link = citizen_applies(site, granted, target)
        citizen_in_doubt(site, doubtful, home)
        clerk_works(site, granted, doubtful, target)
        shot(Citizen(site, "erlenbrueck").goes_to(link), "undo", target)
        site.close()


def wait_for_the_demo(chromium: Browser, address: str, home: Path) -> Iterator[int]:
    """Until the invented months stand; then numbers of residents in the Hafenweg who have no permit."""
    site = DemoSite(address, LOOKS[0], chromium, home)
    clerk, free = logged_in(site, "Ralf Poller"), []
    while not clerk.opens_today().page.locator(".fw-lead + p.fw-note").count():  # the case of the last weeks for heads
        time.sleep(4)
    for number in range(FIRST_PERSON, LAST_PERSON, len(STREETS)):
        if len(free) == 2 * len(LOOKS):
            break
        if not any(has_permit(clerk, key) for key in keys_of(number)):
            free.append(number)
    site.close()
    return iter(free)


def has_permit(clerk: Clerk, key: str) -> bool:
    """The register finds an entry of the person."""
    clerk.goes_to(f"{TOWN}/register/eintraege/permit/?suche={quote(key)}")
    return clerk.page.locator("main tbody tr").count() > 0


def keys_of(number: int) -> tuple[str, ...]:
    """Under which the register may know the resident."""
    born = f"{1950 + number % 52}-{1 + number % 12:02}-{1 + number % 28:02}"
    names = FAMILY[number % len(FAMILY)], GIVEN[number // len(FAMILY) % len(GIVEN)]
    return f"p-{number:04d}", "|".join((*names, born)).upper()


def answers_of(number: int) -> dict[str, Any]:
    """The application of one of the invented residents (web/demo/people.py)."""
    return {
        "anliegen": "neu",
        "person.familienname": FAMILY[number % len(FAMILY)],
        "person.vornamen": GIVEN[number // len(FAMILY) % len(GIVEN)],
        "person.kennung": f"p-{number:04d}",  # asked for by the report of the move only
        "person.geburtsdatum": f"{1 + number % 28}.{1 + number % 12}.{1950 + number % 52}",
        "anschrift.strasse": "Hafenweg",
        "anschrift.hausnummer": str(1 + number // 6),
        "anschrift.plz": "00000",
        "anschrift.ort": "Erlenbrück an der Elster",
        "anschrift.wohnung": "hauptwohnung",
        "fahrzeug.zulassung": "deutschland",
        "fahrzeug.kennzeichen": f"XX-FW {100 + number}",
        "fahrzeug.halter": "selbst",
        "einwilligung_umzug": "ja",
        "zustellung": "online",
        "email": "beispiel@beispiel.example",
    }


def citizen_applies(site: DemoSite, answers: dict[str, Any], target: Path) -> str:
    """From the service to the status page; then a move is reported. The path of the link that takes it back."""
    citizen = Citizen(site, "erlenbrueck")
    shot(citizen.goes_to(f"{TOWN}/dienste/bewohnerparkausweis/"), "service", target)
    citizen.follows("Apply now")
    shot(citizen.answers_page(answers), "form-question", target)
    shot(citizen.answers_all(answers), "form-review", target)
    shot(citizen.sends(), "form-receipt", target)
    citizen.sees_where_it_stands()
    for _try in range(TRIES):
        if citizen.page.locator("main", has_text="(PDF").count():
            break
        citizen.looks_again()
    else:
        raise LookupError(f"no letter after {TRIES} looks: {citizen.page.locator('main').inner_text()}")
    shot(citizen, "status", target)
    clerk = logged_in(site, "Ralf Poller")
    clerk.goes_to(f"{TOWN}/register/ereignisse/melden/resident.moved/")
    moved = {name: answers[name] for name in answers if name.startswith(("person.", "anschrift."))}
    moved = {name: moved[name] for name in moved if not name.endswith("wohnung")}
    clerk.fills(moved | {"anschrift.strasse": "Lindenstraße", "anschrift.hausnummer": "14", "ab": day(0)})
    clerk.presses("See what it would do").presses("Report it now")
    return undo_link(site)


def undo_link(site: DemoSite) -> str:
    """Out of the newest mail that has one."""
    for _try in range(TRIES):
        mails = sorted((site.home / "mail").glob("*"), key=lambda path: path.stat().st_mtime)
        for path in reversed(mails):
            found = re.search(TOWN + r"/rueckgaengig/[\w-]+/", path.read_text(errors="replace").replace("=\n", ""))
            if found:
                path.unlink()
                return found[0]
        site.works()
    raise LookupError("no mail with a link that takes the change back")


def citizen_in_doubt(site: DemoSite, answers: dict[str, Any], home: Path) -> None:
    """Somebody else keeps the vehicle: a clerk has to look."""
    papers = {
        "fahrzeug.halter": "andere",
        "nachweise.halter_name": "Otto Beispiel",
        "nachweise.fahrzeugschein": photo(home, "schein.jpg"),
        "nachweise.erklaerung": photo(home, "erklaerung.jpg"),
    }
    citizen = Citizen(site, "erlenbrueck")
    citizen.goes_to(f"{TOWN}/dienste/bewohnerparkausweis/antrag/").answers_all(answers | papers)
    citizen.sends().sees_where_it_stands()


def clerk_works(site: DemoSite, granted: dict[str, Any], doubtful: dict[str, Any], target: Path) -> None:
    """Today, the case with its rules, the letter before it goes out; and the navigator's page of the service."""
    clerk = logged_in(site, "Ralf Poller")
    shot(clerk.opens_today(), "today", target)
    shot(clerk.goes_to(f"{TOWN}/vorgaenge/"), "cases", target)
    shot(opens_newest_case(clerk, granted), "case", target)
    opens_newest_case(clerk, doubtful)
    clerk.clicks(clerk.page.locator("main a[href*='/vorgaenge/aufgabe/']").first)
    shot(clerk, "task", target)
    shot(clerk.fills({"outcome": "erteilen"}).presses("See the letter"), "decision", target)
    navigator = logged_in(site, "Silke Lotbaum")
    navigator.goes_to(f"{TOWN}/katalog/")
    shot(navigator.clicks(navigator.page.locator("main article a").first), "adoption", target)


def opens_newest_case(clerk: Clerk, answers: dict[str, Any]) -> Clerk:
    """Of this person."""
    name = f"{answers['person.familienname']}, {answers['person.vornamen']}"
    clerk.goes_to(f"{TOWN}/vorgaenge/")
    return clerk.clicks(clerk.page.locator("main tr", has_text=name).locator("a").first)


def logged_in(site: DemoSite, name: str) -> Clerk:
    """One click, as everywhere in the demo."""
    person = Clerk(site, "erlenbrueck", None)
    person.goes_to(f"{TOWN}/")
    person.clicks(person.page.get_by_role("button", name=name).first)
    return person


def shot(person: Person | Any, name: str, target: Path) -> None:
    """What stands on the screen at first sight, on a phone with its menu closed."""
    page = person.page
    for width, height in HEIGHTS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.locator(".fw-menu").evaluate_all("(menus, open) => menus.forEach(menu => menu.open = open)", width > 320)
        page.screenshot(path=target / f"{name}-{width}-{person.site.mode.language}.png")
