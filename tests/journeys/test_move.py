"""A move switches the permit without anybody applying; one click and everything is as before (issue B, done 1)."""

import re

from fahrwasser.web.accounts.roles import Role
from people import Citizen, Clerk, day
from services import adopted
from town_site import TownSite
from towns import make_member, make_town
from web.registers.moves import JANA, LINDEN, car, cases, enter, permit, permits, valid

MOVED = {
    "person.familienname": "Beispiel",
    "person.vornamen": "Jana",
    "person.geburtsdatum": "12.4.1985",
    "person.kennung": "p-100",
    "anschrift.strasse": "Hafenweg",
    "anschrift.hausnummer": "9",
    "anschrift.plz": "01999",
    "anschrift.ort": "Musterhafen",
    "ab": day(2),
}


def test_permit_follows_the_move_and_comes_back_with_one_click(site: TownSite) -> None:
    town = site.does(make_town, "musterhafen")
    site.does(adopted, town)
    site.does(permit, town)
    site.does(car, town)
    site.does(enter, town, "resident", "p-100", {**JANA, "wohnung": "hauptwohnung", "anschrift": LINDEN})
    before = site.does(permits, town)
    user, _member = site.does(make_member, town, Role.CLERK)

    clerk = Clerk(site, town.slug, user)
    clerk.goes_to(f"/{town.slug}/register/ereignisse/melden/resident.moved/").fills(MOVED)
    clerk.presses("See what it would do").presses("Report it now")
    site.works()

    (case,) = site.does(cases, town)
    (new,) = site.does(valid, town)
    assert site.does(permits, town)[new]["data"]["zone"] == "Beispiel B"
    (mail,) = site.mails()
    link = re.search(r"/musterhafen/rueckgaengig/[\w-]+/", mail)
    assert link, mail
    assert "§" not in mail

    citizen = Citizen(site, town.slug)
    citizen.goes_to(link[0]).reads("§").presses("Take it back").reads("It is being taken back")
    site.works()

    assert site.does(permits, town)["BP-2025-00007"] == before["BP-2025-00007"]
    assert site.does(valid, town) == ["BP-2025-00007"]
    clerk.opens_case(case.number)
    for person in (clerk, citizen):
        person.refuse_console_errors()
