"""Services that the demo towns have taken over; numbers of resolutions are invented and say so."""

from datetime import date

from fahrwasser.core.packages.parameters import COUNCIL
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.catalogue import actions as catalogue
from fahrwasser.web.catalogue.models import Adoption, Release
from fahrwasser.web.catalogue.releases import compiled, newest

RESOLUTION = catalogue.Resolution("gemeinderat", "Beispiel 12/2024", date(2024, 11, 28), date(2025, 1, 1))
ADAPTERS = {"einwohner": "demo", "fahrzeug": "demo", "finanz": "datei", "kreispolizei": "datei"}


def adopt_services(navigator: Member) -> list[Adoption]:
    """Every shipped package is switched on with its example values, decided by an invented council."""
    return [_adopted(navigator, release) for release in newest()]


def _adopted(navigator: Member, release: Release) -> Adoption:
    adoption = catalogue.adopt(navigator, release)
    package = compiled(release.pk)
    for parameter in package.parameters.parameters:
        if parameter.decides == COUNCIL and parameter.name in package.defaults:
            catalogue.set_parameter(
                navigator, adoption, parameter.name, package.defaults[parameter.name], RESOLUTION
            )
    for port in package.ports:
        if port in ADAPTERS:
            catalogue.bind(navigator, adoption, port, ADAPTERS[port], {})
    adoption.refresh_from_db()
    catalogue.activate(navigator, adoption)
    return adoption
