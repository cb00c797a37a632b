"""The Navigator takes over a service, down to the first test case, on a handful of screens (issue B, done 1)."""

import re

from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.cases.models import Case
from fahrwasser.web.catalogue.models import Adoption
from people import Clerk, day
from services import BINDINGS, published
from test_permit import PERMIT
from town_site import TownSite
from towns import make_member, make_town

MOST_SCREENS = 35
MOST_INPUTS = 75


def test_the_navigator_takes_over_a_service_down_to_the_first_test_case(site: TownSite) -> None:
    town = site.does(make_town, "musterhafen")
    release = site.does(published, "bewohnerparkausweis")
    user, _member = site.does(make_member, town, Role.NAVIGATOR)
    navigator = Clerk(site, town.slug, user)

    navigator.goes_to(f"/{town.slug}/katalog/")
    take = navigator.page.locator(f"main form[action*='{release.pk}'] button")
    navigator.clicks(take)
    changes_a_value(navigator, "behoerde", "Stadt Musterhafen, Ordnungsamt")
    enters_the_resolution(navigator)
    connects(navigator)
    looks_at_form_and_letter(navigator)
    navigator.presses("Switch on").reads("Switched on. Citizens can apply now.")
    overview = navigator.page.url

    navigator.follows("Try it with a test case").presses("Begin").answers_all(PERMIT).sends()
    site.works()

    (adoption,) = site.inside(town, lambda: list(Adoption.objects.of(town)))
    assert adoption.state == Adoption.State.ACTIVE
    (case,) = site.inside(town, lambda: list(Case.objects.of(town)))
    assert case.is_test
    assert case.number.startswith("T-")
    navigator.goes_to(overview.removeprefix(site.address))
    assert navigator.screens <= MOST_SCREENS, f"{navigator.screens} screens"
    assert navigator.inputs <= MOST_INPUTS, f"{navigator.inputs} inputs"
    navigator.refuse_console_errors()


def enters_the_resolution(navigator: Clerk) -> None:
    """The by-law decides all values of the council; here as the package proposes them."""
    navigator.follows("Enter the resolution of the council")
    assert navigator.page.locator("main [name=names]:checked").count() == 0, "nobody confirms what they have not said"
    navigator.presses("Tick all")
    assert navigator.page.locator("main [name=names]:not(:checked)").count() == 0
    navigator.fills({"number": "Beispiel 1/2026", "decided_on": day(30), "valid_from": day(20)}).presses("Save")


def changes_a_value(navigator: Clerk, name: str, value: str) -> None:
    """A value of the town itself."""
    navigator.clicks(navigator.page.locator(f"main table a[href$='/wert/{name}/']"))
    navigator.fills({"value": value}).presses("Save").reads(value)


def connects(navigator: Clerk) -> None:
    """Every port leads somewhere."""
    for port, adapter in BINDINGS.items():
        link = navigator.page.locator(f"main table a[href$='/anschluss/{port}/']")
        if link.count():
            navigator.clicks(link)
            navigator.fills({"adapter": adapter}).presses("Save")


def looks_at_form_and_letter(navigator: Clerk) -> None:
    """As they would be with the town's own values."""
    overview = navigator.page.url
    letter = navigator.page.request.get(f"{overview}brief/bescheid/")
    assert letter.body().startswith(b"%PDF")
    navigator.clicks(navigator.page.locator("main a[href*='/dienste/formular/']"))
    navigator.goes_to(re.sub(r"^https?://[^/]+", "", overview))
