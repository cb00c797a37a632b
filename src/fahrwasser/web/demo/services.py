"""Services that the demo towns have taken over; numbers of resolutions are invented and say so."""

from datetime import date

from fahrwasser.core.packages.parameters import COUNCIL
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.catalogue import actions as catalogue
from fahrwasser.web.catalogue.models import Adoption, Release
from fahrwasser.web.catalogue.releases import compiled, newest

from .applications import HUNDESTEUER, SPAN
from .people import populate, populate_dogs
from .year import STEPS

RESOLUTION = catalogue.Resolution("gemeinderat", "Beispiel 12/2024", date(2024, 11, 28), date(2025, 1, 1))
MONTHS = STEPS * SPAN
ADAPTERS = {"einwohner": "demo", "fahrzeug": "demo", "finanz": "file", "kreispolizei": "file"}


def adopt_services(navigator: Member, packages: tuple[str, ...], today: date) -> list[Adoption]:
    """These packages are switched on with their example values, decided by an invented council."""
    town = navigator.municipality
    populate(town)
    if HUNDESTEUER in packages:
        populate_dogs(town, (today - MONTHS).year)
    return switch_on(navigator, packages, today)


def switch_on(navigator: Member, packages: tuple[str, ...], today: date) -> list[Adoption]:
    """The same without anybody in the registers."""
    return [_adopted(navigator, release, today) for release in newest() if release.package in packages]


def own_values(town: str) -> dict[str, str]:
    """Values of the packages that name the town itself."""
    return {
        "ort": town,
        "behoerde": f"{town}, Ordnungsamt (Beispiel)",
        "behoerde_sitz": f"Markt 1, 00000 {town}",
        "kontakt": "Bürgerbüro, Telefon 0000 000-0",
        "widerspruch_stelle": f"{town}, Steueramt (Beispiel)",
        "widerspruch_anschrift": f"Markt 1, 00000 {town}",
        "kasse": f"Gemeindekasse {town} (Beispiel)",
    }


def _adopted(navigator: Member, release: Release, today: date) -> Adoption:
    adoption = catalogue.adopt(navigator, release)
    package = compiled(release.pk)
    own = own_values(navigator.municipality.name)
    for parameter in package.parameters.parameters:
        name = parameter.name
        if name in own or (parameter.decides == COUNCIL and name in package.defaults):
            resolution = RESOLUTION if parameter.decides == COUNCIL else None
            value = own.get(name, package.defaults.get(name))
            catalogue.set_parameter(navigator, adoption, name, value, resolution, today)
    for port in package.ports:
        if port in ADAPTERS:
            catalogue.bind(navigator, adoption, port, ADAPTERS[port], {})
    adoption.refresh_from_db()
    catalogue.activate(navigator, adoption, today)
    return adoption
