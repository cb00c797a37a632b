"""Demo towns as an installation makes them: loaded by the owner, lived by the worker."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from django.db import connections

from fahrwasser.web.catalogue.releases import publish_shipped
from fahrwasser.web.demo import load
from fahrwasser.web.demo.towns import LOTSE, TOWNS
from fahrwasser.web.demo.year import Year
from fahrwasser.web.jobs import loop
from fahrwasser.web.tenants.models import Municipality

POPULATION = 2400


@contextmanager
def as_role(alias: str) -> Iterator[None]:
    """This test's connection is that of the worker or of the owner."""
    web = connections["default"]
    connections["default"] = connections[alias]
    connections["default"].alias = "default"
    try:
        yield
    finally:
        connections["default"].alias = alias
        connections["default"] = web


def loaded(slug: str) -> Municipality:
    """One town as it is when the first page is up; smaller than in an installation, so that it is lived sooner."""
    loop.load_handlers()
    town = replace(next(town for town in TOWNS if town.slug == slug), population=POPULATION, has_agenda=False)
    with as_role("owner"):
        publish_shipped()
        load._create(town, load._user(LOTSE))
    return Municipality.objects.get(slug=slug)


def lived(town: Municipality, until: datetime, steps: int) -> None:
    """So many steps of two weeks that end then, as the worker's job makes them."""
    with as_role("worker"):
        Year(town, until, steps).run()
