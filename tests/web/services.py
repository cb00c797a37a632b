"""A shipped service, switched on in a town as a navigator does it; council decisions and registers are invented."""

from datetime import date
from typing import Any

from django.db import connections

from fahrwasser.core.packages.files import read_folder, write_zip
from fahrwasser.core.packages.parameters import COUNCIL
from fahrwasser.web.accounts.access import Member
from fahrwasser.web.accounts.roles import Role
from fahrwasser.web.catalogue import actions as catalogue
from fahrwasser.web.catalogue import releases
from fahrwasser.web.catalogue.models import Adoption, Release
from fahrwasser.web.jobs import loop
from fahrwasser.web.tenants.context import working_for
from fahrwasser.web.tenants.models import Municipality
from towns import make_member

TODAY = date(2026, 1, 9)
INVENTED = catalogue.Resolution("gemeinderat", "Beispiel 1/2026", date(2026, 1, 8), date(2026, 1, 9))
BINDINGS = {"einwohner": "demo", "fahrzeug": "demo", "finanz": "file", "kreispolizei": "file"}


def published(package: str) -> Release:
    """The release of a package of `src/fahrwasser/services`, published as owner; it outlives a test."""
    content = read_folder(releases.SHIPPED / package)
    known = Release.objects.filter(digest=content.digest).first()
    if known:
        return known
    manifest = content.manifest
    with connections["owner"].cursor() as owner:  # a release of this version that an earlier test has published
        owner.execute(
            "DELETE FROM catalogue_release WHERE package = %s AND version = %s", [manifest.id, manifest.version]
        )
    row = Release(
        package=manifest.id,
        version=manifest.version,
        digest=content.digest,
        manifest=releases._shown(manifest),
        content=write_zip(content),
    )
    row.save(using="owner", force_insert=True)
    return Release.objects.get(pk=row.pk)


def adopted(
    town: Municipality, package: str = "bewohnerparkausweis", *, by: Member | None = None, **parameters: Any
) -> Adoption:
    """Active, with the package's example values except for `parameters`, and everything bound; outside `working_for`.

    `without=("fahrzeug",)` leaves ports unbound.
    """
    loop.load_handlers()
    without = parameters.pop("without", ())
    release = published(package)
    navigator = by or make_member(town, Role.NAVIGATOR)[1]
    with working_for(town):
        adoption = catalogue.adopt(navigator, release)
        compiled = releases.compiled(release.pk)
        for parameter in compiled.parameters.parameters:
            name = parameter.name
            if name in parameters or (parameter.decides == COUNCIL and name in compiled.defaults):
                value = parameters.get(name, compiled.defaults.get(name))
                resolution = INVENTED if parameter.decides == COUNCIL else None
                assert catalogue.set_parameter(navigator, adoption, name, value, resolution, TODAY) == (), name
        for port in compiled.ports:
            if port in BINDINGS and port not in without:
                catalogue.bind(navigator, adoption, port, BINDINGS[port], {})
        adoption.refresh_from_db()
        catalogue.activate(navigator, adoption, TODAY)
    return adoption
