"""The pages of the registers, for a clerk and for the Navigator: axe runs on each, with and without scripts."""

import os
from pathlib import Path

from fahrwasser.web.accounts.roles import Role
from people import Clerk, day
from services import adopted
from town_site import TownSite
from towns import make_member, make_town
from web.registers.moves import JANA, LINDEN, car, enter, moved, permit, reported

HEAD = (
    "ereignis;quelle;person;nummer;ab;person.kennung;person.familienname;person.vornamen;person.geburtsdatum;"
    "anschrift.strasse;anschrift.hausnummer;anschrift.plz;anschrift.ort;sperre\n"
)
LINE = "resident.moved;EWO;p-100;{number};{day};p-100;Beispiel;Jana;12.04.1985;{street};9;01999;Musterhafen;nein\n"
LOOKS = os.environ.get("FAHRWASSER_LOOKS", "")


def looks(person: Clerk, name: str) -> None:
    """A picture, for whoever wants to look (FAHRWASSER_LOOKS names the folder)."""
    if LOOKS:
        path = Path(LOOKS) / f"{name}-{person.site.mode.language}-{person.site.mode.width}.png"
        person.page.screenshot(path=path, full_page=True)


def test_clerk_sees_registers_and_sends_a_file_of_events(site: TownSite, tmp_path: Path) -> None:
    town = site.does(make_town, "musterhafen")
    for package in ("bewohnerparkausweis", "hundesteuer"):
        site.does(adopted, town, package)
    row = site.does(permit, town)
    site.does(car, town)
    site.does(enter, town, "resident", "p-100", {**JANA, "wohnung": "hauptwohnung", "anschrift": LINDEN})
    site.does(reported, town, moved())
    user, _member = site.does(make_member, town, Role.CLERK)
    clerk = Clerk(site, town.slug, user)
    base = f"/{town.slug}/register/"

    looks(clerk.goes_to(base), "registers")
    looks(clerk.goes_to(f"{base}eintraege/permit/").reads("BP-2025-00007"), "entries")
    looks(clerk.goes_to(f"{base}eintrag/{row.pk}/").reads("Beispiel, Jana"), "entry")
    clerk.presses("Note this wish").reads("This person wants nothing done unasked.")
    looks(clerk.goes_to(f"{base}widersprueche/").reads("p-100"), "refusals")
    looks(clerk.follows("Add a person"), "refusal-add")
    clerk.goes_to(f"{base}einwilligungen/")
    looks(clerk.goes_to(f"{base}ereignisse/").reads("Somebody has moved"), "events")
    looks(clerk.follows("Report an event"), "kinds")
    looks(clerk.goes_to(f"{base}ereignisse/melden/resident.moved/"), "report")
    clerk.presses("See what it would do").reads("Please check your entries")
    looks(clerk, "report-errors")

    clerk.goes_to(f"{base}ereignisse/datei/")
    file = tmp_path / "umzuege.csv"
    file.write_text(
        HEAD + LINE.format(number=8, day=day(2), street="Hafenweg") + LINE.format(number=9, day="x", street="")
    )
    clerk.fills({"file": file}).presses("Check the file").reads("Please check your entries")
    looks(clerk, "file-errors")
    file.write_text(HEAD + LINE.format(number=8, day=day(2), street="Marktgasse"))
    clerk.fills({"file": file}).presses("Check the file")
    looks(clerk, "file-preview")
    clerk.presses("Report them now").reads("EWO")
    clerk.refuse_console_errors()


def test_navigator_starts_the_yearly_run_and_makes_a_key(site: TownSite) -> None:
    town = site.does(make_town, "musterhafen")
    site.does(adopted, town, "hundesteuer")
    user, _member = site.does(make_member, town, Role.NAVIGATOR)
    navigator = Clerk(site, town.slug, user)
    base = f"/{town.slug}/register/"
    navigator.goes_to(f"{base}ereignisse/melden/tax.year/").presses("See what it would do")
    looks(navigator, "yearly-preview")
    navigator.presses("Report it now").reads("The event is reported.")
    navigator.goes_to(f"{base}schluessel/").follows("Create a key")
    navigator.fills({"name": "Einwohnermeldewesen", "scopes": "events"}).presses("Create the key")
    looks(navigator.reads("fw_"), "key")
    looks(navigator.follows("I have copied it").reads("Einwohnermeldewesen"), "keys")
    navigator.presses("Revoke").reads("The key is revoked.")
    navigator.refuse_console_errors()
